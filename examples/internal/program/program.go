// Package program is the frame of the command-line programs. It parses the command line, runs a
// program beside Qt, ends it when a signal arrives or its standard output breaks, and turns its
// error into an exit status.
package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// endPatience is how long a program may take to end after its context. Calls of Qt's classes wait
// up to 25 s for a bluetoothd that does not respond, and ignore the context.
const endPatience = 750 * time.Millisecond

// reportPatience is how long a program that ends by force waits for its message to be written.
const reportPatience = 150 * time.Millisecond

// ExitError is an error with an exit status of its own. Other errors end a program with status 1.
type ExitError struct {
	Err    error
	Status int
}

func (e *ExitError) Error() string { return e.Err.Error() }

func (e *ExitError) Unwrap() error { return e.Err }

// signals receives the signals that end the program.
var signals = make(chan os.Signal, 2)

// Without a receiver, the Go runtime ends a process that writes to a broken standard output. With
// one, the write returns an error, and the program can clean up.
func init() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// Main runs a program and ends the process. It prints the program's error on standard error.
//
// The first SIGINT (Ctrl-C), SIGTERM, SIGHUP or SIGQUIT (Ctrl-\) cancels ctx, with an *ExitError of
// status 130, 143, 129 or 131 as its cause. SIGABRT still prints the goroutines' stacks. A failed
// write to out, the standard output, cancels ctx with the write's error. The process then ends
// within a second: if run has not returned by then, Main exits all the same. A second signal ends
// the process at once.
func Main(run func(ctx context.Context, out io.Writer) error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	r := &reporter{done: make(chan struct{})}
	context.AfterFunc(ctx, func() { r.exit(context.Cause(ctx)) })
	notify()
	go func() {
		cancel(signalError(<-signals))
		os.Exit(signalError(<-signals).Status)
	}()
	qtbt.Main(func() int {
		err := run(ctx, &output{cancel})
		if ctx.Err() == nil && err == nil {
			err = os.Stdout.Close() // some file systems report a failed write only here
		}
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		r.report(err)
		return status(err)
	})
}

// notify subscribes to the signals that end the program. The command nohup starts a program with
// SIGHUP ignored, and notify leaves it ignored. Shells start background jobs with SIGINT ignored,
// but `kill -INT` has to end these jobs too.
func notify() {
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
}

// Interrupt has the effect of SIGINT. It is for programs that read Ctrl-C from a terminal in raw
// mode.
func Interrupt() { signals <- os.Interrupt }

func signalError(s os.Signal) *ExitError {
	switch s {
	case os.Interrupt:
		return &ExitError{errors.New("interrupted"), 130}
	case syscall.SIGHUP:
		return &ExitError{errors.New("hung up"), 129}
	case syscall.SIGQUIT:
		return &ExitError{errors.New("quit"), 131}
	}
	return &ExitError{errors.New("terminated"), 143}
}

// output is the standard output. Its first failed Write cancels the program's context.
type output struct{ cancel context.CancelCauseFunc }

func (o *output) Write(p []byte) (int, error) {
	n, err := os.Stdout.Write(p)
	if err != nil {
		o.cancel(err)
	}
	return n, err
}

// reporter prints why a program ends, once.
type reporter struct {
	once sync.Once
	done chan struct{} // closed after the report
}

func (r *reporter) report(err error) {
	r.once.Do(func() {
		defer close(r.done)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", Name(), err)
		}
	})
}

// exit gives the program endPatience to end, then ends the process. A standard error that nobody
// reads does not hold it.
func (r *reporter) exit(err error) {
	time.Sleep(endPatience)
	go r.report(fmt.Errorf("%w (cleanup is incomplete)", err))
	select {
	case <-r.done:
	case <-time.After(reportPatience):
	}
	os.Exit(status(err))
}

// status returns the exit status for an error.
func status(err error) int {
	if e, ok := errors.AsType[*ExitError](err); ok {
		return e.Status
	}
	if err != nil {
		return 1
	}
	return 0
}
