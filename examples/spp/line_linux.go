package main

// Pseudo-terminals on Linux: which links are abandoned, and when programs close the line.

import (
	"errors"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// unreadRequest is the request for the number of bytes that a terminal has to read.
const unreadRequest = unix.TIOCINQ

// ptmx is the device whose every open makes a pseudo-terminal.
const ptmx = "/dev/ptmx"

// knowsPrograms reports whether a line notices that no program has it open.
const knowsPrograms = true

// claimOf returns the lock on ptmx that an spp holds as long as it has a link. The kernel releases
// the lock with the terminal, whatever ends the process.
func claimOf(link string, kind int16) (*unix.Flock_t, error) {
	dir, err := filepath.Abs(filepath.Dir(link))
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, err
	}
	hash := fnv.New64a()
	io.WriteString(hash, filepath.Join(dir, filepath.Base(link)))
	return &unix.Flock_t{Type: kind, Start: int64(hash.Sum64() >> 2), Len: 1}, nil
}

// claim claims a link for the line.
func (l *ptyLine) claim(link string) error {
	lock, err := claimOf(link, unix.F_RDLCK) // --force can share it
	if err != nil {
		return err
	}
	return os.NewSyscallError("fcntl", unix.FcntlFlock(uintptr(l.master), unix.F_OFD_SETLK, lock))
}

// isClaimed reports whether the spp that made a link runs.
func isClaimed(link string) bool {
	f, err := os.OpenFile(ptmx, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return true
	}
	defer f.Close()
	lock, err := claimOf(link, unix.F_WRLCK)
	if err != nil {
		return true
	}
	err = unix.FcntlFlock(f.Fd(), unix.F_OFD_GETLK, lock)
	return err != nil || lock.Type != unix.F_UNLCK
}

// isAbandoned reports whether a killed spp has left a link behind. The terminal that the link names
// is then gone, or it is another one, which got the number later.
func isAbandoned(link string) bool {
	target, err := os.Readlink(link)
	if err != nil || filepath.Dir(target) != "/dev/pts" || isClaimed(link) {
		return false
	}
	var terminal, name unix.Stat_t
	if err := unix.Stat(target, &terminal); err != nil {
		return errors.Is(err, unix.ENOENT)
	}
	if err := unix.Lstat(link, &name); err != nil {
		return false
	}
	return terminal.Ctim.Nano() > name.Mtim.Nano()
}

// watcher resets the line when the last program has closed it.
type watcher struct {
	raw    *unix.Termios // the settings of a new line
	events *os.File      // an inotify instance: readable when a slave was closed
	hangup *os.File      // the master, to wait for its end of file
	done   chan struct{} // closed when the watch has ended

	renewed sync.Cond // one of the following fields has changed; guarded by ptyLine.mu, as they are
	resets  int       // how often the line was reset
	err     error     // why the line has failed
}

// maxEvents is the size of a buffer for events, in bytes.
const maxEvents = 4096

// watch begins the watch.
func (l *ptyLine) watch() (err error) {
	l.renewed.L = &l.mu
	if l.raw, err = unix.IoctlGetTermios(l.slave, unix.TCGETS); err != nil {
		return os.NewSyscallError("tcgetattr", err)
	}
	if l.hangup, _, err = withPoller(uintptr(l.master), l.File.Name()); err != nil {
		return err
	}
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return os.NewSyscallError("inotify_init", err)
	}
	l.events = os.NewFile(uintptr(fd), "inotify")
	if _, err := unix.InotifyAddWatch(fd, l.name, unix.IN_CLOSE); err != nil {
		return os.NewSyscallError("inotify_add_watch", err)
	}
	l.done = make(chan struct{})
	go func() {
		defer close(l.done)
		buf := make([]byte, maxEvents)
		for {
			if _, err := l.events.Read(buf); err != nil { // closed
				return
			}
			l.mu.Lock()
			l.letGo()
			l.mu.Unlock()
			if err := l.awaitHangup(); err != nil { // closed
				return
			}
			if l.renew() != nil {
				return
			}
		}
	}()
	return nil
}

