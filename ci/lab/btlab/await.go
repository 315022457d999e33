package main

// Waiting for what a command prints.

import (
	"bytes"
	"io"
)

// textWatcher passes output on, and closes a channel when a text was in it.
type textWatcher struct {
	out  io.Writer
	text []byte
	tail []byte // the end of what was written, shorter than the text; nil once the text was seen
	seen chan struct{}
}

func newTextWatcher(out io.Writer, text string) *textWatcher {
	return &textWatcher{out: out, text: []byte(text), tail: []byte{}, seen: make(chan struct{})}
}

func (w *textWatcher) Write(p []byte) (int, error) {
	if w.tail != nil {
		w.tail = append(w.tail, p...)
		if bytes.Contains(w.tail, w.text) {
			close(w.seen)
			w.tail = nil
		} else {
			w.tail = bytes.Clone(w.tail[max(0, len(w.tail)-len(w.text)+1):])
		}
	}
	return w.out.Write(p)
}
