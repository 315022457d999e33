// Streams: the waiting side of the shim's byte streams, which a Conn reads and writes.

package qtbt

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// How much a Conn buffers in each direction, beside what Qt and the system do.
const streamCapacity = 64 << 10

// stream is a socket's byte stream.
type stream struct {
	socket *Socket
	*streamState
}

// streamState is what the shim's signals change. It does not refer to the socket: a stream that nobody uses any more is
// forgotten, and its socket with it.
type streamState struct {
	readable *wakeup // these two tell that a call which answered "again" is worth another try
	writable *wakeup
	closing  atomic.Bool   // close was called
	wasBusy  bool          // connecting was refused, as the system was busy with the device; set before gone is closed
	gone     chan struct{} // closed when the Qt socket is being deleted
	onIdle   func()        // what to do, once, when the system would begin to connect; the Qt thread's alone
}

// streams finds the stream that a signal is for, by the socket's handle: map[cshim.Handle]*streamState.
var streams sync.Map

// openStream gives a socket its stream, for the connection that it has or is about to make.
func openStream(s *Socket) (*stream, error) {
	o := s.base()
	if o == nil {
		return nil, statusError("open stream", cshim.Deleted)
	}
	state, err := newStreamState()
	if err != nil {
		return nil, &OpError{Op: "open stream", Err: err}
	}
	if _, taken := streams.LoadOrStore(o.handle, state); taken {
		state.end()
		return nil, &OpError{Op: "open stream", Err: ErrInvalidArgument, Text: "the socket belongs to a Conn already"}
	}
	status := o.call(func(h cshim.Handle) cshim.Status {
		if st := cshim.StreamOpen(h, streamCapacity); st != cshim.OK {
			return st
		}
		return state.wakeThrough(h)
	})
	if status != cshim.OK {
		streams.Delete(o.handle)
		state.end()
		return nil, statusError("open stream", status)
	}
	return &stream{s, state}, nil
}

func newStreamState() (*streamState, error) {
	readable, err := newWakeup()
	if err != nil {
		return nil, err
	}
	writable, err := newWakeup()
	if err != nil {
		readable.close()
		return nil, err
	}
	return &streamState{readable: readable, writable: writable, gone: make(chan struct{})}, nil
}

// end is for when the shim sends no more signals.
func (st *streamState) end() {
	st.readable.close()
	st.writable.close()
	close(st.gone)
}

// whenIdle calls f, on the Qt thread, as soon as the system would begin to connect to a device. On the Qt thread.
func (st *stream) whenIdle(device Address, f func()) error {
	st.onIdle = f
	return st.socket.base().do("connect", func(h cshim.Handle) cshim.Status { return cshim.StreamAwaitIdle(h, device.Uint64()) })
}

// deliverStream passes on what a stream's signal says. It is called on the Qt thread.
func deliverStream(h cshim.Handle, what int64) {
	v, ok := streams.Load(h)
	if !ok {
		return
	}
	st := v.(*streamState)
	if what&cshim.StreamReadable != 0 {
		st.readable.wake()
	}
	if what&cshim.StreamWritable != 0 {
		st.writable.wake()
	}
	if what&cshim.StreamIdle != 0 {
		f := st.onIdle
		st.onIdle = nil // it refers to the socket
		f()
	}
	if what&cshim.StreamGone != 0 {
		streams.Delete(h)
		st.wasBusy = what&cshim.StreamWasBusy != 0
		st.end()
	}
}

// close has the socket deleted as soon as all that was written is sent, or nothing was for the time given. It does not
// wait; st.gone tells.
func (st *stream) close(linger time.Duration) {
	o := st.socket.o
	o.release()
	st.closing.Store(true)
	cshim.StreamClose(o.handle, linger)
}

func (st *streamState) isGone() bool {
	select {
	case <-st.gone:
		return true
	default:
		return false
	}
}

// awaitClosing waits until the streams that were closed have sent what they will.
func awaitClosing() {
	streams.Range(func(_, v any) bool {
		if st := v.(*streamState); st.closing.Load() {
			<-st.gone
		}
		return true
	})
}
