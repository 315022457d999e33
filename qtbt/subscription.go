package qtbt

// Subscriptions, the handlers of an object's signals.

import (
	"maps"
	"slices"
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// Subscription is a handler's subscription to a signal. It is Qt's QMetaObject::Connection.
type Subscription struct {
	object *object
	signal cshim.Signal
	f      func(value int64, data []byte)
	err    error
	off    atomic.Bool
}

// Err returns why the handler was not subscribed, or nil if it was: ErrInvalidArgument for a nil
// function, ErrDeleted or ErrStopped.
func (s *Subscription) Err() error { return s.err }

// Cancel ends the subscription, after which the handler is not called again. On the Qt thread that
// holds at once. Elsewhere, a handler that is running goes on. Canceling a nil Subscription, or one
// twice, does nothing. Cancel may be called from any goroutine.
func (s *Subscription) Cancel() {
	if s == nil || s.object == nil || s.off.Swap(true) {
		return
	}
	o := s.object
	o.mu.Lock()
	defer o.mu.Unlock()
	handlers := maps.Clone(*o.handlers.Load())
	handlers[s.signal] = slices.DeleteFunc(slices.Clone(handlers[s.signal]), func(d *Subscription) bool { return d == s })
	if len(handlers[s.signal]) == 0 {
		delete(handlers, s.signal)
	}
	o.handlers.Store(&handlers)
	if len(handlers) == 0 {
		handled.remove(o)
	}
}

// subscribe adds a handler for a signal. No emission after its return misses the handler.
func (o *object) subscribe(signal cshim.Signal, f func(value int64, data []byte)) *Subscription {
	s := &Subscription{object: o, signal: signal, f: f}
	if o == nil {
		return &Subscription{err: &OpError{Op: "subscribe", Err: ErrDeleted}}
	}
	o.mu.Lock()
	watched, deleted := o.watched[signal], o.deleted
	if !deleted {
		handlers := maps.Clone(*o.handlers.Load())
		handlers[signal] = append(slices.Clip(handlers[signal]), s)
		o.handlers.Store(&handlers)
		handled.add(o)
	}
	o.mu.Unlock()
	if watched && !deleted {
		return s
	}
	// The lock is not held here, because Watch waits for the Qt thread, where a handler may want
	// the lock.
	if st := cshim.Watch(o.handle, signal, true); st != cshim.OK {
		s.Cancel()
		return &Subscription{err: statusError("subscribe", st)}
	}
	o.mu.Lock()
	o.watched[signal] = true
	o.mu.Unlock()
	return s
}

// deliver calls the handlers of a signal in the order of their subscription. As in Qt, an emission
// does not call a handler that is subscribed during it, nor one that is canceled during it.
func (o *object) deliver(signal cshim.Signal, value int64, data []byte) {
	for _, s := range (*o.handlers.Load())[signal] {
		if len(*o.handlers.Load()) == 0 { // an earlier handler has deleted the object
			return
		}
		if !s.off.Load() {
			s.f(value, data)
		}
	}
}

// onSignal subscribes a handler without an argument.
func onSignal(o *object, signal cshim.Signal, f func()) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return o.subscribe(signal, func(int64, []byte) { f() })
}

// onValue subscribes a handler whose argument is the signal's integer.
func onValue[T ~int | ~int32 | ~int64](o *object, signal cshim.Signal, f func(T)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return o.subscribe(signal, func(v int64, _ []byte) { f(T(v)) })
}

func nilHandler() *Subscription {
	return &Subscription{err: &OpError{Op: "subscribe", Err: ErrInvalidArgument, Text: "nil handler"}}
}
