package main

// Running the stages in two lanes, and the report of both.
//
// The stages that boot virtual hosts wait often, and use little more than one processor. So those
// that only compile and compare run beside them, and give way to them, because some of the hosts'
// tests limit how long something may take. The stages whose own tests do so run afterwards.

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"
)

// givingWay lets a command have a tenth of a processor that others want too.
var givingWay = []string{"nice", "-n", "10"}

// run runs stages and returns the sum of their results.
func run(chosen []stage, r *report) tally {
	var hosts, others, timed []stage
	for _, s := range chosen {
		switch {
		case s.traits&bootsHosts != 0:
			hosts = append(hosts, s)
		case s.traits&limitsTime != 0:
			timed = append(timed, s)
		default:
			others = append(others, s)
		}
	}
	if len(hosts) == 0 {
		for _, s := range chosen {
			r.live(s)
		}
		return r.summary()
	}
	var lanes sync.WaitGroup
	lanes.Go(func() {
		for _, s := range hosts {
			r.live(s)
		}
	})
	lanes.Go(func() {
		for _, s := range others {
			r.whole(s)
		}
	})
	lanes.Wait()
	for _, s := range timed {
		r.live(s)
	}
	return r.summary()
}

// report writes the output and the result of each stage.
type report struct {
	mu       sync.Mutex
	out      io.Writer
	current  string // the stage that prints as it runs
	results  []string
	failures []string
	total    tally
}

// live runs a stage and writes what it prints as it runs.
func (r *report) live(s stage) {
	r.mu.Lock()
	r.current = s.name
	fmt.Fprint(r.out, s.title())
	r.mu.Unlock()
	lines := &lineWriter{report: r}
	begin := time.Now()
	j := &job{out: lines}
	result := s.run(j)
	lines.flush()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.current = ""
	fmt.Fprintln(r.out, r.ended(s, begin, result, j))
}

// whole runs a stage and writes all that it has printed when it ends.
func (r *report) whole(s stage) {
	var printed lockedBuffer
	begin := time.Now()
	j := &job{out: &printed, prefix: givingWay}
	result := s.run(j)
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprint(r.out, s.title())
	_, _ = printed.text.WriteTo(r.out)
	fmt.Fprintln(r.out, r.ended(s, begin, result, j))
	if r.current != "" {
		fmt.Fprintf(r.out, "\n=== %s goes on\n", r.current)
	}
}

// ended notes a stage's result, and returns a line about it. The report is locked.
func (r *report) ended(s stage, begin time.Time, result tally, j *job) string {
	line := fmt.Sprintf("%-12s %6.1f s   %v", s.name, time.Since(begin).Seconds(), result)
	r.results = append(r.results, line)
	r.failures = append(r.failures, j.failures...)
	r.total.add(result)
	return line
}

// summary writes what failed, and the results of all stages.
func (r *report) summary() tally {
	if len(r.failures) > 0 {
		fmt.Fprintln(r.out, "\n=== what failed")
	}
	for _, failure := range r.failures {
		fmt.Fprintln(r.out, failure)
	}
	fmt.Fprintln(r.out, "\n=== all stages")
	for _, line := range r.results {
		fmt.Fprintln(r.out, line)
	}
	fmt.Fprintln(r.out, r.total)
	return r.total
}

// lockedBuffer keeps what a command and the one who counts its tests write at once.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// lineWriter writes whole lines to a report, so that other stages' output does not cut one.
type lineWriter struct {
	report *report
	mu     sync.Mutex // a command's two streams may be written at once
	line   []byte
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.line = append(w.line, p...)
	if end := bytes.LastIndexByte(w.line, '\n') + 1; end > 0 {
		w.report.write(w.line[:end])
		w.line = append(w.line[:0], w.line[end:]...)
	}
	return len(p), nil
}

func (w *lineWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.report.write(w.line)
	w.line = nil
}

func (r *report) write(p []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = r.out.Write(p)
}
