package main

// The output for the user: lines, and on a terminal progress bars below them.

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/goqtbt/bluetooth/examples/btsend/internal/transfer"
)

// screen shows the lines and bars of all sessions.
type screen struct {
	lines io.Writer

	// These are set if there is a terminal.
	bars    *mpb.Progress
	refresh chan any      // draws the bars
	closed  chan struct{} // ends drawing
}

// refreshEvery is the time between two drawings of the bars. A new line draws them too.
const refreshEvery = 150 * time.Millisecond

// newScreen returns a screen on a terminal, with bars. If the file is no terminal, the screen has
// only lines, which it writes to out.
func newScreen(terminal *os.File, out io.Writer) *screen {
	if !term.IsTerminal(int(terminal.Fd())) {
		return &screen{lines: out}
	}
	s := &screen{refresh: make(chan any), closed: make(chan struct{})}
	s.bars = mpb.New(mpb.WithOutput(terminal), mpb.WithWidth(24), mpb.WithManualRefresh(s.refresh))
	s.lines = s.bars
	go func() {
		tick := time.NewTicker(refreshEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				s.draw()
			case <-s.closed:
				return
			}
		}
	}()
	return s
}

func (s *screen) draw() {
	select {
	case s.refresh <- time.Now():
	case <-s.closed:
	}
}

func (s *screen) printf(format string, args ...any) {
	fmt.Fprintf(s.lines, format+"\n", args...)
	if s.bars != nil {
		s.draw()
	}
}

// close ends the screen. Its sessions have ended before.
func (s *screen) close() {
	if s.bars != nil {
		s.bars.Wait()
		close(s.closed)
	}
}

// session shows one transfer.
type session struct {
	screen *screen
	did    string // "sent" or "received"
	peer   string
	failed int
	spared int64 // of the file under way

	bar  *mpb.Bar // nil without a terminal
	name atomic.Value
	last time.Time
}

var _ transfer.Observer = (*session)(nil)

func (s *screen) session(did, peer string) *session {
	session := &session{screen: s, did: did, peer: peer}
	session.name.Store("")
	return session
}

func (s *session) Begin(_ int, bytes int64) {
	s.last = time.Now()
	s.endBar(false)
	if s.screen.bars == nil {
		return
	}
	s.bar = s.screen.bars.AddBar(bytes,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return s.name.Load().(string) }, decor.WCSyncSpaceR)),
		mpb.AppendDecorators(
			decor.CountersKibiByte("% .1f / % .1f"),
			decor.EwmaSpeed(decor.SizeB1024(0), "  % .1f", rateSamples),
			decor.EwmaETA(decor.ET_STYLE_HHMMSS, rateSamples, decor.WC{W: 11}),
		))
	s.bar.EnableTriggerComplete()
}

// rateSamples is the number of samples that dominate the rate.
const rateSamples = 30

// maxShown is the number of characters of a name that fit beside a bar.
const maxShown = 24

func (s *session) File(name string) {
	s.name.Store(s.peer + shortened(name))
	s.spared = 0
}

// shortened keeps the end of a name, which is its most telling part.
func shortened(name string) string {
	runes := []rune(name)
	if len(runes) <= maxShown {
		return name
	}
	return "…" + string(runes[len(runes)-maxShown+1:])
}

func (s *session) Moved(n int64) {
	now := time.Now()
	if s.bar != nil {
		s.bar.EwmaIncrInt64(n, now.Sub(s.last))
	}
	s.last = now
}

func (s *session) Spared(n int64) {
	s.spared += n
	if s.bar != nil {
		s.bar.IncrInt64(n)
	}
	s.last = time.Now()
}

func (s *session) Finished(name, saved string, done bool, err error) {
	switch {
	case err != nil:
		s.failed++
		s.screen.printf("not %s: %s: %v", s.did, name, err)
	case done:
		s.screen.printf("there already: %s", name)
	default:
		line := s.did + ": " + name
		if saved != "" && saved != name {
			line += ", as " + saved
		}
		if s.spared > 0 {
			line += fmt.Sprintf(" (%d bytes were there)", s.spared)
		}
		s.screen.printf("%s", line)
	}
}

// end ends the session's bar.
func (s *session) end(err error) { s.endBar(err == nil) }

func (s *session) endBar(complete bool) {
	if s.bar == nil {
		return
	}
	if complete {
		s.bar.SetTotal(-1, true)
	} else {
		s.bar.Abort(true)
	}
	s.bar.Wait()
	s.bar = nil
}
