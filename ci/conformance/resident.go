package main

// A driver that stays between scenarios: what takes it long to load is loaded once. It makes a
// process of itself for each.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sync/atomic"
)

// resident is a program that becomes a driver at each empty line, until the next.
type resident struct {
	process process
	input   io.Writer
	lines   *bufio.Scanner
	over    atomic.Bool // it cannot begin again
}

func newResident(p process, input io.Writer, output io.Reader) *resident {
	return &resident{process: p, input: input, lines: newLines(output)}
}

// begin starts a driver. The one before has ended.
func (r *resident) begin() (*driver, error) {
	output, events := io.Pipe()
	s := &sitting{resident: r, ended: make(chan struct{})}
	go s.run(events)
	if err := s.Close(); err != nil {
		return nil, err
	}
	return newDriver(s, s, output), nil
}

// sitting is a resident while it is a driver: its process, and its input.
type sitting struct {
	resident *resident
	ended    chan struct{}
	err      error // how it ended; valid then
}

// run hands the events on until the driver has ended.
func (s *sitting) run(events *io.PipeWriter) {
	r := s.resident
	defer events.Close()
	defer close(s.ended)
	for r.lines.Scan() {
		var e event
		if json.Unmarshal(r.lines.Bytes(), &e) == nil && e.Event == eventEnded {
			if e.Value != 0.0 {
				s.err = fmt.Errorf("exit status %v", e.Value)
				r.end() // it may have been sent what it would take for a beginning
			}
			return
		}
		_, _ = fmt.Fprintf(events, "%s\n", r.lines.Bytes())
	}
	r.over.Store(true)
	s.err = r.process.Wait()
}

func (r *resident) end() {
	r.over.Store(true)
	r.process.Kill()
}

func (s *sitting) Write(p []byte) (int, error) { return s.resident.input.Write(p) }

// Close marks the input's end, as its beginning is marked.
func (s *sitting) Close() error {
	_, err := io.WriteString(s.resident.input, "\n")
	return err
}

func (s *sitting) Wait() error {
	<-s.ended
	return s.err
}

func (s *sitting) Kill() {
	select {
	case <-s.ended:
	default:
		s.resident.end()
	}
}
