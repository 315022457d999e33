package randomcalls

// This file runs programs, in the child process.

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

var (
	errFail = errors.New("failed by the program")
	nobody  = qtbt.MustParseAddress("00:11:22:33:44:55")
	service = qtbt.MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a0f")
)

// repeats is how often a handler runs its calls, so that handlers that cause each other end.
const repeats = 3

// leftFor is how long deleted objects may exist. A Conn over Qt's stream lingers for 10 seconds.
const leftFor = 15 * time.Second

// sizes are the numbers of bytes that a call may write or read, by its argument.
var sizes = [16]int{
	1, 2, 3, 5, 10, 100, 1000, 1024, 1025, 2000, 5000, 16384, 70000, 1 << 20, 4 << 20, 0,
}

// place holds the objects of a slot.
type place struct {
	mu     sync.Mutex
	socket *qtbt.Socket
	link   *link // the last link of the socket
	gone   *atomic.Bool
	conn   *openConn
	subs   []*qtbt.Subscription
	racy   bool // calls that move bytes are made on several threads
}

// openConn is a Conn with its link.
type openConn struct {
	*qtbt.Conn
	link    *link
	checked bool // its reads are checked
	closed  atomic.Bool
}

// runner runs one program.
type runner struct {
	failures
	places  [slots]place
	lastID  atomic.Int32
	waiting sync.WaitGroup // Reads and Writes of Conns
	mu      sync.Mutex
	links   []*link
	ended   bool // handlers do nothing any more; used on the Qt thread
}

// run runs a program. It returns a violation of the model, or "".
func run(p Program) string {
	r := &runner{}
	before := qtbt.Objects()
	for i := range r.places {
		r.call(Call{Do: "new", Slot: i}, false)
		r.call(Call{Do: "attach", Slot: i}, false)
	}
	var all sync.WaitGroup
	for _, calls := range p.Goroutines {
		all.Go(func() { r.calls(calls, false) })
	}
	all.Wait()
	r.end()
	for begin := time.Now(); ; settle() { // until deleted objects have gone
		now := qtbt.Objects()
		if now.Live <= before.Live && now.QObjects <= before.QObjects {
			break
		}
		if time.Since(begin) > leftFor {
			r.addf("objects are left: %+v, before %+v", now, before)
			break
		}
	}
	if v := r.first.Load(); v != nil {
		return string(*v)
	}
	return ""
}

// end deletes everything. After that, no call may wait any more.
func (r *runner) end() {
	invoke(func() { r.ended = true })
	for i := range r.places {
		p := &r.places[i]
		p.mu.Lock()
		socket, conn, gone := p.socket, p.conn, p.gone
		p.mu.Unlock()
		if conn != nil {
			conn.CloseWithError(net.ErrClosed)
			conn.closed.Store(true)
		}
		invoke(func() {
			socket.Delete()
			gone.Store(true)
		})
	}
	r.waiting.Wait()
	settle()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.links {
		l.peerReads(&r.failures)
		l.peerClose()
	}
}

func invoke(f func()) {
	if err := qtbt.Invoke(context.Background(), f); err != nil {
		panic(err)
	}
}

func settle() { invoke(func() {}) }

func (r *runner) calls(calls []Call, onQt bool) {
	for _, c := range calls {
		r.call(c, onQt)
	}
}

// call makes a call. For most calls it updates the model in the same step on the Qt thread; the
// others race with each other.
func (r *runner) call(c Call, onQt bool) {
	p := &r.places[c.Slot%slots]
	n := sizes[c.N%len(sizes)]
	switch c.Do {
	case "settle":
		settle()
	case "gc":
		runtime.GC()
	case "invoke":
		invoke(func() { r.calls(c.Body, true) })
	case "server":
		r.server(c.N)
	case "agent":
		r.agent(c.N)
	case "conn", "connQt":
		r.makeConn(p, c.Do == "connQt")
	case "connWrite", "connClose", "connFail", "connDeadline", "connSocket":
		r.connCall(p, c, n, onQt)
	default:
		if onQt || c.N%6 != 5 {
			invoke(func() { r.socketCall(p, c, n) })
			return
		}
		p.mu.Lock()
		l := p.link
		p.racy = true
		p.mu.Unlock()
		if l != nil {
			l.loosen()
			l.loosenOut()
		}
		r.socketCall(p, c, n)
	}
}

func (p *place) get() (*qtbt.Socket, *link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.socket, p.link
}

