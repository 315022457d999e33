package main

// A running driver: the commands to it and the events from it.

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// process is a driver's program, on this machine or on a host of the lab.
type process interface {
	Wait() error
	Kill()
}

// driver is what runs the steps of one host.
type driver struct {
	process process
	input   io.WriteCloser

	mu      sync.Mutex
	events  []event
	done    int           // how many commands are done
	changed chan struct{} // closed at the next change
	end     error         // why there are no more events; nil while there may be
	killed  bool          // the scenario has had it killed
}

// newDriver serves a program that was started.
func newDriver(p process, input io.WriteCloser, output io.Reader) *driver {
	d := &driver{process: p, input: input, changed: make(chan struct{})}
	go d.read(output)
	return d
}

func (d *driver) read(output io.Reader) {
	lines := newLines(output)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			d.update(func() { d.end = fmt.Errorf("the driver wrote %q: %w", lines.Text(), err) })
			break
		}
		d.update(func() {
			if e.Event == eventDone {
				d.done++
			} else {
				d.events = append(d.events, e)
			}
		})
	}
	_, _ = io.Copy(io.Discard, output)
	err := d.process.Wait()
	d.update(func() {
		if d.end == nil {
			d.end = fmt.Errorf("the driver has ended: %w", orSuccess(err))
		}
	})
}

// newLines reads lines as long as drivers may write them.
func newLines(output io.Reader) *bufio.Scanner {
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 16<<20)
	return lines
}

func orSuccess(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}

func (d *driver) update(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
	close(d.changed)
	d.changed = make(chan struct{})
}

// await waits until a condition on the driver's state holds.
func (d *driver) await(ctx context.Context, holds func() bool) error {
	for {
		d.mu.Lock()
		ok, end, changed := holds(), d.end, d.changed
		d.mu.Unlock()
		switch {
		case ok:
			return nil
		case end != nil:
			return end
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// do has the driver do actions, and returns when they are done.
func (d *driver) do(ctx context.Context, actions []action) error {
	line, err := json.Marshal(command{actions})
	if err != nil {
		return err
	}
	d.mu.Lock()
	want := d.done + 1
	d.mu.Unlock()
	if _, err := d.input.Write(append(line, '\n')); err != nil {
		// The end of the program says more.
		return errors.Join(d.await(ctx, func() bool { return false }), err)
	}
	return d.await(ctx, func() bool { return d.done >= want })
}

// ask calls a method and returns its value, and leaves nothing of that in the events.
func (d *driver) ask(ctx context.Context, object, method string) (value any, err error) {
	if err := d.do(ctx, []action{{Call: object, Method: method}}); err != nil {
		return nil, err
	}
	d.update(func() {
		// Nothing comes between a call and its return, but what the call itself causes.
		for i := len(d.events) - 1; i >= 0; i-- {
			e := d.events[i]
			if e.Object != object || e.Name != method {
				continue
			}
			if e.Event == eventReturn {
				value = e.Value
			}
			d.events = append(d.events[:i:i], d.events[i+1:]...)
			if e.Event == eventCall {
				return
			}
		}
	})
	return value, nil
}

// emitted counts the emissions of a signal so far. It is for conditions of await.
func (d *driver) emitted(object, signal string) (count int) {
	for _, e := range d.events {
		if e.Event == eventSignal && e.Object == object && e.Name == signal {
			count++
		}
	}
	return count
}

// kill kills the driver because the scenario wants that.
func (d *driver) kill() {
	d.update(func() { d.killed = true })
	d.process.Kill()
}

// crashed reports whether the driver has ended by itself.
func (d *driver) crashed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.end != nil && !d.killed
}

// settle returns the events so far, with those on their way.
func (d *driver) settle(ctx context.Context) []event {
	_ = d.do(ctx, []action{}) // a driver that has ended has told all
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.events)
}

// stop ends the driver by the end of its input.
func (d *driver) stop(ctx context.Context) {
	d.input.Close()
	if err := d.await(ctx, func() bool { return d.end != nil }); err != nil {
		d.process.Kill()
	}
}
