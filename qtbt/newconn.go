package qtbt

// NewConn, which makes a Conn of a connected Socket.

import (
	"context"
	"errors"
	"os"
	"syscall"

	"github.com/goqtbt/bluetooth/cshim"
)

// NewConn makes a Conn of a Socket that is connected. It is [ConnConfig.NewConn] of the zero
// ConnConfig.
func NewConn(s *Socket) (*Conn, error) { return ConnConfig{}.NewConn(s) }

// ConnConfig has the options of a NewConn. The zero ConnConfig is ready to use.
type ConnConfig struct {
	LocalAddr, RemoteAddr Addr // replace the socket's own addresses, unless zero
	QtStream              bool // Qt moves the bytes, on Linux too
}

// NewConn makes a Conn of a connected Socket, such as one of [Server.NextPendingConnection]. The
// Conn takes the Socket over: the program must not read, write or close the Socket any more, and
// its handlers do not run any more. The Conn reads and writes in every open mode of the Socket.
// Within OnNewConnection or OnConnected, NewConn loses nothing that the peer sends. Qt moves the
// bytes of a socket with unsent bytes, so that none is lost.
func (cc ConnConfig) NewConn(s *Socket) (*Conn, error) {
	var c *Conn
	var err error
	invokeErr := Invoke(context.Background(), func() { c, err = cc.takeOver(s) })
	return c, errors.Join(err, invokeErr)
}

// takeOver is NewConn on the Qt thread.
func (cc ConnConfig) takeOver(s *Socket) (*Conn, error) {
	const op = "new conn"
	if s != nil && s.conn.Load() != nil {
		return nil, errTaken(op)
	}
	var state int32
	err := s.base().do(op, func(h cshim.Handle) (st cshim.Status) {
		state, st = cshim.SocketState(h)
		return st
	})
	if err != nil {
		return nil, err
	}
	if SocketState(state) != ConnectedState || s.SocketDescriptor() < 0 && hasKernelStreams {
		return nil, &OpError{Op: op, Code: SocketOperationError, Text: SocketState(state).String()}
	}
	if hasKernelStreams && !cc.QtStream {
		c, err := cc.takeDescriptor(s)
		if c != nil || err != nil {
			return c, err
		}
	}
	local, remote := qtAddrs(s)
	st, err := openQtStream(s)
	if err != nil {
		return nil, err
	}
	s.o.silence()
	c := newConn(st, orElse(cc.LocalAddr, local), orElse(cc.RemoteAddr, remote))
	c.socket.Store(s)
	return c, nil
}

// takeDescriptor makes a Conn of a socket's descriptor. It returns no Conn and no error if the
// socket has unsent bytes.
func (cc ConnConfig) takeDescriptor(s *Socket) (*Conn, error) {
	const op = "new conn"
	protocol := s.SocketType()
	fd, unread, failure, status := cshim.SocketTakeDescriptor(s.o.handle)
	switch status {
	case cshim.OK:
	case cshim.Again:
		return nil, nil
	case cshim.Errno:
		return nil, &OpError{Op: op, Code: SocketUnknownError, Err: os.NewSyscallError("dup", syscall.Errno(failure.Code))}
	case cshim.InvalidArgument: // Qt's stream has it
		return nil, errTaken(op)
	default:
		return nil, statusError(op, status)
	}
	s.o.release()
	c := cc.conn(int(fd), unread, protocol)
	c.socket.Store(s)
	s.conn.Store(c)
	return c, nil
}

// qtAddrs asks a connected socket for its two ends. It runs on the Qt thread.
func qtAddrs(s *Socket) (local, remote Addr) {
	protocol := s.SocketType()
	return Addr{protocol, s.LocalAddress(), s.LocalPort()}, Addr{protocol, s.PeerAddress(), s.PeerPort()}
}

func orElse(a, other Addr) Addr {
	if a == (Addr{}) {
		return other
	}
	return a
}
