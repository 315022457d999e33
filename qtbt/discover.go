package qtbt

// Discover and DiscoverServices: searches for devices and services, each ended by its context.

import (
	"context"
	"iter"
	"sync"

	"github.com/goqtbt/bluetooth/cshim"
)

// Discover looks for classic devices nearby. It is [Discoverer.Discover] of the zero Discoverer.
func Discover(ctx context.Context) iter.Seq2[DeviceInfo, error] { return (&Discoverer{}).Discover(ctx) }

// DiscoverServices asks a device for its services. It is [Discoverer.DiscoverServices] of the zero
// Discoverer.
func DiscoverServices(ctx context.Context, device Address, uuids ...UUID) ([]*ServiceInfo, error) {
	return (&Discoverer{}).DiscoverServices(ctx, device, uuids...)
}

// Discoverer has the options of a search. The zero Discoverer is ready to use. Its methods may be
// called from any goroutine but the Qt thread.
//
// Errors are *OpError, with Qt's error code, such as [DeviceDiscoveryPoweredOffError], or with the
// error of the context. If the machine is the cause, they have ErrNoBus, ErrNoBluetoothd,
// ErrNoAdapter, ErrPoweredOff or fs.ErrPermission.
type Discoverer struct {
	Adapter Address         // the local adapter; if unset, the first one
	Methods DiscoveryMethod // how to look for devices; if unset, ClassicMethod
}

// Discover looks for devices and yields each one when it is found. Devices that the system
// remembers come first. A device comes again when more becomes known about it, such as its name.
//
// The sequence ends when Qt ends the search; with BlueZ this takes 40 s. The end of ctx ends the
// search at once, as does a break. An error, such as the context's, comes with the last pair.
func (d *Discoverer) Discover(ctx context.Context) iter.Seq2[DeviceInfo, error] {
	return func(yield func(DeviceInfo, error) bool) {
		const op = "discover"
		s := newSearch[DeviceInfo]()
		err := d.run(ctx, op, func() (searchAgent, error) { return d.startDevices(s) }, func() error {
			for {
				devices, over, err := s.wait(ctx)
				for _, device := range devices {
					if !yield(device, nil) {
						return nil
					}
				}
				if over || err != nil {
					return err
				}
			}
		})
		if err != nil {
			yield(DeviceInfo{}, d.failure(op, err))
		}
	}
}

// DiscoverServices asks a device for its services, and returns those with one of the UUIDs. Without
// a UUID it returns all services in the device's public browse group. It reads them as
// [FullDiscovery] describes. The end of ctx ends the search at once.
func (d *Discoverer) DiscoverServices(ctx context.Context, device Address, uuids ...UUID) ([]*ServiceInfo, error) {
	const op = "discover services"
	if device.IsNull() {
		return nil, &OpError{Op: op, Err: ErrInvalidArgument, Text: "null address"}
	}
	s := newSearch[*ServiceInfo]()
	var services []*ServiceInfo
	err := d.run(ctx, op, func() (searchAgent, error) { return d.startServices(s, device, uuids) }, func() error {
		for {
			more, over, err := s.wait(ctx)
			services = append(services, more...)
			if over || err != nil {
				return err
			}
		}
	})
	if err != nil {
		return nil, d.failure(op, err)
	}
	return services, nil
}

