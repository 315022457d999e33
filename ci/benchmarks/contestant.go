package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// A contestant is a program that does a row's work.
type contestant struct {
	name    string
	program string // a path, or the name of a program that build makes
	args    []string
	env     []string // additions to the environment
	missing func() error
}

const qtbtName = "qtbt"

// The contestants to which the bounds refer.
var (
	cppQts = []string{"C++ Qt", "C++ Qt, no GLib"}
	goNets = []string{"Go net"}
)

func qtbt(work string) contestant {
	return contestant{name: qtbtName, program: "qtgo", args: []string{work}}
}

// goNet is plain Go, with package net alone.
func goNet(work string) contestant {
	return contestant{name: goNets[0], program: "gonet", args: []string{work}}
}

// cppQt is C++ with the event dispatcher that Qt chooses.
func cppQt(work string) contestant {
	return contestant{name: cppQts[0], program: "qtcpp", args: []string{work}}
}

// cppQtNoGLib is C++ with the event dispatcher that qtbt chooses on a thread of its own.
func cppQtNoGLib(work string) contestant {
	c := cppQt(work)
	c.name, c.env = cppQts[1], []string{"QT_NO_GLIB=1"}
	return c
}

func pyQt6(work string) contestant { return python("PyQt6", work) }

func pySide6(work string) contestant { return python("PySide6", work) }

// python is a Python binding to Qt. Debian packages these for its own Python, which need not be the
// first in PATH.
func python(binding, work string) contestant {
	const interpreter = "/usr/bin/python3"
	return contestant{
		name:    binding,
		program: interpreter,
		args:    []string{sources + "qtpython/main.py", binding, work},
		missing: func() error {
			module := binding + ".QtBluetooth"
			if exec.Command(interpreter, "-c", "import "+module).Run() != nil {
				const text = "%s cannot import %s (Debian: python3-%s)"
				return fmt.Errorf(text, interpreter, module, strings.ToLower(module))
			}
			return nil
		},
	}
}

// command returns the command line of a contestant, with more arguments. The built programs are in
// a folder.
func (c contestant) command(folder string, more ...string) []string {
	program := c.program
	if !filepath.IsAbs(program) {
		program = filepath.Join(folder, program)
	}
	return append(append([]string{program}, c.args...), more...)
}

// available returns the contestants that can run here, and the reasons why the others cannot.
func available(all []contestant) (present []contestant, leftOut []string) {
	for _, c := range all {
		if c.missing != nil {
			if err := c.missing(); err != nil {
				leftOut = append(leftOut, fmt.Sprintf("%s is left out: %v", c.name, err))
				continue
			}
		}
		present = append(present, c)
	}
	return present, leftOut
}
