package qtbt

// The Qt thread: starting it, running work on it, ending it.

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// Backend is the part of QtBluetooth that talks to the platform.
type Backend int32

// Qt's back ends. A Qt that was built without Bluetooth for its platform has BackendDummy, with
// which everything fails.
const (
	BackendDummy   = Backend(cshim.BackendDummy)
	BackendBlueZ   = Backend(cshim.BackendBlueZ)
	BackendDarwin  = Backend(cshim.BackendDarwin)
	BackendWinRT   = Backend(cshim.BackendWinRT)
	BackendAndroid = Backend(cshim.BackendAndroid)
)

// String returns "bluez", "darwin", "winrt", "android" or "dummy".
func (b Backend) String() string {
	return enumName(b, "Backend", map[int32]string{
		int32(BackendDummy):   "dummy",
		int32(BackendBlueZ):   "bluez",
		int32(BackendDarwin):  "darwin",
		int32(BackendWinRT):   "winrt",
		int32(BackendAndroid): "android",
	})
}

// Option changes how Start starts the Qt thread.
type Option func(*options)

type options struct {
	mode   cshim.Mode
	logger *slog.Logger
}

// AttachOnly makes Start fail with ErrNoApplication instead of making a QCoreApplication. It is for
// programs in which another binding to Qt makes the application: call Start after that.
func AttachOnly() Option { return func(o *options) { o.mode = cshim.ModeAttach } }

// WithLogger sends Qt's log messages about Bluetooth to l, instead of dropping them: the categories
// qt.bluetooth*, and all that is logged on the Qt thread. Each record has an attribute "category".
// Any later Start may change the logger.
//
// Two warnings of qtbt's own, of category "qtbt", are about mistakes in the program. Without a
// logger they go to slog.Default: that a QCoreApplication was made too late (see [Start]), and that
// a call waits for a handler (see the package's documentation of handlers).
func WithLogger(l *slog.Logger) Option { return func(o *options) { o.logger = l } }

var running atomic.Bool // true once the runtime was started; the fast path of every constructor

var stopped = make(chan struct{}) // closed when the Qt thread ends

// Start starts the Qt thread. The first constructor does it too; call Start to set options, or to
// get an error early. If the Qt thread runs already, Start only changes the logger.
//
// If the process has a QCoreApplication, qtbt never replaces it and never quits it. qtbt's objects
// then live on a thread of their own until that application is destroyed. Otherwise qtbt makes a
// QCoreApplication, on a thread of its own, for the process's life. Another Qt binding that wants
// to own the application has to make it before the first use of qtbt. If an application is made
// later, qtbt logs a warning. When that application is destroyed, Qt delivers no more events, and
// every later call of qtbt returns ErrStopped.
//
// If too few file descriptors are free for Qt's threads, Start returns syscall.EMFILE, and may be
// called again.
//
// It may be called from any goroutine.
func Start(opts ...Option) error {
	var o options
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	if o.logger != nil {
		logger.Store(o.logger)
	}
	if running.Load() && o.mode == cshim.ModeAuto {
		if isClosed(stopped) {
			return statusError("start", cshim.Stopped)
		}
		return nil
	}
	st := cshim.Start(o.mode, upcalls{})
	if st == cshim.OK {
		running.Store(true)
	}
	return statusError("start", st)
}

// exitPatience is how long Main waits for the Qt thread, which a bluetoothd that does not answer
// may block.
const exitPatience = 500 * time.Millisecond

// Main gives Qt the thread that it is called on, and runs run in a goroutine. It exits the process
// with run's result, once all bytes are sent that were written to Conns which run closed. macOS
// needs Main, because Qt's back end works there on the process's first thread only. The function
// main is then nothing but
//
//	func main() { qtbt.Main(run) }
//
// Elsewhere Main is the same as calling run, with Qt's thread in a known place. After a Stop in
// run, Main still waits for run's result. A run that calls runtime.Goexit has no result, so Main's
// goroutine then panics.
//
// Main panics if the Qt thread was started or stopped before, if another binding owns
// QCoreApplication, or if the process has too few free file descriptors.
func Main(run func() int) {
	runtime.LockOSThread()
	result := make(chan int, 1)
	st := cshim.Main(upcalls{}, func() {
		running.Store(true)
		go func() {
			code := runToReturn(run)
			awaitClosing()
			result <- code
			time.AfterFunc(exitPatience, func() { os.Exit(code) })
			cshim.MainExit()
		}()
	})
	switch st {
	case cshim.OK:
		os.Exit(<-result)
	case cshim.Unsupported:
		os.Exit(runToReturn(run)) // the constructors return ErrUnsupported
	}
	panic(statusError("main", st))
}

