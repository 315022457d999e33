// Package debian installs and downloads Debian's packages with apt.
package debian

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Apt is Debian's package tool, for the machine's release and architecture unless it comes from
// [Release] or [Architecture].
type Apt struct {
	log     *log.Logger
	private string // a configuration file of its own, or ""
	updated bool
}

// New returns the machine's own apt. It logs what it is about to do.
func New(log *log.Logger) *Apt { return &Apt{log: log} }

// Usable reports whether the machine has apt.
func Usable() bool {
	for _, program := range []string{"apt-get", "apt-cache", "dpkg-deb"} {
		if _, err := exec.LookPath(program); err != nil {
			return false
		}
	}
	return true
}

// Install installs packages, with sudo if need be. It waits while another process installs some.
func (a *Apt) Install(ctx context.Context, packages ...string) error {
	a.log.Printf("installing %s", strings.Join(packages, " "))
	return a.retryUpdated(ctx, func() error {
		return runAsRoot(ctx, append([]string{"apt-get", "install", "-q", "-y", "--no-install-recommends",
			"-o", "DPkg::Lock::Timeout=-1"}, packages...)...)
	})
}

// Need installs the packages that are not installed.
func (a *Apt) Need(ctx context.Context, packages ...string) error {
	var missing []string
	for _, pkg := range packages {
		out, err := exec.CommandContext(ctx, "dpkg-query", "-W", "-f=${db:Status-Status}", pkg).Output()
		if err != nil || string(out) != "installed" {
			missing = append(missing, pkg)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return a.Install(ctx, missing...)
}

// Dependency returns the first dependency of a package.
func (a *Apt) Dependency(ctx context.Context, pkg string) (name string, err error) {
	err = a.retryUpdated(ctx, func() error {
		out, err := exec.CommandContext(ctx, "apt-cache", "depends", "--important", pkg).Output()
		if err != nil {
			return fmt.Errorf("looking for %s: %w", pkg, err)
		}
		_, after, ok := strings.Cut(string(out), "Depends: ")
		if !ok {
			return fmt.Errorf("%s depends on nothing", pkg)
		}
		name, _, _ = strings.Cut(after, "\n")
		return nil
	})
	return name, err
}

// Download fetches packages into a folder. apt compares each with its checksum in the package list,
// which Debian has signed.
func (a *Apt) Download(ctx context.Context, dir string, packages ...string) error {
	a.log.Printf("downloading %s", strings.Join(packages, " "))
	return a.retryUpdated(ctx, func() error {
		return run(ctx, dir, a.get(append([]string{"download", "-q", "-o", "APT::Sandbox::User=root"}, packages...)...)...)
	})
}

// DownloadAll fetches packages and their dependencies into a folder. It needs an apt of
// [Architecture].
func (a *Apt) DownloadAll(ctx context.Context, dir string, packages ...string) error {
	a.log.Printf("downloading %s and what they depend on", strings.Join(packages, " "))
	if err := os.MkdirAll(filepath.Join(dir, "partial"), 0o755); err != nil {
		return err
	}
	return a.retryUpdated(ctx, func() error {
		return run(ctx, "", a.get(append([]string{"install", "-q", "-y", "--download-only", "--no-install-recommends",
			"-o", "Dir::Cache::Archives=" + dir}, packages...)...)...)
	})
}

// Source fetches a source package's files into a folder. It needs an apt of [SourceRelease].
func (a *Apt) Source(ctx context.Context, dir, pkg string) error {
	a.log.Printf("downloading the sources of %s", pkg)
	return a.retryUpdated(ctx, func() error {
		return run(ctx, dir, a.get("source", "-q", "--download-only", pkg)...)
	})
}

// Unpack unpacks a package's file into a folder, which is made.
func Unpack(ctx context.Context, file, dir string) error {
	return run(ctx, "", "dpkg-deb", "-x", file, dir)
}

// get returns a command line of apt-get.
func (a *Apt) get(args ...string) []string {
	if a.private != "" {
		args = append([]string{"-c", a.private}, args...)
	}
	return append([]string{"apt-get"}, args...)
}

// retryUpdated calls a function. If the function fails, retryUpdated updates the package lists,
// which may be the cause, and calls it again.
func (a *Apt) retryUpdated(ctx context.Context, do func() error) error {
	err := do()
	if err == nil || a.updated || ctx.Err() != nil {
		return err
	}
	if err := a.update(ctx); err != nil {
		return err
	}
	a.updated = true
	return do()
}

func (a *Apt) update(ctx context.Context) error {
	a.log.Printf("updating the package lists")
	if a.private != "" {
		return run(ctx, "", a.get("update", "-q")...)
	}
	return runAsRoot(ctx, a.get("update", "-q")...)
}

func runAsRoot(ctx context.Context, args ...string) error {
	return runCommand(AsRoot(ctx, append([]string{"env", "DEBIAN_FRONTEND=noninteractive"}, args...)...))
}

// run runs a program in a folder.
func run(ctx context.Context, dir string, args ...string) error {
	cmd := gentle(exec.CommandContext(ctx, args[0], args[1:]...))
	cmd.Dir = dir
	return runCommand(cmd)
}

// runCommand runs a program, and returns its output only if it fails.
func runCommand(cmd *exec.Cmd) error {
	cmd.Stdin = os.Stdin
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}
