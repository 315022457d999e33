package qtbt

// stream, which moves the bytes of a Conn: through the kernel's descriptor on Linux, and through Qt
// elsewhere or by option.

import (
	"sync"
	"syscall"
	"time"
)

// stream moves the bytes of one connection. Its errors are bare: io.EOF, os.ErrDeadlineExceeded, an
// *OpError. After close it may return any error. Its methods may be called from any goroutine.
type stream interface {
	// read waits for bytes, and write waits until it has taken all of p. On the Qt thread neither
	// waits; both return ErrOnQtThread instead.
	read(p []byte) (int, error)
	write(p []byte) (int, error)

	setReadDeadline(t time.Time) error
	setWriteDeadline(t time.Time) error

	// setLinger sets how many seconds close waits for the peer to take what was written. close does
	// not wait if sec <= 0.
	setLinger(sec int) error

	// close ends the connection, and reads and writes that wait. If deliver is true, what was
	// written is still sent. It is called once.
	close(deliver bool)

	syscallConn() (syscall.RawConn, error)

	// descriptor returns the connection's file descriptor, or -1 if there is none. The stream keeps
	// owning it.
	descriptor() int
}

// lock waits for the read or write that is under way. On the Qt thread, which that call may wait
// for, lock does not wait.
func lock(mu *sync.Mutex) error {
	if mu.TryLock() {
		return nil
	}
	if OnQtThread() {
		return ErrOnQtThread
	}
	mu.Lock()
	return nil
}