func (r *runner) newLink() (l *link, fd int) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		panic(err)
	}
	l = &link{id: int(r.lastID.Add(1)), peer: fds[0]}
	r.mu.Lock()
	r.links = append(r.links, l)
	r.mu.Unlock()
	return l, fds[1]
}

// attach connects the socket to a new peer.
func (r *runner) attach(p *place, c Call) {
	s, old := p.get()
	l, fd := r.newLink()
	state, mode := qtbt.ConnectedState, qtbt.ReadWrite
	if c.Do == "attachState" {
		state = qtbt.SocketState(c.N % 7)
		mode = []qtbt.OpenMode{qtbt.ReadWrite, qtbt.ReadOnly, qtbt.WriteOnly, qtbt.NotOpen,
			qtbt.ReadWrite | qtbt.Unbuffered, qtbt.ReadWrite | qtbt.Text}[c.N%6]
	}
	protocol := qtbt.RFCOMM
	if c.N >= 12 {
		protocol = qtbt.L2CAP
	}
	// The socket first reads the bytes that Qt has left of the last connection.
	l.loose = s.BytesAvailable() != 0 || s.IsTransactionStarted() || mode&qtbt.Text != 0
	l.looseOut = mode&(qtbt.Text|qtbt.Unbuffered) != 0
	p.mu.Lock()
	if p.racy {
		l.loose, l.looseOut = true, true
	}
	p.link = l // before the call, which runs handlers
	p.mu.Unlock()
	err := s.SetSocketDescriptorState(fd, protocol, state, mode)
	checkSocketError(&r.failures, c.Do, err)
	if err != nil {
		syscall.Close(fd)
		l.peerClose()
		p.mu.Lock()
		if p.link == l {
			p.link = old
		}
		p.mu.Unlock()
	}
}

func (r *runner) socketCall(p *place, c Call, n int) {
	s, l := p.get()
	f := &r.failures
	if l == nil { // before the first attach
		l = &link{peer: -1, loose: true, looseOut: true}
	}
	check := func(err error) { checkSocketError(f, c.Do, err) }
	switch c.Do {
	case "new":
		protocol := []qtbt.Protocol{qtbt.RFCOMM, qtbt.L2CAP, qtbt.UnknownProtocol}[c.N%3]
		made, err := qtbt.NewSocket(protocol)
		if err != nil {
			f.addf("NewSocket: %v", err)
			return
		}
		p.mu.Lock()
		old, gone := p.socket, p.gone
		p.socket, p.link, p.gone, p.subs = made, nil, new(atomic.Bool), nil
		p.mu.Unlock()
		if old != nil {
			r.delete(old, gone)
		}
	case "delete":
		p.mu.Lock()
		gone := p.gone
		p.mu.Unlock()
		r.delete(s, gone)
	case "attach", "attachState":
		r.attach(p, c)
	case "write":
		data := l.reserve(n)
		got, err := s.Write(data)
		if got > len(data) {
			f.addf("Write: more bytes written than given")
		}
		if l.unwritten(len(data) - got); err != nil && got > 0 && !errors.Is(err, io.ErrShortWrite) {
			f.addf("Write: bytes and an error: %v", err)
		}
		check(err)
	case "read":
		buffer := make([]byte, n)
		got, err := s.ReadAvailable(buffer)
		l.check(f, c.Do, buffer[:got], true)
		check(err)
	case "readAll":
		l.check(f, c.Do, s.ReadAll(), true)
	case "readLine":
		l.check(f, c.Do, s.ReadLine(int64(n)), true)
	case "peek":
		buffer := make([]byte, n)
		got, err := s.Peek(buffer)
		l.check(f, c.Do, buffer[:got], false)
		check(err)
	case "skip":
		got, err := s.Skip(int64(n))
		if l.mu.Lock(); got > 0 {
			l.read += int(got)
		}
		l.mu.Unlock()
		check(err)
	case "ungetChar":
		l.loosen()
		check(s.UngetChar(byte(c.N)))
	case "close", "disconnect":
		if c.Do == "close" {
			check(s.Close())
		} else {
			check(s.DisconnectFromService())
		}
	case "abort":
		check(s.Abort())
	case "connect":
		check(s.ConnectToService(nobody, service))
	case "connectPort":
		check(s.ConnectToPort(nobody, uint16(c.N+1)))
	case "connectInfo":
		info := new(qtbt.ServiceInfo)
		info.SetDevice(qtbt.NewDeviceInfo(nobody, "", 0))
		info.SetServiceUUID(service)
		check(s.ConnectToServiceInfo(info))
	case "open":
		l.loosen()
		l.loosenOut()
		check(s.Open([]qtbt.OpenMode{qtbt.ReadWrite, qtbt.ReadOnly, qtbt.WriteOnly, qtbt.NotOpen,
			qtbt.ReadWrite | qtbt.Unbuffered}[c.N%5]))
	case "start":
		l.loosen()
		check(s.StartTransaction())
	case "commit":
		l.loosen()
		check(s.CommitTransaction())
	case "rollback":
		l.loosen()
		check(s.RollbackTransaction())
	case "readChannel":
		check(s.SetCurrentReadChannel(c.N - 3))
	case "writeChannel":
		check(s.SetCurrentWriteChannel(c.N - 3))
	case "textMode":
		l.loosen()
		l.loosenOut()
		check(s.SetTextModeEnabled(c.N%4 > 0))
	case "seek":
		s.SeekTo(int64(n))
		s.Reset()
	case "security":
		check(s.SetPreferredSecurityFlags(qtbt.Security(c.N)))
	case "getters":
		r.getters(s)
	case "on":
		r.on(p, c)
	case "off":
		p.mu.Lock()
		for _, sub := range p.subs {
			sub.Cancel()
		}
		p.subs = nil
		p.mu.Unlock()
	case "peerWrite":
		l.peerWrite(n)
	case "peerRead":
		l.peerReads(f)
	case "peerClose":
		l.peerClose()
	case "peerShut":
		l.peerShut(c.N % 3)
	default:
		panic("no call " + c.Do)
	}
	if s != nil && qtbt.OnQtThread() {
		r.checkState(s)
	}
}

