package qtbt

// Connecting through Qt, in attempts that follow each other. Each can be given up at any time.

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// connectThroughQt connects. It looks for the device first if the system has not met it.
func (d *Dialer) connectThroughQt(ctx context.Context, to Addr, uuid UUID, connect func(*Socket) error) (*Conn, error) {
	try := func() outcome {
		if err := checkDescriptors(); err != nil {
			return outcome{err: err}
		}
		held, err := acquireClaim(ctx, to.Address, uuid)
		if err != nil {
			return outcome{err: err}
		}
		a := &attempt{
			dialer: d, to: to, connect: connect,
			over: sync.OnceFunc(held.release), result: make(chan outcome, 1), gone: make(chan struct{}),
		}
		return a.run(ctx)
	}
	o := try()
	if o.unknownDevice && !d.NoDiscovery {
		if err := discover(ctx, to.Address); err != nil {
			return nil, err
		}
		o = try()
	}
	if o.canceled {
		o = try()
	}
	for o.wasBusy { // the attempt has waited until the device is no longer busy
		o = try()
	}
	return o.conn, o.err
}

// outcome is the result of an attempt.
type outcome struct {
	conn          *Conn
	err           error
	unknownDevice bool // the system has not met the device
	wasBusy       bool // the system refused to connect while it was busy with the device
	canceled      bool // bluetoothd ended the attempt together with an earlier link to the device
}

// attempt is an attempt to connect a socket.
type attempt struct {
	dialer  *Dialer
	to      Addr
	connect func(*Socket) error

	begun     atomic.Bool // or given up before it began
	abandoned atomic.Bool // nobody wants its result
	socket    atomic.Pointer[Socket]
	handlers  []*Subscription // used on the Qt thread only, as is calling
	calling   bool            // true within the call that starts to connect

	over    func()       // releases the claim; called once the attempt has succeeded or is gone
	result  chan outcome // has room for one
	wasBusy bool         // set before gone is closed
	gone    chan struct{}
}

// attempts maps a socket's handle to the attempt that its signals belong to:
// map[cshim.Handle]*attempt.
var attempts sync.Map

// deliverAttempt handles an attempt's signal. It runs on the Qt thread.
func deliverAttempt(h cshim.Handle, what int64) {
	v, ok := attempts.Load(h)
	if !ok {
		return
	}
	a := v.(*attempt)
	if what&cshim.AttemptReady != 0 {
		a.start()
	}
	if what&cshim.AttemptUnserved != 0 {
		a.settle(outcome{err: statusError("dial", cshim.Status(what>>cshim.AttemptReasonShift))})
	}
	if what&cshim.AttemptGone != 0 {
		attempts.Delete(h)
		a.wasBusy = what&cshim.AttemptWasBusy != 0
		a.end()
	}
}

// run connects once.
func (a *attempt) run(ctx context.Context) outcome {
	_, err := invokeMake(ctx, func() (*attempt, error) {
		if a.begun.CompareAndSwap(false, true) {
			a.begin()
		}
		return a, nil
	}, (*attempt).abandon)
	if err != nil {
		if a.begun.CompareAndSwap(false, true) {
			a.over()
		}
		return outcome{err: err}
	}
	var o outcome
	select {
	case o = <-a.result:
	case <-a.gone:
		select {
		case o = <-a.result: // it came first
		default:
			return outcome{err: statusError("connect", cshim.Stopped)}
		}
	case <-ctx.Done():
		a.abandon()
		return outcome{err: ctx.Err()}
	}
	if o.err == nil {
		return o
	}
	a.abandon()
	select {
	case <-a.gone:
		o.wasBusy = a.wasBusy
		return o
	case <-ctx.Done():
		return outcome{err: ctx.Err()}
	}
}

// begin waits until bluetoothd answers. It runs on the Qt thread, which it does not block.
func (a *attempt) begin() {
	s, err := NewSocket(a.to.Protocol)
	if err == nil {
		if err = a.beginWith(s); err != nil {
			s.Delete()
		}
	}
	if err != nil {
		a.settle(outcome{err: err})
		a.end()
	}
}

