// Error codes of the two discovery agents.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// DeviceDiscoveryError is the error code of a DeviceDiscoveryAgent, Qt's QBluetoothDeviceDiscoveryAgent::Error, with Qt
// 6's values. It is an error, for errors.Is.
type DeviceDiscoveryError int32

// Qt's error codes of device discovery.
const (
	DeviceDiscoveryNoError                       DeviceDiscoveryError = cshim.DeviceDiscoveryErrorNone               // no error
	DeviceDiscoveryInputOutputError              DeviceDiscoveryError = cshim.DeviceDiscoveryErrorInputOutput        // the adapter could not be used, or changed meanwhile
	DeviceDiscoveryPoweredOffError               DeviceDiscoveryError = cshim.DeviceDiscoveryErrorPoweredOff         // the Bluetooth adapter is powered off
	DeviceDiscoveryInvalidBluetoothAdapterError  DeviceDiscoveryError = cshim.DeviceDiscoveryErrorInvalidAdapter     // there is no local adapter of that address
	DeviceDiscoveryUnsupportedPlatformError      DeviceDiscoveryError = cshim.DeviceDiscoveryErrorPlatform           // this platform or version of it cannot discover
	DeviceDiscoveryUnsupportedDiscoveryMethod    DeviceDiscoveryError = cshim.DeviceDiscoveryErrorMethod             // a method that was asked for is not supported
	DeviceDiscoveryLocationServiceTurnedOffError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorLocationService    // the platform wants its location service turned on
	DeviceDiscoveryMissingPermissionsError       DeviceDiscoveryError = cshim.DeviceDiscoveryErrorMissingPermissions // the operating system wants permissions that the user did not give; since Qt 6.4
	DeviceDiscoveryUnknownError                  DeviceDiscoveryError = cshim.DeviceDiscoveryErrorUnknown            // an unknown error
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e DeviceDiscoveryError) String() string {
	return enumName(e, "DeviceDiscoveryError", cshim.DeviceDiscoveryErrorNames)
}

// Error returns Qt's name of the code.
func (e DeviceDiscoveryError) Error() string { return e.String() }

// ServiceDiscoveryError is the error code of a ServiceDiscoveryAgent, Qt's QBluetoothServiceDiscoveryAgent::Error, with Qt
// 6's values. It is an error, for errors.Is. A service discovery that looks for devices first can have any code of
// [DeviceDiscoveryError].
type ServiceDiscoveryError int32

// Qt's error codes of service discovery.
const (
	ServiceDiscoveryNoError                      ServiceDiscoveryError = cshim.ServiceDiscoveryErrorNone               // no error
	ServiceDiscoveryInputOutputError             ServiceDiscoveryError = cshim.ServiceDiscoveryErrorInputOutput        // the device could not be asked
	ServiceDiscoveryPoweredOffError              ServiceDiscoveryError = cshim.ServiceDiscoveryErrorPoweredOff         // the Bluetooth adapter is powered off
	ServiceDiscoveryInvalidBluetoothAdapterError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorInvalidAdapter     // there is no local adapter of that address
	ServiceDiscoveryMissingPermissionsError      ServiceDiscoveryError = cshim.ServiceDiscoveryErrorMissingPermissions // the operating system wants permissions that the user did not give; since Qt 6.4
	ServiceDiscoveryUnknownError                 ServiceDiscoveryError = cshim.ServiceDiscoveryErrorUnknown            // an unknown error
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e ServiceDiscoveryError) String() string {
	return enumName(e, "ServiceDiscoveryError", cshim.DeviceDiscoveryErrorNames)
}

// Error returns Qt's name of the code.
func (e ServiceDiscoveryError) Error() string { return e.String() }
