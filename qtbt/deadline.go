package qtbt

// Deadlines of Qt's streams and of listeners.

import (
	"sync"
	"time"
)

// deadline is a point in time. When it has passed, the deadline closes a channel and calls a
// function. It can be moved at any time, also while calls wait for it.
type deadline struct {
	mu      sync.Mutex
	timer   *time.Timer
	expired chan struct{} // closed when the deadline has passed
	passed  func()        // called after that
}

func newDeadline(passed func()) *deadline {
	return &deadline{expired: make(chan struct{}), passed: passed}
}

// set moves the deadline. The zero time means no deadline.
func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil && !d.timer.Stop() {
		<-d.expired // too late to stop it: it is closing the channel
	}
	d.timer = nil
	passed := !t.IsZero() && !t.After(time.Now())
	expired := isClosed(d.expired)
	switch {
	case expired && !passed:
		d.expired = make(chan struct{}) // nobody waits for the old one
	case !expired && passed:
		close(d.expired)
		d.passed()
	}
	if !t.IsZero() && !passed {
		expired := d.expired
		d.timer = time.AfterFunc(time.Until(t), func() {
			close(expired)
			d.passed()
		})
	}
}

func (d *deadline) hasPassed() bool { return isClosed(d.done()) }

// done returns the channel that is closed when the deadline has passed.
func (d *deadline) done() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.expired
}

// isClosed reports whether a channel that never carries a value is closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
