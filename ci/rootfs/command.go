package rootfs

// This file runs programs in the tree.

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// Options chooses the parts of the machine that a command in the tree has.
type Options struct {
	// ReadOnly and Writable are folders of the machine that the command sees at the same paths. It
	// sees no other folders of the machine except the devices. It has the machine's network.
	ReadOnly, Writable []string

	// Dir is the folder in which the command runs. Empty means "/".
	Dir string

	// Env is added to an environment with the usual PATH, HOME and LANG.
	Env []string
}

//go:embed enter.sh
var enterScript string

// CommandContext returns a command that runs in the tree as root. Its changes to the tree are lost
// when its last process ends, except those in writable folders. Its mounts end then too, however it
// ends. It gets SIGTERM when the context ends.
func (t *Tree) CommandContext(ctx context.Context, o Options, name string, args ...string) *exec.Cmd {
	return debian.AsRoot(ctx, o.enter(t.Root(), append([]string{name}, args...))...)
}

// enter returns the command line that runs a command in a root tree.
func (o Options) enter(root string, command []string) []string {
	line := []string{"unshare", "--mount", "--propagation", "private", "sh", "-c", enterScript, "enter", root, o.Dir}
	if o.Dir == "" {
		line[len(line)-1] = "/"
	}
	for _, path := range o.ReadOnly {
		line = append(line, "ro", path)
	}
	for _, path := range o.Writable {
		line = append(line, "rw", path)
	}
	line = append(line, "--", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8")
	return append(append(line, o.Env...), command...)
}

// GoOptions makes the machine's Go toolchain work in the tree. The command runs in a module's
// folder, which it cannot change. It finds go in PATH, and the modules that the module requires. It
// keeps its build cache apart from the machine's.
func (t *Tree) GoOptions(ctx context.Context, module string) (Options, error) {
	module, err := filepath.Abs(module)
	if err != nil {
		return Options{}, err
	}
	download := exec.CommandContext(ctx, "go", "mod", "download")
	download.Dir = module
	if out, err := download.CombinedOutput(); err != nil {
		return Options{}, fmt.Errorf("go mod download: %w\n%s", err, out)
	}
	query := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOMODCACHE")
	query.Dir = module
	out, err := query.Output()
	values := bytes.Fields(out)
	if err != nil || len(values) != 2 {
		return Options{}, fmt.Errorf("go env: %w", err)
	}
	goroot, modules := string(values[0]), string(values[1])
	cache := filepath.Join(t.dir, "go-build")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return Options{}, err
	}
	return Options{
		ReadOnly: []string{module, goroot, modules},
		Writable: []string{cache},
		Dir:      module,
		Env: []string{
			"PATH=" + goroot + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			"GOMODCACHE=" + modules, "GOCACHE=" + cache,
			"GOPROXY=off", "GOTOOLCHAIN=local", "GOFLAGS=-buildvcs=false",
		},
	}, nil
}
