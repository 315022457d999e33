// Package cshim is internal to this module: it promises no compatibility, and any version may
// change or remove its names. Programs use package qtbt instead.
//
// It is the shim's C ABI over QtBluetooth, as Go functions. It contains all of qtbt's cgo and all
// its unsafe code.
//
// The C++ sources lie in this folder because cgo compiles them only there. With the build tag
// qtbt_system the package links an installed library instead (pkg-config: qtbt).
//
// The files *_gen.* are generated from the headers qtbt_*.h: run `go generate` after a change to
// one of them.
package cshim

//go:generate go run ../ci/belt

// Unsupported is the status of every call in a build without cgo.
const Unsupported Status = -1

// Failure explains why a call returned Failed or Errno.
type Failure struct {
	Code int32  // the class's error code, 0 if Qt gives none; with Errno, the errno
	Text string // Qt's errorString, or the message that it logged
}

// Transfer is the result of a call that moves bytes.
type Transfer struct {
	Count   int // bytes moved; never below 0
	Left    int // for SocketRead: bytesAvailable after the read
	Failure Failure
	Status  Status
}

// Handle identifies an object of the shim. 0 is no object.
type Handle uint64

// Receiver receives the calls that come up from Qt. Log is called on any thread, and the other
// methods on the Qt thread.
type Receiver interface {
	// Signal delivers a watched signal, inside Qt's emission. data is valid until Signal returns.
	Signal(sender Handle, signal Signal, value int64, data []byte)
	// Invoke runs the work of a token, or drops it if the Qt thread has ended.
	Invoke(token uint64, run bool)
	// Log delivers a log message of Qt's. severity is one of the Log… constants.
	Log(severity int32, category, text string)
}