// checkState checks conditions that hold in every state of a socket, between two steps on the Qt
// thread.
func (r *runner) checkState(s *qtbt.Socket) {
	if state := s.State(); state < qtbt.UnconnectedState || state > qtbt.ListeningState {
		r.addf("State: %d is none", state)
	}
	if s.BytesAvailable() < 0 && !s.IsTransactionStarted() || s.BytesToWrite() < 0 {
		r.addf("a negative number of bytes")
	}
}

// delete deletes a socket on the Qt thread, and notes that no handler of it may run any more.
func (r *runner) delete(s *qtbt.Socket, gone *atomic.Bool) {
	invoke(func() {
		s.Delete()
		gone.Store(true)
	})
	if err := s.Abort(); !errors.Is(err, qtbt.ErrDeleted) {
		r.addf("Abort of a deleted socket: %v", err)
	}
}

func (r *runner) getters(s *qtbt.Socket) {
	s.LocalAddress()
	s.LocalPort()
	s.PeerAddress()
	s.PeerPort()
	s.CanReadLine()
	s.AtEnd()
	s.Pos()
	s.Size()
	_ = s.ErrorString()
	s.SocketDescriptor()
	s.IsTransactionStarted()
	s.WaitForReadyRead(0)
	s.WaitForBytesWritten(0)
}

// on subscribes a handler that makes the calls of c's body.
func (r *runner) on(p *place, c Call) {
	p.mu.Lock()
	s, gone := p.socket, p.gone
	p.mu.Unlock()
	left := repeats
	handler := func() {
		if gone.Load() {
			r.addf("a handler runs after Delete")
		}
		if !qtbt.OnQtThread() {
			r.addf("a handler runs outside of the Qt thread")
		}
		if left--; left >= 0 && !r.ended {
			r.calls(c.Body, true)
		}
	}
	var sub *qtbt.Subscription
	switch c.N % 9 {
	case 0:
		sub = s.OnReadyRead(handler)
	case 1, 7:
		sub = s.OnBytesWritten(func(int64) { handler() })
	case 2, 8:
		sub = s.OnErrorOccurred(func(qtbt.SocketError) { handler() })
	case 3:
		sub = s.OnStateChanged(func(qtbt.SocketState) { handler() })
	case 4:
		sub = s.OnConnected(handler)
	case 5:
		sub = s.OnDisconnected(handler)
	case 6:
		sub = s.OnReadChannelFinished(handler)
	}
	checkSocketError(&r.failures, "on", sub.Err())
	p.mu.Lock()
	if p.socket == s {
		p.subs = append(p.subs, sub)
	}
	p.mu.Unlock()
}

