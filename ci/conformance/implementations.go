package main

// The implementations: drivers for the systems' Qt.

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/rootfs"
)

// implementation is a driver in a system.
type implementation struct {
	name    string // as the table calls it
	system  *system
	program string   // in the system's folder
	args    []string // what runs the program, such as an interpreter
	stays   bool     // knows --stay
	files   string   // the pattern of the files that it consists of, if not only the program
	digest  string   // of them
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

// build makes a system's drivers, or only the reference. It wants to be run in the module's root
// folder. The reference comes first.
func build(ctx context.Context, s *system, referenceOnly bool, log io.Writer) ([]implementation, error) {
	o, err := s.goOptions(ctx)
	if err != nil {
		return nil, err
	}
	if err := buildCpp(ctx, s, o, log); err != nil {
		return nil, err
	}
	list := []implementation{{name: referenceName, system: s, program: "qtcpp"}}
	if !referenceOnly {
		others, err := buildOthers(ctx, s, o, log)
		if err != nil {
			return nil, err
		}
		list = append(list, others...)
	}
	for i := range list {
		files, err := filepath.Glob(filepath.Join(s.dir, cmp.Or(list[i].files, list[i].program)))
		if err != nil {
			return nil, err
		}
		if list[i].digest, err = digest(files...); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func buildOthers(ctx context.Context, s *system, o rootfs.Options, log io.Writer) ([]implementation, error) {
	list := []implementation{{name: qtbtName, system: s, program: "qtgo"}}
	// The same sources are to give the same program, whose results are kept.
	golang := s.command(ctx, o, "go", "build", "-trimpath", "-buildvcs=false", "-o", filepath.Join(s.dir, "qtgo"), "./"+driverSources+"/qtgo")
	golang.Stdout, golang.Stderr = log, log
	if err := golang.Run(); err != nil {
		return nil, fmt.Errorf("%v: %w", golang, err)
	}
	if s.command(ctx, o, "python3", "-c", "import PySide6.QtBluetooth").Run() == nil {
		folder := filepath.Join(s.dir, "pyside")
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(driverSources, "pyside"))); err != nil {
			return nil, err
		}
		list = append(list, implementation{
			name: pysideName, system: s, program: "pyside/driver.py", files: "pyside/*.py", args: []string{"python3"}, stays: true,
		})
	}
	return list, nil
}

// buildCpp compiles the reference, unless it was compiled from the same sources in the same way.
func buildCpp(ctx context.Context, s *system, o rootfs.Options, log io.Writer) error {
	program := filepath.Join(s.dir, "qtcpp")
	flags, err := s.command(ctx, o, "pkg-config", "--cflags", "--libs", "Qt6Bluetooth").Output()
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(driverSources, "qtcpp", "*"))
	if err != nil {
		return err
	}
	compile := []string{"c++", "-O1", "-std=c++17", "-fPIC", "-o", program}
	for _, file := range files {
		if filepath.Ext(file) == ".cpp" {
			compile = append(compile, file)
		}
	}
	compile = append(compile, strings.Fields(string(flags))...)
	sources, err := digest(files...)
	if err != nil {
		return err
	}
	stamp := fmt.Sprintln("Qt", s.qt, "sources", sources, strings.Join(compile, " "))
	if built, err := os.ReadFile(program + ".stamp"); err == nil && string(built) == stamp {
		return nil
	}
	cmd := s.command(ctx, o, compile[0], compile[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("compiling the C++ driver: %w", err)
	}
	return os.WriteFile(program+".stamp", []byte(stamp), 0o644)
}

// digest returns that of files' contents.
func digest(files ...string) (string, error) {
	h := sha256.New()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n", filepath.Base(file), len(data))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
