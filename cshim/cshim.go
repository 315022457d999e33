// Package cshim is the C ABI of the shim over QtBluetooth, as Go functions: all of qtbt's cgo and all
// its unsafe code. Programs use package qtbt.
//
// Its C++ sources lie in this folder because cgo compiles them only there. Built with the tag
// qtbt_system it links an installed library (pkg-config: qtbt) instead.
//
// Its files *_gen.* come from the headers qtbt_*.h: run `go generate` after a change to one of them.
package cshim

//go:generate go run ../ci/belt

// Unsupported is the status of every call in a build without cgo.
const Unsupported Status = -1

// Failure says why a call returned Failed or Errno.
type Failure struct {
	Code int32  // the class's error code, 0 where Qt gives none; with Errno the errno
	Text string // Qt's errorString, or what it logged
}

// Transfer is the result of a call that moves bytes.
type Transfer struct {
	Count   int // bytes moved; not below 0
	Left    int // for SocketRead: bytesAvailable after it
	Failure Failure
	Status  Status
}

// Handle names an object of the shim. 0 is none.
type Handle uint64

// Host receives what comes up from Qt. Its methods are called on the Qt thread, Log on any.
type Host interface {
	// Signal delivers a watched signal, inside Qt's emit. data is valid until it returns.
	Signal(sender Handle, signal Signal, value int64, data []byte)
	// Invoke runs the work of a token, or drops it when the Qt thread has ended.
	Invoke(token uint64, run bool)
	// Log delivers a message of Qt's. severity is one of the Log… constants.
	Log(severity int32, category, text string)
}
