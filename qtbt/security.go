// Security: what a connection must fulfil, and ATTAccessConstraint: what an access to an attribute
// must.

package qtbt

import (
	"fmt"

	"github.com/goqtbt/bluetooth/cshim"
)

// Security is a set of demands on a connection's security; Qt's QBluetooth::SecurityFlags, with its values.
//
// What a platform makes of it differs. BlueZ knows three levels, of which the highest asked for wins: Authorization is
// low, Encryption medium, Secure high; Authentication has no effect there, and NoSecurity is refused. macOS ignores it.
type Security uint32

// The security flags, to be joined with "|".
const (
	NoSecurity     Security = cshim.SecurityNone           // nothing
	Authorization  Security = cshim.SecurityAuthorization  // the user must allow the connection, unless the device is trusted
	Authentication Security = cshim.SecurityAuthentication // the devices must be paired
	Encryption     Security = cshim.SecurityEncryption     // the link must be encrypted
	Secure         Security = cshim.SecuritySecure         // the link must be encrypted with a key that a man in the middle cannot know
)

var securityNames = flagNames[Security]{
	{Authorization, "Authorization"},
	{Authentication, "Authentication"},
	{Encryption, "Encryption"},
	{Secure, "Secure"},
}

// String returns the flags' names, such as "Authorization|Encryption", or "NoSecurity".
func (s Security) String() string { return securityNames.format(s, "NoSecurity") }

// MarshalText returns the names that [Security.String] returns; a flag without one is an [ErrInvalidArgument].
func (s Security) MarshalText() ([]byte, error) {
	text := s.String()
	if _, ok := securityNames.parse(text, "NoSecurity"); !ok {
		return nil, fmt.Errorf("%w: security %s has a flag without a name", ErrInvalidArgument, text)
	}
	return []byte(text), nil
}

// UnmarshalText reads names of flags joined by "|", such as "Authorization|Encryption", or "NoSecurity"; anything else is
// an [ErrInvalidArgument].
func (s *Security) UnmarshalText(text []byte) error {
	set, ok := securityNames.parse(string(text), "NoSecurity")
	if !ok {
		return fmt.Errorf("%w: %q is no security", ErrInvalidArgument, text)
	}
	*s = set
	return nil
}

// ATTAccessConstraint is a set of demands on who reads or writes an attribute of a Bluetooth Low
// Energy service; Qt's QBluetooth::AttAccessConstraints, with its values.
type ATTAccessConstraint uint32

// The access constraints, to be joined with "|".
const (
	ATTAuthorizationRequired  ATTAccessConstraint = 0x1 // the user must allow the access, unless the device is trusted
	ATTAuthenticationRequired ATTAccessConstraint = 0x2 // the devices must be paired
	ATTEncryptionRequired     ATTAccessConstraint = 0x4 // the link must be encrypted
)

var attAccessConstraintNames = flagNames[ATTAccessConstraint]{
	{ATTAuthorizationRequired, "ATTAuthorizationRequired"},
	{ATTAuthenticationRequired, "ATTAuthenticationRequired"},
	{ATTEncryptionRequired, "ATTEncryptionRequired"},
}

// String returns the flags' names, such as "ATTAuthorizationRequired|ATTEncryptionRequired", or
// "0".
func (c ATTAccessConstraint) String() string { return attAccessConstraintNames.format(c, "0") }