// makeConn makes a Conn of the slot's socket, and reads from it until it ends.
func (r *runner) makeConn(p *place, qtStream bool) {
	invoke(func() {
		s, l := p.get()
		if l == nil || s.State() != qtbt.ConnectedState {
			return
		}
		p.mu.Lock()
		replaced := p.conn
		p.mu.Unlock()
		if replaced != nil {
			return
		}
		made, err := qtbt.ConnConfig{QtStream: qtStream}.NewConn(s)
		if err != nil {
			checkSocketError(&r.failures, "NewConn", err)
			return
		}
		c := &openConn{Conn: made, link: l}
		next, err := qtbt.NewSocket(qtbt.RFCOMM)
		if err != nil {
			panic(err)
		}
		p.mu.Lock()
		replacedBy, gone := p.socket, p.gone
		p.conn, p.socket, p.link, p.gone, p.subs = c, next, nil, new(atomic.Bool), nil
		p.mu.Unlock()
		if replacedBy != s { // by a "new" on another thread
			r.delete(replacedBy, gone)
		} else {
			gone.Store(true)
		}
		l.mu.Lock()
		c.checked = !l.loose
		l.mu.Unlock()
		r.waiting.Go(func() { r.readConn(c) })
	})
}

func (r *runner) readConn(c *openConn) {
	buffer := make([]byte, 5000)
	for {
		wasClosed := c.closed.Load()
		n, err := c.Read(buffer)
		c.link.check(&r.failures, "Conn.Read", buffer[:n], true)
		if wasClosed || err != nil {
			checkConnError(&r.failures, "Conn.Read", err, wasClosed)
		}
		switch {
		case err == nil:
		case errors.Is(err, syscall.EAGAIN):
			r.addf("Conn.Read: %v", err)
			return
		case isTimeout(err):
			c.SetDeadline(time.Time{})
		default:
			if err == io.EOF {
				r.checkAllRead(c)
			}
			return
		}
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout() && !errors.Is(err, syscall.ETIMEDOUT)
}

// checkAllRead requires that no byte is missing at the end.
func (r *runner) checkAllRead(c *openConn) {
	l := c.link
	l.peerMu.Lock()
	wrote := l.peerWrote
	l.peerMu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.loose && c.checked && l.read < wrote {
		r.addf("Conn.Read: io.EOF before all that the peer wrote: %d of %d bytes", l.read, wrote)
	}
}

func (r *runner) connCall(p *place, c Call, n int, onQt bool) {
	p.mu.Lock()
	conn := p.conn
	p.mu.Unlock()
	if conn == nil {
		return
	}
	switch c.Do {
	case "connWrite":
		write := func() {
			conn.link.loosenOut() // several goroutines may write
			wasClosed := conn.closed.Load()
			got, err := conn.Write(make([]byte, n))
			if err == nil && got < n {
				r.addf("Conn.Write: short without an error")
			}
			if wasClosed || err != nil {
				checkConnError(&r.failures, "Conn.Write", err, wasClosed)
			}
		}
		if onQt {
			write()
		} else {
			r.waiting.Go(write)
		}
	case "connClose":
		if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			r.addf("Conn.Close: %v", err)
		}
		conn.closed.Store(true)
	case "connFail":
		conn.CloseWithError(errFail)
		conn.closed.Store(true)
	case "connDeadline":
		wasClosed := conn.closed.Load()
		err := conn.SetDeadline(time.Now().Add(time.Duration(c.N-5) * time.Millisecond))
		if wasClosed || err != nil {
			checkConnError(&r.failures, "Conn.SetDeadline", err, wasClosed)
		}
	case "connSocket":
		if s := conn.Socket(); s != nil {
			s.State()
			if c.N%2 == 1 {
				s.Delete()
			}
		}
	}
}

func (r *runner) server(n int) {
	s, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		r.addf("NewServer: %v", err)
		return
	}
	defer s.Delete()
	s.OnErrorOccurred(func(qtbt.ServerError) {
		if n%3 == 0 {
			s.Delete()
		} else {
			s.Close()
		}
	})
	if n%2 == 0 {
		s.Listen(qtbt.Address{}, 0)
	} else {
		s.ListenService(service, "random")
	}
	s.NextPendingConnection().Delete()
	s.Close()
}

func (r *runner) agent(n int) {
	a, err := qtbt.NewServiceDiscoveryAgent()
	if err != nil {
		r.addf("NewServiceDiscoveryAgent: %v", err)
		return
	}
	defer a.Delete()
	left := repeats
	a.OnFinished(func() {
		if left--; left >= 0 && n%2 == 0 {
			a.Start()
		} else if n%3 == 0 {
			a.Delete()
		}
	})
	a.OnErrorOccurred(func(qtbt.ServiceDiscoveryError) {
		if n%5 == 0 {
			a.Stop()
		}
	})
	a.Start()
	a.Stop()
}
