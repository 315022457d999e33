package main

// The conductor: runs a scenario's steps one after the other, each on its host.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// place is where the drivers of a scenario run.
type place interface {
	// open makes the place, if it is not there yet.
	open(ctx context.Context) error
	// prepare brings the place into the state in which the scenario begins.
	prepare(ctx context.Context, s *scenario.Scenario) error
	// start starts an implementation's driver on a host. The files are its descriptors from 3 on.
	start(host string, i implementation, env []string, files []*os.File) (*driver, error)
	// left says what came of the scenario.
	left(o *outcome)
	// addresses are those of the hosts' adapters.
	addresses() map[string]string
	// disturb does a step that is done to a host.
	disturb(ctx context.Context, s *scenario.Step) error
	// patience is how long a step may take. It is no measure of speed.
	patience() time.Duration
}

// trace is what happened to each object, in order. The keys are HOST.OBJECT.
type trace map[string][]event

// outcome is what came of one run of a scenario.
type outcome struct {
	Trace   trace    `json:"trace"`
	Problem string   `json:"problem,omitempty"` // why the run did not come to its end
	Crashed []string `json:"crashed,omitempty"` // the hosts whose driver then had ended by itself
}

// run is a scenario that is under way.
type run struct {
	facts
	scenario *scenario.Scenario
	place    place
	wires    map[string]*wire
	drivers  map[string]*driver // by host
	hosts    map[string]string  // of objects
}

// conduct runs a scenario with an implementation on each host. The error is of what lies outside of
// the scenario.
func conduct(ctx context.Context, s *scenario.Scenario, p place, on map[string]implementation) (*outcome, error) {
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	wires, err := newWires(s)
	if err != nil {
		return nil, err
	}
	r := &run{
		facts:    facts{p.addresses(), make(map[string]string), make(map[string]int), s.Either},
		scenario: s, place: p, wires: wires,
		drivers: make(map[string]*driver), hosts: make(map[string]string),
	}
	defer r.close()
	if err := r.start(on); err != nil {
		return nil, err
	}
	// Meanwhile the drivers load.
	if err := p.prepare(ctx, s); err != nil {
		return nil, err
	}
	result := new(outcome)
	uncrashed, cancel := r.untilCrash(ctx)
	defer cancel()
	for i := range s.Steps {
		if err := r.step(uncrashed, &s.Steps[i]); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			result.Problem = fmt.Sprintf("%s:%d: %v", s.Steps[i].File, s.Steps[i].Line, err)
			result.Crashed = r.crashed()
			break
		}
	}
	result.Trace = r.facts.normalize(r.stop(ctx))
	p.left(result)
	return result, nil
}

// environment is what the drivers of a scenario find in their environment.
func environment(s *scenario.Scenario) []string {
	// GLib's event loop looks at descriptors and posted events in another order than Qt's own,
	// which qtbt uses.
	env := []string{"LC_ALL=C.UTF-8", "QT_NO_GLIB=1"}
	// Qt takes the raw back end without bluetoothd too.
	if s.Backend == scenario.Raw || s.Runs == scenario.Hermetic {
		env = append(env, "BLUETOOTH_FORCE_DBUS_LE_VERSION=5.40")
	}
	if s.Peripheral != scenario.PeripheralDBus {
		env = append(env, "QT_BLUETOOTH_USE_KERNEL_PERIPHERAL=1")
	}
	if s.Runs == scenario.Hermetic {
		env = append(env, "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent")
	}
	return env
}

func (r *run) start(on map[string]implementation) error {
	var files []*os.File
	for _, name := range sortedKeys(r.wires) {
		r.descriptors[name] = 3 + len(files)
		files = append(files, r.wires[name].near)
	}
	for _, host := range r.scenario.Hosts {
		d, err := r.place.start(host, on[host], environment(r.scenario), files)
		if err != nil {
			return fmt.Errorf("starting %s on host %s: %w", on[host].name, host, err)
		}
		r.drivers[host] = d
	}
	for _, w := range r.wires {
		w.near.Close()
	}
	return nil
}

