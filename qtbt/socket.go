package qtbt

// Socket: QBluetoothSocket. Its QIODevice side is in socket_device.go.

import (
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// SocketState is the state of a Socket, Qt's QBluetoothSocket::SocketState.
type SocketState int32

// Qt's states of a socket.
const (
	// UnconnectedState means that the socket is not connected.
	UnconnectedState SocketState = cshim.SocketStateUnconnected
	// ServiceLookupState means that the socket looks up the service's connection parameters.
	ServiceLookupState SocketState = cshim.SocketStateServiceLookup
	// ConnectingState means that the socket connects.
	ConnectingState SocketState = cshim.SocketStateConnecting
	// ConnectedState means that the socket is connected.
	ConnectedState SocketState = cshim.SocketStateConnected
	// BoundState means that the socket is bound to a local address and port. It is for servers.
	BoundState SocketState = cshim.SocketStateBound
	// ClosingState means that the socket is connected, and closes once all is written.
	ClosingState SocketState = cshim.SocketStateClosing
	// ListeningState means that the socket listens. It is for servers.
	ListeningState SocketState = cshim.SocketStateListening
)

// String returns Qt's name of the state, such as "ConnectedState".
func (s SocketState) String() string {
	return enumName(s, "SocketState", cshim.SocketStateNames)
}

// SocketError is the error code of a Socket, Qt's QBluetoothSocket::SocketError, with Qt 6's
// values. It is an error, for errors.Is.
type SocketError int32

// Qt's error codes of a socket.
const (
	// SocketNoError means that there was no error. It is Qt's NoSocketError.
	SocketNoError SocketError = cshim.SocketErrorNone
	// SocketUnknownError is an unknown error. It is Qt's UnknownSocketError.
	SocketUnknownError SocketError = cshim.SocketErrorUnknown
	// SocketRemoteHostClosedError means that the peer closed the connection.
	SocketRemoteHostClosedError SocketError = cshim.SocketErrorRemoteHostClosed
	// SocketHostNotFoundError means that the device was not found.
	SocketHostNotFoundError SocketError = cshim.SocketErrorHostNotFound
	// SocketServiceNotFoundError means that the device does not have the service.
	SocketServiceNotFoundError SocketError = cshim.SocketErrorServiceNotFound
	// SocketNetworkError means that reading or writing failed.
	SocketNetworkError SocketError = cshim.SocketErrorNetwork
	// SocketUnsupportedProtocolError means that the platform does not support the protocol.
	SocketUnsupportedProtocolError SocketError = cshim.SocketErrorUnsupportedProtocol
	// SocketOperationError means that the operation is not possible in the socket's state.
	SocketOperationError SocketError = cshim.SocketErrorOperation
	// SocketMissingPermissionsError means that the user has not granted permissions which the
	// operating system requires. It exists since Qt 6.4.
	SocketMissingPermissionsError SocketError = cshim.SocketErrorMissingPermissions
)

// String returns Qt's name of the code, such as "HostNotFoundError".
func (e SocketError) String() string {
	return enumName(e, "SocketError", cshim.SocketErrorNames)
}

// Error returns Qt's name of the code.
func (e SocketError) Error() string { return e.String() }

// Socket is a connection to a Bluetooth service over RFCOMM or L2CAP. It is Qt's QBluetoothSocket.
//
// It has Qt's semantics. No call blocks for the peer. The On… handlers report events on the Qt
// thread, inside Qt's emission. Unread bytes are lost when the connection ends, so read them in
// OnReadyRead. Qt buffers without limit in either direction.
//
// Over L2CAP, Qt keeps no message boundaries, and joins bytes that wait to be written. A client
// that writes a packet over the MTU (672 bytes by default), or a second packet before
// OnBytesWritten of the first, may lose the connection. When the peer closes, the last bytes before
// that may be lost. With BlueZ, a client that connected by UUID gets no signal of the close at all,
// while Qt keeps a CPU busy. A Conn has none of these problems.
//
// The methods may be called from any goroutine and from handlers. Outside of the Qt thread they
// wait for it. A handler may close, delete or reconnect its own socket. Where Qt would crash or
// drop the new connection, a call takes effect when the handler's emission has returned:
//
//   - ending the connection within OnConnected of a connecting socket
//   - ending a service lookup within its OnStateChanged or OnErrorOccurred, or connecting again
//     there with ConnectToService
//   - calling ConnectToService within OnErrorOccurred when the peer has closed
//
// After that last error, Qt also closes a connection that SetSocketDescriptor makes within
// OnErrorOccurred: use OnDisconnected for it. A new connection sends nothing that the last one left
// unsent.
//
// On a deleted, nil or zero Socket, methods that return an error return ErrDeleted, and the others
// return a zero value.
type Socket struct {
	o    *object
	conn atomic.Pointer[Conn] // the Conn that has taken the connection's descriptor
}

// NewSocket makes an unconnected socket for RFCOMM or L2CAP, or Qt's blank one for UnknownProtocol.
// It starts the Qt thread if need be. The caller ends the socket with Delete.
func NewSocket(socketType Protocol) (*Socket, error) {
	o, err := makeObject("new socket", func() (cshim.Handle, cshim.Status) {
		return cshim.SocketNew(int32(socketType))
	})
	if err != nil {
		return nil, err
	}
	return &Socket{o: o}, nil
}

func (s *Socket) base() *object {
	if s == nil {
		return nil
	}
	return s.o
}

// ConnectToService starts connecting to the service with the UUID on a device. OnConnected or
// OnErrorOccurred reports the result; the error is about the call alone. With BlueZ, a socket stays
// in ConnectingState when connecting has failed: Abort it, or use a new one.
//
// BlueZ connects through its first adapter, and only to devices that this adapter knows. Discover
// an unknown device first, through the first adapter. Most platforms require that the devices are
// paired.
//
// The open mode is ReadWrite unless given. More than one is refused with ErrInvalidArgument.
func (s *Socket) ConnectToService(address Address, uuid UUID, openMode ...OpenMode) error {
	mode, err := optional("connect", "open mode", openMode, ReadWrite)
	if err != nil {
		return err
	}
	return s.base().do("connect", func(h cshim.Handle) cshim.Status {
		return cshim.SocketConnectToUUID(h, address.Uint64(), uuid, int32(mode))
	})
}

// ConnectToPort is ConnectToService with an RFCOMM channel (1 to 30) or L2CAP PSM. With BlueZ since
// 5.46 and on Android it fails with SocketServiceNotFoundError, as Qt cannot do it there.
func (s *Socket) ConnectToPort(address Address, port uint16, openMode ...OpenMode) error {
	mode, err := optional("connect", "open mode", openMode, ReadWrite)
	if err != nil {
		return err
	}
	if err := checkPort("connect", s.SocketType(), port); err != nil {
		return err
	}
	return s.base().do("connect", func(h cshim.Handle) cshim.Status {
		return cshim.SocketConnectToPort(h, address.Uint64(), port, int32(mode))
	})
}

// ConnectToServiceInfo is ConnectToService with a service that was discovered. The socket takes the
// service's protocol. With BlueZ, a service from a MinimalDiscovery always claims L2CAP. The
// connection still uses the service's real protocol and works, but if that is RFCOMM, the socket's
// SocketType, LocalPort and PeerPort are wrong.
func (s *Socket) ConnectToServiceInfo(service *ServiceInfo, openMode ...OpenMode) error {
	mode, err := optional("connect", "open mode", openMode, ReadWrite)
	if err != nil {
		return err
	}
	if service == nil {
		return &OpError{Op: "connect", Err: ErrInvalidArgument, Text: "nil ServiceInfo"}
	}
	record, err := encodeServiceInfo(service)
	if err != nil {
		return &OpError{Op: "connect", Err: err}
	}
	return s.base().do("connect", func(h cshim.Handle) cshim.Status {
		return cshim.SocketConnectToService(h, record, int32(mode))
	})
}

// DisconnectFromService closes the connection once all is written.
func (s *Socket) DisconnectFromService() error {
	return s.base().do("disconnect", cshim.SocketDisconnectFromService)
}

// Abort ends the connection at once. Bytes that are not written yet are lost.
func (s *Socket) Abort() error { return s.base().do("abort", cshim.SocketAbort) }

// Close closes the connection once all is written, as DisconnectFromService does. A closed socket
// can connect again.
func (s *Socket) Close() error { return s.base().do("close", cshim.SocketClose) }

// Delete deletes the socket. No handler of the socket runs after Delete. A handler may delete its
// own socket. Deleting twice does nothing.
//
// As with Qt, Delete also ends the connection, with one exception. On Linux before Qt 6.8, a
// connection by UUID lasts as long as the process, and no other connection by that UUID can be
// made: call Abort before Delete. [Stop] and the garbage collector abort a socket before they
// delete it.
func (s *Socket) Delete() {
	if c := s.owner(); c != nil {
		c.end(statusError("stream", cshim.Deleted), true)
		return
	}
	s.base().delete()
}

// State returns the state of the socket.
func (s *Socket) State() SocketState {
	if c := s.owner(); c != nil {
		return c.socketState()
	}
	return SocketState(value(s.base(), cshim.SocketState))
}

// SocketType returns the socket's protocol. When the socket connects to a service, it takes the
// service's protocol.
func (s *Socket) SocketType() Protocol {
	if c := s.owner(); c != nil {
		return c.local.Protocol
	}
	return Protocol(value(s.base(), cshim.SocketType))
}

// LastError returns the last error. It is Qt's error().
func (s *Socket) LastError() SocketError { return SocketError(value(s.base(), cshim.SocketError)) }

// ErrorString returns Qt's text for the last error, for people to read.
func (s *Socket) ErrorString() string { return value(s.base(), cshim.SocketErrorString) }

// LocalName returns the name of the adapter that has LocalAddress. It asks the Bluetooth daemon, as
// does PeerName.
func (s *Socket) LocalName() string {
	if c := s.owner(); c != nil {
		return bluetoothName(c.local.Address)
	}
	return value(s.base(), cshim.SocketLocalName)
}

// LocalAddress returns the address of the local adapter. On BlueZ a socket that connects has the
// address of the first adapter, connected or not. A server's socket has that of the adapter through
// which the connection came.
func (s *Socket) LocalAddress() Address {
	if c := s.owner(); c != nil {
		return c.local.Address
	}
	return AddressFromUint64(value(s.base(), cshim.SocketLocalAddress))
}

// LocalPort returns the RFCOMM channel or L2CAP PSM of the local end, or 0 if it is not known.
func (s *Socket) LocalPort() uint16 {
	if c := s.owner(); c != nil {
		return c.local.Port
	}
	return value(s.base(), cshim.SocketLocalPort)
}

// PeerName returns the name of the peer.
func (s *Socket) PeerName() string {
	if c := s.owner(); c != nil {
		return bluetoothName(c.remote.Address)
	}
	return value(s.base(), cshim.SocketPeerName)
}

// PeerAddress returns the address of the peer.
func (s *Socket) PeerAddress() Address {
	if c := s.owner(); c != nil {
		return c.remote.Address
	}
	return AddressFromUint64(value(s.base(), cshim.SocketPeerAddress))
}

// PeerPort returns the RFCOMM channel or L2CAP PSM of the peer, or 0 if it is not known.
func (s *Socket) PeerPort() uint16 {
	if c := s.owner(); c != nil {
		return c.remote.Port
	}
	return value(s.base(), cshim.SocketPeerPort)
}

// PreferredSecurityFlags returns the demands on the next connection's security.
func (s *Socket) PreferredSecurityFlags() Security {
	return Security(value(s.base(), cshim.SocketPreferredSecurityFlags))
}

// SetPreferredSecurityFlags sets the demands on the next connection's security. An existing
// connection does not change.
func (s *Socket) SetPreferredSecurityFlags(flags Security) error {
	return s.base().do("set preferred security flags", func(h cshim.Handle) cshim.Status {
		return cshim.SocketSetPreferredSecurityFlags(h, uint32(flags))
	})
}

// SetSocketDescriptor makes the socket use a connected file descriptor for reading and writing.
// OnStateChanged and OnConnected run inside the call.
//
// On success the socket owns the descriptor and closes it. Duplicate a descriptor first if an
// os.File or net.Conn owns it. Only Qt's raw BlueZ back end can do this: it serves sockets of
// servers, and any socket on a Linux machine without a Bluetooth daemon. Otherwise
// SetSocketDescriptor fails.
func (s *Socket) SetSocketDescriptor(socketDescriptor int, socketType Protocol) error {
	return s.SetSocketDescriptorState(socketDescriptor, socketType, ConnectedState, ReadWrite)
}

// SetSocketDescriptorState is SetSocketDescriptor with the descriptor's state and an open mode.
func (s *Socket) SetSocketDescriptorState(socketDescriptor int, socketType Protocol, state SocketState, openMode OpenMode) error {
	const op = "set socket descriptor"
	if socketDescriptor < 0 || socketDescriptor != int(int32(socketDescriptor)) {
		return &OpError{Op: op, Err: ErrInvalidArgument}
	}
	return s.base().attempt(op, socketCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.SocketSetDescriptor(h, int32(socketDescriptor), int32(socketType), int32(state), int32(openMode))
	})
}

