// Package crossgo has what the commands share that run go for another system: their command line,
// and the compiler of the shim.
package crossgo

import (
	"context"
	"errors"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Target is a command line that names a system.
type Target interface {
	// Environment installs what is missing, and returns the variables by which go compiles for the
	// system.
	Environment(ctx context.Context, log *log.Logger) ([]string, error)
}

// Args is the end of each command line.
type Args struct {
	Command []string `arg:"" help:"After --, the command and its arguments."`
}

// Main parses the process's arguments into t, which embeds args. It runs the command for t's
// system, and ends the process with the command's exit status.
func Main(t Target, args *Args, name, description string) {
	parsed := kong.Parse(t, kong.Name(name), kong.Description(description))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, t, args.Command)
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
		os.Exit(exit.ExitCode())
	}
	parsed.FatalIfErrorf(err)
}

func run(ctx context.Context, t Target, command []string) error {
	environment, err := t.Environment(ctx, log.New(os.Stderr, "", 0))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), environment...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// CXX returns the variables by which cgo uses a C++ compiler with options, through ccache.
func CXX(ctx context.Context, compiler, options string) ([]string, error) {
	goMod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return nil, err
	}
	ccache := filepath.Join(filepath.Dir(strings.TrimSpace(string(goMod))), "ci/cxx")
	return []string{"CXX=" + ccache + " " + options, "QTBT_CXX=" + compiler}, nil
}
