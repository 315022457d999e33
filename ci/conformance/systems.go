package main

// The systems whose Qt is compared: this machine's, and Debian 13's in a root tree of its own.

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/rootfs"
)

// system is a root tree with a Qt.
type system struct {
	name string
	qt   string       // the version, such as "6.4.2"
	tree *rootfs.Tree // nil for this machine's own
	dir  string       // the machine's folder for the drivers that are built for it
}

// The names of systems.
const (
	machineSystem  = "machine"
	debian13System = "debian13"
)

// openSystem makes a system ready, with its drivers in a folder of its own in share.
func openSystem(ctx context.Context, name, share string, log io.Writer) (*system, error) {
	s := &system{name: name, dir: filepath.Join(share, name)}
	if name == debian13System {
		var err error
		if s.tree, err = rootfs.Make(ctx, log); err != nil {
			return nil, err
		}
	}
	out, err := s.command(ctx, rootfs.Options{}, "pkg-config", "--modversion", "Qt6Bluetooth").Output()
	if err != nil {
		return nil, fmt.Errorf("%s: no Qt6Bluetooth: %w", name, err)
	}
	s.qt = strings.TrimSpace(string(out))
	return s, os.MkdirAll(s.dir, 0o755)
}

// root is the path of the tree.
func (s *system) root() string {
	if s.tree == nil {
		return "/"
	}
	return s.tree.Root()
}

// command is one that runs in the system, on this machine.
func (s *system) command(ctx context.Context, o rootfs.Options, name string, args ...string) *exec.Cmd {
	if s.tree != nil {
		return s.tree.CommandContext(ctx, o, name, args...)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), o.Env...)
	cmd.Dir = o.Dir
	return cmd
}

// goOptions are what the Go toolchain, and any compiler of this module's sources, needs.
func (s *system) goOptions(ctx context.Context) (rootfs.Options, error) {
	if s.tree == nil {
		return rootfs.Options{}, nil
	}
	o, err := s.tree.GoOptions(ctx, ".")
	o.Writable = append(o.Writable, s.dir)
	return o, err
}
