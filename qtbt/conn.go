// Conn: a connection as Go programs expect it.

package qtbt

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// After Close, a Conn whose peer takes nothing for so long gives up sending what was written.
const closeLinger = 10 * time.Second

// ErrReadOverrun is what Read says when a connection was ended because too much of what the peer sent was never read.
// With BlueZ that does not happen: there the peer is held back.
var ErrReadOverrun = errors.New("connection ended: too much was never read")

// Conn is a connection to a Bluetooth service, a net.Conn. [Dial], [Listener.Accept] and [NewConn] make one.
//
// It keeps net.Conn's promises: Read and Write block until there is something to do, a deadline passes, or Close is called
// from another goroutine; all that the peer sent before it closed is read, then io.EOF. Errors are *net.OpError, save
// io.EOF; errors.Is finds net.ErrClosed, os.ErrDeadlineExceeded or a [SocketError] in them. Methods may be called from
// any goroutine; on the Qt thread, where handlers run, a Read or Write that would have to wait answers with ErrOnQtThread.
//
// On Linux it holds two descriptors beside the connection's, and over L2CAP a third.
//
// Over L2CAP a Conn is a stream of bytes too: what is written is cut into packets that fit the peer's MTU.
type Conn struct {
	stream        *stream
	local, remote Addr

	reading, writing            sync.Mutex // held by the Read and the Write under way
	readDeadline, writeDeadline *deadline

	closing sync.Once
	closed  chan struct{}
	reason  error // why it was closed; set before closed is closed
}

var _ net.Conn = (*Conn)(nil)

// NewConn makes a Conn of a Socket that is connected, such as one of [Server.NextPendingConnection], and takes it over: do
// not read, write, close or delete it any more. Called within OnNewConnection, it misses nothing that the peer sends.
// addrs, if given, are the local and the remote address in place of those that Qt knows.
func NewConn(s *Socket, addrs ...Addr) (*Conn, error) {
	const op = "new conn"
	if len(addrs) != 0 && len(addrs) != 2 {
		return nil, &OpError{Op: op, Err: ErrInvalidArgument, Text: "not two addresses"}
	}
	var c *Conn
	var err error
	invokeErr := Invoke(context.Background(), func() {
		var state int32
		err = s.base().do(op, func(h cshim.Handle) (st cshim.Status) {
			state, st = cshim.SocketState(h)
			return st
		})
		if err != nil {
			return
		}
		if SocketState(state) != ConnectedState {
			err = &OpError{Op: op, Code: SocketOperationError, Text: SocketState(state).String()}
			return
		}
		var st *stream
		if st, err = openStream(s); err != nil {
			return
		}
		local, remote := socketAddrs(s)
		if len(addrs) == 2 {
			local, remote = addrs[0], addrs[1]
		}
		c = newConn(st, local, remote)
	})
	return c, errors.Join(err, invokeErr)
}

func newConn(st *stream, local, remote Addr) *Conn {
	return &Conn{
		stream:        st,
		local:         local,
		remote:        remote,
		readDeadline:  newDeadline(st.readable.wake),
		writeDeadline: newDeadline(st.writable.wake),
		closed:        make(chan struct{}),
	}
}

// socketAddrs asks a connected socket for its ends. On the Qt thread.
func socketAddrs(s *Socket) (local, remote Addr) {
	protocol := s.SocketType()
	return Addr{protocol, s.LocalAddress(), s.LocalPort()}, Addr{protocol, s.PeerAddress(), s.PeerPort()}
}

// Read reads up to len(p) bytes, waiting for the first one. At the end of what the peer sent it returns io.EOF. With
// BlueZ, on a connection that Dial made, the loss of the link reads as io.EOF too, as Qt does not tell them apart there.
func (c *Conn) Read(p []byte) (int, error) {
	if !c.valid() {
		return 0, c.opError("read", ErrDeleted)
	}
	if err := lock(&c.reading); err != nil {
		return 0, c.opError("read", err)
	}
	defer c.reading.Unlock()
	for {
		if err := c.ended(c.readDeadline); err != nil {
			return 0, c.opError("read", err)
		}
		switch t := cshim.StreamRead(c.stream.socket.o.handle, p); t.Status {
		case cshim.OK:
			return t.Count, nil
		case cshim.End:
			return 0, io.EOF
		case cshim.Again:
			if err := wait(c.stream.readable); err != nil {
				return 0, c.opError("read", err)
			}
		default:
			return 0, c.opError("read", c.streamError(t))
		}
	}
}

