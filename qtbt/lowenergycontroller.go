package qtbt

// LowEnergyController: QLowEnergyController. Its handlers are in lowenergycontroller_handlers.go.

import (
	"runtime"

	"github.com/goqtbt/bluetooth/cshim"
)

// LowEnergyController is one end of a Low Energy connection; Qt's QLowEnergyController.
//
// A central connects to a device that was found, looks for its services, and uses them:
// [NewLowEnergyCentral], ConnectToDevice, DiscoverServices in OnConnected, CreateServiceObject in
// OnDiscoveryFinished. A peripheral offers services and makes itself known:
// [NewLowEnergyPeripheral], AddService, StartAdvertising.
//
// The methods return at once, and the On… handlers report what happens. A method that returns an
// error returns one if Qt emits OnErrorOccurred during the call: an *[OpError] with a
// [LowEnergyControllerError]. It returns [ErrWrongState] if Qt refuses the call in the controller's
// role or state.
//
// The methods may be called from any goroutine and from handlers. Elsewhere than on the Qt thread
// they wait for it. A handler may disconnect, reconnect, advertise again or delete its own
// controller. Where Qt would crash or call the handler without end, the call takes effect when the
// emission has returned. On a deleted, nil or zero LowEnergyController, methods that return an
// error return ErrDeleted, and the others a zero value.
type LowEnergyController struct {
	o *object
}

// NewLowEnergyCentral makes a controller that connects to a device, through the default adapter or
// the one that is given; Qt's createCentral. It starts the Qt thread if need be. The caller ends it
// with Delete. More than one adapter is an ErrInvalidArgument.
//
// On BlueZ, the adapter must have found the device before. Two controllers may be connected to one
// device; when one of them disconnects, both are disconnected.
func NewLowEnergyCentral(remoteDevice DeviceInfo, localDevice ...Address) (*LowEnergyController, error) {
	const op = "new low energy central"
	adapter, err := optional(op, "adapter", localDevice, Address{})
	if err != nil {
		return nil, err
	}
	device, err := encodeElement(nil, deviceElement(remoteDevice))
	if err != nil {
		return nil, &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) {
		return cshim.LowEnergyControllerNewCentral(device, adapter.Uint64())
	})
	if err != nil {
		return nil, err
	}
	return &LowEnergyController{o}, nil
}

// NewLowEnergyPeripheral makes a controller that other devices connect to, through the default
// adapter or the one that is given; Qt's createPeripheral. It starts the Qt thread if need be. The
// caller ends it with Delete. More than one adapter is an ErrInvalidArgument.
//
// On BlueZ, Qt up to 6.6 sends HCI commands to the adapter by itself, which needs the capability
// CAP_NET_RAW. From 6.7 on it does so only if QT_BLUETOOTH_USE_KERNEL_PERIPHERAL is set in the
// environment, or if bluetoothd is older than 5.56.
//
// That raw HCI peripheral serves one central at a time. The connection ends the advertising, and
// its end removes the services; then AddService and StartAdvertising make the peripheral ready for
// the next central. Through bluetoothd a peripheral serves several centrals at once, which Qt
// reports as one connection: from the first central to the last. DisconnectFromDevice disconnects
// all of them.
func NewLowEnergyPeripheral(localDevice ...Address) (*LowEnergyController, error) {
	const op = "new low energy peripheral"
	adapter, err := optional(op, "adapter", localDevice, Address{})
	if err != nil {
		return nil, err
	}
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) {
		return cshim.LowEnergyControllerNewPeripheral(adapter.Uint64())
	})
	if err != nil {
		return nil, err
	}
	return &LowEnergyController{o}, nil
}

func (c *LowEnergyController) base() *object {
	if c == nil {
		return nil
	}
	return c.o
}

// attempt makes a call that Qt may refuse.
func (c *LowEnergyController) attempt(op string, f func(cshim.Handle) (cshim.Failure, cshim.Status)) error {
	err := c.base().attempt(op, lowEnergyControllerCode, f)
	if e, ok := err.(*OpError); ok && e.Code == nil && e.Err == nil {
		e.Err = ErrWrongState
	}
	return err
}

// lowEnergyControllerCode returns no code for a call that Qt refuses without an error.
func lowEnergyControllerCode(code int32) Code {
	if code == 0 {
		return nil
	}
	return LowEnergyControllerError(code)
}

// Delete disconnects and deletes the controller: no handler of it runs after Delete, which a
// handler of its own may call. Its services become invalid; a peripheral's only if it was connected
// or advertised. Deleting twice does nothing.
func (c *LowEnergyController) Delete() { c.base().delete() }

// LocalAddress returns the address of the local adapter; null if there is none.
func (c *LowEnergyController) LocalAddress() Address {
	return AddressFromUint64(value(c.base(), cshim.LowEnergyControllerLocalAddress))
}

