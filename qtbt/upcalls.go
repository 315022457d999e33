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

var logger atomic.Pointer[slog.Logger] // nil drops the messages

func (upcalls) Log(severity int32, category, text string) {
	calledByQt.Add(1)
	defer calledByQt.Add(-1)
	if l := logger.Load(); l != nil {
		levels := [...]slog.Level{
			cshim.LogDebug:    slog.LevelDebug,
			cshim.LogInfo:     slog.LevelInfo,
			cshim.LogWarning:  slog.LevelWarn,
			cshim.LogCritical: slog.LevelError,
		}
		l.Log(context.Background(), levels[severity], text, "category", category)
	}
}
