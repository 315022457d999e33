package qtbt

// Listen, which accepts connections as a net.Listener.

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// defaultBacklog is the number of connections that may wait for Accept, unless a ListenConfig sets
// another.
const defaultBacklog = 64

// When the system has no descriptor left, a Listener pauses before it tries to accept again. These
// are the first and the longest pause.
const (
	minAcceptPause = 5 * time.Millisecond
	maxAcceptPause = time.Second
)

// closePatience is how long Close waits for bluetoothd to unregister the service. bluetoothd then
// goes on without Close.
const closePatience = 500 * time.Millisecond

// Listen listens on the default adapter over RFCOMM and registers a Serial Port service with the
// UUID and name, so that other devices can find it. It is [ListenConfig.ListenService] of the zero
// ListenConfig.
func Listen(ctx context.Context, uuid UUID, name string) (*Listener, error) {
	return (&ListenConfig{}).ListenService(ctx, uuid, name)
}

// ListenConfig has the options of a Listen. The zero ListenConfig is ready to use. Its methods may
// be called from any goroutine.
type ListenConfig struct {
	Protocol Protocol // RFCOMM or L2CAP; if unset, RFCOMM
	Security Security // what connections must fulfil; if unset, Qt's default, Authorization
	Adapter  Address  // the local adapter; if unset, the default one for a service, any for a port
	Backlog  int      // how many connections may wait for Accept; more are refused. 64 if 0
	QtStream bool     // Qt moves the Conns' bytes, on Linux too
}

// ListenService listens on a free port and registers a Serial Port service with the UUID and name,
// so that other devices can find it. The end of ctx ends the registration that is under way. It
// does not end a Listener that was returned, whose Close unregisters the service.
//
// A failure is a *net.OpError. It wraps the error of ctx, or an *OpError with Qt's error code and
// text. If the machine is the cause, the *OpError has ErrNoBus, ErrNoBluetoothd, ErrNoAdapter,
// ErrPoweredOff or fs.ErrPermission.
func (lc *ListenConfig) ListenService(ctx context.Context, uuid UUID, name string) (*Listener, error) {
	return lc.listen(ctx, 0, name, func(s *Server) (*ServiceInfo, error) {
		if lc.Adapter.IsNull() {
			return s.ListenService(uuid, name)
		}
		if err := s.Listen(lc.Adapter, 0); err != nil {
			return nil, err
		}
		service := serialPortService(s, uuid, name)
		return service, service.RegisterService(lc.Adapter)
	})
}

// ListenPort listens on an RFCOMM channel, 1 to 30, or on an L2CAP PSM, which is odd. Port 0 is a
// free one. ListenPort registers no service: see [ServiceInfo.RegisterService].
func (lc *ListenConfig) ListenPort(ctx context.Context, port uint16) (*Listener, error) {
	return lc.listen(ctx, port, "", func(s *Server) (*ServiceInfo, error) {
		return nil, s.Listen(lc.Adapter, port)
	})
}

// serialPortService returns the record that Qt's own listen registers, for a server on an adapter
// of choice.
func serialPortService(s *Server, uuid UUID, name string) *ServiceInfo {
	service := new(ServiceInfo)
	service.SetServiceName(name)
	service.SetServiceUUID(uuid)
	service.SetAttribute(AttributeServiceClassIDs, Sequence{uuid, ServiceClassSerialPort})
	service.SetAttribute(AttributeBluetoothProfileDescriptorList, Sequence{Sequence{ServiceClassSerialPort, uint16(0x100)}})
	service.SetAttribute(AttributeBrowseGroupList, Sequence{ServiceClassPublicBrowseGroup})
	protocols := Sequence{Sequence{ProtocolL2CAP}}
	if s.ServerType() == RFCOMM {
		protocols = append(protocols, Sequence{ProtocolRFCOMM, uint8(s.ServerPort())})
	} else {
		protocols = Sequence{Sequence{ProtocolL2CAP, s.ServerPort()}}
	}
	service.SetAttribute(AttributeProtocolDescriptorList, protocols)
	return service
}

