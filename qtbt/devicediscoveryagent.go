package qtbt

// DeviceDiscoveryAgent: QBluetoothDeviceDiscoveryAgent.

import (
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// DiscoveryMethod is a set of ways to look for devices. It is Qt's
// QBluetoothDeviceDiscoveryAgent::DiscoveryMethods, with its values.
type DiscoveryMethod uint32

// The discovery methods, to be joined with "|".
const (
	NoMethod        DiscoveryMethod = cshim.DiscoveryMethodNone
	ClassicMethod   DiscoveryMethod = cshim.DiscoveryMethodClassic   // for RFCOMM and L2CAP
	LowEnergyMethod DiscoveryMethod = cshim.DiscoveryMethodLowEnergy // Low Energy
)

var discoveryMethodNames = flagNames[DiscoveryMethod]{
	{ClassicMethod, "ClassicMethod"},
	{LowEnergyMethod, "LowEnergyMethod"},
}

// String returns the names, such as "ClassicMethod|LowEnergyMethod", or "NoMethod".
func (m DiscoveryMethod) String() string { return discoveryMethodNames.format(m, "NoMethod") }

// DeviceDiscoveryAgent looks for devices nearby. It is Qt's QBluetoothDeviceDiscoveryAgent.
//
// Subscribe with OnDeviceDiscovered, and call Start. A discovery ends with OnFinished,
// OnErrorOccurred or OnCanceled. Devices that the system remembers come first; on BlueZ they come
// during Start.
//
// If the adapter is switched off during a discovery, BlueZ does not notify its clients. No further
// device is found, and OnFinished runs when the discovery's time is over, or never if it has no
// end. If the adapter or the Bluetooth daemon goes away, OnErrorOccurred reports
// DeviceDiscoveryInputOutputError.
//
// The methods may be called from any goroutine and from handlers. Outside of the Qt thread they
// wait for it. A handler may stop, restart or delete its own agent. A restart within a handler that
// got a device takes effect when the emission has returned. On a deleted, nil or zero
// DeviceDiscoveryAgent, methods that return an error return ErrDeleted, and the others return a
// zero value.
type DeviceDiscoveryAgent struct {
	o *object
}

// NewDeviceDiscoveryAgent makes an agent for the default adapter, or for the given one. It starts
// the Qt thread if need be. The caller ends the agent with Delete. If no local adapter has the
// address, LastError is DeviceDiscoveryInvalidBluetoothAdapterError from the start, and Start fails
// with DeviceDiscoveryInputOutputError.
//
// BlueZ's default adapter is the first one. Each adapter finds and remembers devices of its own; a
// socket connects only to devices that the first adapter has found.
//
// More than one adapter is refused with ErrInvalidArgument.
func NewDeviceDiscoveryAgent(deviceAdapter ...Address) (*DeviceDiscoveryAgent, error) {
	const op = "new device discovery agent"
	adapter, err := optional(op, "adapter", deviceAdapter, Address{})
	if err != nil {
		return nil, err
	}
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) {
		return cshim.DeviceDiscoveryAgentNew(adapter.Uint64())
	})
	if err != nil {
		return nil, err
	}
	return &DeviceDiscoveryAgent{o}, nil
}

// SupportedDiscoveryMethods returns the methods that the platform has, or NoMethod if it cannot
// start the Qt thread. It is Qt's static QBluetoothDeviceDiscoveryAgent::supportedDiscoveryMethods.
func SupportedDiscoveryMethods() DiscoveryMethod {
	if Start() != nil {
		return NoMethod
	}
	methods, _ := cshim.DeviceDiscoveryAgentSupportedMethods()
	return DiscoveryMethod(methods)
}

func (a *DeviceDiscoveryAgent) base() *object {
	if a == nil {
		return nil
	}
	return a.o
}

// Start starts looking for devices with all methods that the platform supports, unless the agent is
// active. The agent forgets the devices of the last discovery. The handlers report the result; the
// error is about the call alone.
//
// On macOS with Qt 6.5 or later, Start looks for classic devices only, unless the user has allowed
// the program to use Bluetooth. qtbt does not ask the user for it.
func (a *DeviceDiscoveryAgent) Start() error {
	return a.base().do("start device discovery", cshim.DeviceDiscoveryAgentStart)
}

// StartMethods is Start with some of the methods. They choose how to search, and do not filter the
// results: devices that the system remembers may be of the other kind. NoMethod does nothing. For a
// method that the platform does not support, OnErrorOccurred reports
// DeviceDiscoveryUnsupportedDiscoveryMethod.
func (a *DeviceDiscoveryAgent) StartMethods(methods DiscoveryMethod) error {
	return a.base().do("start device discovery", func(h cshim.Handle) cshim.Status {
		return cshim.DeviceDiscoveryAgentStartMethods(h, uint32(methods))
	})
}

