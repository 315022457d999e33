package qtbt

// Calls that wait for the Qt thread for long, because a handler does not return.

import (
	"bytes"
	"runtime"
)

// reportOverdue logs both sides of a wait: the calling goroutine, whose call has waited for ten
// seconds, and the one on the Qt thread. Without one, Qt itself is busy, such as with a bluetoothd
// that does not answer.
func reportOverdue() {
	if calledByQt.Load() == 0 {
		return
	}
	stacks := bytes.Split(allStacks(), []byte("\n\n"))
	for _, handler := range stacks[1:] {
		if bytes.Contains(handler, []byte("qtbt.upcalls.")) {
			loggerFor(ownCategory).Warn("a call has waited 10 s for a handler on the Qt thread: "+
				"if the handler waits for the caller, neither goes on",
				"category", ownCategory, "caller", string(stacks[0]), "handler", string(handler))
			return
		}
	}
}

// allStacks returns the stacks of all goroutines, the calling one's first.
func allStacks() []byte {
	for size := 1 << 16; ; size *= 2 {
		stacks := make([]byte, size)
		if n := runtime.Stack(stacks, true); n < size {
			return stacks[:n]
		}
	}
}
