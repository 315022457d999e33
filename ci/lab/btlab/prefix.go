package main

// Output with the name of whose it is before each line.

import (
	"bytes"
	"io"
	"sync"
)

// outputs makes several writers share one, line by line.
var outputs sync.Mutex

// prefixWriter writes whole lines, each with a prefix.
type prefixWriter struct {
	w      io.Writer
	prefix string
	line   []byte // the beginning of a line whose end has not come yet
}

func newPrefixWriter(w io.Writer, prefix string) *prefixWriter {
	return &prefixWriter{w: w, prefix: prefix}
}

func (p *prefixWriter) Write(b []byte) (int, error) {
	n := len(b)
	for {
		line, rest, found := bytes.Cut(b, []byte("\n"))
		p.line = append(p.line, line...)
		if !found {
			return n, nil
		}
		if err := p.flush(); err != nil {
			return n, err
		}
		b = rest
	}
}

// Close writes a last line that has no end.
func (p *prefixWriter) Close() error {
	if len(p.line) == 0 {
		return nil
	}
	return p.flush()
}

func (p *prefixWriter) flush() error {
	out := append(append([]byte(p.prefix), p.line...), '\n')
	p.line = p.line[:0]
	outputs.Lock()
	defer outputs.Unlock()
	_, err := p.w.Write(out)
	return err
}