// Write writes all of p, waiting while the buffer is full. It returns when all is in the buffer, which is sent in the
// background, also after Close. When it fails, n says how much of p it took.
func (c *Conn) Write(p []byte) (n int, err error) {
	if !c.valid() {
		return 0, c.opError("write", ErrDeleted)
	}
	if err := lock(&c.writing); err != nil {
		return 0, c.opError("write", err)
	}
	defer c.writing.Unlock()
	for {
		if err := c.ended(c.writeDeadline); err != nil {
			return n, c.opError("write", err)
		}
		switch t := cshim.StreamWrite(c.stream.socket.o.handle, p[n:]); t.Status {
		case cshim.OK:
			if n += t.Count; n == len(p) {
				return n, nil
			}
		case cshim.Again:
			if err := wait(c.stream.writable); err != nil {
				return n, c.opError("write", err)
			}
		default:
			return n, c.opError("write", c.streamError(t))
		}
	}
}

// lock waits for the Read or Write that is under way, but not on the Qt thread, which that one waits for.
func lock(mu *sync.Mutex) error {
	if OnQtThread() {
		if !mu.TryLock() {
			return ErrOnQtThread
		}
		return nil
	}
	mu.Lock()
	return nil
}

// ended says why nothing can be read or written any more; nil if it can.
func (c *Conn) ended(d *deadline) error {
	select {
	case <-c.closed:
		return c.reason
	case <-d.done():
		return os.ErrDeadlineExceeded
	default:
		return nil
	}
}

// wait waits until another try is worth it, or there may be reason to give up, as the caller's next look at ended tells.
func wait(again *wakeup) error {
	if OnQtThread() {
		return ErrOnQtThread
	}
	again.wait()
	return nil
}

// streamError is why a connection ended.
func (c *Conn) streamError(t cshim.Transfer) error {
	switch t.Status {
	case cshim.End:
		return SocketRemoteHostClosedError
	case cshim.Failed:
		return &OpError{Op: "stream", Code: socketCode(t.Failure.Code), Text: t.Failure.Text}
	case cshim.Overrun:
		return ErrReadOverrun
	}
	select {
	case <-c.closed: // meanwhile
		return c.reason
	default:
		return statusError("stream", t.Status)
	}
}

// Close closes the connection. Reads and Writes that wait return net.ErrClosed, as do later ones. What was written is still
// sent in the background, as long as the peer takes any of it within ten seconds; a program that ends by [Main] waits for it.
func (c *Conn) Close() error {
	if !c.valid() {
		return c.opError("close", ErrDeleted)
	}
	if !c.end(net.ErrClosed, closeLinger) {
		return c.opError("close", net.ErrClosed)
	}
	return nil
}

// CloseWithError ends the connection at once. Reads and Writes that wait return err, as do later ones; what was written
// and not sent is lost. A nil err is net.ErrClosed.
func (c *Conn) CloseWithError(err error) error {
	if !c.valid() {
		return c.opError("close", ErrDeleted)
	}
	if err == nil {
		err = net.ErrClosed
	}
	if !c.end(err, 0) {
		return c.opError("close", net.ErrClosed)
	}
	return nil
}

func (c *Conn) end(reason error, linger time.Duration) (first bool) {
	c.closing.Do(func() {
		first = true
		c.reason = reason
		close(c.closed)
		c.stream.readable.wake()
		c.stream.writable.wake()
		c.stream.close(linger)
	})
	return first
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

// SetDeadline sets the deadline of Read and Write, those that wait included. The zero time is none.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline sets the deadline of Read.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.setDeadline(t, func() *deadline { return c.readDeadline })
}

// SetWriteDeadline sets the deadline of Write. A Write that it ends may have taken a part of its bytes.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.setDeadline(t, func() *deadline { return c.writeDeadline })
}

func (c *Conn) setDeadline(t time.Time, which func() *deadline) error {
	if !c.valid() {
		return c.opError("set", ErrDeleted)
	}
	select {
	case <-c.closed:
		return c.opError("set", c.reason)
	default:
		which().set(t)
		return nil
	}
}

// Socket returns the Socket under the connection, to ask it for what a Conn does not tell, such as PeerName. It belongs to
// the Conn: do not read, write, close or delete it, nor use it after Close.
func (c *Conn) Socket() *Socket {
	if !c.valid() {
		return nil
	}
	return c.stream.socket
}

func (c *Conn) valid() bool { return c != nil && c.stream != nil }

// opError is the error of a method, with the connection's ends.
func (c *Conn) opError(op string, err error) error {
	e := &net.OpError{Op: op, Net: "bluetooth", Err: err}
	if c.valid() {
		e.Net, e.Source, e.Addr = c.local.Network(), c.local, c.remote
	}
	return e
}