func (lc *ListenConfig) listen(ctx context.Context, port uint16, name string, start func(*Server) (*ServiceInfo, error)) (*Listener, error) {
	if lc == nil {
		return nil, &net.OpError{Op: "listen", Net: "bluetooth", Err: netCause(nilConfig("listen"))}
	}
	at := Addr{lc.Protocol, lc.Adapter, port}
	if at.Protocol == UnknownProtocol {
		at.Protocol = RFCOMM
	}
	l, err := lc.listenAt(ctx, at, name, start)
	if err != nil {
		return nil, &net.OpError{Op: "listen", Net: at.Network(), Addr: at, Err: netCause(explained(err, lc.Adapter))}
	}
	return l, nil
}

// nilConfig returns the error of a method of a nil ListenConfig or Dialer.
func nilConfig(op string) error {
	return &OpError{Op: op, Err: ErrInvalidArgument, Text: "nil receiver"}
}

func (lc *ListenConfig) listenAt(ctx context.Context, at Addr, name string, start func(*Server) (*ServiceInfo, error)) (*Listener, error) {
	if ctx == nil || lc.Backlog < 0 {
		return nil, &OpError{Op: "listen", Err: ErrInvalidArgument, Text: "negative backlog or nil context"}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if at.Protocol != RFCOMM && at.Protocol != L2CAP {
		return nil, &OpError{Op: "listen", Err: ErrInvalidArgument, Text: at.Protocol.String()}
	}
	if !isPublishable(name) {
		return nil, errName(name)
	}
	if err := checkPort("listen", at.Protocol, at.Port); err != nil {
		return nil, err
	}
	backlog := lc.Backlog
	if backlog == 0 {
		backlog = defaultBacklog
	}
	if err := Start(); err != nil {
		return nil, err
	}
	if !OnQtThread() {
		if err := awaitDaemon(ctx, "listen"); err != nil {
			return nil, err
		}
	}
	return invokeMake(ctx, func() (*Listener, error) {
		s, err := NewServer(at.Protocol)
		if err != nil {
			return nil, err
		}
		l, err := lc.serve(s, backlog, start)
		if err != nil {
			s.Delete()
		}
		return l, err
	}, func(l *Listener) { go l.Close() })
}

// serve makes the Listener of a new Server. It runs on the Qt thread.
func (lc *ListenConfig) serve(s *Server, backlog int, start func(*Server) (*ServiceInfo, error)) (*Listener, error) {
	l, _ := newListener(Addr{}, nil, backlog, nil)
	l.server, l.qtStream = s, lc.QtStream
	if err := s.OnNewConnection(l.takePending).Err(); err != nil {
		return nil, err
	}
	if err := s.SetMaxPendingConnections(backlog); err != nil {
		return nil, err
	}
	if lc.Security != 0 {
		if err := s.SetSecurityFlags(lc.Security); err != nil {
			return nil, err
		}
	}
	service, err := start(s)
	if err != nil {
		return nil, err
	}
	if l.service = service; service != nil {
		published.add(l)
	}
	l.addr = Addr{s.ServerType(), s.ServerAddress(), s.ServerPort()}
	return l, nil
}

// Listener accepts connections. It is a net.Listener. [Listen] makes one.
//
// Errors are *net.OpError; errors.Is finds net.ErrClosed or os.ErrDeadlineExceeded in them. Methods
// may be called from any goroutine. On the Qt thread, where handlers run, an Accept that would have
// to wait fails with ErrOnQtThread.
type Listener struct {
	addr    Addr
	service *ServiceInfo
	server  *Server // nil if the program offers the connections

	qtStream bool

	waiting  chan *Conn // for Accept
	failed   chan error // for Accept, after the waiting connections; has room for one
	deadline *deadline

	publishing sync.Mutex // held by those who register and unregister the service

	mu     sync.Mutex // held while connections come in, and to end that
	closed chan struct{}

	pause time.Duration // before the next try to accept; used on the Qt thread only

	onClose func() // may be nil
}

var _ net.Listener = (*Listener)(nil)

// newListener makes a Listener whose connections come from the function that it returns. They are
// connections of tests without Bluetooth, or of a Server with handlers of the program's own. Up to
// backlog connections, at least 1, wait for Accept. Offering more returns an error, as does
// offering one after Close; the connection then stays as it is. The first Close calls onClose.
// service and onClose may be nil.
func newListener(addr Addr, service *ServiceInfo, backlog int, onClose func()) (l *Listener, offer func(*Conn) error) {
	l = &Listener{
		addr:     addr,
		service:  service,
		waiting:  make(chan *Conn, max(backlog, 1)),
		failed:   make(chan error, 1),
		deadline: newDeadline(func() {}),
		closed:   make(chan struct{}),
		onClose:  onClose,
	}
	return l, l.offer
}

// takePending accepts the connections that have come. It runs on the Qt thread.
func (l *Listener) takePending() {
	if !hasKernelStreams || l.qtStream {
		l.takePendingSockets()
		return
	}
	cc := ConnConfig{}
	for {
		fd, failure, st := cshim.ServerAccept(l.server.o.handle)
		switch st {
		case cshim.OK:
			l.pause = 0
			l.take(cc.conn(int(fd), nil, l.addr.Protocol))
			continue
		case cshim.Errno:
			l.fail(os.NewSyscallError("accept", syscall.Errno(failure.Code)))
		}
		return
	}
}

func (l *Listener) takePendingSockets() {
	for s := l.server.NextPendingConnection(); s != nil; s = l.server.NextPendingConnection() {
		c, err := ConnConfig{QtStream: true}.takeOver(s)
		if err != nil { // gone already
			s.Delete()
			continue
		}
		l.take(c)
	}
}

// take offers a connection to Accept. It closes the connection if there is no room.
func (l *Listener) take(c *Conn) {
	if l.offer(c) != nil {
		c.CloseWithError(nil)
	}
}

// fail makes an Accept fail, and schedules another try. The connection is still pending, and Qt
// announces no other before it is accepted.
func (l *Listener) fail(err error) {
	l.report(err)
	l.pause = min(max(2*l.pause, minAcceptPause), maxAcceptPause)
	time.AfterFunc(l.pause, func() {
		if !isClosed(l.closed) {
			_ = Invoke(context.Background(), l.takePending)
		}
	})
}

// report makes an Accept fail.
func (l *Listener) report(err error) {
	select {
	case l.failed <- err:
	default:
	}
}

// errBacklog is the error of an offer while the maximum number of connections waits for Accept.
var errBacklog = errors.New("too many connections wait to be accepted")

func (l *Listener) offer(c *Conn) error {
	if c == nil {
		return l.opError("offer", ErrInvalidArgument)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
		return l.opError("offer", net.ErrClosed)
	default:
	}
	select {
	case l.waiting <- c:
		return nil
	default:
		return l.opError("offer", errBacklog)
	}
}

// Accept waits for the next connection and returns it as a *[Conn]. When the process or the system
// has no descriptor left, Accept fails with syscall.EMFILE or ENFILE. The connection waits, and a
// later Accept returns it.
//
// When bluetoothd ends, Accept goes on waiting, and the service is registered again with the next
// bluetoothd. Accept fails once with ErrServiceRefused if that bluetoothd refuses the service, and
// once with ErrBusLost when the system bus has ended. Clients that know the channel can connect
// even then.
func (l *Listener) Accept() (net.Conn, error) {
	c, err := l.AcceptConn()
	if err != nil {
		return nil, err
	}
	return c, nil
}

// AcceptConn is Accept, and returns the connection as a *Conn.
func (l *Listener) AcceptConn() (*Conn, error) {
	if !l.valid() {
		return nil, l.opError("accept", ErrDeleted)
	}
	for {
		expired := l.deadline.done()
		if err := l.ended(expired); err != nil {
			return nil, l.opError("accept", err)
		}
		select {
		case c := <-l.waiting:
			return c, nil
		default:
		}
		if OnQtThread() {
			return nil, l.opError("accept", ErrOnQtThread)
		}
		select {
		case c := <-l.waiting:
			return c, nil
		case err := <-l.failed:
			return nil, l.opError("accept", err)
		case <-l.closed:
		case <-stopped:
		case <-expired:
		}
	}
}

// ended returns why no connection can be accepted, or nil if one can.
func (l *Listener) ended(expired <-chan struct{}) error {
	switch {
	case isClosed(l.closed):
		return net.ErrClosed
	case isClosed(stopped):
		return ErrStopped
	case isClosed(expired):
		return os.ErrDeadlineExceeded
	}
	return nil
}

// Close stops listening and unregisters the service. Accepts that wait return net.ErrClosed.
// Connections that wait for an Accept are closed; accepted ones stay. A bluetoothd that does not
// answer delays Close by half a second at most. The service is then unregistered when bluetoothd
// answers.
func (l *Listener) Close() error {
	if !l.valid() {
		return l.opError("close", ErrDeleted)
	}
	l.mu.Lock()
	if isClosed(l.closed) {
		l.mu.Unlock()
		return l.opError("close", net.ErrClosed)
	}
	close(l.closed)
	l.mu.Unlock()

	err := l.stopListening()
	if l.onClose != nil {
		l.onClose()
	}
	l.dropWaiting()
	if err != nil {
		return l.opError("close", err)
	}
	return nil
}

// stopListening ends the server and its service. It does not wait on the Qt thread.
func (l *Listener) stopListening() error {
	if l.server == nil {
		return nil
	}
	onQtThread := OnQtThread()
	if onQtThread {
		l.server.Delete()
	}
	result := make(chan error, 1)
	go func() {
		l.server.Delete()
		result <- l.unregister()
	}()
	if onQtThread {
		return nil
	}
	select {
	case err := <-result:
		return err
	case <-time.After(closePatience):
		return nil
	}
}

func (l *Listener) unregister() error {
	if l.service == nil {
		return nil
	}
	published.remove(l)
	l.publishing.Lock()
	defer l.publishing.Unlock()
	switch err := awaitDaemon(context.Background(), "close"); {
	case errors.Is(err, ErrNoBus), errors.Is(err, ErrNoBluetoothd):
		l.service.lose()
	case err != nil:
		return err
	}
	return l.service.UnregisterService()
}

func (l *Listener) dropWaiting() {
	for {
		select {
		case c := <-l.waiting:
			c.CloseWithError(nil)
		default:
			return
		}
	}
}

// Addr returns where the Listener listens, an [Addr].
func (l *Listener) Addr() net.Addr {
	if !l.valid() {
		return Addr{}
	}
	return l.addr
}

// SetDeadline sets the deadline of Accept, also of calls that wait already. The zero time means no
// deadline.
func (l *Listener) SetDeadline(t time.Time) error {
	if !l.valid() {
		return l.opError("set", ErrDeleted)
	}
	if isClosed(l.closed) {
		return l.opError("set", net.ErrClosed)
	}
	l.deadline.set(t)
	return nil
}

// ServiceInfo returns the service that is registered for the Listener, or nil if there is none.
func (l *Listener) ServiceInfo() *ServiceInfo {
	if !l.valid() {
		return nil
	}
	return l.service
}

func (l *Listener) valid() bool { return l != nil && l.waiting != nil }

func (l *Listener) opError(op string, err error) error {
	e := &net.OpError{Op: op, Net: "bluetooth", Err: netCause(err)}
	if l.valid() {
		e.Net, e.Addr = l.addr.Network(), l.addr
	}
	return e
}
