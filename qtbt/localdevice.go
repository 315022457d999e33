// LocalDevice: QBluetoothLocalDevice.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// Pairing is how two devices are paired; Qt's QBluetoothLocalDevice::Pairing, with its values.
type Pairing int32

// The kinds of pairing. They differ in what happens when the remote device opens a connection.
const (
	Unpaired         Pairing = cshim.PairingUnpaired         // not paired
	Paired           Pairing = cshim.PairingPaired           // paired; the system asks the user whether to allow a connection
	AuthorizedPaired Pairing = cshim.PairingAuthorizedPaired // paired; the system does not ask. BlueZ calls such a device trusted
)

// String returns Qt's name, such as "Paired".
func (p Pairing) String() string {
	return enumName(p, "Pairing", cshim.PairingNames)
}

// HostMode is how a local adapter shows itself to others; Qt's QBluetoothLocalDevice::HostMode, with its values.
type HostMode int32

// The host modes.
const (
	HostPoweredOff                 HostMode = cshim.HostModePoweredOff                 // switched off
	HostConnectable                HostMode = cshim.HostModeConnectable                // on; only devices that know its address can connect
	HostDiscoverable               HostMode = cshim.HostModeDiscoverable               // on and found by others
	HostDiscoverableLimitedInquiry HostMode = cshim.HostModeDiscoverableLimitedInquiry // found by a limited inquiry; on BlueZ the same as HostDiscoverable
)

// String returns Qt's name, such as "HostConnectable".
func (m HostMode) String() string {
	return enumName(m, "HostMode", cshim.HostModeNames)
}

// LocalDevice is a Bluetooth adapter of this machine; Qt's QBluetoothLocalDevice. It switches the adapter on and off, makes
// it visible to others, and pairs it with them. [AllDevices] lists the adapters.
//
// Most methods ask the system's Bluetooth service, and the Qt thread waits for its answers: on BlueZ for up to 25 seconds
// each, should it hang.
//
// The methods may be called from any goroutine and from handlers; elsewhere than on the Qt thread they wait for it. On a
// deleted, nil or zero LocalDevice, methods that return an error return ErrDeleted, and the others a zero value.
type LocalDevice struct {
	o *object
}

// NewLocalDevice makes an object for the default adapter, or for the one that is given, starting the Qt thread if need be.
// The caller ends it with Delete. The null Address is the default adapter too; on BlueZ that is the first one in the order
// of its object paths, such as /org/bluez/hci0. If there is no such adapter, the LocalDevice is not valid: see
// [LocalDevice.IsValid]. More than one address is an ErrInvalidArgument.
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

// AllDevices returns the address and name of each local adapter, starting the Qt thread if need be; nil if that fails, or
// if the system's Bluetooth service does not run. It is Qt's static QBluetoothLocalDevice::allDevices. On BlueZ the name
// is what bluetoothd makes of the host's name; [LocalDevice.Name] is the one that other devices see.
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

// Delete deletes the LocalDevice, not the adapter, whose state stays: no handler runs after Delete, which a handler of its
// own may call. A pairing that is looking for its device is given up; one that a user is being asked for goes on. Deleting
// twice does nothing.
func (d *LocalDevice) Delete() { d.base().delete() }

// IsValid reports whether there is such an adapter. A LocalDevice whose adapter is taken away becomes invalid, and stays so
// when it comes back; so it is when BlueZ is restarted. An invalid one has no name and a null address, is
// HostPoweredOff, and pairs with nobody.
func (d *LocalDevice) IsValid() bool { return value(d.base(), cshim.LocalDeviceIsValid) }

// Name returns the adapter's name, the one that other devices see; on BlueZ its alias.
func (d *LocalDevice) Name() string { return value(d.base(), cshim.LocalDeviceName) }

// Address returns the adapter's address.
func (d *LocalDevice) Address() Address {
	return AddressFromUint64(value(d.base(), cshim.LocalDeviceAddress))
}