// endWatch ends the watch, if it has begun.
func (l *ptyLine) endWatch() {
	if l.events != nil {
		l.events.Close()
	}
	if l.hangup != nil {
		l.hangup.Close()
	}
	l.fail(os.ErrClosed)
	if l.done != nil {
		<-l.done
	}
}

func (l *ptyLine) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
	l.renewed.Broadcast()
}

// letGo closes the line's slave. The master then hangs up as soon as no program has a slave open.
// The event alone does not prove that, because the kernel sends it before it closes a slave.
func (l *ptyLine) letGo() {
	if l.slave >= 0 {
		// If a program has made the line exclusive, no other program could open it, even after the
		// program's end.
		_ = unix.IoctlSetInt(l.slave, unix.TIOCNXCL, 0)
		_ = l.closeSlave()
	}
}

// awaitHangup waits until no program has the line open, or until Read has seen that none had.
func (l *ptyLine) awaitHangup() error {
	master, err := l.hangup.SyscallConn()
	if err != nil {
		return err
	}
	if err := master.Read(isHungUp); !errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return nil
}

func isHungUp(master uintptr) bool {
	state := []unix.PollFd{{Fd: int32(master)}}
	_, err := unix.Poll(state, 0)
	return err == nil && state[0].Revents&unix.POLLHUP != 0
}

// renew opens a slave again, and resets the line for the next program.
func (l *ptyLine) renew() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = l.dropEvents() // among them letGo's own event
	}
	if l.err == nil && l.slave < 0 { // Drain may have opened it
		l.err = l.openSlave()
	}
	if l.err == nil {
		l.resets++
		l.err = errors.Join(l.hangup.SetReadDeadline(time.Time{}), l.reset())
	}
	l.renewed.Broadcast()
	return l.err
}

// dropEvents drops all pending events.
func (l *ptyLine) dropEvents() error {
	events, err := l.events.SyscallConn()
	if err != nil {
		return err
	}
	buf := make([]byte, maxEvents)
	return events.Read(func(fd uintptr) bool {
		for {
			if n, err := unix.Read(int(fd), buf); n <= 0 && err != unix.EINTR {
				return true
			}
		}
	})
}

// Read waits for bytes that programs write.
func (l *ptyLine) Read(p []byte) (int, error) {
	for {
		n, err := l.File.Read(p)
		if !errors.Is(err, unix.EIO) { // EIO means that there is no slave
			return n, err
		}
		if err := l.awaitSlave(); err != nil {
			return n, err
		}
	}
}

// awaitSlave renews the line if it has no slave. Another program may have opened the line by then.
func (l *ptyLine) awaitSlave() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.slave < 0 && l.err == nil {
		if err := l.hangup.SetReadDeadline(time.Unix(1, 0)); err != nil {
			return err
		}
		l.renewed.Wait()
	}
	return l.err
}

// openSlave opens a slave for the line. It works whatever the owner and mode of the terminal are.
func (l *ptyLine) openSlave() error {
	slave, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(l.master), unix.TIOCGPTPEER,
		unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		return os.NewSyscallError("TIOCGPTPEER", errno)
	}
	l.slave = int(slave)
	return nil
}

// reset gives the line the settings of a new one: its discipline, output that is not stopped, raw
// bytes. Bytes that wait to be read stay, unless the line discards them.
func (l *ptyLine) reset() error {
	const nTTY = 0
	err := errors.Join(
		unix.IoctlSetPointerInt(l.slave, unix.TIOCSETD, nTTY),
		unix.IoctlSetInt(l.slave, unix.TCXONC, unix.TCOON),
		unix.IoctlSetTermios(l.slave, unix.TCSETS, l.raw))
	if l.discard {
		// The master's output is on its way to the slave, whose input holds the bytes that have
		// arrived there.
		err = errors.Join(err,
			unix.IoctlSetInt(l.master, unix.TCFLSH, unix.TCOFLUSH),
			unix.IoctlSetInt(l.slave, unix.TCFLSH, unix.TCIFLUSH))
	}
	return os.NewSyscallError("reset line", err)
}

// isOpen reports whether a program has the line open.
func (l *ptyLine) isOpen() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.letGo()
	return !isHungUp(uintptr(l.master))
}
