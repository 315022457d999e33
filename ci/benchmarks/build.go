package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// programs are the paths of what the rows run.
type programs struct{ cpp, golang, echo string }

// build compiles the programs into a folder. It wants to be run in the module's root folder.
func build(into string) (programs, error) {
	const sources = "ci/benchmarks/"
	p := programs{filepath.Join(into, "qtcpp"), filepath.Join(into, "qtgo"), filepath.Join(into, "echo")}
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "Qt6Bluetooth").Output()
	if err != nil {
		return p, fmt.Errorf("pkg-config does not find Qt6Bluetooth: %w", err)
	}
	cpp, err := filepath.Glob(sources + "qtcpp/*.cpp")
	if err != nil {
		return p, err
	}
	commands := [][]string{
		{"cc", "-O2", "-o", p.echo, sources + "echo/echo.c"},
		append(append([]string{"c++", "-O2", "-std=c++17", "-fPIC", "-o", p.cpp}, cpp...), strings.Fields(string(flags))...),
		{"go", "build", "-o", p.golang, "./" + sources + "qtgo"},
	}
	for _, command := range commands {
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return p, fmt.Errorf("%s: %w", strings.Join(command[:2], " "), err)
		}
	}
	return p, nil
}
