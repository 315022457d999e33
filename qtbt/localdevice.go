package qtbt

// LocalDevice: QBluetoothLocalDevice.

import "github.com/goqtbt/bluetooth/cshim"

// Pairing is how two devices are paired. It is Qt's QBluetoothLocalDevice::Pairing, with its
// values.
type Pairing int32

// The kinds of pairing. They differ in what the system does when the remote device opens a
// connection.
const (
	// Unpaired means that the devices are not paired.
	Unpaired Pairing = cshim.PairingUnpaired
	// Paired means that the devices are paired, and the system asks the user whether to allow a
	// connection.
	Paired Pairing = cshim.PairingPaired
	// AuthorizedPaired means that the devices are paired, and the system does not ask. BlueZ calls
	// such a device trusted.
	AuthorizedPaired Pairing = cshim.PairingAuthorizedPaired
)

// String returns Qt's name, such as "Paired".
func (p Pairing) String() string {
	return enumName(p, "Pairing", cshim.PairingNames)
}

// HostMode is the state of a local adapter: whether it is on, and whether others can find it. It is
// Qt's QBluetoothLocalDevice::HostMode, with its values.
type HostMode int32

// The host modes.
const (
	// HostPoweredOff means that the adapter is switched off.
	HostPoweredOff HostMode = cshim.HostModePoweredOff
	// HostConnectable means that the adapter is on, and that only devices which know its address
	// can connect.
	HostConnectable HostMode = cshim.HostModeConnectable
	// HostDiscoverable means that the adapter is on, and that other devices find it.
	HostDiscoverable HostMode = cshim.HostModeDiscoverable
	// HostDiscoverableLimitedInquiry means that a limited inquiry finds the adapter. On BlueZ it is
	// the same as HostDiscoverable.
	HostDiscoverableLimitedInquiry HostMode = cshim.HostModeDiscoverableLimitedInquiry
)

// String returns Qt's name, such as "HostConnectable".
func (m HostMode) String() string {
	return enumName(m, "HostMode", cshim.HostModeNames)
}

// LocalDevice is a Bluetooth adapter of this machine. It is Qt's QBluetoothLocalDevice. It switches
// the adapter on and off, makes it visible to other devices, and pairs it with them. [AllDevices]
// lists the adapters.
//
// Most methods ask the system's Bluetooth service, and the Qt thread waits for the answer. On BlueZ
// each wait can last 25 seconds if bluetoothd hangs.
//
// The methods may be called from any goroutine and from handlers. Outside of the Qt thread they
// wait for it. On a deleted, nil or zero LocalDevice, methods that return an error return
// ErrDeleted, and the others return a zero value.
type LocalDevice struct {
	o *object
}

// NewLocalDevice makes an object for the default adapter, or for the given one. It starts the Qt
// thread if need be. The caller ends the object with Delete. The null Address is the default
// adapter too. On BlueZ that is the first one in the order of its object paths, such as
// /org/bluez/hci0. If there is no such adapter, the LocalDevice is not valid: see
// [LocalDevice.IsValid]. More than one address is refused with ErrInvalidArgument.
func NewLocalDevice(address ...Address) (*LocalDevice, error) {
	const op = "new local device"
	adapter, err := optional(op, "adapter", address, Address{})
	if err != nil {
		return nil, err
	}
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) { return cshim.LocalDeviceNew(adapter.Uint64()) })
	if err != nil {
		return nil, err
	}
	return &LocalDevice{o}, nil
}

// AllDevices returns the address and name of each local adapter. It returns nil if it cannot start
// the Qt thread, or if the system's Bluetooth service does not run. It is Qt's static
// QBluetoothLocalDevice::allDevices. On BlueZ the name is the one that bluetoothd makes from the
// machine's name; [LocalDevice.Name] returns the one that other devices see.
func AllDevices() []HostInfo {
	if Start() != nil {
		return nil
	}
	data, st := cshim.LocalDeviceAllDevices()
	if st != cshim.OK {
		return nil
	}
	devices, err := decodeHostInfos(data)
	if err != nil {
		return nil
	}
	return devices
}

func (d *LocalDevice) base() *object {
	if d == nil {
		return nil
	}
	return d.o
}

// Delete deletes the LocalDevice; the adapter keeps its state. No handler of the LocalDevice runs
// after Delete. A handler may delete its own LocalDevice. A pairing that still looks for its device
// is given up; a pairing that a user is being asked about goes on. Deleting twice does nothing.
func (d *LocalDevice) Delete() { d.base().delete() }

// IsValid reports whether there is such an adapter. A LocalDevice whose adapter is taken away
// becomes invalid, and stays so when the adapter comes back. It also becomes invalid when BlueZ is
// restarted. An invalid LocalDevice has no name and a null address, is HostPoweredOff, and pairs
// with no device.
func (d *LocalDevice) IsValid() bool { return value(d.base(), cshim.LocalDeviceIsValid) }

// Name returns the adapter's name, which other devices see. On BlueZ it is the adapter's alias.
func (d *LocalDevice) Name() string { return value(d.base(), cshim.LocalDeviceName) }

// Address returns the adapter's address.
func (d *LocalDevice) Address() Address {
	return AddressFromUint64(value(d.base(), cshim.LocalDeviceAddress))
}

