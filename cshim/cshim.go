// Package cshim is the C ABI of the shim over QtBluetooth, as Go functions: all of qtbt's cgo and all
// its unsafe code. Programs use package qtbt.
//
// Its C++ sources lie in this folder because cgo compiles them only there. Built with the tag
// qtbt_system it links an installed library (pkg-config: qtbt) instead.
package cshim

// Status is a call's outcome, qtbt_status in C.
type Status int32

// The statuses of qtbt_types.h; Unsupported is this package's own, for a build without cgo.
const (
	OK Status = iota
	Failed
	Deleted
	Stopped
	InvalidArgument
	NoApplication
	WrongThread
	AlreadyStarted
	Internal
	Again
	End
	Overrun
	Errno
	NoBus
	BusLost
	NoDaemon
	NoAdapter
	Unsupported
)

// Failure says why a call returned Failed or Errno.
type Failure struct {
	Code int32  // the class's error code, 0 where Qt gives none; with Errno the errno
	Text string // Qt's errorString, or what it logged
}

// Transfer is what a call that moves bytes came to.
type Transfer struct {
	Count   int // bytes moved; not below 0
	Left    int // for SocketRead: bytesAvailable after it
	Failure Failure
	Status  Status
}

// Handle names an object of the shim. 0 is none.
type Handle uint64

// Mode says whose QCoreApplication the Qt thread may use.
type Mode int32

// The modes of qtbt_runtime.h.
const (
	ModeAuto Mode = iota
	ModeAttach
)

// Signal identifies a Qt signal of a class.
type Signal int32

// The signals that come from no object, unwatched.
const (
	SignalStopped Signal = 0x0001 + iota // the Qt thread ends
	SignalAnswer                         // the answer to a question to bluetoothd; value: its token
	SignalDaemon                         // bluetoothd or the bus has come or gone; value: OK, NoDaemon or BusLost
)

// The signals of qtbt_types.h.
const (
	SignalServerNewConnection Signal = 0x0100 + iota
	SignalServerErrorOccurred
)

// The signals of QBluetoothSocket and QIODevice.
const (
	SignalSocketConnected Signal = 0x0200 + iota
	SignalSocketDisconnected
	SignalSocketStateChanged
	SignalSocketErrorOccurred
	SignalSocketReadyRead
	SignalSocketChannelReadyRead
	SignalSocketBytesWritten
	SignalSocketChannelBytesWritten
	SignalSocketAboutToClose
	SignalSocketReadChannelFinished
)

// UUIDKind is what a 16-bit number is the UUID of.
type UUIDKind int32

// The kinds of qtbt_values.h.
const (
	UUIDServiceClass UUIDKind = iota
	UUIDProtocol
	UUIDCharacteristic
	UUIDDescriptor
)

// ServiceSummary is what Qt computes from a service's attributes.
type ServiceSummary struct {
	Valid, Complete                                           bool
	Availability                                              uint8
	SocketProtocol, ProtocolServiceMultiplexer, ServerChannel int32
	ServiceUUID                                               [16]byte
}

// DeviceClasses are the parts of a class of device.
type DeviceClasses struct {
	ServiceClasses uint32
	Major, Minor   uint8
}

// SignalStream is the signal of streams, not of Qt's; its value is a set of the Stream… bits.
const SignalStream Signal = 0x0600

// The bits of SignalStream.
const (
	StreamReadable int64 = 1 << iota // StreamRead has bytes, or the stream's end
	StreamWritable                   // StreamWrite has room, or the stream's end
	StreamGone                       // the last signal
)

// SignalAttempt is the signal of attempts to connect, not of Qt's; its value is a set of the Attempt… bits.
const SignalAttempt Signal = 0x0601

// The bits of SignalAttempt.
const (
	AttemptReady    int64 = 1 << iota // bluetoothd serves its callers
	AttemptGone                       // the last signal: the socket is being deleted
	AttemptWasBusy                    // with the last signal: the system was busy with the device, and is no longer
	AttemptUnserved                   // bluetoothd cannot be asked; the value >> AttemptReasonShift is a Status
)

// AttemptReasonShift is where the reason of AttemptUnserved stands in the value.
const AttemptReasonShift = 16

// Host receives what comes up from Qt. Its methods are called on the Qt thread, Log on any.
type Host interface {
	// Signal delivers a watched signal, inside Qt's emit. data is valid until it returns.
	Signal(sender Handle, signal Signal, value int64, data []byte)
	// Invoke runs the work of a token, or drops it when the Qt thread has ended.
	Invoke(token uint64, run bool)
	// Log delivers a message of Qt's: severity 0 debug, 1 info, 2 warning, 3 critical.
	Log(severity int32, category, text string)
}
