package lab

// Running commands on a host, much like os/exec.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// Cmd is a command to be run on a host. Its fields mean what they mean in os/exec, with the
// differences noted.
type Cmd struct {
	// Args are the program and its arguments. The program is looked up in the host's PATH.
	Args []string

	// Env is added to the host's environment; see Host.Environ.
	Env []string

	// Dir is a folder in the guest. Empty means the root folder.
	Dir string

	// Stdin is read until it ends or the command does. Wait does not wait for it.
	Stdin io.Reader

	// Stdout and Stderr take the output. Nil discards it.
	Stdout, Stderr io.Writer

	// Terminal, if set, runs the command on a terminal of its own of this size. All output is
	// standard output then.
	Terminal *TerminalSize

	host *Host
	ctx  context.Context

	stream  net.Conn
	pid     int
	done    chan struct{} // closed when the command has ended
	err     error         // valid then
	stopCtx func() bool
}

// TerminalSize is a terminal's size in characters.
type TerminalSize struct{ Rows, Columns uint16 }

// ExitError is returned when a command ends without success.
type ExitError struct {
	Host   string
	Args   []string
	Code   int            // the exit status, or -1 if a signal ended the command
	Signal syscall.Signal // the signal, if one did
}

func (e *ExitError) Error() string {
	if e.Signal != 0 {
		return fmt.Sprintf("%s on host %s: signal: %v", e.Args[0], e.Host, e.Signal)
	}
	return fmt.Sprintf("%s on host %s: exit status %d", e.Args[0], e.Host, e.Code)
}

// ExitCode returns the status in one number, as a shell does: 128 and the signal's number for one
// ended by a signal.
func (e *ExitError) ExitCode() int {
	if e.Signal != 0 {
		return 128 + int(e.Signal)
	}
	return e.Code
}

// Command returns a command to be run on the host. Commands run side by side; a host can run any
// number of them.
func (h *Host) Command(name string, args ...string) *Cmd {
	return h.CommandContext(context.Background(), name, args...)
}

// CommandContext is like Command. When ctx ends, the command's process group is killed, and Wait
// returns ctx's error.
func (h *Host) CommandContext(ctx context.Context, name string, args ...string) *Cmd {
	return &Cmd{Args: append([]string{name}, args...), host: h, ctx: ctx}
}

// Start starts the command. It returns an error if the program could not be started or the host is
// gone.
func (c *Cmd) Start() error {
	if c.done != nil {
		return errors.New("lab: command already started")
	}
	if err := c.ctx.Err(); err != nil {
		return err
	}
	stream, err := c.host.session.Open()
	if err != nil {
		return c.host.lost(err)
	}
	c.stream = stream
	c.stopCtx = context.AfterFunc(c.ctx, func() { stream.Close() })
	started, err := wire.Ask(stream, wire.Request{
		Kind:  wire.Exec,
		Args:  c.Args,
		Env:   append(c.host.Environ(), c.Env...),
		Dir:   c.dir(),
		Stdin: c.Stdin != nil,
		TTY:   (*wire.Size)(c.Terminal),
	})
	if !c.stopCtx() || err != nil {
		stream.Close() // if the command runs, the agent ends it
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		return fmt.Errorf("%s on host %s: %w", c.Args[0], c.host.name, c.host.lost(err))
	}
	c.pid = started.PID
	c.done = make(chan struct{})
	c.stopCtx = context.AfterFunc(c.ctx, c.kill)
	if c.Stdin != nil {
		go c.sendInput()
	}
	go c.receive()
	return nil
}

func (c *Cmd) dir() string {
	if c.Dir == "" {
		return "/"
	}
	return c.Dir
}

// Wait waits until the command has ended and all its output has been written. It returns nil for
// success, an *ExitError for another end, ctx's error if that ended it, and another error if the
// host is gone.
func (c *Cmd) Wait() error {
	if c.done == nil {
		return errors.New("lab: command not started")
	}
	<-c.done
	return c.err
}

// Run starts the command and waits for it.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Output runs the command and returns its standard output. An error includes the command's standard
// error, unless Stderr is set.
func (c *Cmd) Output() ([]byte, error) {
	var stdout bytes.Buffer
	stderr := newTail(4 << 10)
	c.Stdout = &stdout
	if c.Stderr == nil {
		c.Stderr = stderr
	}
	err := c.Run()
	if text := stderr.String(); err != nil && text != "" {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return stdout.Bytes(), err
}

// CombinedOutput runs the command and returns its standard output and standard error.
func (c *Cmd) CombinedOutput() ([]byte, error) {
	var both bytes.Buffer
	c.Stdout, c.Stderr = &both, &both
	err := c.Run()
	return both.Bytes(), err
}

// Signal sends a signal to the command's process group, so that what a shell runs gets it too. It
// returns os.ErrProcessDone if the command has ended.
func (c *Cmd) Signal(sig os.Signal) error {
	number, ok := sig.(syscall.Signal)
	if !ok {
		return errors.New("lab: unsupported signal")
	}
	if c.done == nil {
		return errors.New("lab: command not started")
	}
	select {
	case <-c.done:
		return os.ErrProcessDone
	default:
	}
	stream, err := c.host.session.Open()
	if err != nil {
		return c.host.lost(err)
	}
	defer stream.Close()
	_, err = wire.Ask(stream, wire.Request{Kind: wire.Signal, PID: c.pid, Signal: int(number)})
	if err != nil && err.Error() == os.ErrProcessDone.Error() {
		return os.ErrProcessDone
	}
	return err
}

// kill ends the command because its context has ended.
func (c *Cmd) kill() {
	_ = c.Signal(syscall.SIGKILL)
	c.stream.Close()
}

// sendInput ends when the command does, because the stream is closed then.
func (c *Cmd) sendInput() {
	buf := make([]byte, 32<<10)
	for {
		n, err := c.Stdin.Read(buf)
		if n > 0 && wire.WriteFrame(c.stream, wire.TypeStdin, buf[:n]) != nil {
			return
		}
		if err != nil {
			_ = wire.WriteFrame(c.stream, wire.TypeStdin, nil)
			return
		}
	}
}

// receive writes the output until the command has ended.
func (c *Cmd) receive() {
	exit, err := c.receiveFrames()
	killed := !c.stopCtx()
	c.stream.Close()
	switch {
	case killed && (err != nil || exit.Signal == int(syscall.SIGKILL)):
		c.err = c.ctx.Err()
	case err != nil:
		c.err = fmt.Errorf("%s on host %s: %w", c.Args[0], c.host.name, c.host.lost(err))
	case exit.Code != 0 || exit.Signal != 0:
		c.err = &ExitError{Host: c.host.name, Args: c.Args, Code: exit.Code, Signal: syscall.Signal(exit.Signal)}
	}
	close(c.done)
}

func (c *Cmd) receiveFrames() (exit wire.Exit, err error) {
	for {
		t, payload, err := wire.ReadFrame(c.stream)
		if err != nil {
			return exit, err
		}
		switch t {
		case wire.TypeStdout:
			err = write(c.Stdout, payload)
		case wire.TypeStderr:
			err = write(c.Stderr, payload)
		case wire.TypeExit:
			return exit, json.Unmarshal(payload, &exit)
		}
		if err != nil {
			return exit, fmt.Errorf("writing its output: %w", err)
		}
	}
}

func write(w io.Writer, p []byte) error {
	if w == nil {
		return nil
	}
	_, err := w.Write(p)
	return err
}
