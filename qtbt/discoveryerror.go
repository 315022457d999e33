// Error codes of the two discovery agents.

package qtbt

import "strconv"

// DeviceDiscoveryError is the error code of a DeviceDiscoveryAgent, Qt's QBluetoothDeviceDiscoveryAgent::Error, with Qt
// 6's values. It is an error, for errors.Is.
type DeviceDiscoveryError int32

// Qt's error codes of device discovery.
const (
	DeviceDiscoveryNoError                       DeviceDiscoveryError = 0   // no error
	DeviceDiscoveryInputOutputError              DeviceDiscoveryError = 1   // the adapter could not be used, or changed meanwhile
	DeviceDiscoveryPoweredOffError               DeviceDiscoveryError = 2   // the Bluetooth adapter is powered off
	DeviceDiscoveryInvalidBluetoothAdapterError  DeviceDiscoveryError = 3   // there is no local adapter of that address
	DeviceDiscoveryUnsupportedPlatformError      DeviceDiscoveryError = 4   // this platform or version of it cannot discover
	DeviceDiscoveryUnsupportedDiscoveryMethod    DeviceDiscoveryError = 5   // a method that was asked for is not supported
	DeviceDiscoveryLocationServiceTurnedOffError DeviceDiscoveryError = 6   // the platform wants its location service turned on
	DeviceDiscoveryMissingPermissionsError       DeviceDiscoveryError = 7   // the operating system wants permissions that the user did not give; since Qt 6.4
	DeviceDiscoveryUnknownError                  DeviceDiscoveryError = 100 // an unknown error
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e DeviceDiscoveryError) String() string {
	return discoveryErrorName(int32(e), "DeviceDiscoveryError")
}

// Error returns Qt's name of the code.
func (e DeviceDiscoveryError) Error() string { return e.String() }

// ServiceDiscoveryError is the error code of a ServiceDiscoveryAgent, Qt's QBluetoothServiceDiscoveryAgent::Error, with Qt
// 6's values. It is an error, for errors.Is. A service discovery that looks for devices first can have any code of
// [DeviceDiscoveryError].
type ServiceDiscoveryError int32

// Qt's error codes of service discovery.
const (
	ServiceDiscoveryNoError                      ServiceDiscoveryError = 0   // no error
	ServiceDiscoveryInputOutputError             ServiceDiscoveryError = 1   // the device could not be asked
	ServiceDiscoveryPoweredOffError              ServiceDiscoveryError = 2   // the Bluetooth adapter is powered off
	ServiceDiscoveryInvalidBluetoothAdapterError ServiceDiscoveryError = 3   // there is no local adapter of that address
	ServiceDiscoveryMissingPermissionsError      ServiceDiscoveryError = 7   // the operating system wants permissions that the user did not give; since Qt 6.4
	ServiceDiscoveryUnknownError                 ServiceDiscoveryError = 100 // an unknown error
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e ServiceDiscoveryError) String() string {
	return discoveryErrorName(int32(e), "ServiceDiscoveryError")
}

// Error returns Qt's name of the code.
func (e ServiceDiscoveryError) Error() string { return e.String() }

func discoveryErrorName(e int32, typeName string) string {
	names := map[int32]string{
		0:   "NoError",
		1:   "InputOutputError",
		2:   "PoweredOffError",
		3:   "InvalidBluetoothAdapterError",
		4:   "UnsupportedPlatformError",
		5:   "UnsupportedDiscoveryMethod",
		6:   "LocationServiceTurnedOffError",
		7:   "MissingPermissionsError",
		100: "UnknownError",
	}
	if name, ok := names[e]; ok {
		return name
	}
	return typeName + "(" + strconv.Itoa(int(e)) + ")"
}
