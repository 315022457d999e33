package qtbt

// Calls that come up from Qt: signals for the handlers of their objects, invoked work, and log
// messages.

import (
	"context"
	"log/slog"
	"sync/atomic"

	"github.com/goqtbt/bluetooth/cshim"
)

// upcalls is the cshim.Receiver of this package.
type upcalls struct{}

// calledByQt is the number of calls from C++ under way. While there is none, no goroutine runs on
// the Qt thread.
var calledByQt atomic.Int32

func (upcalls) Signal(sender cshim.Handle, signal cshim.Signal, value int64, data []byte) {
	if signal == cshim.SignalOverdue { // not on the Qt thread
		reportOverdue()
		return
	}
	calledByQt.Add(1)
	defer calledByQt.Add(-1)
	switch signal {
	case cshim.SignalStream:
		deliverQtStream(sender, value)
		return
	case cshim.SignalAttempt:
		deliverAttempt(sender, value)
		return
	case cshim.SignalAnswer:
		questions.deliver(uint64(value), string(data))
		return
	case cshim.SignalDaemon:
		published.daemonChanged(cshim.Status(value))
		return
	case cshim.SignalStopped:
		close(stopped)
		for _, c := range openConns.all() {
			c.end(statusError("stream", cshim.Stopped), true)
		}
		return
	}
	if o := handled.get(sender); o != nil {
		o.deliver(signal, value, data)
	}
}

func (upcalls) Invoke(token uint64, run bool) {
	calledByQt.Add(1)
	defer calledByQt.Add(-1)
	inv := invocations.take(token)
	if inv == nil {
		return
	}
	if run {
		inv.f()
	} else {
		inv.err = statusError("invoke", cshim.Stopped)
	}
	close(inv.done)
}

var logger atomic.Pointer[slog.Logger] // nil drops Qt's messages

// ownCategory is the category of the messages that are the binding's own. They are about mistakes
// in the program, so without a logger they go to slog's default one.
const ownCategory = "qtbt"

// loggerFor returns the logger for messages of a category, or nil if they are to be dropped.
func loggerFor(category string) *slog.Logger {
	l := logger.Load()
	if l == nil && category == ownCategory {
		return slog.Default()
	}
	return l
}

func (upcalls) Log(severity int32, category, text string) {
	calledByQt.Add(1)
	defer calledByQt.Add(-1)
	if l := loggerFor(category); l != nil {
		levels := [...]slog.Level{
			cshim.LogDebug:    slog.LevelDebug,
			cshim.LogInfo:     slog.LevelInfo,
			cshim.LogWarning:  slog.LevelWarn,
			cshim.LogCritical: slog.LevelError,
		}
		l.Log(context.Background(), levels[severity], text, "category", category)
	}
}
