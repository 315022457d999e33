package lab

// What a lab needs of the machine and of the root trees, and what to do if it is missing.

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// MissingError lists everything that keeps a lab from starting.
type MissingError struct {
	Missing []Missing
}

// Missing is one thing that a lab needs.
type Missing struct {
	What    string // a name or a path, such as "btvirt"
	Remedy  string // what to do
	Package string // Debian's package, if the machine itself lacks one
}

func (e *MissingError) Error() string {
	var b strings.Builder
	b.WriteString("something is missing")
	for _, m := range e.Missing {
		fmt.Fprintf(&b, "\n  %s: %s", m.What, m.Remedy)
	}
	return b.String()
}

// setupHint is the remedy if Setup can help.
const setupHint = "run 'go run " + packagePath + "/btlab setup'"

// rootNeeds are the programs that a host's root tree has to have.
var rootNeeds = []struct {
	paths []string
	pkg   string
}{
	{dbusPaths, "dbus"},
	{dbusSendPaths, "dbus"},
	{bluetoothdPaths, "bluez"},
}

const (
	qemuPackage   = "qemu-system-x86"
	btvirtPackage = "bluez-test-tools"
)

// Check looks for everything that a lab needs, without changing anything. It returns a
// *MissingError if something is missing.
func Check(config Config) error {
	config, err := config.withDefaults()
	if err != nil {
		return err
	}
	missing := checkPrograms(config)
	dir, err := CacheDir()
	if err != nil {
		return err
	}
	if _, _, _, err := readPrepared(dir); errors.Is(err, errNotPrepared) {
		missing = append(missing, Missing{What: "the guests' kernel (" + err.Error() + ")", Remedy: setupHint})
	} else if err != nil {
		return err
	}
	if len(missing) > 0 {
		return &MissingError{Missing: missing}
	}
	return nil
}

func checkPrograms(config Config) []Missing {
	var missing []Missing
	if _, err := exec.LookPath(qemuProgram); err != nil {
		missing = append(missing, Missing{qemuProgram, setupHint + ", or install QEMU for x86-64", qemuPackage})
	}
	if _, err := exec.LookPath("go"); err != nil {
		missing = append(missing, Missing{What: "go", Remedy: "put the Go toolchain into PATH"})
	}
	air := false
	for _, h := range config.Hosts {
		if info, err := os.Stat(h.Root); err != nil || !info.IsDir() {
			missing = append(missing, Missing{What: "host " + h.Name + "'s root tree " + h.Root, Remedy: "it is not a folder"})
			continue
		}
		for _, need := range rootNeeds {
			if _, ok := h.guestPath(need.paths...); !ok {
				missing = append(missing, inRoot(h, need.paths[0], need.pkg))
			}
		}
		if _, ok := h.guestPath(btvirtPaths...); ok {
			air = true
		}
	}
	if !air {
		missing = append(missing, inRoot(config.Hosts[0], btvirtPaths[0], btvirtPackage))
	}
	return unique(missing)
}

// inRoot describes a program that a host's root tree lacks.
func inRoot(h HostConfig, path, pkg string) Missing {
	if h.Root == "/" {
		return Missing{path, setupHint + ", or install what Debian calls " + pkg, pkg}
	}
	return Missing{What: h.Root + path, Remedy: "install what Debian calls " + pkg + " in that root tree"}
}

// unique removes duplicates, because hosts may share a root tree.
func unique(list []Missing) []Missing {
	seen := map[Missing]bool{}
	var out []Missing
	for _, m := range list {
		if !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	return out
}
