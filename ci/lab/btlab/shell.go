package main

// btlab shell: an interactive shell on a host.

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/goqtbt/bluetooth/ci/lab"
	"golang.org/x/sys/unix"
)

type shellCommand struct {
	labFlags
	Host string `arg:"" default:"a" help:"The host."`
}

// Run opens the shell.
func (s *shellCommand) Run(ctx context.Context, std streams) error {
	size, err := unix.IoctlGetWinsize(int(os.Stdin.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return errors.New("shell: standard input is no terminal; use btlab run")
	}
	ctx, cancel := s.context(ctx)
	defer cancel()
	l, err := s.start(ctx, std)
	if err != nil {
		return err
	}
	defer l.Close()
	host := l.Host(s.Host)
	if host == nil {
		return fmt.Errorf("no host is named %q", s.Host)
	}
	restore, err := rawTerminal(int(os.Stdin.Fd()))
	if err != nil {
		return err
	}
	defer restore()
	cmd := host.CommandContext(ctx, "/bin/sh", "-c", `if [ -x /bin/bash ]; then exec bash -i; else exec sh -i; fi`)
	cmd.Env = []string{"TERM=" + os.Getenv("TERM")}
	cmd.Stdin, cmd.Stdout = std.in, std.out
	cmd.Terminal = &lab.TerminalSize{Rows: size.Row, Columns: size.Col}
	err = cmd.Run()
	if exit := (*lab.ExitError)(nil); errors.As(err, &exit) {
		return exitStatus(exit.ExitCode())
	}
	return err
}

// rawTerminal leaves every key to the guest's terminal, Ctrl-C too.
func rawTerminal(fd int) (restore func(), err error) {
	old, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return nil, err
	}
	raw := *old
	raw.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	raw.Oflag &^= unix.OPOST
	raw.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	raw.Cflag = raw.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	raw.Cc[unix.VMIN], raw.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, &raw); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(fd, unix.TCSETS, old) }, nil
}
