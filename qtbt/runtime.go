// The Qt thread: starting it, running work on it, ending it.

package qtbt

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

// Qt's back ends. BackendDummy is that of a Qt built without Bluetooth for its platform: everything fails there.
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

// AttachOnly makes Start fail with ErrNoApplication instead of making a QCoreApplication, for programs in which another
// binding to Qt owns it: call Start after that one has made its application.
func AttachOnly() Option { return func(o *options) { o.mode = cshim.ModeAttach } }

// WithLogger sends what Qt logs about Bluetooth (the categories qt.bluetooth*, and all that is logged on the Qt thread)
// to l instead of nowhere. Each record has an attribute "category". Any later Start may change it.
func WithLogger(l *slog.Logger) Option { return func(o *options) { o.logger = l } }

var running atomic.Bool // the runtime was started once; the fast path of every constructor

var stopped = make(chan struct{}) // closed when the Qt thread ends

// Start starts the Qt thread. The first constructor does it too; call Start to have its options, or its error early.
// Starting what runs changes the logger only.
//
// If the process has a QCoreApplication, it is respected: never replaced, never quit, and qtbt's
// objects live on a thread of their own until it is destroyed. Otherwise qtbt makes one, on a
// thread of its own, for the process's life; another Qt binding that wants to own the application
// has to make it before the first use of qtbt. An application that is made later is reported to the
// logger as a warning, and qtbt ends when it is destroyed, because Qt then delivers no more events:
// every later call returns ErrStopped.
//
// Without enough free file descriptors for Qt's threads, Start returns syscall.EMFILE, and may be
// called again.
//
// Any goroutine.
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
	st := cshim.Start(o.mode, host{})
	if st == cshim.OK {
		running.Store(true)
	}
	return statusError("start", st)
}

// exitPatience is how long Main waits for the Qt thread, which may be waiting for a bluetoothd that does not answer.
const exitPatience = 500 * time.Millisecond

// Main gives Qt the thread that it is called on, runs run in a goroutine, and exits the process with run's result, once
// what was written to Conns that run closed is sent. macOS needs it: Qt's back end works there on the process's first
// thread only, so main has to be nothing but
//
//	func main() { qtbt.Main(run) }
//
// Elsewhere it is the same as calling run, with Qt's thread in a known place. After a Stop in run,
// Main still waits for run's result. A run that calls runtime.Goexit has none, so Main's goroutine
// then panics.
//
// Main panics if the Qt thread was started or stopped before, if another binding owns
// QCoreApplication, or if the process has too few free file descriptors.
func Main(run func() int) {
	runtime.LockOSThread()
	result := make(chan int, 1)
	st := cshim.Main(host{}, func() {
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
		os.Exit(runToReturn(run)) // the constructors tell the program
	}
	panic(statusError("main", st))
}

// runToReturn returns run's result. It panics if run calls runtime.Goexit, which would leave Main
// waiting for ever.
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

// Stop deletes all objects and ends the Qt thread, for good: every later call answers ErrStopped. Programs need not call
// it; it is for those that count what is left over. Not on the Qt thread (ErrOnQtThread); any other goroutine.
func Stop() error {
	return statusError("stop", cshim.Stop())
}

// OnQtThread reports whether the caller runs on the Qt thread, as handlers do.
func OnQtThread() bool {
	// To ask C++ would cost a Read that has to wait more than the rest of what it does.
	return calledByQt.Load() > 0 && cshim.OnQtThread()
}

// QtVersion is the version of the Qt library that runs, such as "6.4.2"; "" in a build without Qt.
func QtVersion() string { return cshim.QtVersion() }

// CurrentBackend is the back end that Qt has for this platform.
func CurrentBackend() Backend { return Backend(cshim.CurrentBackend()) }

// Invoke runs f on the Qt thread and returns when it is done: there, several calls are one step that no signal comes
// between, and each runs without a hand-off between threads. On the Qt thread f runs at once.
//
// When ctx ends first, Invoke returns its error: an f that has not begun never runs, one that has begun goes on.
// f may not block; in it, runtime.Goexit (so also t.FailNow) is fatal. Any goroutine.
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

// invokeMake is Invoke of a function that makes something. When ctx ends first, what was made all the same is undone,
// by an undo that does not wait for the Qt thread.
func invokeMake[T any](ctx context.Context, make func() (T, error), undo func(T)) (made T, err error) {
	var failure error
	var settled atomic.Bool // by the one of the two sides that came first
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

// invocationTable keeps what the shim knows by a token. Whoever takes an invocation out of it decides its fate.
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
