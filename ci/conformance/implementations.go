// The implementations: drivers for the systems' Qt.

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// implementation is a driver in a system.
type implementation struct {
	name    string // as the table calls it
	system  *system
	program string   // in the system's folder
	args    []string // what runs the program, such as an interpreter
	digest  string   // of the program
}

// The implementations' names.
const (
	referenceName = "C++"
	pysideName    = "PySide6"
	qtbtName      = "qtbt"
)

// command is what runs the driver where the system's folder is seen at a path.
func (i implementation) command(folder string) []string {
	return append(i.args[:len(i.args):len(i.args)], filepath.Join(folder, i.program))
}

// String tells implementations apart.
func (i implementation) String() string { return i.name + " " + i.system.qt }

// driverSources are where the drivers are, from the module's root folder.
const driverSources = "ci/conformance/drivers"

// build makes a system's drivers. It wants to be run in the module's root folder. The reference comes first.
func build(ctx context.Context, s *system, log io.Writer) ([]implementation, error) {
	o, err := s.goOptions(ctx)
	if err != nil {
		return nil, err
	}
	list := []implementation{
		{name: referenceName, system: s, program: "qtcpp"},
		{name: qtbtName, system: s, program: "qtgo"},
	}
	flags, err := s.command(ctx, o, "pkg-config", "--cflags", "--libs", "Qt6Bluetooth").Output()
	if err != nil {
		return nil, err
	}
	sources, err := filepath.Glob(filepath.Join(driverSources, "qtcpp", "*.cpp"))
	if err != nil {
		return nil, err
	}
	compile := append([]string{"c++", "-O1", "-std=c++17", "-fPIC", "-o", filepath.Join(s.dir, "qtcpp")}, sources...)
	for _, command := range [][]string{
		append(compile, strings.Fields(string(flags))...),
		{"go", "build", "-o", filepath.Join(s.dir, "qtgo"), "./" + driverSources + "/qtgo"},
	} {
		cmd := s.command(ctx, o, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(command[:2], " "), err)
		}
	}
	if s.command(ctx, o, "python3", "-c", "import PySide6.QtBluetooth").Run() == nil {
		const program = "driver.py"
		source, err := os.ReadFile(filepath.Join(driverSources, "pyside", program))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(s.dir, program), source, 0o644); err != nil {
			return nil, err
		}
		list = append(list, implementation{name: pysideName, system: s, program: program, args: []string{"python3"}})
	}
	for i := range list {
		data, err := os.ReadFile(filepath.Join(s.dir, list[i].program))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		list[i].digest = hex.EncodeToString(sum[:])
	}
	return list, nil
}
