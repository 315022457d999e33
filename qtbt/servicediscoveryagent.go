package qtbt

// ServiceDiscoveryAgent: QBluetoothServiceDiscoveryAgent.

import "github.com/goqtbt/bluetooth/cshim"

// DiscoveryMode is how thoroughly to look for services. It is Qt's
// QBluetoothServiceDiscoveryAgent::DiscoveryMode.
type DiscoveryMode int32

// The discovery modes.
const (
	// MinimalDiscovery returns what the system knows of a device without asking it: on BlueZ, the
	// UUIDs of its services. Qt invents the names and protocols of these services; the protocol is
	// MinimalDiscovery: always L2CAP.
	MinimalDiscovery DiscoveryMode = cshim.DiscoveryModeMinimal
	// FullDiscovery asks the device over SDP for whole records.
	//
	// On BlueZ, Qt does so through a helper program, sdpscanner, and not every value comes through
	// the two as it was published. With Qt 6.4.2 and BlueZ 5.66, in Go and in C++ alike, values are
	// read as follows:
	//
	//	published                          read
	//	bool, uint32                       the same
	//	uint8, uint16                      int32
	//	uint64                             uint64, before Qt 6.8 only its lower 32 bits
	//	int8, int16, int32, int64          nil
	//	UUID                               the same
	//	string                             the same
	//	[]byte                             string, up to the first zero; invalid UTF-8 as U+FFFD
	//	URL                                string; before Qt 6.4.3 perhaps a wrong one, see below
	//	Sequence                           Sequence, of what its elements are read as
	//	Alternative, nil                   nil
	//
	// Qt moves the first 128-bit UUID among the service classes to ServiceUUID. It names such a
	// service "Custom Service" if it has no name.
	//
	// Before Qt 6.4.3, sdpscanner forgets the end of a URL, so older content of its buffer may
	// FullDiscovery: follow. It does not escape "&" in a URL either, and Qt stops reading the
	// record there. A URL of 1024 bytes or more is too long for the buffer: sdpscanner may crash,
	// and the discovery then fails with ServiceDiscoveryInputOutputError.
	FullDiscovery DiscoveryMode = cshim.DiscoveryModeFull
)

// String returns "MinimalDiscovery" or "FullDiscovery".
func (m DiscoveryMode) String() string {
	return enumName(m, "DiscoveryMode", cshim.DiscoveryModeNames)
}

// ServiceDiscoveryAgent looks for services on one device, or on all devices nearby. It is Qt's
// QBluetoothServiceDiscoveryAgent.
//
// To find out how to connect to a service of a device, call SetRemoteAddress and SetUUIDFilter, and
// Start with FullDiscovery. A discovery ends with OnFinished or OnCanceled; OnErrorOccurred may
// come before. On BlueZ, OnServiceDiscovered reports the services of the last device after
// OnFinished, when DiscoveredServices has them already.
//
// The methods may be called from any goroutine and from handlers. Outside of the Qt thread they
// wait for it. A handler may stop, restart or delete its own agent. On a deleted, nil or zero
// ServiceDiscoveryAgent, methods that return an error return ErrDeleted, and the others return a
// zero value.
type ServiceDiscoveryAgent struct {
	o *object
}

// NewServiceDiscoveryAgent makes an agent for the default adapter, or for the given one. It starts
// the Qt thread if need be. The caller ends the agent with Delete. If no local adapter has the
// address, LastError is ServiceDiscoveryInvalidBluetoothAdapterError from the start, and Start does
// nothing. BlueZ's default adapter is the first one; a minimal discovery returns what any adapter
// has learned of a device. More than one adapter is refused with ErrInvalidArgument.
func NewServiceDiscoveryAgent(deviceAdapter ...Address) (*ServiceDiscoveryAgent, error) {
	const op = "new service discovery agent"
	adapter, err := optional(op, "adapter", deviceAdapter, Address{})
	if err != nil {
		return nil, err
	}
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) {
		return cshim.ServiceDiscoveryAgentNew(adapter.Uint64())
	})
	if err != nil {
		return nil, err
	}
	return &ServiceDiscoveryAgent{o}, nil
}

func (a *ServiceDiscoveryAgent) base() *object {
	if a == nil {
		return nil
	}
	return a.o
}

// Start starts a search for services, in MinimalDiscovery by default. It does nothing if the agent
// is active. The handlers report the result; the error is about the call alone. Services found
// earlier stay in DiscoveredServices, and OnServiceDiscovered does not report them again. Clear
// forgets them. More than one mode is refused with ErrInvalidArgument.
func (a *ServiceDiscoveryAgent) Start(mode ...DiscoveryMode) error {
	const op = "start service discovery"
	chosen, err := optional(op, "discovery mode", mode, MinimalDiscovery)
	if err != nil {
		return err
	}
	return a.base().do(op, func(h cshim.Handle) cshim.Status {
		return cshim.ServiceDiscoveryAgentStart(h, int32(chosen))
	})
}

