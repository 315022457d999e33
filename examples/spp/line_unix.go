//go:build linux || darwin

// Lines, made of pseudo-terminals.

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// How often a draining line is looked at, and how long it waits for programs that read nothing.
const (
	drainEvery    = 50 * time.Millisecond
	drainPatience = 10 * time.Second
)

// ptyLine is the master of a pseudo-terminal.
type ptyLine struct {
	*os.File
	slave *os.File // kept open: without any program on the slave, reading the master fails
	link  string   // "" if there is none
}

// openLine makes a pseudo-terminal that changes nothing, and a link to it if one is wanted.
func openLine(link string, force bool) (line, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, err
	}
	defer master.Close()
	pollable, err := withPoller(master)
	if err != nil {
		slave.Close()
		return nil, err
	}
	l := &ptyLine{File: pollable, slave: slave}
	if _, err = term.MakeRaw(int(slave.Fd())); err == nil && link != "" {
		err = l.makeLink(link, force)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// withPoller returns the file anew, so that Close ends a Read or Write that waits, which it does not on one as package pty
// makes it.
func withPoller(f *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

func (l *ptyLine) makeLink(link string, force bool) error {
	if info, err := os.Lstat(link); force && err == nil && info.Mode().Type() == fs.ModeSymlink {
		if err := os.Remove(link); err != nil {
			return err
		}
	}
	if err := os.Symlink(l.slave.Name(), link); err != nil {
		if errors.Is(err, fs.ErrExist) && !force {
			return fmt.Errorf("%w (--force replaces a symbolic link)", err)
		}
		return err
	}
	l.link = link
	return nil
}

// Name is where programs find the line.
func (l *ptyLine) Name() string {
	if l.link != "" {
		return l.link
	}
	return l.slave.Name()
}

// Drain waits until programs have read what was written. The kernel needs a moment to hand it over, so one look at the
// slave is not enough; and its closing drops what was not read.
func (l *ptyLine) Drain(ctx context.Context) {
	tick := time.NewTicker(drainEvery)
	defer tick.Stop()
	last, since := -1, time.Now()
	for {
		waiting, err := unix.IoctlGetInt(int(l.slave.Fd()), unreadRequest)
		if err != nil || waiting == 0 && last == 0 {
			return
		}
		if waiting != last {
			last, since = waiting, time.Now()
		}
		if time.Since(since) > drainPatience {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Close removes the link, unless somebody else has put another in its place, and hangs the line up.
func (l *ptyLine) Close() error {
	if target, err := os.Readlink(l.link); err == nil && target == l.slave.Name() {
		os.Remove(l.link)
	}
	return errors.Join(l.slave.Close(), l.File.Close())
}
