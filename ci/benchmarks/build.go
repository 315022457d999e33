package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// sources is the folder of the programs' sources. The benchmarks run in the module's root folder.
const sources = "ci/benchmarks/"

// build compiles the programs into a folder, each under the name of its source folder.
func build(ctx context.Context, into string) error {
	pkgConfig := exec.CommandContext(ctx, "pkg-config", "--cflags", "--libs", "Qt6Bluetooth")
	flags, err := pkgConfig.Output()
	if err != nil {
		return fmt.Errorf("pkg-config does not find Qt6Bluetooth: %w", err)
	}
	cpp, err := filepath.Glob(sources + "qtcpp/*.cpp")
	if err != nil {
		return err
	}
	cpp = append([]string{"c++", "-O2", "-std=c++17", "-fPIC", "-o", into + "/qtcpp"}, cpp...)
	for _, command := range [][]string{
		{"cc", "-O2", "-Wall", "-Wextra", "-o", into + "/echo", sources + "echo/echo.c"},
		append(cpp, strings.Fields(string(flags))...),
		{"go", "build", "-o", into + "/",
			"./" + sources + "qtgo", "./" + sources + "gonet", "./" + sources + "rfcomm",
			"./" + sources + "gatt", "./ci/conformance/hostctl"},
	} {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(command[:2], " "), err)
		}
	}
	return nil
}
