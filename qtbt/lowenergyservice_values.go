package qtbt

// The errors, states, kinds and modes of LowEnergyService.

import "github.com/goqtbt/bluetooth/cshim"

// LowEnergyServiceError is the error code of a LowEnergyService, Qt's
// QLowEnergyService::ServiceError, with Qt 6's values. It is an error, for errors.Is.
type LowEnergyServiceError int32

// Qt's error codes of a service.
const (
	// LowEnergyServiceNoError: no error.
	LowEnergyServiceNoError LowEnergyServiceError = cshim.LowEnergyServiceErrorNone
	// LowEnergyServiceOperationError: not possible in the service's state, or with another
	// service's characteristic.
	LowEnergyServiceOperationError LowEnergyServiceError = cshim.LowEnergyServiceErrorOperation
	// LowEnergyServiceCharacteristicWriteError: writing a characteristic failed.
	LowEnergyServiceCharacteristicWriteError LowEnergyServiceError = cshim.LowEnergyServiceErrorCharacteristicWrite
	// LowEnergyServiceDescriptorWriteError: writing a descriptor failed.
	LowEnergyServiceDescriptorWriteError LowEnergyServiceError = cshim.LowEnergyServiceErrorDescriptorWrite
	// LowEnergyServiceUnknownError: an unknown error.
	LowEnergyServiceUnknownError LowEnergyServiceError = cshim.LowEnergyServiceErrorUnknown
	// LowEnergyServiceCharacteristicReadError: reading a characteristic failed.
	LowEnergyServiceCharacteristicReadError LowEnergyServiceError = cshim.LowEnergyServiceErrorCharacteristicRead
	// LowEnergyServiceDescriptorReadError: reading a descriptor failed.
	LowEnergyServiceDescriptorReadError LowEnergyServiceError = cshim.LowEnergyServiceErrorDescriptorRead
)

// String returns Qt's name of the code, such as "OperationError".
func (e LowEnergyServiceError) String() string {
	return enumName(e, "LowEnergyServiceError", cshim.LowEnergyServiceErrorNames)
}

// Error returns Qt's name of the code.
func (e LowEnergyServiceError) Error() string { return e.String() }

// LowEnergyServiceState is the state of a LowEnergyService, Qt's QLowEnergyService::ServiceState.
type LowEnergyServiceState int32

// Qt's states of a service.
const (
	// InvalidService: the controller is not connected any more, or the service is gone.
	InvalidService LowEnergyServiceState = cshim.LowEnergyServiceStateInvalid
	// RemoteService: a device's, whose characteristics are not known yet.
	RemoteService LowEnergyServiceState = cshim.LowEnergyServiceStateRemote
	// RemoteServiceDiscovering: a device's, whose characteristics are looked for.
	RemoteServiceDiscovering LowEnergyServiceState = cshim.LowEnergyServiceStateRemoteDiscovering
	// RemoteServiceDiscovered: a device's, whose characteristics are known.
	RemoteServiceDiscovered LowEnergyServiceState = cshim.LowEnergyServiceStateRemoteDiscovered
	// LocalService: a peripheral's own.
	LocalService LowEnergyServiceState = cshim.LowEnergyServiceStateLocal
)

// String returns Qt's name of the state, such as "RemoteServiceDiscovered".
func (s LowEnergyServiceState) String() string {
	return enumName(s, "LowEnergyServiceState", cshim.LowEnergyServiceStateNames)
}

// LowEnergyServiceType is a set of a service's kinds, Qt's QLowEnergyService::ServiceTypes, with
// its values.
type LowEnergyServiceType uint32

// The kinds of a service, to be joined with "|".
const (
	PrimaryService LowEnergyServiceType = cshim.LowEnergyServiceTypePrimary // a primary service
	// IncludedService: included by another service.
	IncludedService LowEnergyServiceType = cshim.LowEnergyServiceTypeIncluded
)

var lowEnergyServiceTypeNames = flagNames[LowEnergyServiceType]{
	{PrimaryService, "PrimaryService"},
	{IncludedService, "IncludedService"},
}

// String returns the names, such as "PrimaryService|IncludedService", or "0".
func (t LowEnergyServiceType) String() string { return lowEnergyServiceTypeNames.format(t, "0") }

// LowEnergyServiceDiscoveryMode is what DiscoverDetails reads, Qt's
// QLowEnergyService::DiscoveryMode.
type LowEnergyServiceDiscoveryMode int32

// Qt's modes of DiscoverDetails.
const (
	// LowEnergyServiceFullDiscovery: the values of all characteristics and descriptors, too.
	LowEnergyServiceFullDiscovery LowEnergyServiceDiscoveryMode = cshim.LowEnergyDiscoveryFull
	// LowEnergyServiceSkipValueDiscovery: no values.
	LowEnergyServiceSkipValueDiscovery LowEnergyServiceDiscoveryMode = cshim.LowEnergyDiscoverySkipValue
)

// String returns Qt's name of the mode, such as "FullDiscovery".
func (m LowEnergyServiceDiscoveryMode) String() string {
	return enumName(m, "LowEnergyServiceDiscoveryMode", cshim.LowEnergyDiscoveryNames)
}

// WriteMode is how WriteCharacteristic writes, Qt's QLowEnergyService::WriteMode.
type WriteMode int32

// Qt's modes of WriteCharacteristic.
const (
	WriteWithResponse WriteMode = cshim.WriteModeWithResponse // the device confirms the write
	// WriteWithoutResponse: the device does not confirm the write.
	WriteWithoutResponse WriteMode = cshim.WriteModeWithoutResponse
	// WriteSigned: as WriteWithoutResponse, and signed; on BlueZ it is WriteWithResponse, without
	// OnCharacteristicWritten.
	WriteSigned WriteMode = cshim.WriteModeSigned
)

// String returns Qt's name of the mode, such as "WriteWithResponse".
func (m WriteMode) String() string { return enumName(m, "WriteMode", cshim.WriteModeNames) }
