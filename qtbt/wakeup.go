// What a Read or Write of a qtStream that waits is woken through.

package qtbt

// wakeup holds the token that wake leaves and wait takes.
type wakeup struct{ token chan struct{} }

func newWakeup() *wakeup { return &wakeup{make(chan struct{}, 1)} }

// wait waits for the token.
func (w *wakeup) wait() { <-w.token }

func (w *wakeup) wake() {
	select {
	case w.token <- struct{}{}:
	default:
	}
}
