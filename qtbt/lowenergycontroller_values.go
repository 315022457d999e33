// The errors, states and roles of LowEnergyController.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// LowEnergyControllerError is the error code of a LowEnergyController, Qt's
// QLowEnergyController::Error, with Qt 6's values. It is an error, for errors.Is.
type LowEnergyControllerError int32

// Qt's error codes of a controller.
const (
	LowEnergyControllerNoError                      LowEnergyControllerError = cshim.LowEnergyControllerErrorNone                // no error
	LowEnergyControllerUnknownError                 LowEnergyControllerError = cshim.LowEnergyControllerErrorUnknown             // an unknown error; on BlueZ also: the device does not answer
	LowEnergyControllerUnknownRemoteDeviceError     LowEnergyControllerError = cshim.LowEnergyControllerErrorUnknownRemoteDevice // the adapter has not found the device
	LowEnergyControllerNetworkError                 LowEnergyControllerError = cshim.LowEnergyControllerErrorNetwork             // reading or writing failed
	LowEnergyControllerInvalidBluetoothAdapterError LowEnergyControllerError = cshim.LowEnergyControllerErrorInvalidAdapter      // there is no local adapter of that address
	LowEnergyControllerConnectionError              LowEnergyControllerError = cshim.LowEnergyControllerErrorConnection          // connecting failed; on BlueZ also: the adapter is off
	LowEnergyControllerAdvertisingError             LowEnergyControllerError = cshim.LowEnergyControllerErrorAdvertising         // advertising failed
	LowEnergyControllerRemoteHostClosedError        LowEnergyControllerError = cshim.LowEnergyControllerErrorRemoteHostClosed    // the device closed the connection
	LowEnergyControllerAuthorizationError           LowEnergyControllerError = cshim.LowEnergyControllerErrorAuthorization       // the device or the user refused
	LowEnergyControllerMissingPermissionsError      LowEnergyControllerError = cshim.LowEnergyControllerErrorMissingPermissions  // the operating system wants permissions that the user did not give; since Qt 6.4
	LowEnergyControllerRSSIReadError                LowEnergyControllerError = cshim.LowEnergyControllerErrorRSSIRead            // the signal strength cannot be read; since Qt 6.5
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
	LowEnergyControllerUnconnectedState LowEnergyControllerState = cshim.LowEnergyControllerStateUnconnected // not connected
	LowEnergyControllerConnectingState  LowEnergyControllerState = cshim.LowEnergyControllerStateConnecting  // connecting
	LowEnergyControllerConnectedState   LowEnergyControllerState = cshim.LowEnergyControllerStateConnected   // connected
	LowEnergyControllerDiscoveringState LowEnergyControllerState = cshim.LowEnergyControllerStateDiscovering // connected, and looking for services
	LowEnergyControllerDiscoveredState  LowEnergyControllerState = cshim.LowEnergyControllerStateDiscovered  // connected, and all services are found
	LowEnergyControllerClosingState     LowEnergyControllerState = cshim.LowEnergyControllerStateClosing     // disconnecting
	LowEnergyControllerAdvertisingState LowEnergyControllerState = cshim.LowEnergyControllerStateAdvertising // advertising
)

// String returns Qt's name of the state, such as "ConnectedState".
func (s LowEnergyControllerState) String() string {
	return enumName(s, "LowEnergyControllerState", cshim.LowEnergyControllerStateNames)
}

// LowEnergyControllerRole is the role of a LowEnergyController, Qt's QLowEnergyController::Role.
type LowEnergyControllerRole int32

// Qt's roles of a controller.
const (
	CentralRole    LowEnergyControllerRole = cshim.LowEnergyControllerRoleCentral    // it connects to a device
	PeripheralRole LowEnergyControllerRole = cshim.LowEnergyControllerRolePeripheral // devices connect to it
)

// String returns Qt's name of the role, such as "CentralRole".
func (r LowEnergyControllerRole) String() string {
	return enumName(r, "LowEnergyControllerRole", cshim.LowEnergyControllerRoleNames)
}
