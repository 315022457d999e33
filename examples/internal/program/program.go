// Package program is the frame of the command-line programs: it runs them beside Qt, ends them by signals, and gives their
// errors exit statuses.
package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/goqtbt/bluetooth/qtbt"
)

// ExitError is an error with an exit status of its own. Others end a program with status 1.
type ExitError struct {
	Err    error
	Status int
}

func (e *ExitError) Error() string { return e.Err.Error() }

func (e *ExitError) Unwrap() error { return e.Err }

// Main runs a program by the name and ends the process. Ctrl-C and SIGTERM end ctx, with an *ExitError of status 130 or
// 143 as its cause; a second one ends the process at once.
func Main(name string, run func(ctx context.Context) error) {
	qtbt.Main(func() int {
		ctx, cancel := context.WithCancelCause(context.Background())
		defer cancel(nil)
		go cancelOnSignal(cancel)
		err := run(ctx)
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return report(name, err)
	})
}

func cancelOnSignal(cancel context.CancelCauseFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	received := <-signals
	signal.Stop(signals)
	if received == os.Interrupt {
		cancel(&ExitError{errors.New("interrupted"), 130})
	} else {
		cancel(&ExitError{errors.New("terminated"), 143})
	}
}

// report tells an error, if there is one, and returns the exit status.
func report(name string, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	if e, ok := errors.AsType[*ExitError](err); ok {
		return e.Status
	}
	return 1
}
