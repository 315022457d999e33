// The errors, states, kinds and modes of LowEnergyService.

package qtbt

import "github.com/goqtbt/bluetooth/cshim"

// LowEnergyServiceError is the error code of a LowEnergyService, Qt's
// QLowEnergyService::ServiceError, with Qt 6's values. It is an error, for errors.Is.
type LowEnergyServiceError int32

// Qt's error codes of a service.
const (
	LowEnergyServiceNoError                  LowEnergyServiceError = cshim.LowEnergyServiceErrorNone                // no error
	LowEnergyServiceOperationError           LowEnergyServiceError = cshim.LowEnergyServiceErrorOperation           // not possible in the service's state, or with another service's characteristic
	LowEnergyServiceCharacteristicWriteError LowEnergyServiceError = cshim.LowEnergyServiceErrorCharacteristicWrite // writing a characteristic failed
	LowEnergyServiceDescriptorWriteError     LowEnergyServiceError = cshim.LowEnergyServiceErrorDescriptorWrite     // writing a descriptor failed
	LowEnergyServiceUnknownError             LowEnergyServiceError = cshim.LowEnergyServiceErrorUnknown             // an unknown error
	LowEnergyServiceCharacteristicReadError  LowEnergyServiceError = cshim.LowEnergyServiceErrorCharacteristicRead  // reading a characteristic failed
	LowEnergyServiceDescriptorReadError      LowEnergyServiceError = cshim.LowEnergyServiceErrorDescriptorRead      // reading a descriptor failed
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
	InvalidService           LowEnergyServiceState = cshim.LowEnergyServiceStateInvalid           // the controller is not connected any more, or the service is gone
	RemoteService            LowEnergyServiceState = cshim.LowEnergyServiceStateRemote            // a device's, whose characteristics are not known yet
	RemoteServiceDiscovering LowEnergyServiceState = cshim.LowEnergyServiceStateRemoteDiscovering // a device's, whose characteristics are looked for
	RemoteServiceDiscovered  LowEnergyServiceState = cshim.LowEnergyServiceStateRemoteDiscovered  // a device's, whose characteristics are known
	LocalService             LowEnergyServiceState = cshim.LowEnergyServiceStateLocal             // a peripheral's own
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
	PrimaryService  LowEnergyServiceType = cshim.LowEnergyServiceTypePrimary  // a primary service
	IncludedService LowEnergyServiceType = cshim.LowEnergyServiceTypeIncluded // included by another service
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
	LowEnergyServiceFullDiscovery      LowEnergyServiceDiscoveryMode = cshim.LowEnergyDiscoveryFull      // the values of all characteristics and descriptors, too
	LowEnergyServiceSkipValueDiscovery LowEnergyServiceDiscoveryMode = cshim.LowEnergyDiscoverySkipValue // no values
)

// String returns Qt's name of the mode, such as "FullDiscovery".
func (m LowEnergyServiceDiscoveryMode) String() string {
	return enumName(m, "LowEnergyServiceDiscoveryMode", cshim.LowEnergyDiscoveryNames)
}

// WriteMode is how WriteCharacteristic writes, Qt's QLowEnergyService::WriteMode.
type WriteMode int32

// Qt's modes of WriteCharacteristic.
const (
	WriteWithResponse    WriteMode = cshim.WriteModeWithResponse    // the device confirms the write
	WriteWithoutResponse WriteMode = cshim.WriteModeWithoutResponse // the device does not confirm the write
	WriteSigned          WriteMode = cshim.WriteModeSigned          // as WriteWithoutResponse, and signed; on BlueZ it is WriteWithResponse, without OnCharacteristicWritten
)

// String returns Qt's name of the mode, such as "WriteWithResponse".
func (m WriteMode) String() string { return enumName(m, "WriteMode", cshim.WriteModeNames) }