// Stop ends the discovery. OnCanceled runs when it has ended. If Start is called before that, the
// new discovery begins instead of OnCanceled.
func (a *DeviceDiscoveryAgent) Stop() error {
	return a.base().do("stop device discovery", cshim.DeviceDiscoveryAgentStop)
}

// Delete stops the discovery and deletes the agent. No handler of the agent runs after Delete. A
// handler may delete its own agent. Deleting twice does nothing.
func (a *DeviceDiscoveryAgent) Delete() { a.base().delete() }

// IsActive reports whether the agent is looking for devices.
func (a *DeviceDiscoveryAgent) IsActive() bool {
	return value(a.base(), cshim.DeviceDiscoveryAgentIsActive)
}

// LastError returns the last error. It is Qt's error(). Starting a discovery clears it.
func (a *DeviceDiscoveryAgent) LastError() DeviceDiscoveryError {
	return DeviceDiscoveryError(value(a.base(), cshim.DeviceDiscoveryAgentError))
}

// ErrorString returns Qt's text for the last error, for people to read.
func (a *DeviceDiscoveryAgent) ErrorString() string {
	return value(a.base(), cshim.DeviceDiscoveryAgentErrorString)
}

// DiscoveredDevices returns the devices that the current or last discovery has found, with all that
// is known about them by now.
func (a *DeviceDiscoveryAgent) DiscoveredDevices() []DeviceInfo {
	devices, err := decodeDeviceInfos(value(a.base(), cshim.DeviceDiscoveryAgentDiscoveredDevices))
	if err != nil {
		return nil
	}
	return devices
}

// LowEnergyDiscoveryTimeout returns how long the Low Energy search lasts, 40 seconds unless set. It
// returns 0 if the search has no end. It returns -1 ms, which is Qt's -1, if the platform does not
// let the program choose.
func (a *DeviceDiscoveryAgent) LowEnergyDiscoveryTimeout() time.Duration {
	ms := value(a.base(), cshim.DeviceDiscoveryAgentLowEnergyDiscoveryTimeout)
	return time.Duration(ms) * time.Millisecond
}

// SetLowEnergyDiscoveryTimeout sets how long the Low Energy search of the next Start lasts, rounded
// up to whole milliseconds. With 0 the search has no end. Qt ignores negative values, and every
// value on platforms that do not let the program choose. On BlueZ the timeout holds for the classic
// search too. A timeout above Qt's maximum of 2147483647 ms is refused with ErrInvalidArgument.
func (a *DeviceDiscoveryAgent) SetLowEnergyDiscoveryTimeout(timeout time.Duration) error {
	const op = "set low energy discovery timeout"
	ms, err := milliseconds(op, timeout)
	if err != nil {
		return err
	}
	return a.base().do(op, func(h cshim.Handle) cshim.Status {
		return cshim.DeviceDiscoveryAgentSetLowEnergyDiscoveryTimeout(h, ms)
	})
}

// OnDeviceDiscovered calls f on the Qt thread when a device is found. It calls f again when more
// becomes known of the device than its signal strength and manufacturer data.
func (a *DeviceDiscoveryAgent) OnDeviceDiscovered(f func(DeviceInfo)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return a.base().subscribe(cshim.SignalDeviceDiscovered, func(_ int64, data []byte) {
		if device, err := decodeDeviceInfo(data); err == nil {
			f(device)
		}
	})
}

// OnDeviceUpdated calls f on the Qt thread when fields of a device that was found have changed.
func (a *DeviceDiscoveryAgent) OnDeviceUpdated(f func(DeviceInfo, DeviceField)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return a.base().subscribe(cshim.SignalDeviceUpdated, func(fields int64, data []byte) {
		if device, err := decodeDeviceInfo(data); err == nil {
			f(device, DeviceField(fields))
		}
	})
}

// OnFinished calls f on the Qt thread when the discovery has ended without an error.
func (a *DeviceDiscoveryAgent) OnFinished(f func()) *Subscription {
	return onSignal(a.base(), cshim.SignalDeviceDiscoveryFinished, f)
}

// OnErrorOccurred calls f on the Qt thread when the discovery ends with an error. This may happen
// during Start.
func (a *DeviceDiscoveryAgent) OnErrorOccurred(f func(DeviceDiscoveryError)) *Subscription {
	return onValue(a.base(), cshim.SignalDeviceDiscoveryErrorOccurred, f)
}

// OnCanceled calls f on the Qt thread when Stop has ended the discovery.
func (a *DeviceDiscoveryAgent) OnCanceled(f func()) *Subscription {
	return onSignal(a.base(), cshim.SignalDeviceDiscoveryCanceled, f)
}