// SocketDescriptor returns the socket's file descriptor, or -1 if it has none. The socket keeps
// owning it.
func (s *Socket) SocketDescriptor() int {
	if c := s.owner(); c != nil {
		return c.stream.descriptor()
	}
	fd := -1
	s.base().call(func(h cshim.Handle) cshim.Status {
		n, st := cshim.SocketDescriptor(h)
		if st == cshim.OK {
			fd = int(n)
		}
		return st
	})
	return fd
}

// socketCode turns the code of a failure into a SocketError. Qt sets no code for some calls that it
// refuses.
func socketCode(code int32) Code {
	if code == 0 {
		return SocketOperationError
	}
	return SocketError(code)
}

// OnConnected calls f on the Qt thread when the socket is connected.
func (s *Socket) OnConnected(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalSocketConnected, f)
}

// OnDisconnected calls f on the Qt thread when the connection has ended.
func (s *Socket) OnDisconnected(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalSocketDisconnected, f)
}

// OnStateChanged calls f on the Qt thread when the state changes, before OnConnected or
// OnDisconnected.
func (s *Socket) OnStateChanged(f func(SocketState)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketStateChanged, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs. With BlueZ, the peer's close is an
// error too.
func (s *Socket) OnErrorOccurred(f func(SocketError)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketErrorOccurred, f)
}
