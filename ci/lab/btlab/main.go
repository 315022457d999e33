package main

// Btlab boots virtual Linux hosts with real Bluetooth, without hardware, and runs commands on them.
//
// See the documentation of package lab, or btlab --help.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/goqtbt/bluetooth/ci/lab"
)

// The exit statuses that are btlab's own. Others are a command's.
const (
	statusMissing  = 123 // something that the lab needs is missing
	statusTimeout  = 124 // --timeout has passed
	statusFailed   = 125 // the lab or the command line is at fault
	statusNotFound = 127 // a command could not be started
	statusSignal   = 128 // and the number of the signal that ended btlab or a command
)

const description = `Boots virtual Linux hosts with real Bluetooth, without hardware, and runs commands
on them.

Exit status: that of the first command that failed, or 128 and the signal's number if a signal ended
it. 123 if something that the lab needs is missing, 124 if the time is over, 125 if the lab failed,
127 if a command could not be started, 130 after Ctrl-C.`

type cli struct {
	Run    runCommand    `cmd:"" help:"Run a command on each host and end with its exit status."`
	Shell  shellCommand  `cmd:"" help:"Open a shell on a host."`
	Setup  setupCommand  `cmd:"" help:"Install what is missing and prepare the guests' kernel."`
	Doctor doctorCommand `cmd:"" help:"Print what is missing, and how guests run here."`
}

// streams are btlab's own standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitStatus is an error that has been reported already.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// errSignal is why a context ended because of a signal.
type errSignal struct{ signal syscall.Signal }

func (e errSignal) Error() string { return e.signal.String() }

func main() {
	ctx, stop := signalContext()
	status := execute(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// signalContext returns a context that ends with an errSignal at Ctrl-C and the like.
func signalContext() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		if s, ok := (<-signals).(syscall.Signal); ok {
			cancel(errSignal{s})
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// execute parses a command line, carries it out, and returns the exit status.
func execute(ctx context.Context, args []string, std streams) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("btlab"), kong.Description(description), kong.UsageOnError(),
		kong.Writers(std.out, std.err), kong.Exit(func(status int) { exited = status }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		panic(err) // the declarations above are wrong
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // --help has been answered
		return exited
	}
	if err == nil {
		err = k.Run()
	}
	switch {
	case err == nil || errors.As(err, new(exitStatus)): // success, or reported already
	case ctx.Err() != nil:
		fmt.Fprintln(std.err, "btlab:", context.Cause(ctx))
	default:
		fmt.Fprintln(std.err, "btlab:", err)
	}
	return statusOf(ctx, err)
}

// statusOf returns the exit status for an error.
func statusOf(ctx context.Context, err error) int {
	var (
		status  exitStatus
		sig     errSignal
		missing *lab.MissingError
		command *lab.ExitError
	)
	switch {
	case err == nil:
		return 0
	case errors.As(context.Cause(ctx), &sig):
		return statusSignal + int(sig.signal)
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &missing):
		return statusMissing
	case errors.Is(err, context.DeadlineExceeded):
		return statusTimeout
	case errors.As(err, &command):
		return command.ExitCode()
	default:
		return statusFailed
	}
}