// RemoteAddress returns the address of a central's device, or of the client that is connected to a
// peripheral.
func (c *LowEnergyController) RemoteAddress() Address {
	return AddressFromUint64(value(c.base(), cshim.LowEnergyControllerRemoteAddress))
}

// RemoteDeviceUUID returns the UUID by which macOS names a central's device. It is null elsewhere.
func (c *LowEnergyController) RemoteDeviceUUID() UUID {
	return value(c.base(), cshim.LowEnergyControllerRemoteDeviceUUID)
}

// RemoteName returns the name of a central's device, or of the client that is connected to a
// peripheral.
func (c *LowEnergyController) RemoteName() string {
	return value(c.base(), cshim.LowEnergyControllerRemoteName)
}

// Role returns whether the controller is a central or a peripheral.
func (c *LowEnergyController) Role() LowEnergyControllerRole {
	return LowEnergyControllerRole(value(c.base(), cshim.LowEnergyControllerRole))
}

// State returns the state of the connection.
func (c *LowEnergyController) State() LowEnergyControllerState {
	return LowEnergyControllerState(value(c.base(), cshim.LowEnergyControllerState))
}

// LastError returns the last error; Qt's error(). On BlueZ nothing clears it, but the advertising
// of Qt's D-Bus peripheral, since 6.5.
func (c *LowEnergyController) LastError() LowEnergyControllerError {
	return LowEnergyControllerError(value(c.base(), cshim.LowEnergyControllerError))
}

// ErrorString returns Qt's text for the last error, for people.
func (c *LowEnergyController) ErrorString() string {
	return value(c.base(), cshim.LowEnergyControllerErrorString)
}

// MTU returns the number of bytes of the largest packet of the attribute protocol, or -1 if it is
// not known. On BlueZ a central never knows it.
func (c *LowEnergyController) MTU() int {
	return int(value(c.base(), cshim.LowEnergyControllerMTU))
}

// RemoteAddressType returns the kind of the device's address: PublicAddress unless set.
func (c *LowEnergyController) RemoteAddressType() RemoteAddressType {
	return RemoteAddressType(value(c.base(), cshim.LowEnergyControllerRemoteAddressType))
}

// SetRemoteAddressType sets the kind of the device's address. A central on BlueZ ignores it,
// because bluetoothd knows the kind. Another value is an ErrInvalidArgument.
func (c *LowEnergyController) SetRemoteAddressType(addressType RemoteAddressType) error {
	return c.base().do("set remote address type", func(h cshim.Handle) cshim.Status {
		return cshim.LowEnergyControllerSetRemoteAddressType(h, int32(addressType))
	})
}

// ConnectToDevice connects a central to its device, unless it is not in
// LowEnergyControllerUnconnectedState. OnConnected or OnErrorOccurred reports the result. On BlueZ,
// a device that does not answer is a LowEnergyControllerUnknownError after 25 seconds.
//
// It returns LowEnergyControllerInvalidBluetoothAdapterError if there is no such adapter,
// LowEnergyControllerConnectionError if the adapter is off,
// LowEnergyControllerUnknownRemoteDeviceError if the adapter does not know the device, and
// ErrWrongState on a peripheral.
func (c *LowEnergyController) ConnectToDevice() error {
	return c.attempt("connect to device", cshim.LowEnergyControllerConnectToDevice)
}

// DisconnectFromDevice ends the connection. All services become invalid at once; a peripheral's are
// gone, and have to be added again. OnDisconnected reports the end.
//
// Within a handler of a peripheral, or of a service that has become invalid, it takes effect when
// the emission has returned. In the raw HCI peripheral of Qt, a controller that advertises again
// after a connection stays in LowEnergyControllerClosingState for ever: call StopAdvertising
// instead.
func (c *LowEnergyController) DisconnectFromDevice() error {
	return c.base().do("disconnect from device", cshim.LowEnergyControllerDisconnectFromDevice)
}

// DiscoverServices looks for the device's services, in LowEnergyControllerConnectedState only.
// OnServiceDiscovered reports each service, and OnDiscoveryFinished the end. On BlueZ all of them
// are emitted during the call. It returns ErrWrongState on a peripheral.
func (c *LowEnergyController) DiscoverServices() error {
	return c.attempt("discover services", cshim.LowEnergyControllerDiscoverServices)
}

// ReadRSSI reads the signal strength of the connection to a central's device; OnRSSIRead reports
// it. On BlueZ, and with a Qt older than 6.5, it is a LowEnergyControllerRSSIReadError. Such a Qt
// neither sets LastError nor emits OnErrorOccurred.
func (c *LowEnergyController) ReadRSSI() error {
	return c.attempt("read RSSI", cshim.LowEnergyControllerReadRSSI)
}

