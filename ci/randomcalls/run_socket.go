package randomcalls

// The calls of a slot's Socket, and its handlers.

import (
	"errors"
	"io"
	"sync/atomic"
	"syscall"

	"github.com/goqtbt/bluetooth/qtbt"
)

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
