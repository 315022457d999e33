package qtbt

// Errors: the codes of Qt's classes as Go errors, and the types that carry them.

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/goqtbt/bluetooth/cshim"
)

// Errors of the binding itself. Functions return them as they are or inside an *OpError, for
// errors.Is.
var (
	// ErrDeleted is returned by methods of an object that was deleted, of a nil object, and of a
	// zero value that no constructor made.
	ErrDeleted = errors.New("object was deleted or never made")
	// ErrStopped is returned when the Qt thread has ended: after Stop, Main, or the end of another
	// binding's application.
	ErrStopped = errors.New("the Qt thread has ended")
	// ErrUnsupported is returned by a build without cgo, which has no Qt, and by functions that a
	// platform does not have.
	ErrUnsupported = errors.New("not supported")
	// ErrNoApplication is returned by Start(AttachOnly()) when no QCoreApplication exists.
	ErrNoApplication = errors.New("no QCoreApplication exists to attach to")
	// ErrAlreadyStarted is returned by Start(AttachOnly()) when qtbt runs on an application of its
	// own.
	ErrAlreadyStarted = errors.New("the Qt thread runs already")
	// ErrOnQtThread is returned on the Qt thread by calls that would wait for it or block it.
	ErrOnQtThread = errors.New("not possible on the Qt thread")
	// ErrNoBus is returned while the D-Bus system bus, through which Qt talks to bluetoothd, does
	// not run. Once the bus runs, the same call succeeds.
	ErrNoBus = errors.New("the D-Bus system bus does not run")
	// ErrBusLost is an ErrNoBus that lasts: the process was connected to the bus, and the bus has
	// ended. Qt connects to the bus once in a process, so the program has to be started again.
	ErrBusLost = fmt.Errorf("%w: the connection to it has ended, and Qt makes no other in this process", ErrNoBus)
	// ErrNoBluetoothd is returned while bluetoothd, BlueZ's daemon, does not run. Once it runs, the
	// same call succeeds.
	ErrNoBluetoothd = errors.New("bluetoothd does not run")
	// ErrNoAdapter is returned when there is no such Bluetooth adapter, or it has gone.
	ErrNoAdapter = errors.New("no such Bluetooth adapter")
	// ErrPoweredOff is returned by Dial, Listen and Discover while the adapter is switched off.
	ErrPoweredOff = errors.New("the Bluetooth adapter is switched off")
	// ErrWrongState is returned for calls that Qt refuses in the object's role or state. Such a
	// call does nothing.
	ErrWrongState = errors.New("not possible in this role or state")
	// ErrDuplicateService is returned for a Low Energy service if the controller has another one
	// with its UUID. Qt would abort the process when a client writes to the first one.
	ErrDuplicateService = errors.New("the controller has a service of this UUID already")
	// ErrInvalidArgument is returned when an argument is nil or out of range.
	ErrInvalidArgument = errors.New("invalid argument")
)

// Code is the error code of one of Qt's classes, such as a ServerError or a SocketError.
type Code interface {
	error
	fmt.Stringer
}

// OpError names the operation that failed, and holds what Qt reported. errors.Is finds Code and the
// Err… variables in it:
//
//	errors.Is(err, qtbt.ServerPoweredOffError)
type OpError struct {
	Op   string // the method, such as "listen"
	Code Code   // Qt's error code, or nil
	Err  error  // the binding's own error, or the system's, such as a syscall.Errno; or nil
	Text string // Qt's errorString, or the warning that it logged; may be empty

	inNet bool // wrapped by a net.OpError, whose text begins with an operation
}

// Error returns the operation, the code and Qt's text. Inside a net.OpError it returns only the
// code and the text.
func (e *OpError) Error() string {
	var parts []string
	if !e.inNet {
		parts = append(parts, "qtbt", e.Op)
	}
	for _, err := range e.Unwrap() {
		parts = append(parts, err.Error())
	}
	if e.Text != "" {
		parts = append(parts, e.Text)
	}
	return strings.Join(parts, ": ")
}

// netCause returns err in the form that it has inside a net.OpError.
func netCause(err error) error {
	if e, ok := err.(*OpError); ok {
		cause := *e
		cause.inNet = true
		return &cause
	}
	return err
}

// Unwrap returns Code and Err, those that are set.
func (e *OpError) Unwrap() (errs []error) {
	if e.Code != nil {
		errs = append(errs, e.Code)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

// statusError turns the status of a call into an error, or nil for OK. For cshim.Failed see
// object.attempt.
func statusError(op string, st cshim.Status) error {
	var err error
	switch st {
	case cshim.OK:
		return nil
	case cshim.Deleted:
		err = ErrDeleted
	case cshim.Stopped:
		err = ErrStopped
	case cshim.Unsupported:
		return &OpError{Op: op, Err: ErrUnsupported, Text: "built without cgo, so without Qt"}
	case cshim.NoBus:
		err = ErrNoBus
	case cshim.BusLost:
		err = ErrBusLost
	case cshim.NoDaemon:
		err = ErrNoBluetoothd
	case cshim.NoAdapter:
		err = ErrNoAdapter
	case cshim.NoPermission:
		err = fmt.Errorf("%w: the D-Bus policy refuses calls to bluetoothd", fs.ErrPermission)
	case cshim.NoApplication:
		err = ErrNoApplication
	case cshim.AlreadyStarted:
		err = ErrAlreadyStarted
	case cshim.WrongThread:
		err = ErrOnQtThread
	case cshim.InvalidArgument:
		err = ErrInvalidArgument
	case cshim.DuplicateService:
		err = ErrDuplicateService
	case cshim.NoDescriptors:
		err = syscall.EMFILE
	default:
		err = fmt.Errorf("unexpected status %d of the shim", st)
	}
	return &OpError{Op: op, Err: err}
}