func (a *attempt) beginWith(s *Socket) error {
	a.handlers = []*Subscription{s.OnConnected(a.onConnected), s.OnErrorOccurred(a.onError)}
	for _, handler := range a.handlers {
		if err := handler.Err(); err != nil {
			return err
		}
	}
	a.socket.Store(s)
	attempts.Store(s.o.handle, a)
	err := s.o.do("connect", func(h cshim.Handle) cshim.Status { return cshim.AttemptBegin(h, a.to.Address.Uint64()) })
	if err != nil {
		attempts.Delete(s.o.handle)
		a.socket.Store(nil)
	}
	return err
}

// start connects. It runs on the Qt thread.
func (a *attempt) start() {
	s := a.socket.Load()
	if s == nil {
		return
	}
	a.calling = true
	if err := a.connect(s); err != nil {
		a.settle(outcome{err: err})
	}
	a.calling = false
}

func (a *attempt) onConnected() {
	s := a.socket.Swap(nil)
	if s == nil {
		return
	}
	c, err := ConnConfig{QtStream: a.dialer.QtStream}.takeOver(s)
	if err != nil {
		cshim.AttemptGiveUp(s.o.handle)
		s.o.release()
	}
	if err == nil && c.remote.Address.IsNull() { // the peer has gone already
		c.remote.Address = a.to.Address
	}
	for _, handler := range a.handlers { // they would keep a forgotten Conn alive
		handler.Cancel()
	}
	a.over()
	if err == nil && a.dialer.Protocol != UnknownProtocol && c.local.Protocol != a.dialer.Protocol {
		c.CloseWithError(nil)
		c, err = nil, wrongProtocol(c.local.Protocol)
	}
	a.settle(outcome{conn: c, err: err})
}

// wrongProtocol returns the error of a Dial to a service that has only the other protocol.
func wrongProtocol(has Protocol) error {
	return &OpError{Op: "connect", Code: SocketUnsupportedProtocolError, Text: "the service uses " + network(has)}
}

func (a *attempt) onError(code SocketError) {
	s := a.socket.Load()
	if s == nil {
		return
	}
	text := s.ErrorString()
	reason := value(s.o, cshim.AttemptReason)
	if reason != "" {
		text += " (" + reason + ")"
	}
	a.settle(outcome{
		err: &OpError{Op: "connect", Code: code, Text: text},
		// BlueZ's back end refuses an unknown device within the call. An attempt that fails does so
		// later.
		unknownDevice: a.calling && code == SocketHostNotFoundError,
		// bluetoothd (5.66, 5.82) learns of the end of a link later than the Conn over it. It then
		// ends a connection that it has just begun.
		canceled: strings.HasSuffix(reason, "br-connection-canceled"),
	})
}

// settle makes an outcome the result, unless there is a result already.
func (a *attempt) settle(o outcome) {
	select {
	case a.result <- o:
	default:
	}
	if a.abandoned.Load() {
		a.drop()
	}
}

// abandon gives the attempt up. It does not wait.
func (a *attempt) abandon() {
	a.abandoned.Store(true)
	if s := a.socket.Swap(nil); s != nil {
		s.o.release()
		cshim.AttemptGiveUp(s.o.handle)
	}
	a.drop()
}

// drop closes a connection that nobody wants.
func (a *attempt) drop() {
	select {
	case o := <-a.result:
		if o.conn != nil {
			o.conn.CloseWithError(nil)
		}
	default:
	}
}

// end runs on the Qt thread once nothing of the attempt is left.
func (a *attempt) end() {
	close(a.gone)
	a.over()
}

// discover looks for a device until the system has met it.
func discover(ctx context.Context, address Address) error {
	for device, err := range Discover(ctx) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case device.Address() == address:
			return nil
		}
	}
	return &OpError{Op: "discover", Code: SocketHostNotFoundError, Text: "no such device in reach"}
}
