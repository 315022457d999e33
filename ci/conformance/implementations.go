// The implementations: drivers, and the systems whose Qt they use.

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// system is a root tree with a Qt.
type system struct {
	name string
	root string // "/" for this machine's own
	qt   string // the version, such as "6.4.2"
}

// thisSystem is that of the machine.
func thisSystem(ctx context.Context) (*system, error) {
	out, err := exec.CommandContext(ctx, "pkg-config", "--modversion", "Qt6Bluetooth").Output()
	if err != nil {
		return nil, fmt.Errorf("pkg-config does not find Qt6Bluetooth: %w", err)
	}
	return &system{name: "this system", root: "/", qt: strings.TrimSpace(string(out))}, nil
}

// enter has a process run in the system.
func (s *system) enter() *syscall.SysProcAttr {
	if s.root == "/" {
		return nil
	}
	return &syscall.SysProcAttr{Chroot: s.root}
}

// implementation is a driver in a system.
type implementation struct {
	name   string // as the table calls it
	driver string // the folder in drivers
	system *system
	path   string // of the program in the system
}

func (i implementation) command() []string { return []string{i.path} }

// String tells implementations apart.
func (i implementation) String() string { return fmt.Sprintf("%s (Qt %s)", i.name, i.system.qt) }

// driverSources are where the drivers are, from the module's root folder.
const driverSources = "ci/conformance/drivers"

// build compiles the drivers that are programs into a folder. It wants to be run in the module's root folder.
func build(ctx context.Context, s *system, into string) ([]implementation, error) {
	cpp := implementation{"C++", "qtcpp", s, filepath.Join(into, "qtcpp")}
	golang := implementation{"qtbt", "qtgo", s, filepath.Join(into, "qtgo")}
	flags, err := exec.CommandContext(ctx, "pkg-config", "--cflags", "--libs", "Qt6Bluetooth").Output()
	if err != nil {
		return nil, err
	}
	sources, err := filepath.Glob(filepath.Join(driverSources, cpp.driver, "*.cpp"))
	if err != nil {
		return nil, err
	}
	compile := append([]string{"c++", "-O1", "-std=c++17", "-fPIC", "-o", cpp.path}, sources...)
	for _, command := range [][]string{
		append(compile, strings.Fields(string(flags))...),
		{"go", "build", "-o", golang.path, "./" + filepath.Join(driverSources, golang.driver)},
	} {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(command[:2], " "), err)
		}
	}
	return []implementation{cpp, golang}, nil
}
