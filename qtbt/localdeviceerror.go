// Error codes of LocalDevice.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// LocalDeviceError is the error code of a LocalDevice, Qt's QBluetoothLocalDevice::Error, with Qt 6's values. It is an
// error, for errors.Is.
type LocalDeviceError int32

// Qt's error codes of a local device.
const (
	LocalDeviceNoError                 LocalDeviceError = cshim.LocalDeviceErrorNone               // no error
	LocalDevicePairingError            LocalDeviceError = cshim.LocalDeviceErrorPairing            // a pairing failed: refused, not answered in time, or no such device
	LocalDeviceMissingPermissionsError LocalDeviceError = cshim.LocalDeviceErrorMissingPermissions // the operating system wants permissions that the user did not give; since Qt 6.4
	LocalDeviceUnknownError            LocalDeviceError = cshim.LocalDeviceErrorUnknown            // an unknown error
)

// String returns Qt's name of the code, such as "PairingError".
func (e LocalDeviceError) String() string {
	return enumName(e, "LocalDeviceError", cshim.LocalDeviceErrorNames)
}

// Error returns Qt's name of the code.
func (e LocalDeviceError) Error() string { return e.String() }
