// Debian's packages: installing some, and downloading the kernel's.

package lab

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// kernelPackage depends on the package of Debian's present kernel.
const kernelPackage = "linux-image-amd64"

// apt is Debian's package tool.
type apt struct {
	log     *log.Logger
	updated bool
}

func (a *apt) usable() bool {
	for _, program := range []string{"apt-get", "apt-cache", "dpkg-deb"} {
		if _, err := exec.LookPath(program); err != nil {
			return false
		}
	}
	return true
}

func (a *apt) install(ctx context.Context, packages ...string) error {
	a.log.Printf("installing %s", strings.Join(packages, " "))
	return a.retryUpdated(ctx, func() error {
		return a.runAsRoot(ctx, append([]string{"apt-get", "install", "-q", "-y", "--no-install-recommends"}, packages...)...)
	})
}

// download fetches the package of the present kernel into a folder and returns its path.
func (a *apt) download(ctx context.Context, dir string) (string, error) {
	err := a.retryUpdated(ctx, func() error {
		out, err := exec.CommandContext(ctx, "apt-cache", "depends", "--important", kernelPackage).Output()
		if err != nil {
			return fmt.Errorf("looking for %s: %w", kernelPackage, err)
		}
		_, name, ok := strings.Cut(string(out), "Depends: ")
		if !ok {
			return fmt.Errorf("%s depends on no kernel", kernelPackage)
		}
		name, _, _ = strings.Cut(name, "\n")
		a.log.Printf("downloading %s", name)
		return a.run(ctx, dir, "apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", name)
	})
	if err != nil {
		return "", err
	}
	packages, _ := filepath.Glob(filepath.Join(dir, "*.deb"))
	if len(packages) != 1 {
		return "", fmt.Errorf("%d packages were downloaded", len(packages))
	}
	return packages[0], nil
}

// retryUpdated does something that may fail for want of a present package list.
func (a *apt) retryUpdated(ctx context.Context, do func() error) error {
	err := do()
	if err == nil || a.updated || ctx.Err() != nil {
		return err
	}
	a.log.Printf("updating the package lists")
	if err := a.runAsRoot(ctx, "apt-get", "update", "-q"); err != nil {
		return err
	}
	a.updated = true
	return do()
}

func (a *apt) runAsRoot(ctx context.Context, args ...string) error {
	args = append([]string{"env", "DEBIAN_FRONTEND=noninteractive"}, args...)
	if os.Geteuid() != 0 {
		args = append([]string{"sudo"}, args...)
	}
	return a.run(ctx, "", args...)
}

// run runs a program, tells its output only if it fails, and ends it gently.
func (a *apt) run(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Stdin = os.Stdin
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(output.Bytes()))
	}
	return nil
}