// run runs a search. It calls start on the Qt thread, and returns when receive has ended.
func (d *Discoverer) run(ctx context.Context, op string, start func() (searchAgent, error), receive func() error) error {
	switch {
	case d == nil:
		return nilConfig(op)
	case ctx == nil:
		return &OpError{Op: op, Err: ErrInvalidArgument, Text: "nil context"}
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if err := Start(); err != nil {
		return err
	}
	if OnQtThread() {
		return &OpError{Op: op, Err: ErrOnQtThread}
	}
	if err := awaitDaemon(ctx, op); err != nil {
		return err
	}
	discard := func(agent searchAgent) { agent.base().discard() }
	agent, err := invokeMake(ctx, start, discard)
	if err != nil {
		return err
	}
	defer discard(agent)
	return receive()
}

// failure returns the error of a search as an *OpError.
func (d *Discoverer) failure(op string, err error) error {
	if _, ok := err.(*OpError); !ok {
		return &OpError{Op: op, Err: err}
	}
	if d == nil {
		return err
	}
	return explained(err, d.Adapter)
}

// searchAgent is a DeviceDiscoveryAgent or a ServiceDiscoveryAgent.
type searchAgent interface {
	base() *object
	Delete()
}

// startDevices starts to look for devices. It runs on the Qt thread.
func (d *Discoverer) startDevices(s *search[DeviceInfo]) (searchAgent, error) {
	agent, err := NewDeviceDiscoveryAgent(d.Adapter)
	if err != nil {
		return nil, err
	}
	failure := func() error {
		return &OpError{Op: "discover", Code: agent.LastError(), Text: agent.ErrorString()}
	}
	if agent.LastError() != DeviceDiscoveryNoError {
		err := failure()
		agent.Delete()
		return nil, err
	}
	agent.OnDeviceDiscovered(func(device DeviceInfo) { s.found(device) })
	agent.OnErrorOccurred(func(DeviceDiscoveryError) { s.end(failure()) })
	agent.OnFinished(func() { s.end(nil) })
	methods := d.Methods
	if methods == NoMethod {
		methods = ClassicMethod
	}
	if err := agent.StartMethods(methods); err != nil {
		agent.Delete()
		return nil, err
	}
	return agent, nil
}

// startServices starts to ask a device for services. It runs on the Qt thread.
func (d *Discoverer) startServices(s *search[*ServiceInfo], device Address, uuids []UUID) (searchAgent, error) {
	const op = "discover services"
	agent, err := NewServiceDiscoveryAgent(d.Adapter)
	if err != nil {
		return nil, err
	}
	failure := func() error { return &OpError{Op: op, Code: agent.LastError(), Text: agent.ErrorString()} }
	if agent.LastError() != ServiceDiscoveryNoError {
		err := failure()
		agent.Delete()
		return nil, err
	}
	agent.OnErrorOccurred(func(ServiceDiscoveryError) { s.end(failure()) })
	agent.OnFinished(func() { s.end(nil, agent.DiscoveredServices()...) })
	for _, step := range []func() error{
		func() error { return agent.SetRemoteAddress(device) },
		func() error { return agent.SetUUIDFilter(uuids...) },
		func() error { return agent.Start(FullDiscovery) },
	} {
		if err := step(); err != nil {
			agent.Delete()
			return nil, err
		}
	}
	return agent, nil
}

// search hands an agent's results from the Qt thread to the receiver. The Qt thread never waits for
// the receiver.
type search[T any] struct {
	mu      sync.Mutex
	results []T
	over    bool
	err     error
	changed *wakeup
}

func newSearch[T any]() *search[T] { return &search[T]{changed: newWakeup()} }

func (s *search[T]) found(result T) {
	s.mu.Lock()
	s.results = append(s.results, result)
	s.mu.Unlock()
	s.changed.wake()
}

// end ends the search. Only the first end counts.
func (s *search[T]) end(err error, last ...T) {
	s.mu.Lock()
	if !s.over {
		s.over, s.err = true, err
		s.results = append(s.results, last...)
	}
	s.mu.Unlock()
	s.changed.wake()
}

// wait waits for results, for the end of the search, or for the end of ctx.
func (s *search[T]) wait(ctx context.Context) (results []T, over bool, err error) {
	select {
	case <-ctx.Done():
		return nil, false, ctx.Err()
	case <-stopped:
		return nil, false, statusError("discover", cshim.Stopped)
	case <-s.changed.token:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	results, s.results = s.results, nil
	return results, s.over, s.err
}
