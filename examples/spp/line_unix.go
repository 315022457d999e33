//go:build linux || darwin

package main

// Lines, which are pseudo-terminals.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// drainEvery is the pause between two looks at a line that drains. drainPatience is how long a line
// waits for programs that read nothing.
const (
	drainEvery    = 50 * time.Millisecond
	drainPatience = 10 * time.Second
)

// ptyLine is the master of a pseudo-terminal.
type ptyLine struct {
	*os.File
	master  int    // the descriptor of File
	name    string // of the slave
	link    string // "" if there is none
	discard bool   // discard bytes that come while no program has the line open
	watcher

	// The line keeps a slave of its own, because reading the master fails without any.
	mu    sync.Mutex
	slave int // -1 if it is closed
}

// checkLine returns an error if openLine would fail.
func checkLine(o lineOptions) error {
	master, slave, err := pty.Open()
	if err != nil {
		return err
	}
	if err := errors.Join(master.Close(), slave.Close()); err != nil {
		return err
	}
	if o.discard && !knowsPrograms {
		return errors.New("--discard needs Linux")
	}
	if o.link == "" {
		return nil
	}
	if err := unix.Access(filepath.Dir(o.link), unix.W_OK|unix.X_OK); err != nil {
		return &fs.PathError{Op: "access", Path: filepath.Dir(o.link), Err: err}
	}
	_, err = isReplaceable(o.link, o.force)
	return err
}

// isReplaceable reports whether a link exists that another one may replace. It returns an error if
// something else has the name.
func isReplaceable(link string, force bool) (bool, error) {
	info, err := os.Lstat(link)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.Mode().Type() != fs.ModeSymlink:
		return false, &fs.PathError{Op: "symlink", Path: link, Err: unix.EEXIST}
	case force || isAbandoned(link):
		return true, nil
	}
	return false, fmt.Errorf("%w (--force replaces a symbolic link)", &fs.PathError{Op: "symlink", Path: link, Err: unix.EEXIST})
}

// openLine makes a pseudo-terminal that changes no byte, and a link to it if one is wanted.
func openLine(o lineOptions) (line, error) {
	// The new terminal may get the number that an abandoned link names, so that link goes first.
	replace, err := isReplaceable(o.link, o.force)
	if err != nil {
		return nil, err
	}
	if replace {
		if err := os.Remove(o.link); err != nil {
			return nil, err
		}
	}
	master, slave, err := pty.Open()
	if err != nil {
		return nil, err
	}
	defer master.Close()
	l := &ptyLine{name: slave.Name(), discard: o.discard, slave: -1}
	if l.File, l.master, err = withPoller(master.Fd(), master.Name()); err != nil {
		slave.Close()
		return nil, err
	}
	if err := l.begin(slave, o.link); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (l *ptyLine) begin(slave *os.File, link string) (err error) {
	_, err = term.MakeRaw(int(slave.Fd()))
	if err == nil {
		l.slave, err = unix.FcntlInt(slave.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	}
	if err := errors.Join(err, slave.Close()); err != nil {
		return err
	}
	if err := l.watch(); err != nil {
		return err
	}
	if link == "" {
		return nil
	}
	if err := l.claim(link); err != nil {
		return err
	}
	if err := os.Symlink(l.name, link); err != nil {
		return err
	}
	l.link = link
	return nil
}

// withPoller returns another file for a descriptor, with a descriptor of its own. Its Close ends a
// Read or Write that waits, unlike that of a file that package pty made.
func withPoller(of uintptr, name string) (f *os.File, fd int, err error) {
	fd, err = unix.FcntlInt(of, unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, -1, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, -1, err
	}
	return os.NewFile(uintptr(fd), name), fd, nil
}

// Name returns the path by which programs open the line.
func (l *ptyLine) Name() string {
	if l.link != "" {
		return l.link
	}
	return l.name
}

// Write writes bytes that programs then read. It waits for room in the line.
func (l *ptyLine) Write(p []byte) (int, error) {
	if l.discard && !l.isOpen() {
		return len(p), nil
	}
	return l.File.Write(p)
}

// Drain waits until programs have read all written bytes. The kernel needs a moment to hand them
// over, so one look at the slave is not enough. The end of the master drops bytes that were not
// read.
func (l *ptyLine) Drain(ctx context.Context) {
	tick := time.NewTicker(drainEvery)
	defer tick.Stop()
	last, since := -1, time.Now()
	for {
		waiting, err := l.unread()
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

// unread returns the number of bytes that programs can read.
func (l *ptyLine) unread() (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.slave < 0 {
		if err := l.openSlave(); err != nil {
			return 0, err
		}
	}
	return unix.IoctlGetInt(l.slave, unreadRequest)
}

// Close removes the link, unless another link has replaced it, and hangs the line up.
func (l *ptyLine) Close() error {
	if target, err := os.Readlink(l.link); err == nil && target == l.name {
		os.Remove(l.link)
	}
	l.endWatch()
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.closeSlave()
	return errors.Join(err, l.File.Close())
}

func (l *ptyLine) closeSlave() error {
	if l.slave < 0 {
		return nil
	}
	err := unix.Close(l.slave)
	l.slave = -1
	return err
}
