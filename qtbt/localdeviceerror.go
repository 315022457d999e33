package qtbt

// Error codes of LocalDevice.

import "github.com/goqtbt/bluetooth/cshim"

// LocalDeviceError is the error code of a LocalDevice, Qt's QBluetoothLocalDevice::Error, with Qt
// 6's values. It is an error, for errors.Is.
type LocalDeviceError int32

// Qt's error codes of a local device.
const (
	// LocalDeviceNoError means that there was no error.
	LocalDeviceNoError LocalDeviceError = cshim.LocalDeviceErrorNone
	// LocalDevicePairingError means that a pairing failed: it was refused or not answered in time,
	// or there is no such device.
	LocalDevicePairingError LocalDeviceError = cshim.LocalDeviceErrorPairing
	// LocalDeviceMissingPermissionsError means that the user has not granted permissions which the
	// operating system requires. It exists since Qt 6.4.
	LocalDeviceMissingPermissionsError LocalDeviceError = cshim.LocalDeviceErrorMissingPermissions
	// LocalDeviceUnknownError is an unknown error.
	LocalDeviceUnknownError LocalDeviceError = cshim.LocalDeviceErrorUnknown
)

// String returns Qt's name of the code, such as "PairingError".
func (e LocalDeviceError) String() string {
	return enumName(e, "LocalDeviceError", cshim.LocalDeviceErrorNames)
}

// Error returns Qt's name of the code.
func (e LocalDeviceError) Error() string { return e.String() }