// PowerOn switches the adapter on, if it is off. OnHostModeStateChanged is called when that is done. PowerOn fails with
// ErrNoAdapter if the LocalDevice is not valid, and with ErrNoBluetoothd if bluetoothd does not run.
func (d *LocalDevice) PowerOn() error { return d.base().do("power on", cshim.LocalDevicePowerOn) }

// SetHostMode switches the adapter on or off, with whoever uses it, and makes it visible or not. OnHostModeStateChanged
// is called when that is done. SetHostMode fails with ErrInvalidArgument for a value that is no HostMode, and like PowerOn.
//
// Call it again only when the last change is done. On BlueZ a call is ignored, with a warning in the log, while the adapter
// is being switched on for an earlier one, and for good if the system refuses to switch it on. BlueZ ends
// HostDiscoverable by itself after the time that it is configured for, usually 3 minutes.
func (d *LocalDevice) SetHostMode(mode HostMode) error {
	return d.base().do("set host mode", func(h cshim.Handle) cshim.Status {
		return cshim.LocalDeviceSetHostMode(h, int32(mode))
	})
}

// HostMode returns the current host mode.
func (d *LocalDevice) HostMode() HostMode {
	return HostMode(value(d.base(), cshim.LocalDeviceHostMode))
}

// RequestPairing pairs with a remote device, changes how it is paired, or ends the pairing with Unpaired. What comes of it
// is told by OnPairingFinished or OnErrorOccurred, perhaps during the call. The error returned is about the call alone:
// ErrInvalidArgument for a value that is no Pairing.
//
// Ask for one pairing at a time, and wait for its outcome: another request takes its place, without an end of its own. What
// a device has already is told at once; if that is Unpaired, and the device is just being paired with, that is given up.
//
// On BlueZ:
//   - The system's pairing agent asks the users, on both sides; without one there, the devices pair without questions if
//     neither side insists on them.
//   - A device that the system does not know is looked for first, for up to 20 seconds.
//   - An answer of the users that takes more than 25 seconds comes too late: OnErrorOccurred is called, and the devices may
//     pair all the same. Ask PairingStatus.
//   - Unpaired removes the device from what the system knows, and its connection with that.
//   - Qt before 6.7 tells nothing at all when BlueZ calls a pairing canceled, as it does when the connection to the device
//     is lost meanwhile.
//   - With several adapters, Qt looks the device up among what all of them know, and takes the first one's. So a LocalDevice
//     of hci1 pairs, and finds paired, over hci0 if that knows the device. Unpaired then fails.
func (d *LocalDevice) RequestPairing(address Address, pairing Pairing) error {
	return d.base().do("request pairing", func(h cshim.Handle) cshim.Status {
		return cshim.LocalDeviceRequestPairing(h, address.Uint64(), int32(pairing))
	})
}

// PairingStatus returns how a remote device is paired; Unpaired for one that is not known.
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

// OnHostModeStateChanged calls f on the Qt thread when the host mode has changed, whoever changed it.
func (d *LocalDevice) OnHostModeStateChanged(f func(HostMode)) *Subscription {
	return onValue(d.base(), cshim.SignalLocalDeviceHostModeStateChanged, f)
}

// OnDeviceConnected calls f on the Qt thread when a remote device has connected, whoever opened the connection.
func (d *LocalDevice) OnDeviceConnected(f func(Address)) *Subscription {
	return onAddress(d.base(), cshim.SignalLocalDeviceConnected, f)
}

// OnDeviceDisconnected calls f on the Qt thread when the last connection to a remote device has ended.
func (d *LocalDevice) OnDeviceDisconnected(f func(Address)) *Subscription {
	return onAddress(d.base(), cshim.SignalLocalDeviceDisconnected, f)
}

// OnPairingFinished calls f on the Qt thread when a RequestPairing of this object has succeeded, with how the remote device
// is paired now. Pairings that others asked for are not told.
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

// onAddress connects a handler whose argument is the address in the signal's integer.
func onAddress(o *object, signal cshim.Signal, f func(Address)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return o.subscribe(signal, func(v int64, _ []byte) { f(AddressFromUint64(uint64(v))) })
}