// PowerOn switches the adapter on if it is off. OnHostModeStateChanged runs when that is done.
// PowerOn fails with ErrNoAdapter if the LocalDevice is not valid, and with ErrNoBluetoothd if
// bluetoothd does not run.
func (d *LocalDevice) PowerOn() error { return d.base().do("power on", cshim.LocalDevicePowerOn) }

// SetHostMode switches the adapter on or off for all programs, and makes it visible or not.
// OnHostModeStateChanged runs when that is done. SetHostMode fails with ErrInvalidArgument for a
// value that is no HostMode, and otherwise as PowerOn does.
//
// Call it again only when the last change is done. On BlueZ a call is ignored, with a warning in
// the log, while the adapter is being switched on for an earlier call. If the system refuses to
// switch the adapter on, later calls are ignored for good. BlueZ ends HostDiscoverable by itself
// after its configured time, usually 3 minutes.
func (d *LocalDevice) SetHostMode(mode HostMode) error {
	return d.base().do("set host mode", func(h cshim.Handle) cshim.Status {
		return cshim.LocalDeviceSetHostMode(h, int32(mode))
	})
}

// HostMode returns the current host mode.
func (d *LocalDevice) HostMode() HostMode {
	return HostMode(value(d.base(), cshim.LocalDeviceHostMode))
}

// RequestPairing pairs with a remote device, changes how it is paired, or ends the pairing with
// Unpaired. OnPairingFinished or OnErrorOccurred reports the result, perhaps during the call. The
// error is about the call alone: ErrInvalidArgument for a value that is no Pairing.
//
// Request one pairing at a time, and wait for its result: another request replaces it, and the
// replaced one reports no result. If the device is paired in the requested way already, the result
// comes at once. If that is Unpaired while the device is being paired with, the pairing is given
// up.
//
// On BlueZ:
//   - The system's pairing agent asks the users on both sides. On a side without an agent, the
//     devices pair without questions if neither side insists on them.
//   - A device that the system does not know is looked for first, for up to 20 seconds.
//   - If the users take more than 25 seconds to answer, OnErrorOccurred is called, and the devices
//     may pair all the same. Ask PairingStatus.
//   - Unpaired removes the device from the devices that the system knows, which ends its
//     connections.
//   - Qt before 6.7 reports nothing at all when BlueZ calls a pairing canceled. BlueZ does so when
//     the connection to the device is lost meanwhile.
//   - With several adapters, Qt looks the device up among the devices that all of them know, and
//     uses the first match. So a LocalDevice of hci1 pairs, and finds paired, over hci0 if hci0
//     knows the device. Unpaired then fails.
func (d *LocalDevice) RequestPairing(address Address, pairing Pairing) error {
	return d.base().do("request pairing", func(h cshim.Handle) cshim.Status {
		return cshim.LocalDeviceRequestPairing(h, address.Uint64(), int32(pairing))
	})
}

// PairingStatus returns how a remote device is paired, or Unpaired if the system does not know it.
func (d *LocalDevice) PairingStatus(address Address) Pairing {
	return Pairing(value(d.base(), func(h cshim.Handle) (int32, cshim.Status) {
		return cshim.LocalDevicePairingStatus(h, address.Uint64())
	}))
}

// ConnectedDevices returns the remote devices that are connected, paired or not, in no order.
func (d *LocalDevice) ConnectedDevices() []Address {
	addresses, err := decodeAddresses(value(d.base(), cshim.LocalDeviceConnectedDevices))
	if err != nil {
		return nil
	}
	return addresses
}

// OnHostModeStateChanged calls f on the Qt thread when the host mode has changed, no matter which
// program changed it.
func (d *LocalDevice) OnHostModeStateChanged(f func(HostMode)) *Subscription {
	return onValue(d.base(), cshim.SignalLocalDeviceHostModeStateChanged, f)
}

// OnDeviceConnected calls f on the Qt thread when a remote device has connected, no matter which
// side opened the connection.
func (d *LocalDevice) OnDeviceConnected(f func(Address)) *Subscription {
	return onAddress(d.base(), cshim.SignalLocalDeviceConnected, f)
}

// OnDeviceDisconnected calls f on the Qt thread when the last connection to a remote device has
// ended.
func (d *LocalDevice) OnDeviceDisconnected(f func(Address)) *Subscription {
	return onAddress(d.base(), cshim.SignalLocalDeviceDisconnected, f)
}

// OnPairingFinished calls f on the Qt thread when a RequestPairing of this object has succeeded.
// Its argument is how the remote device is paired now. Pairings that other programs requested are
// not reported.
func (d *LocalDevice) OnPairingFinished(f func(Address, Pairing)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return d.base().subscribe(cshim.SignalLocalDevicePairingFinished, func(v int64, _ []byte) {
		f(AddressFromUint64(uint64(v)), Pairing(v>>48))
	})
}

// OnErrorOccurred calls f on the Qt thread when a RequestPairing of this object has failed.
func (d *LocalDevice) OnErrorOccurred(f func(LocalDeviceError)) *Subscription {
	return onValue(d.base(), cshim.SignalLocalDeviceErrorOccurred, f)
}

// onAddress subscribes a handler whose argument is the address in the signal's integer.
func onAddress(o *object, signal cshim.Signal, f func(Address)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return o.subscribe(signal, func(v int64, _ []byte) { f(AddressFromUint64(uint64(v))) })
}
