package qtbt

// object, the part that all wrappers of Qt objects share: a handle, handlers, an end.

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// object is the part that Server, Socket, the agents and LocalDevice share. A nil object is a
// deleted one.
type object struct {
	handle  cshim.Handle
	cleanup runtime.Cleanup

	mu      sync.Mutex // guards deleted and watched, and is held by those who replace handlers
	deleted bool
	watched map[cshim.Signal]bool

	// Each signal reads it, so without the lock: the map and its slices are never changed, only
	// replaced.
	handlers atomic.Pointer[map[cshim.Signal][]*Subscription]
}

// newObject takes ownership of a new handle.
func newObject(handle cshim.Handle) *object {
	o := &object{handle: handle, watched: make(map[cshim.Signal]bool)}
	o.handlers.Store(&map[cshim.Signal][]*Subscription{})
	o.cleanup = runtime.AddCleanup(o, forget, handle)
	return o
}

// makeObject starts the Qt thread if need be, and makes an object on it.
func makeObject(op string, construct func() (cshim.Handle, cshim.Status)) (*object, error) {
	if err := Start(); err != nil {
		return nil, err
	}
	handle, st := construct()
	if st != cshim.OK {
		return nil, statusError(op, st)
	}
	return newObject(handle), nil
}

var forgotten atomic.Uint64

func forget(handle cshim.Handle) {
	if cshim.DeleteLater(handle) == cshim.OK {
		forgotten.Add(1)
	}
}

// ObjectCount counts Qt objects, for tests that assert that none is left over.
type ObjectCount struct {
	Live      int    // objects that were made and neither deleted nor forgotten
	QObjects  int    // Qt objects that exist for them; Qt's event loop removes a deleted one
	Forgotten uint64 // objects that the garbage collector has cleaned up, so far
}

// Objects counts this process's objects. It may be called from any goroutine, and it never waits.
func Objects() ObjectCount {
	handles, qobjects := cshim.ObjectCount()
	return ObjectCount{Live: int(handles), QObjects: int(qobjects), Forgotten: forgotten.Load()}
}

// delete ends the object. Deleting a nil object, or one object twice, does nothing.
func (o *object) delete() {
	if o.release() {
		cshim.Delete(o.handle)
	}
}

// discard is delete without waiting for the Qt thread.
func (o *object) discard() {
	if o.release() {
		cshim.DeleteLater(o.handle)
	}
}

// release ends the object for Go. No handler of it runs any more, and the caller makes the shim
// delete it. release returns false if the object was ended before.
func (o *object) release() bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	done := o.deleted
	o.deleted = true
	o.mu.Unlock()
	o.silence()
	if done {
		return false
	}
	o.cleanup.Stop()
	return true
}

// isLive reports whether the object is neither nil nor deleted.
func (o *object) isLive() bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.deleted
}

// silence ends all handlers.
func (o *object) silence() {
	o.mu.Lock()
	o.handlers.Store(&map[cshim.Signal][]*Subscription{})
	o.mu.Unlock()
	handled.remove(o)
}

// call makes a call with the object's handle. It keeps the garbage collector from cleaning the
// object up meanwhile.
func (o *object) call(f func(cshim.Handle) cshim.Status) cshim.Status {
	if o == nil {
		return cshim.Deleted
	}
	st := f(o.handle)
	runtime.KeepAlive(o)
	return st
}

// do is call for methods that return an error.
func (o *object) do(op string, f func(cshim.Handle) cshim.Status) error {
	return statusError(op, o.call(f))
}

// attempt is do for methods that Qt may refuse. code turns the failure's code into the class's.
func (o *object) attempt(op string, code func(int32) Code, f func(cshim.Handle) (cshim.Failure, cshim.Status)) error {
	var failure cshim.Failure
	st := o.call(func(h cshim.Handle) (st cshim.Status) {
		failure, st = f(h)
		return st
	})
	return attemptError(op, code, failure, st)
}

// attemptError is statusError for a call that Qt may refuse.
func attemptError(op string, code func(int32) Code, failure cshim.Failure, st cshim.Status) error {
	if st == cshim.Failed {
		return &OpError{Op: op, Code: code(failure.Code), Text: failure.Text}
	}
	return statusError(op, st)
}

// value is call for getters. It returns the zero value if there is no object.
func value[T any](o *object, f func(cshim.Handle) (T, cshim.Status)) T {
	var v T
	o.call(func(h cshim.Handle) (st cshim.Status) {
		v, st = f(h)
		return st
	})
	return v
}

// handledObjects maps handles to objects. It holds the objects that have handlers, so that they
// stay alive while Qt could call their handlers, whatever else refers to them.
//
// Every signal reads it, so it is a slice, indexed by the handle's lower half and read without a
// lock.
type handledObjects struct {
	mu      sync.Mutex // held by those who change it
	byIndex atomic.Pointer[[]*atomic.Pointer[object]]
}

var handled handledObjects

func (t *handledObjects) slot(h cshim.Handle) *atomic.Pointer[object] {
	slots := t.byIndex.Load()
	if slots == nil || int(uint32(h)) >= len(*slots) {
		return nil
	}
	return (*slots)[uint32(h)]
}

func (t *handledObjects) get(h cshim.Handle) *object {
	if slot := t.slot(h); slot != nil {
		if o := slot.Load(); o != nil && o.handle == h {
			return o
		}
	}
	return nil
}

func (t *handledObjects) add(o *object) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.slot(o.handle) == nil {
		var slots []*atomic.Pointer[object]
		if old := t.byIndex.Load(); old != nil {
			slots = slices.Clone(*old)
		}
		for n := max(2*len(slots), int(uint32(o.handle))+1); len(slots) < n; {
			slots = append(slots, new(atomic.Pointer[object]))
		}
		t.byIndex.Store(&slots)
	}
	t.slot(o.handle).Store(o)
}

// remove forgets an object, unless a later object has its slot.
func (t *handledObjects) remove(o *object) {
	if slot := t.slot(o.handle); slot != nil {
		slot.CompareAndSwap(o, nil)
	}
}
