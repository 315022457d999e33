//go:build !linux

// What a Read or Write that waits is woken through, where there is no eventfd: a channel.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// wakeup holds the token that wake leaves and wait takes.
type wakeup struct{ token chan struct{} }

func newWakeup() (*wakeup, error) { return &wakeup{make(chan struct{}, 1)}, nil }

// wait waits for the token.
func (w *wakeup) wait() { <-w.token }

func (w *wakeup) wake() {
	select {
	case w.token <- struct{}{}:
	default:
	}
}

func (w *wakeup) close() { w.wake() }

// wakeThrough has nothing to do: the shim's signals wake a stream's waits.
func (*streamState) wakeThrough(cshim.Handle) cshim.Status { return cshim.OK }
