// Belt generates the regular part of package cshim: the Go functions that only convert the
// parameters and results of a function of the C ABI, its constants and types, the static_asserts
// that compare the constants with Qt's, and the package's functions for a build without cgo.
//
//	go generate ./cshim
//
// It reads the headers qtbt_*.h, whose grammar qtbt_types.h describes. A function that hand-written
// Go code of the package calls is left to that code. Every other function has to be regular.
package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/alecthomas/kong"
)

type cli struct {
	List bool   `short:"l" help:"List the files that are not up to date, and write none."`
	Dir  string `arg:"" default:"." type:"existingdir" help:"The folder of package cshim."`
}

func main() {
	parsed := kong.Parse(new(cli), kong.Name("belt"),
		kong.Description("Generates the regular part of package cshim from its C headers."))
	parsed.FatalIfErrorf(parsed.Run())
}

func (c *cli) Run() error {
	files, err := generate(c.Dir)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(c.Dir, name)
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		if c.List {
			fmt.Println(path)
			continue
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the contents of the generated files of a folder.
func generate(dir string) (map[string][]byte, error) {
	h, err := readHeaders(dir)
	if err != nil {
		return nil, err
	}
	hand, err := readHandwritten(dir)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"enumerators_gen.cpp": assertions(h)}
	if files["values_gen.go"], err = values(h); err != nil {
		return nil, err
	}
	if files["calls_gen.go"], err = calls(h, hand); err != nil {
		return nil, err
	}
	files["nocgo_gen.go"], err = withoutCgo(h, append(hand, files["calls_gen.go"]))
	return files, err
}
