// Error codes of LocalDevice.

package qtbt

// LocalDeviceError is the error code of a LocalDevice, Qt's QBluetoothLocalDevice::Error, with Qt 6's values. It is an
// error, for errors.Is.
type LocalDeviceError int32

// Qt's error codes of a local device.
const (
	LocalDeviceNoError                 LocalDeviceError = 0   // no error
	LocalDevicePairingError            LocalDeviceError = 1   // a pairing failed: refused, not answered in time, or no such device
	LocalDeviceMissingPermissionsError LocalDeviceError = 2   // the operating system wants permissions that the user did not give; since Qt 6.4
	LocalDeviceUnknownError            LocalDeviceError = 100 // an unknown error
)

// String returns Qt's name of the code, such as "PairingError".
func (e LocalDeviceError) String() string {
	if e == LocalDeviceUnknownError {
		return "UnknownError"
	}
	return enumName(e, "LocalDeviceError", "NoError", "PairingError", "MissingPermissionsError")
}

// Error returns Qt's name of the code.
func (e LocalDeviceError) Error() string { return e.String() }
