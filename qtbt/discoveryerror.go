package qtbt

// Error codes of the two discovery agents.

import "github.com/goqtbt/bluetooth/cshim"

// DeviceDiscoveryError is the error code of a DeviceDiscoveryAgent, Qt's
// QBluetoothDeviceDiscoveryAgent::Error, with Qt 6's values. It is an error, for errors.Is.
type DeviceDiscoveryError int32

// Qt's error codes of device discovery.
const (
	// DeviceDiscoveryNoError means that there was no error.
	DeviceDiscoveryNoError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorNone
	// DeviceDiscoveryInputOutputError means that the adapter could not be used, or that it has
	// changed meanwhile.
	DeviceDiscoveryInputOutputError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorInputOutput
	// DeviceDiscoveryPoweredOffError means that the adapter is powered off.
	DeviceDiscoveryPoweredOffError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorPoweredOff
	// DeviceDiscoveryInvalidBluetoothAdapterError means that no local adapter has the address.
	DeviceDiscoveryInvalidBluetoothAdapterError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorInvalidAdapter
	// DeviceDiscoveryUnsupportedPlatformError means that this platform, or this version of it,
	// cannot discover devices.
	DeviceDiscoveryUnsupportedPlatformError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorPlatform
	// DeviceDiscoveryUnsupportedDiscoveryMethod means that the platform does not support a
	// requested method.
	DeviceDiscoveryUnsupportedDiscoveryMethod DeviceDiscoveryError = cshim.DeviceDiscoveryErrorMethod
	// DeviceDiscoveryLocationServiceTurnedOffError means that the platform needs its location
	// service turned on.
	DeviceDiscoveryLocationServiceTurnedOffError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorLocationService
	// DeviceDiscoveryMissingPermissionsError means that the user has not granted permissions which
	// the operating system requires. It exists since Qt 6.4.
	DeviceDiscoveryMissingPermissionsError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorMissingPermissions
	// DeviceDiscoveryUnknownError is an unknown error.
	DeviceDiscoveryUnknownError DeviceDiscoveryError = cshim.DeviceDiscoveryErrorUnknown
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e DeviceDiscoveryError) String() string {
	return enumName(e, "DeviceDiscoveryError", cshim.DeviceDiscoveryErrorNames)
}

// Error returns Qt's name of the code.
func (e DeviceDiscoveryError) Error() string { return e.String() }

// ServiceDiscoveryError is the error code of a ServiceDiscoveryAgent, Qt's
// QBluetoothServiceDiscoveryAgent::Error, with Qt 6's values. It is an error, for errors.Is. A
// discovery of services that looks for devices first can fail with any code of
// [DeviceDiscoveryError].
type ServiceDiscoveryError int32

// Qt's error codes of service discovery.
const (
	// ServiceDiscoveryNoError means that there was no error.
	ServiceDiscoveryNoError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorNone
	// ServiceDiscoveryInputOutputError means that the agent could not ask the device.
	ServiceDiscoveryInputOutputError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorInputOutput
	// ServiceDiscoveryPoweredOffError means that the adapter is powered off.
	ServiceDiscoveryPoweredOffError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorPoweredOff
	// ServiceDiscoveryInvalidBluetoothAdapterError means that no local adapter has the address.
	ServiceDiscoveryInvalidBluetoothAdapterError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorInvalidAdapter
	// ServiceDiscoveryMissingPermissionsError means that the user has not granted permissions which
	// the operating system requires. It exists since Qt 6.4.
	ServiceDiscoveryMissingPermissionsError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorMissingPermissions
	// ServiceDiscoveryUnknownError is an unknown error.
	ServiceDiscoveryUnknownError ServiceDiscoveryError = cshim.ServiceDiscoveryErrorUnknown
)

// String returns Qt's name of the code, such as "PoweredOffError".
func (e ServiceDiscoveryError) String() string {
	return enumName(e, "ServiceDiscoveryError", cshim.DeviceDiscoveryErrorNames)
}

// Error returns Qt's name of the code.
func (e ServiceDiscoveryError) Error() string { return e.String() }