// Stop ends the discovery. OnCanceled runs when it has ended. In a full discovery of one device on
// BlueZ, OnErrorOccurred with ServiceDiscoveryInputOutputError and OnFinished run before that.
// Within OnServiceDiscovered, where Qt would crash, Stop takes effect when the emission has
// returned; the discovery may by then have ended with OnFinished. Stopping an agent that is not
// active does nothing.
func (a *ServiceDiscoveryAgent) Stop() error {
	return a.base().do("stop service discovery", cshim.ServiceDiscoveryAgentStop)
}

// Clear forgets the services that were found, and the UUID filter. It does nothing while the agent
// is active.
func (a *ServiceDiscoveryAgent) Clear() error {
	return a.base().do("clear service discovery", cshim.ServiceDiscoveryAgentClear)
}

// Delete stops the discovery and deletes the agent. No handler of the agent runs after Delete. A
// handler may delete its own agent. Deleting twice does nothing.
func (a *ServiceDiscoveryAgent) Delete() { a.base().delete() }

// IsActive reports whether the agent is looking for services.
func (a *ServiceDiscoveryAgent) IsActive() bool {
	return value(a.base(), cshim.ServiceDiscoveryAgentIsActive)
}

// LastError returns the last error. It is Qt's error(). Starting a discovery clears it. A discovery
// on all devices does not keep errors of single devices.
func (a *ServiceDiscoveryAgent) LastError() ServiceDiscoveryError {
	return ServiceDiscoveryError(value(a.base(), cshim.ServiceDiscoveryAgentError))
}

// ErrorString returns Qt's text for the last error, for people to read.
func (a *ServiceDiscoveryAgent) ErrorString() string {
	return value(a.base(), cshim.ServiceDiscoveryAgentErrorString)
}

// DiscoveredServices returns the services that all discoveries since the last Clear have found.
func (a *ServiceDiscoveryAgent) DiscoveredServices() []*ServiceInfo {
	services, err := decodeServiceInfos(value(a.base(), cshim.ServiceDiscoveryAgentDiscoveredServices))
	if err != nil {
		return nil
	}
	return services
}

// SetUUIDFilter restricts the discovery to services with one of the UUIDs as their ServiceUUID or
// among their ServiceClassUUIDs. Without UUIDs, the discovery finds all services in the public
// browse group.
func (a *ServiceDiscoveryAgent) SetUUIDFilter(uuids ...UUID) error {
	packed := make([][16]byte, len(uuids))
	for i, uuid := range uuids {
		packed[i] = uuid
	}
	return a.base().do("set UUID filter", func(h cshim.Handle) cshim.Status {
		return cshim.ServiceDiscoveryAgentSetUUIDFilter(h, packed)
	})
}

// UUIDFilter returns the UUIDs that the discovery is restricted to.
func (a *ServiceDiscoveryAgent) UUIDFilter() []UUID {
	return uuidsOf(value(a.base(), cshim.ServiceDiscoveryAgentUUIDFilter))
}

// SetRemoteAddress restricts the discovery to one device. The null Address means all devices
// nearby, for which the agent looks first. On an active agent it fails with ErrDiscoveryActive.
func (a *ServiceDiscoveryAgent) SetRemoteAddress(address Address) error {
	const op = "set remote address"
	var set bool
	err := a.base().do(op, func(h cshim.Handle) (st cshim.Status) {
		set, st = cshim.ServiceDiscoveryAgentSetRemoteAddress(h, address.Uint64())
		return st
	})
	if err == nil && !set {
		err = &OpError{Op: op, Err: ErrDiscoveryActive}
	}
	return err
}

// RemoteAddress returns the device that the discovery is restricted to, or the null Address if it
// is not restricted.
func (a *ServiceDiscoveryAgent) RemoteAddress() Address {
	return AddressFromUint64(value(a.base(), cshim.ServiceDiscoveryAgentRemoteAddress))
}

// OnServiceDiscovered calls f on the Qt thread when the agent finds a service that it did not know.
func (a *ServiceDiscoveryAgent) OnServiceDiscovered(f func(*ServiceInfo)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return a.base().subscribe(cshim.SignalServiceDiscovered, func(_ int64, data []byte) {
		if service, err := decodeServiceInfo(data); err == nil {
			f(service)
		}
	})
}

// OnFinished calls f on the Qt thread when the discovery has ended, with or without an error.
func (a *ServiceDiscoveryAgent) OnFinished(f func()) *Subscription {
	return onSignal(a.base(), cshim.SignalServiceDiscoveryFinished, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs; OnFinished follows.
func (a *ServiceDiscoveryAgent) OnErrorOccurred(f func(ServiceDiscoveryError)) *Subscription {
	return onValue(a.base(), cshim.SignalServiceDiscoveryErrorOccurred, f)
}

// OnCanceled calls f on the Qt thread when Stop has ended the discovery.
func (a *ServiceDiscoveryAgent) OnCanceled(f func()) *Subscription {
	return onSignal(a.base(), cshim.SignalServiceDiscoveryCanceled, f)
}
