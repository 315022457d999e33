package qtbt

// Conn, a connection as a net.Conn.

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
	"time"
)

// ErrReadOverrun is returned by Read when the connection was ended because the program left too
// many of the peer's bytes unread. It occurs on macOS and Windows only; on Linux the peer is held
// back instead.
var ErrReadOverrun = errors.New("connection ended: too many bytes were left unread")

// Conn is a connection to a Bluetooth service, and a net.Conn. [Dial], [Listener.Accept] and
// [NewConn] make one.
//
// It keeps net.Conn's promises. Read and Write block until they can make progress, a deadline
// passes, or Close is called from another goroutine. Read returns all that the peer sent before it
// closed, then io.EOF. Errors are *net.OpError, save io.EOF; errors.Is finds net.ErrClosed,
// os.ErrDeadlineExceeded, a [SocketError] or an errno in them. When the link is lost, Read fails
// with syscall.ETIMEDOUT or another errno, and never with io.EOF. When the local adapter is
// switched off, which bluetoothd does before it ends, Read fails with syscall.ENETDOWN or
// ECONNABORTED. Methods may be called from any goroutine. On the Qt thread, where handlers run, a
// Read or Write that would have to wait fails with ErrOnQtThread.
//
// On Linux a Conn is the kernel's socket, driven by Go's poller. Qt finds, pairs, connects and
// accepts, and has no part in what follows. On other systems, and if QtStream of a [Dialer],
// [ListenConfig] or [ConnConfig] is set, Qt moves the bytes.
//
// Over L2CAP a Conn is a stream of bytes too: Write cuts its bytes into packets that fit the peer's
// MTU. The kernel discards bytes that the peer has left unread about 40 seconds after the other end
// closed.
//
// The kernel cannot close one direction of a Bluetooth connection, so there is no CloseRead and no
// CloseWrite. Go's runtime has no shortcut for Bluetooth sockets, so io.Copy moves the bytes
// through its buffer.
type Conn struct {
	stream        stream
	local, remote Addr
	direct        bool
	reason        atomic.Pointer[error] // why it is not usable any more; nil while it is open
	closed        atomic.Bool           // by the program
	socket        atomic.Pointer[Socket]
}

var _ net.Conn = (*Conn)(nil)
var _ syscall.Conn = (*Conn)(nil)

// newConn makes a Conn that Stop ends.
func newConn(st stream, local, remote Addr) *Conn {
	c := &Conn{stream: st, local: local, remote: remote}
	openConns.add(c)
	return c
}

// Read reads up to len(p) bytes, and waits for the first one. After the peer's last byte it returns
// io.EOF.
func (c *Conn) Read(p []byte) (int, error) {
	if err := c.check("read"); err != nil {
		return 0, err
	}
	n, err := c.stream.read(p)
	if err != nil {
		return n, c.failed("read", err)
	}
	return n, nil
}

// Write writes all of p, and waits while the system has no room for it. It returns when the system
// has taken all of p. The system sends it in the background, also after Close and after the
// program's end. When Write fails, n is the number of bytes of p that it wrote.
func (c *Conn) Write(p []byte) (n int, err error) {
	if err := c.check("write"); err != nil {
		return 0, err
	}
	n, err = c.stream.write(p)
	if err != nil {
		return n, c.failed("write", err)
	}
	return n, nil
}

// failed returns the error of a Read or Write that its stream has ended.
func (c *Conn) failed(op string, err error) error {
	if reason := c.reason.Load(); reason != nil {
		err = *reason
	} else if err == io.EOF {
		return io.EOF
	}
	return c.opError(op, err)
}

// Close closes the connection. Reads and Writes that wait return net.ErrClosed, as do later ones.
// Close does not wait; what was written is still sent. With QtStream it is sent while the peer
// takes some of it within ten seconds. A program that ends meanwhile must end through [Main]. See
// also SetLinger.
func (c *Conn) Close() error {
	return c.close(net.ErrClosed, true)
}

// CloseWithError closes the connection as Close does, except that Reads and Writes return err, and
// written bytes that were not sent yet may be lost. If err is nil, they return net.ErrClosed.
func (c *Conn) CloseWithError(err error) error {
	if err == nil {
		err = net.ErrClosed
	}
	return c.close(err, false)
}

func (c *Conn) close(reason error, deliver bool) error {
	if !c.valid() {
		return c.opError("close", ErrDeleted)
	}
	if c.closed.Swap(true) {
		return c.opError("close", net.ErrClosed)
	}
	if !c.end(reason, deliver) { // Stop or its Socket's Delete has ended it
		c.reason.Store(&reason)
	}
	return nil
}

// end ends the connection for a reason. It returns false if the connection had ended before.
func (c *Conn) end(reason error, deliver bool) bool {
	if !c.reason.CompareAndSwap(nil, &reason) {
		return false
	}
	openConns.remove(c)
	c.stream.close(deliver)
	return true
}

// LocalAddr returns the local end, an [Addr].
func (c *Conn) LocalAddr() net.Addr {
	if !c.valid() {
		return Addr{}
	}
	return c.local
}

// RemoteAddr returns the peer's end, an [Addr].
func (c *Conn) RemoteAddr() net.Addr {
	if !c.valid() {
		return Addr{}
	}
	return c.remote
}

// SetDeadline sets the deadline of Read and Write, also of calls that wait already. The zero time
// means no deadline.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline sets the deadline of Read.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.set(func() error { return c.stream.setReadDeadline(t) })
}

// SetWriteDeadline sets the deadline of Write. A Write that misses it may have written a part of
// its bytes.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.set(func() error { return c.stream.setWriteDeadline(t) })
}

// SetLinger sets for how many seconds Close waits until the peer has taken all that was written. If
// sec is 0 or less, which is the default, Close does not wait, and the system sends what was
// written in the background. L2CAP peers do not confirm data, so over L2CAP Close waits until the
// peer has confirmed the end of the connection.
func (c *Conn) SetLinger(sec int) error {
	return c.set(func() error { return c.stream.setLinger(sec) })
}

func (c *Conn) set(set func() error) error {
	if err := c.check("set"); err != nil {
		return err
	}
	if err := set(); err != nil {
		return c.failed("set", err)
	}
	return nil
}

// SyscallConn gives access to the kernel's socket, for options that package qtbt does not have. A
// read or write through it takes bytes out of the stream or inserts some. With QtStream, and on
// other systems than Linux, it returns [ErrUnsupported].
func (c *Conn) SyscallConn() (syscall.RawConn, error) {
	if err := c.check("syscall conn"); err != nil {
		return nil, err
	}
	raw, err := c.stream.syscallConn()
	if err != nil {
		return nil, c.opError("syscall conn", err)
	}
	return raw, nil
}

// Direct reports whether Dial connected through a kernel socket of its own rather than through Qt;
// see [Dialer].
func (c *Conn) Direct() bool { return c.valid() && c.direct }

func (c *Conn) valid() bool { return c != nil && c.stream != nil }

// check returns why the connection is not usable, or nil if it is open.
func (c *Conn) check(op string) error {
	if !c.valid() {
		return c.opError(op, ErrDeleted)
	}
	if reason := c.reason.Load(); reason != nil {
		return c.opError(op, *reason)
	}
	return nil
}

// opError returns err as the error of a method, with the connection's two ends.
func (c *Conn) opError(op string, err error) error {
	e := &net.OpError{Op: op, Net: "bluetooth", Err: netCause(err)}
	if c.valid() {
		e.Net, e.Source, e.Addr = c.local.Network(), c.local, c.remote
	}
	return e
}
