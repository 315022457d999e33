// Command conformance runs scenarios with several implementations of QtBluetooth's classes and compares what happens.
// See the README.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

type cli struct {
	Files []string `arg:"" optional:"" help:"Scenario files; all of ci/conformance/scenarios if none is given."`
	Trace bool     `help:"Print the reference's traces."`
}

func main() {
	var args cli
	kong.Parse(&args, kong.Name("ci/conformance/run"),
		kong.Description("Runs conformance scenarios with C++ Qt, PySide6 and qtbt, and compares what happens."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ok, err := args.run(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// load reads scenario files, and returns all mistakes in them.
func load(files []string) ([]*scenario.Scenario, error) {
	if len(files) == 0 {
		var err error
		if files, err = filepath.Glob("ci/conformance/scenarios/*.yaml"); err != nil {
			return nil, err
		}
	}
	var list []*scenario.Scenario
	var mistakes []error
	for _, file := range files {
		s, err := scenario.Load(file)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		list = append(list, s)
	}
	return list, errors.Join(mistakes...)
}

func (c *cli) run(ctx context.Context) (ok bool, err error) {
	scenarios, err := load(c.Files)
	if err != nil {
		return false, err
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return false, err
	}
	dir := filepath.Join(base, "qtbt", "conformance", "drivers")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	sys, err := thisSystem(ctx)
	if err != nil {
		return false, err
	}
	implementations, err := build(ctx, sys, dir)
	if err != nil {
		return false, err
	}
	ok = true
	for _, s := range scenarios {
		if s.Runs != scenario.Hermetic {
			continue
		}
		reference, err := conduct(ctx, s, thisMachine{}, map[string]implementation{"a": implementations[0]})
		if err != nil {
			return false, err
		}
		if c.Trace {
			for object, events := range reference.Trace {
				for _, e := range events {
					fmt.Println("   ", object, e)
				}
			}
		}
		other, err := conduct(ctx, s, thisMachine{}, map[string]implementation{"a": implementations[1]})
		if err != nil {
			return false, err
		}
		difference := compare(reference, other)
		fmt.Printf("%-40s %s | %s\n", s.Name, orCompleted(reference.Problem), difference)
		ok = ok && difference == "" && reference.Problem == ""
	}
	return ok, nil
}
