package qtbt

// Server: QBluetoothServer.

import (
	"fmt"
	"strconv"

	"github.com/goqtbt/bluetooth/cshim"
)

// ServerError is the error code of a Server, Qt's QBluetoothServer::Error, with Qt 6's values. It
// is an error, for errors.Is.
type ServerError int32

// Qt's error codes of a server.
const (
	// ServerNoError means that there was no error.
	ServerNoError ServerError = cshim.ServerErrorNone
	// ServerUnknownError is an unknown error. On BlueZ it also means that there is no such local
	// adapter.
	ServerUnknownError ServerError = cshim.ServerErrorUnknown
	// ServerPoweredOffError means that the adapter is powered off.
	ServerPoweredOffError ServerError = cshim.ServerErrorPoweredOff
	// ServerInputOutputError is an input or output error. On BlueZ it also means that an L2CAP PSM
	// is in use.
	ServerInputOutputError ServerError = cshim.ServerErrorInputOutput
	// ServerServiceAlreadyRegisteredError means that the service or port was registered already.
	ServerServiceAlreadyRegisteredError ServerError = cshim.ServerErrorServiceAlreadyRegistered
	// ServerUnsupportedProtocolError means that the platform does not support the protocol.
	ServerUnsupportedProtocolError ServerError = cshim.ServerErrorUnsupportedProtocol
	// ServerMissingPermissionsError means that the user has not granted permissions which the
	// operating system requires. It exists since Qt 6.4.
	ServerMissingPermissionsError ServerError = cshim.ServerErrorMissingPermissions
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e ServerError) String() string {
	return enumName(e, "ServerError", cshim.ServerErrorNames)
}

// Error returns Qt's name of the code.
func (e ServerError) Error() string { return e.String() }

// Server listens for connections over RFCOMM or L2CAP. It is Qt's QBluetoothServer.
//
// Start listening with Listen or ListenService, wait for OnNewConnection, and take each connection
// with NextPendingConnection. To publish a service record of your own, register a ServiceInfo that
// contains ServerPort.
//
// The methods may be called from any goroutine and from handlers. Outside of the Qt thread they
// wait for it. On a deleted, nil or zero Server, methods that return an error return ErrDeleted,
// and the others return a zero value.
type Server struct {
	o *object
}

// NewServer makes a server for RFCOMM or L2CAP. It starts the Qt thread if need be. The caller ends
// the server with Delete. As in Qt, a server for UnknownProtocol can be made, but its Listen fails
// with ServerUnsupportedProtocolError. A value that is no Protocol is refused with
// ErrInvalidArgument.
func NewServer(serverType Protocol) (*Server, error) {
	o, err := makeObject("new server", func() (cshim.Handle, cshim.Status) {
		return cshim.ServerNew(int32(serverType))
	})
	if err != nil {
		return nil, err
	}
	return &Server{o}, nil
}

func (s *Server) base() *object {
	if s == nil {
		return nil
	}
	return s.o
}

// Listen starts listening on a local adapter's address and a port: an RFCOMM channel from 1 to 30,
// or an L2CAP PSM, which is odd. Port 0, which is recommended, chooses a free one. Each adapter has
// ports of its own.
//
// With the null Address, BlueZ listens for RFCOMM on the first adapter only, even if that one is
// off and another is on. For L2CAP it listens on all adapters, while the first is on.
//
// A failure is an *OpError with a ServerError, which OnErrorOccurred reports too. Listen on a
// server that listens fails without that signal; Close it first. A channel over 30 is refused with
// ErrInvalidArgument, because Qt would cut it to eight bits.
func (s *Server) Listen(address Address, port uint16) error {
	if err := checkPort("listen", s.ServerType(), port); err != nil {
		return err
	}
	return s.base().attempt("listen", serverCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.ServerListen(h, address.Uint64(), port)
	})
}

// ListenService is Listen with the null Address and a free port. It also registers a Serial Port
// service with the UUID and name, so that other devices can find it (on BlueZ, through any
// adapter). For another adapter, use Listen and [ServiceInfo.RegisterService]. The returned service
// is registered and cannot be changed. To shut down, call both its UnregisterService and the
// server's Close.
//
// A failure is an *OpError with a ServerError; then the server does not listen. A name with control
// characters (except tab, newline and return), U+FFFE, U+FFFF or invalid UTF-8 is refused with
// ErrInvalidAttribute, because Qt would publish a different name.
func (s *Server) ListenService(uuid UUID, serviceName string) (*ServiceInfo, error) {
	if !isPublishable(serviceName) {
		return nil, errName(serviceName)
	}
	var service cshim.Handle
	err := s.base().attempt("listen", serverCode, func(h cshim.Handle) (f cshim.Failure, st cshim.Status) {
		service, f, st = cshim.ServerListenService(h, uuid, serviceName)
		return f, st
	})
	if err != nil {
		return nil, err
	}
	return registeredService(service)
}

