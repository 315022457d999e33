package qtbt

// Wake-ups of Reads and Writes of a qtStream that wait.

// wakeup wakes one goroutine: wake leaves a token, and wait takes it.
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