func (r *run) close() {
	for _, d := range r.drivers {
		d.process.Kill()
	}
	for _, w := range r.wires {
		w.close()
	}
}

func (r *run) step(ctx context.Context, s *scenario.Step) error {
	limit := r.place.patience()
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errors.New("nothing came of it in time"))
	defer cancel()
	switch s.Kind() {
	case "await":
		return r.await(ctx, s)
	case "wire":
		return nil // was made before the drivers
	case "send", "receive", "receiveEnd", "hangUp":
		return r.wires[s.Target].do(s, limit)
	case "kill":
		r.drivers[s.Target].kill()
		return nil
	case "powerOff", "powerOn", "stopBluetooth", "startBluetooth", "meet":
		return r.place.disturb(ctx, s)
	default:
		return r.drivers[r.host(s)].do(ctx, r.actions(s))
	}
}

// untilCrash returns a context that ends when a driver crashes: what the other hosts wait for may
// never come then.
func (r *run) untilCrash(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	for host, d := range r.drivers {
		go func() {
			if err := d.await(ctx, func() bool { return d.killed }); err != nil {
				cancel(fmt.Errorf("host %s: %w", host, err))
			}
		}()
	}
	return ctx, func() { cancel(nil) }
}

// crashed lists the hosts whose driver has ended by itself.
func (r *run) crashed() (hosts []string) {
	for _, host := range r.scenario.Hosts {
		if r.drivers[host].crashed() {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// host finds the host of a driver step, and notes those of new objects.
func (r *run) host(s *scenario.Step) string {
	switch s.Kind() {
	case "construct":
		r.hosts[s.Construct] = s.Host
		return s.Host
	case "together", "inside":
		host := r.hosts[s.Target]
		for _, inner := range slices.Concat(s.Together, s.Steps) {
			host = r.host(&inner)
		}
		return host
	case "call":
		if s.As != "" {
			r.hosts[s.As] = r.hosts[s.Target]
		}
	}
	return r.hosts[s.Target]
}

// pollInterval is how long to wait before a property is looked at again.
const pollInterval = 5 * time.Millisecond

func (r *run) await(ctx context.Context, s *scenario.Step) error {
	d := r.drivers[r.hosts[s.Target]]
	if s.Equals == nil {
		times := max(s.Times, 1)
		err := d.await(ctx, func() bool { return d.emitted(s.Target, s.Member) >= times })
		return during(err, "awaiting %s, %d in all", s.Await, times)
	}
	for {
		value, err := d.ask(ctx, s.Target, s.Method.String())
		if err != nil || same(value, s.Equals) {
			return during(err, "awaiting %s", s.Await)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("awaiting %s = %v, which is %v: %w", s.Await, s.Equals, value, context.Cause(ctx))
		case <-time.After(pollInterval):
		}
	}
}

func during(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}

// same compares a value from JSON with one from YAML.
func same(got, want any) bool {
	a, err := json.Marshal(got)
	b, err2 := json.Marshal(want)
	return err == nil && err2 == nil && string(a) == string(b)
}

// stop gathers what happened to each object, and then ends the drivers: how one takes the other's
// end is no part of it.
func (r *run) stop(ctx context.Context) trace {
	ctx, cancel := context.WithTimeout(ctx, r.place.patience())
	defer cancel()
	t := make(trace)
	for _, host := range r.scenario.Hosts {
		for _, e := range r.drivers[host].settle(ctx) {
			t[host+"."+e.Object] = append(t[host+"."+e.Object], e)
		}
	}
	for name, w := range r.wires {
		if w.events != nil {
			t["wire."+name] = w.events
		}
	}
	for _, d := range r.drivers {
		d.stop(ctx)
	}
	return t
}
