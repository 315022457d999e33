package qtbt

// The errors, states and roles of LowEnergyController.

import "github.com/goqtbt/bluetooth/cshim"

// LowEnergyControllerError is the error code of a LowEnergyController, Qt's
// QLowEnergyController::Error, with Qt 6's values. It is an error, for errors.Is.
type LowEnergyControllerError int32

// Qt's error codes of a controller.
const (
	// LowEnergyControllerNoError: no error.
	LowEnergyControllerNoError LowEnergyControllerError = cshim.LowEnergyControllerErrorNone
	// LowEnergyControllerUnknownError: an unknown error; on BlueZ also: the device does not answer.
	LowEnergyControllerUnknownError LowEnergyControllerError = cshim.LowEnergyControllerErrorUnknown
	// LowEnergyControllerUnknownRemoteDeviceError: the adapter has not found the device.
	LowEnergyControllerUnknownRemoteDeviceError LowEnergyControllerError = cshim.LowEnergyControllerErrorUnknownRemoteDevice
	// LowEnergyControllerNetworkError: reading or writing failed.
	LowEnergyControllerNetworkError LowEnergyControllerError = cshim.LowEnergyControllerErrorNetwork
	// LowEnergyControllerInvalidBluetoothAdapterError: there is no local adapter of that address.
	LowEnergyControllerInvalidBluetoothAdapterError LowEnergyControllerError = cshim.LowEnergyControllerErrorInvalidAdapter
	// LowEnergyControllerConnectionError: connecting failed; on BlueZ also: the adapter is off.
	LowEnergyControllerConnectionError LowEnergyControllerError = cshim.LowEnergyControllerErrorConnection
	// LowEnergyControllerAdvertisingError: advertising failed.
	LowEnergyControllerAdvertisingError LowEnergyControllerError = cshim.LowEnergyControllerErrorAdvertising
	// LowEnergyControllerRemoteHostClosedError: the device closed the connection.
	LowEnergyControllerRemoteHostClosedError LowEnergyControllerError = cshim.LowEnergyControllerErrorRemoteHostClosed
	// LowEnergyControllerAuthorizationError: the device or the user refused.
	LowEnergyControllerAuthorizationError LowEnergyControllerError = cshim.LowEnergyControllerErrorAuthorization
	// LowEnergyControllerMissingPermissionsError: the operating system wants permissions that the
	// user did not give; since Qt 6.4.
	LowEnergyControllerMissingPermissionsError LowEnergyControllerError = cshim.LowEnergyControllerErrorPermissions
	// LowEnergyControllerRSSIReadError: the signal strength cannot be read; since Qt 6.5.
	LowEnergyControllerRSSIReadError LowEnergyControllerError = cshim.LowEnergyControllerErrorRSSIRead
)

// String returns Qt's name of the code, such as "ConnectionError".
func (e LowEnergyControllerError) String() string {
	return enumName(e, "LowEnergyControllerError", cshim.LowEnergyControllerErrorNames)
}

// Error returns Qt's name of the code.
func (e LowEnergyControllerError) Error() string { return e.String() }

// LowEnergyControllerState is the state of a LowEnergyController, Qt's
// QLowEnergyController::ControllerState.
type LowEnergyControllerState int32

// Qt's states of a controller.
const (
	// LowEnergyControllerUnconnectedState: not connected.
	LowEnergyControllerUnconnectedState LowEnergyControllerState = cshim.LowEnergyControllerStateUnconnected
	// LowEnergyControllerConnectingState: connecting.
	LowEnergyControllerConnectingState LowEnergyControllerState = cshim.LowEnergyControllerStateConnecting
	// LowEnergyControllerConnectedState: connected.
	LowEnergyControllerConnectedState LowEnergyControllerState = cshim.LowEnergyControllerStateConnected
	// LowEnergyControllerDiscoveringState: connected, and looking for services.
	LowEnergyControllerDiscoveringState LowEnergyControllerState = cshim.LowEnergyControllerStateDiscovering
	// LowEnergyControllerDiscoveredState: connected, and all services are found.
	LowEnergyControllerDiscoveredState LowEnergyControllerState = cshim.LowEnergyControllerStateDiscovered
	// LowEnergyControllerClosingState: disconnecting.
	LowEnergyControllerClosingState LowEnergyControllerState = cshim.LowEnergyControllerStateClosing
	// LowEnergyControllerAdvertisingState: advertising.
	LowEnergyControllerAdvertisingState LowEnergyControllerState = cshim.LowEnergyControllerStateAdvertising
)

// String returns Qt's name of the state, such as "ConnectedState".
func (s LowEnergyControllerState) String() string {
	return enumName(s, "LowEnergyControllerState", cshim.LowEnergyControllerStateNames)
}

// LowEnergyControllerRole is the role of a LowEnergyController, Qt's QLowEnergyController::Role.
type LowEnergyControllerRole int32

// Qt's roles of a controller.
const (
	// CentralRole: it connects to a device.
	CentralRole LowEnergyControllerRole = cshim.LowEnergyControllerRoleCentral
	// PeripheralRole: devices connect to it.
	PeripheralRole LowEnergyControllerRole = cshim.LowEnergyControllerRolePeripheral
)

// String returns Qt's name of the role, such as "CentralRole".
func (r LowEnergyControllerRole) String() string {
	return enumName(r, "LowEnergyControllerRole", cshim.LowEnergyControllerRoleNames)
}
