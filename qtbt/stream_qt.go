package qtbt

// qtStream, a stream whose bytes Qt moves.

import (
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// streamCapacity is the size in bytes of a qtStream's buffer in each direction. Qt and the system
// have buffers beside it.
const streamCapacity = 64 << 10

// closeLinger is how long a closed qtStream waits for a peer that takes none of the written bytes.
const closeLinger = 10 * time.Second

// qtStream is a stream over the shim's byte stream of a socket.
type qtStream struct {
	socket *Socket
	*qtStreamState

	reading, writing            sync.Mutex // held by the read and the write under way
	readDeadline, writeDeadline *deadline
	linger                      atomic.Int64 // seconds
}

// qtStreamState holds what the shim's signals change. It does not refer to the socket, so that the
// garbage collector can clean up a stream that nobody uses any more, and its socket.
type qtStreamState struct {
	// These two wake calls when another try is worth it after Again.
	readable *wakeup
	writable *wakeup
	closing  atomic.Bool   // close was called
	gone     chan struct{} // closed when the Qt socket is being deleted
}

// qtStreams maps a socket's handle to the stream that its signals belong to:
// map[cshim.Handle]*qtStreamState.
var qtStreams sync.Map

// openQtStream makes the stream of a connected socket. It runs on the Qt thread.
func openQtStream(s *Socket) (*qtStream, error) {
	const op = "open stream"
	o := s.base()
	if o == nil {
		return nil, statusError(op, cshim.Deleted)
	}
	state := &qtStreamState{readable: newWakeup(), writable: newWakeup(), gone: make(chan struct{})}
	if _, taken := qtStreams.LoadOrStore(o.handle, state); taken {
		return nil, errTaken(op)
	}
	if err := o.do(op, func(h cshim.Handle) cshim.Status { return cshim.StreamOpen(h, streamCapacity) }); err != nil {
		qtStreams.Delete(o.handle)
		return nil, err
	}
	return &qtStream{
		socket:        s,
		qtStreamState: state,
		readDeadline:  newDeadline(state.readable.wake),
		writeDeadline: newDeadline(state.writable.wake),
	}, nil
}

// errTaken returns the error for a socket that belongs to a Conn already.
func errTaken(op string) error {
	return &OpError{Op: op, Err: ErrInvalidArgument, Text: "the socket belongs to a Conn already"}
}

// deliverQtStream handles a stream's signal. It runs on the Qt thread.
func deliverQtStream(h cshim.Handle, what int64) {
	v, ok := qtStreams.Load(h)
	if !ok {
		return
	}
	st := v.(*qtStreamState)
	if what&cshim.StreamReadable != 0 {
		st.readable.wake()
	}
	if what&cshim.StreamWritable != 0 {
		st.writable.wake()
	}
	if what&cshim.StreamGone != 0 {
		qtStreams.Delete(h)
		close(st.gone)
		st.readable.wake()
		st.writable.wake()
	}
}

func (st *qtStream) read(p []byte) (int, error) {
	if err := lock(&st.reading); err != nil {
		return 0, err
	}
	defer st.reading.Unlock()
	for {
		if st.readDeadline.hasPassed() {
			return 0, os.ErrDeadlineExceeded
		}
		switch t := cshim.StreamRead(st.socket.o.handle, p); t.Status {
		case cshim.OK:
			return t.Count, nil
		case cshim.End:
			return 0, io.EOF
		case cshim.Again:
			if err := st.wait(st.readable); err != nil {
				return 0, err
			}
		default:
			return 0, qtStreamError(t)
		}
	}
}

func (st *qtStream) write(p []byte) (n int, err error) {
	if err := lock(&st.writing); err != nil {
		return 0, err
	}
	defer st.writing.Unlock()
	for {
		if st.writeDeadline.hasPassed() {
			return n, os.ErrDeadlineExceeded
		}
		switch t := cshim.StreamWrite(st.socket.o.handle, p[n:]); t.Status {
		case cshim.OK:
			if n += t.Count; n == len(p) {
				return n, nil
			}
		case cshim.Again:
			if err := st.wait(st.writable); err != nil {
				return n, err
			}
		default:
			return n, qtStreamError(t)
		}
	}
}

// wait waits until another try is worth it, or until a deadline or close may have ended the call.
func (st *qtStream) wait(again *wakeup) error {
	if OnQtThread() {
		return ErrOnQtThread
	}
	if st.closing.Load() {
		return os.ErrClosed
	}
	again.wait()
	if st.closing.Load() {
		again.wake() // for the next caller that waits
		return os.ErrClosed
	}
	return nil
}

// qtStreamError returns why a connection ended.
func qtStreamError(t cshim.Transfer) error {
	switch t.Status {
	case cshim.End:
		return &OpError{Op: "stream", Code: SocketRemoteHostClosedError, Err: syscall.EPIPE}
	case cshim.Failed:
		return &OpError{Op: "stream", Code: socketCode(t.Failure.Code), Text: t.Failure.Text}
	case cshim.Overrun:
		return ErrReadOverrun
	}
	return statusError("stream", t.Status)
}

func (st *qtStream) setReadDeadline(t time.Time) error {
	st.readDeadline.set(t)
	return nil
}

func (st *qtStream) setWriteDeadline(t time.Time) error {
	st.writeDeadline.set(t)
	return nil
}

func (st *qtStream) setLinger(sec int) error {
	st.linger.Store(int64(sec))
	return nil
}

// close makes the shim delete the socket as soon as all written bytes are sent, or when none was
// sent for closeLinger.
func (st *qtStream) close(deliver bool) {
	o := st.socket.o
	o.release()
	st.closing.Store(true)
	st.readable.wake()
	st.writable.wake()
	linger := time.Duration(0)
	if deliver {
		linger = closeLinger
	}
	cshim.StreamClose(o.handle, linger)
	if seconds := st.linger.Load(); deliver && seconds > 0 && !OnQtThread() {
		select {
		case <-st.gone:
		case <-time.After(time.Duration(seconds) * time.Second):
		}
	}
}

func (st *qtStream) syscallConn() (syscall.RawConn, error) {
	return nil, &OpError{Op: "syscall conn", Err: ErrUnsupported, Text: "Qt owns the descriptor"}
}

func (st *qtStream) descriptor() int { return st.socket.SocketDescriptor() }

// awaitClosing waits until the closed streams have sent all that they will send.
func awaitClosing() {
	qtStreams.Range(func(_, v any) bool {
		if st := v.(*qtStreamState); st.closing.Load() {
			<-st.gone
		}
		return true
	})
}
