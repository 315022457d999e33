// What moves the bytes of a Conn: on Linux the kernel's descriptor, elsewhere and by option Qt.

package qtbt

import (
	"sync"
	"syscall"
	"time"
)

// stream moves the bytes of one connection. Its errors are bare: io.EOF, os.ErrDeadlineExceeded, an
// *OpError; after close it may return any. Its methods may be called from any goroutine.
type stream interface {
	// read waits for bytes, write until it has taken all of p. On the Qt thread neither waits:
	// ErrOnQtThread.
	read(p []byte) (int, error)
	write(p []byte) (int, error)

	setReadDeadline(t time.Time) error
	setWriteDeadline(t time.Time) error

	// setLinger sets how many seconds close waits for the peer to take what was written; it does
	// not wait if sec <= 0.
	setLinger(sec int) error

	// close ends reads and writes that wait, and the connection. If deliver, what was written is
	// still sent. It is called once.
	close(deliver bool)

	syscallConn() (syscall.RawConn, error)

	// descriptor returns the connection's file descriptor, which the stream keeps owning; -1 if
	// there is none.
	descriptor() int
}

// lock waits for the read or write that is under way, but not on the Qt thread, which that one may
// wait for.
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