// errName returns an error for a service name that Qt would publish differently.
func errName(name string) error {
	return &OpError{Op: "listen", Err: ErrInvalidAttribute, Text: strconv.Quote(name)}
}

// serverCode turns the code of a failure into a ServerError. Qt sets no code for a server that
// listens already, nor when a registration fails.
func serverCode(code int32) Code {
	if code == 0 {
		return ServerUnknownError
	}
	return ServerError(code)
}

// checkPort refuses a port that the protocol does not have, and that Qt would cut silently.
func checkPort(op string, protocol Protocol, port uint16) error {
	if protocol == RFCOMM && port > 30 {
		return &OpError{Op: op, Err: ErrInvalidArgument,
			Text: fmt.Sprintf("RFCOMM channel %d is not in the range 1 to 30", port)}
	}
	return nil
}

// Close closes the listening socket. Sockets of accepted connections stay open, and a registered
// service stays registered.
func (s *Server) Close() error { return s.base().do("close", cshim.ServerClose) }

// Delete deletes the server. No handler of the server runs after Delete. A handler may delete its
// own server. Deleting twice does nothing.
func (s *Server) Delete() { s.base().delete() }

// IsListening reports whether the server listens.
func (s *Server) IsListening() bool { return value(s.base(), cshim.ServerIsListening) }

// HasPendingConnections reports whether a connection waits to be taken. On BlueZ it returns true
// between OnNewConnection and NextPendingConnection.
func (s *Server) HasPendingConnections() bool {
	return value(s.base(), cshim.ServerHasPendingConnections)
}

// NextPendingConnection returns the next connection as a connected Socket, or nil if there is none.
// The caller owns it and ends it with its Delete.
func (s *Server) NextPendingConnection() *Socket {
	h := value(s.base(), cshim.ServerNextPendingConnection)
	if h == 0 {
		return nil
	}
	return &Socket{o: newObject(h)}
}

// MaxPendingConnections returns how many connections may wait. The default is 1.
func (s *Server) MaxPendingConnections() int {
	return int(value(s.base(), cshim.ServerMaxPendingConnections))
}

// SetMaxPendingConnections sets how many connections may wait; the server rejects more. Set it
// before Listen: on BlueZ it is ignored silently while the server listens.
func (s *Server) SetMaxPendingConnections(numConnections int) error {
	if numConnections != int(int32(numConnections)) {
		return &OpError{Op: "set max pending connections", Err: ErrInvalidArgument}
	}
	return s.base().do("set max pending connections", func(h cshim.Handle) cshim.Status {
		return cshim.ServerSetMaxPendingConnections(h, int32(numConnections))
	})
}

// SecurityFlags returns the demands on a connection's security. The default is Authorization.
func (s *Server) SecurityFlags() Security {
	return Security(value(s.base(), cshim.ServerSecurityFlags))
}

// SetSecurityFlags sets the demands on a connection's security. Call it before Listen. [Security]
// describes what platforms make of it.
func (s *Server) SetSecurityFlags(security Security) error {
	return s.base().do("set security flags", func(h cshim.Handle) cshim.Status {
		return cshim.ServerSetSecurityFlags(h, uint32(security))
	})
}

// ServerAddress returns the address of the adapter that the server listens on. It returns the null
// Address for an L2CAP server on all adapters.
func (s *Server) ServerAddress() Address {
	return AddressFromUint64(value(s.base(), cshim.ServerAddress))
}

// ServerPort returns the RFCOMM channel or L2CAP PSM that the server listens on, or 0 if it does
// not listen.
func (s *Server) ServerPort() uint16 { return value(s.base(), cshim.ServerPort) }

// ServerType returns the server's protocol.
func (s *Server) ServerType() Protocol { return Protocol(value(s.base(), cshim.ServerType)) }

// LastError returns the last error. It is Qt's error(). On BlueZ, a Listen that succeeds does not
// clear it.
func (s *Server) LastError() ServerError { return ServerError(value(s.base(), cshim.ServerError)) }

// OnNewConnection calls f on the Qt thread when a connection waits to be taken. f should call
// NextPendingConnection: before that, BlueZ announces no further connection.
func (s *Server) OnNewConnection(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalServerNewConnection, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs.
func (s *Server) OnErrorOccurred(f func(ServerError)) *Subscription {
	return onValue(s.base(), cshim.SignalServerErrorOccurred, f)
}
