package qtbt

// ATTAccessConstraint, the demands on a peer that accesses an attribute of a Low Energy service.

import "github.com/goqtbt/bluetooth/cshim"

// ATTAccessConstraint is a set of demands on a peer that reads or writes an attribute of a
// Bluetooth Low Energy service. It is Qt's QBluetooth::AttAccessConstraints, with its values.
type ATTAccessConstraint uint32

// The access constraints, to be joined with "|".
const (
	// ATTAuthorizationRequired demands that the user allows the access, unless the device is
	// ATTAuthorizationRequired: trusted.
	ATTAuthorizationRequired ATTAccessConstraint = cshim.ATTAuthorizationRequired
	// ATTAuthenticationRequired demands that the devices are paired.
	ATTAuthenticationRequired ATTAccessConstraint = cshim.ATTAuthenticationRequired
	// ATTEncryptionRequired demands that the link is encrypted.
	ATTEncryptionRequired ATTAccessConstraint = cshim.ATTEncryptionRequired
)

var attAccessConstraintNames = flagNames[ATTAccessConstraint]{
	{ATTAuthorizationRequired, "ATTAuthorizationRequired"},
	{ATTAuthenticationRequired, "ATTAuthenticationRequired"},
	{ATTEncryptionRequired, "ATTEncryptionRequired"},
}

// String returns the flags' names, such as "ATTAuthorizationRequired|ATTEncryptionRequired", or
// "0".
func (c ATTAccessConstraint) String() string { return attAccessConstraintNames.format(c, "0") }
