// Socket: QBluetoothSocket. Its QIODevice side is in socket_device.go.

package qtbt

import (
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// SocketState is the state of a Socket, Qt's QBluetoothSocket::SocketState.
type SocketState int32

// Qt's states of a socket.
const (
	UnconnectedState   SocketState = cshim.SocketStateUnconnected   // not connected
	ServiceLookupState SocketState = cshim.SocketStateServiceLookup // looking up the service's connection parameters
	ConnectingState    SocketState = cshim.SocketStateConnecting    // connecting
	ConnectedState     SocketState = cshim.SocketStateConnected     // connected
	BoundState         SocketState = cshim.SocketStateBound         // bound to a local address and port; for servers
	ClosingState       SocketState = cshim.SocketStateClosing       // connected, and closes once all is written
	ListeningState     SocketState = cshim.SocketStateListening     // listening; for servers
)

// String returns Qt's name of the state, such as "ConnectedState".
func (s SocketState) String() string {
	return enumName(s, "SocketState", cshim.SocketStateNames)
}

// SocketError is the error code of a Socket, Qt's QBluetoothSocket::SocketError, with Qt 6's values. It is an error, for
// errors.Is.
type SocketError int32

// Qt's error codes of a socket.
const (
	SocketNoError                  SocketError = cshim.SocketErrorNone                // no error; Qt's NoSocketError
	SocketUnknownError             SocketError = cshim.SocketErrorUnknown             // an unknown error; Qt's UnknownSocketError
	SocketRemoteHostClosedError    SocketError = cshim.SocketErrorRemoteHostClosed    // the remote host closed the connection
	SocketHostNotFoundError        SocketError = cshim.SocketErrorHostNotFound        // the remote host was not found
	SocketServiceNotFoundError     SocketError = cshim.SocketErrorServiceNotFound     // the service was not found on the remote host
	SocketNetworkError             SocketError = cshim.SocketErrorNetwork             // reading or writing failed
	SocketUnsupportedProtocolError SocketError = cshim.SocketErrorUnsupportedProtocol // the protocol is not supported on this platform
	SocketOperationError           SocketError = cshim.SocketErrorOperation           // the operation is not possible in the socket's state
	SocketMissingPermissionsError  SocketError = cshim.SocketErrorMissingPermissions  // the operating system wants permissions that the user did not give; since Qt 6.4
)

// String returns Qt's name of the code, such as "HostNotFoundError".
func (e SocketError) String() string {
	return enumName(e, "SocketError", cshim.SocketErrorNames)
}

// Error returns Qt's name of the code.
func (e SocketError) Error() string { return e.String() }

// Socket is a connection to a Bluetooth service over RFCOMM or L2CAP; Qt's QBluetoothSocket.
//
// It has Qt's semantics: no call blocks for the peer, what happens is told by the On… handlers on the Qt thread, inside
// Qt's emission. Unread bytes are lost when the connection ends (read them in OnReadyRead), and there is no limit to what
// is buffered in either direction.
//
// Over L2CAP, Qt keeps no message boundaries, and joins what waits to be written: a client that writes a second packet
// before OnBytesWritten of the first, or one over the MTU (672 bytes by default), may lose the connection. When the peer
// closes, what came just before may be lost, and with BlueZ a client that connected by UUID is not told at all, while Qt
// keeps a CPU busy. A Conn has none of that.
//
// The methods may be called from any goroutine and from handlers; elsewhere than on the Qt
// thread they wait for it. A handler may close, delete or reconnect its own socket. Where Qt
// would crash or drop the new connection, a call takes effect when the handler's emission has
// returned: an end within OnConnected of a connecting socket, an end and a ConnectToService
// within OnStateChanged and OnErrorOccurred of a service lookup, and a ConnectToService within
// OnErrorOccurred when the peer has closed. After that error Qt also closes what
// SetSocketDescriptor connects within OnErrorOccurred: use OnDisconnected for it. A new
// connection sends nothing that the last one left unsent.
//
// On a deleted, nil or zero Socket, methods that return an error return ErrDeleted, and the others a zero value.
type Socket struct {
	o    *object
	conn atomic.Pointer[Conn] // the Conn that has taken the connection's descriptor
}

// NewSocket makes an unconnected socket for RFCOMM or L2CAP, or Qt's blank one for UnknownProtocol, starting the Qt
// thread if need be. The caller ends it with Delete.
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

// ConnectToService starts connecting to the service with the UUID on a device. What comes of it is told by OnConnected
// and OnErrorOccurred; the error returned is about the call alone. The open mode is ReadWrite unless given. With BlueZ, a
// socket stays in ConnectingState when connecting has failed: Abort it, or use a new one.
//
// BlueZ connects through its first adapter, and only to devices that this one knows: discover an unknown one first, and
// not with another adapter. Most platforms want the devices paired.
//
// The open mode is ReadWrite unless given. More than one is an ErrInvalidArgument.
func (s *Socket) ConnectToService(address Address, uuid UUID, openMode ...OpenMode) error {
	mode, err := optional("connect", "open mode", openMode, ReadWrite)
	if err != nil {
		return err
	}
	return s.base().do("connect", func(h cshim.Handle) cshim.Status {
		return cshim.SocketConnectToUUID(h, address.Uint64(), uuid, int32(mode))
	})
}

// ConnectToPort is ConnectToService with an RFCOMM channel (1 to 30) or L2CAP PSM. BlueZ since 5.46 and Android answer
// with SocketServiceNotFoundError, as Qt cannot do it there.
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

// ConnectToServiceInfo is ConnectToService with a service that was discovered. The socket takes the service's protocol.
// With BlueZ, a service from a MinimalDiscovery says L2CAP whatever it is: the connection is of the right protocol and
// works, but SocketType, LocalPort and PeerPort of the socket are wrong if that is RFCOMM.
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

// Abort ends the connection at once; what is not written is lost.
func (s *Socket) Abort() error { return s.base().do("abort", cshim.SocketAbort) }

// Close closes the connection once all is written, as DisconnectFromService does. A closed socket can connect again.
func (s *Socket) Close() error { return s.base().do("close", cshim.SocketClose) }

// Delete deletes the socket: no handler of it runs after Delete, which a handler of its own may call. Deleting twice does
// nothing. As with Qt, the connection ends too, but for one by UUID on Linux before Qt 6.8, which lasts as long as the process
// and keeps another by that UUID away: call Abort before. What is deleted by [Stop] or the garbage collector is aborted first.
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

// SocketType returns the socket's protocol, which follows that of the service it connects to.
func (s *Socket) SocketType() Protocol {
	if c := s.owner(); c != nil {
		return c.local.Protocol
	}
	return Protocol(value(s.base(), cshim.SocketType))
}

// LastError returns the last error; Qt's error().
func (s *Socket) LastError() SocketError { return SocketError(value(s.base(), cshim.SocketError)) }

// ErrorString returns Qt's text for the last error, for people.
func (s *Socket) ErrorString() string { return value(s.base(), cshim.SocketErrorString) }

// LocalName returns the name of the adapter that has LocalAddress. It asks the Bluetooth daemon, as does PeerName.
func (s *Socket) LocalName() string {
	if c := s.owner(); c != nil {
		return bluetoothName(c.local.Address)
	}
	return value(s.base(), cshim.SocketLocalName)
}

// LocalAddress returns the address of the local adapter. On BlueZ a socket that connects uses the first one, connected or
// not; a server's socket has the one that the connection came in through.
func (s *Socket) LocalAddress() Address {
	if c := s.owner(); c != nil {
		return c.local.Address
	}
	return AddressFromUint64(value(s.base(), cshim.SocketLocalAddress))
}

// LocalPort returns the RFCOMM channel or L2CAP PSM of the local end; 0 if it is not known.
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

// PeerPort returns the RFCOMM channel or L2CAP PSM of the peer; 0 if it is not known.
func (s *Socket) PeerPort() uint16 {
	if c := s.owner(); c != nil {
		return c.remote.Port
	}
	return value(s.base(), cshim.SocketPeerPort)
}

// PreferredSecurityFlags returns what the next connection shall fulfil.
func (s *Socket) PreferredSecurityFlags() Security {
	return Security(value(s.base(), cshim.SocketPreferredSecurityFlags))
}

// SetPreferredSecurityFlags sets what the next connection shall fulfil; one that exists does not change.
func (s *Socket) SetPreferredSecurityFlags(flags Security) error {
	return s.base().do("set preferred security flags", func(h cshim.Handle) cshim.Status {
		return cshim.SocketSetPreferredSecurityFlags(h, uint32(flags))
	})
}

// SetSocketDescriptor makes the socket use a file descriptor that is connected, for reading and writing. OnStateChanged
// and OnConnected fire inside the call.
//
// On success the socket owns the descriptor and closes it; a descriptor that an os.File or net.Conn owns has to be
// duplicated before. Only Qt's raw BlueZ back end can do this: sockets of servers, or any socket on a Linux machine
// without a Bluetooth daemon; otherwise it fails.
func (s *Socket) SetSocketDescriptor(socketDescriptor int, socketType Protocol) error {
	return s.SetSocketDescriptorState(socketDescriptor, socketType, ConnectedState, ReadWrite)
}

// SetSocketDescriptorState is SetSocketDescriptor with the state that the descriptor is in, and an open mode.
func (s *Socket) SetSocketDescriptorState(socketDescriptor int, socketType Protocol, state SocketState, openMode OpenMode) error {
	const op = "set socket descriptor"
	if socketDescriptor < 0 || socketDescriptor != int(int32(socketDescriptor)) {
		return &OpError{Op: op, Err: ErrInvalidArgument}
	}
	return s.base().attempt(op, socketCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.SocketSetDescriptor(h, int32(socketDescriptor), int32(socketType), int32(state), int32(openMode))
	})
}

// SocketDescriptor returns the file descriptor of the socket, or -1 if it has none. The socket keeps owning it.
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

// socketCode turns the code of a failure into a SocketError. Qt sets none for some calls that it refuses.
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

// OnStateChanged calls f on the Qt thread when the state changes, before OnConnected or OnDisconnected.
func (s *Socket) OnStateChanged(f func(SocketState)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketStateChanged, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs. With BlueZ, a peer's close is one too.
func (s *Socket) OnErrorOccurred(f func(SocketError)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketErrorOccurred, f)
}