// RequestConnectionUpdate asks for other parameters of the connection; OnConnectionUpdated reports
// the parameters that result. On BlueZ only Qt's raw HCI peripheral does so, and the others ignore
// the call. It returns ErrWrongState without a connection.
func (c *LowEnergyController) RequestConnectionUpdate(parameters LowEnergyConnectionParameters) error {
	const op = "request connection update"
	encoded, err := encodeConnectionParameters(parameters)
	if err != nil {
		return &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	return c.attempt(op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyControllerRequestConnectionUpdate(h, encoded)
	})
}

// Services returns the UUIDs of the device's services that were found. On BlueZ, one stands for all
// services of that UUID.
func (c *LowEnergyController) Services() []UUID {
	return uuidsOf(value(c.base(), cshim.LowEnergyControllerServices))
}

// CreateServiceObject returns an object for a service of the device, or nil if none of that UUID
// was found. The caller ends it with its Delete. Several objects for one service share its state,
// its characteristics and its signals. On BlueZ, the object of a UUID that several services have is
// for the last of them.
func (c *LowEnergyController) CreateServiceObject(serviceUUID UUID) *LowEnergyService {
	h := value(c.base(), func(h cshim.Handle) (cshim.Handle, cshim.Status) {
		return cshim.LowEnergyControllerCreateServiceObject(h, serviceUUID)
	})
	if h == 0 {
		return nil
	}
	return newLowEnergyService(h)
}

// StartAdvertising makes a peripheral known, and has it wait for a client, in
// LowEnergyControllerUnconnectedState only. The scan response is empty unless given. OnConnected or
// OnErrorOccurred reports what follows.
//
// It returns LowEnergyControllerAdvertisingError if advertising fails, which the error's text
// explains if the process lacks CAP_NET_RAW; Qt's raw HCI peripheral emits it twice then. It
// returns ErrInvalidArgument if that peripheral would write past its buffer of 31 bytes, for more
// than one scan response, and ErrWrongState on a central or in another state.
//
// Within a handler that runs during a StartAdvertising or StopAdvertising, it takes effect when the
// emission has returned. In the raw HCI peripheral of Qt 6.4, advertising that was stopped starts
// again with the old data and parameters.
func (c *LowEnergyController) StartAdvertising(parameters LowEnergyAdvertisingParameters,
	advertisingData LowEnergyAdvertisingData, scanResponseData ...LowEnergyAdvertisingData) error {
	const op = "start advertising"
	scanResponse, err := optional(op, "scan response", scanResponseData, LowEnergyAdvertisingData{})
	if err != nil {
		return err
	}
	how, err := encodeAdvertisingParameters(parameters)
	if err != nil {
		return &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	what, err := encodeAdvertisingData(advertisingData)
	if err != nil {
		return &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	more, err := encodeAdvertisingData(scanResponse)
	if err != nil {
		return &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	return c.attempt(op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyControllerStartAdvertising(h, how, what, more)
	})
}

// StopAdvertising ends advertising, in LowEnergyControllerAdvertisingState only. The peripheral
// then stops listening, so that clients reach whatever advertises next. Qt's raw HCI peripheral by
// itself would go on listening, at least up to 6.8.
func (c *LowEnergyController) StopAdvertising() error {
	return c.base().do("stop advertising", cshim.LowEnergyControllerStopAdvertising)
}

// AddService adds a service to a peripheral, in LowEnergyControllerUnconnectedState only. The
// caller ends the object that it returns with its Delete; the service stays. On BlueZ, each end of
// a connection removes all services.
//
// Up to Qt 6.8 at least, the raw HCI peripheral aborts the process when a client writes to a
// service of whose UUID there is a later one. So AddService returns ErrDuplicateService if a
// service of the same UUID has something that a client may write, such as a client characteristic
// configuration. It returns ErrInvalidArgument if the data include a nil or deleted service, or
// have more than 65535 attributes, with which Qt would crash. It returns ErrWrongState on a
// central, in another state, for invalid data, and if the service needs more attributes than are
// left of 65535.
func (c *LowEnergyController) AddService(service LowEnergyServiceData) (*LowEnergyService, error) {
	const op = "add service"
	data, err := encodeLowEnergyServiceData(service)
	if err != nil {
		return nil, &OpError{Op: op, Err: ErrInvalidArgument, Text: err.Error()}
	}
	var handle cshim.Handle
	err = c.attempt(op, func(h cshim.Handle) (f cshim.Failure, st cshim.Status) {
		handle, f, st = cshim.LowEnergyControllerAddService(h, data)
		return f, st
	})
	// of the objects of included services, the data have only the handles.
	runtime.KeepAlive(service)
	if err != nil {
		return nil, err
	}
	return newLowEnergyService(handle), nil
}