// runToReturn returns run's result. It panics if run calls runtime.Goexit, after which Main would
// wait for ever.
func runToReturn(run func() int) (code int) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			panic(v)
		}
		panic("qtbt: main: the function called runtime.Goexit instead of returning an exit status")
	}()
	code = run()
	returned = true
	return code
}

// Stop deletes all objects and ends the Qt thread for good: every later call returns ErrStopped.
// Programs need not call it. It is for tests that count what is left over. It may be called from
// any goroutine; on the Qt thread it returns ErrOnQtThread.
func Stop() error {
	return statusError("stop", cshim.Stop())
}

// OnQtThread reports whether the caller runs on the Qt thread, as handlers do.
func OnQtThread() bool {
	// A call of C++ would cost more than all else that a waiting Read does.
	return calledByQt.Load() > 0 && cshim.OnQtThread()
}

// QtVersion returns the version of the Qt library that runs, such as "6.4.2", or "" in a build
// without Qt.
func QtVersion() string { return cshim.QtVersion() }

// CurrentBackend returns the back end that Qt has for this platform.
func CurrentBackend() Backend { return Backend(cshim.CurrentBackend()) }

// Invoke runs f on the Qt thread and returns when f has returned. Several calls in f are one step:
// no signal comes between them, and none of them waits for the Qt thread. Called on the Qt thread,
// Invoke runs f at once.
//
// If ctx ends first, Invoke returns its error. An f that has not begun never runs; an f that has
// begun goes on. f must not block, and runtime.Goexit in f (so also t.FailNow) is fatal. Invoke may
// be called from any goroutine.
func Invoke(ctx context.Context, f func()) error {
	if ctx == nil || f == nil {
		return &OpError{Op: "invoke", Err: ErrInvalidArgument}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := Start(); err != nil {
		return err
	}
	if OnQtThread() {
		f()
		return nil
	}
	inv := &invocation{f: f, done: make(chan struct{})}
	token := invocations.add(inv)
	if st := cshim.Invoke(token); st != cshim.OK {
		invocations.take(token)
		return statusError("invoke", st)
	}
	select {
	case <-inv.done:
		return inv.err
	case <-ctx.Done():
		invocations.take(token)
		return ctx.Err()
	}
}

// invokeMake is Invoke for a function that makes something. If ctx ends first and the thing was
// made all the same, undo undoes it. undo must not wait for the Qt thread.
func invokeMake[T any](ctx context.Context, make func() (T, error), undo func(T)) (made T, err error) {
	var failure error
	var settled atomic.Bool // by the side that came first
	err = Invoke(ctx, func() {
		made, failure = make()
		if settled.Swap(true) && failure == nil {
			undo(made)
		}
	})
	if err == nil {
		return made, failure
	}
	if settled.Swap(true) && failure == nil {
		undo(made)
	}
	var none T
	return none, err
}

// invocation is one Invoke under way. err is set before done is closed.
type invocation struct {
	f    func()
	err  error
	done chan struct{}
}

// invocationTable maps the shim's tokens to invocations. Whoever takes an invocation out of it
// decides its fate.
type invocationTable struct {
	mu   sync.Mutex
	last uint64
	byID map[uint64]*invocation
}

var invocations = invocationTable{byID: make(map[uint64]*invocation)}

func (t *invocationTable) add(inv *invocation) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last++
	t.byID[t.last] = inv
	return t.last
}

func (t *invocationTable) take(token uint64) *invocation {
	t.mu.Lock()
	defer t.mu.Unlock()
	inv := t.byID[token]
	delete(t.byID, token)
	return inv
}
