package qtbt

// Security, the demands on a connection.

import (
	"fmt"

	"github.com/goqtbt/bluetooth/cshim"
)

// Security is a set of demands on a connection's security. It is Qt's QBluetooth::SecurityFlags,
// with its values.
//
// Platforms differ in what they make of it. BlueZ knows three levels, and the highest level asked
// for wins: Authorization is low, Encryption is medium, Secure is high. On BlueZ, Authentication
// has no effect, and NoSecurity is refused. macOS ignores all flags.
type Security uint32

// The security flags, to be joined with "|".
const (
	// NoSecurity demands nothing.
	NoSecurity Security = cshim.SecurityNone
	// Authorization demands that the user allows the connection, unless the device is trusted.
	Authorization Security = cshim.SecurityAuthorization
	// Authentication demands that the devices are paired.
	Authentication Security = cshim.SecurityAuthentication
	// Encryption demands that the link is encrypted.
	Encryption Security = cshim.SecurityEncryption
	// Secure demands that the link is encrypted with a key that a man in the middle cannot know.
	Secure Security = cshim.SecuritySecure
)

var securityNames = flagNames[Security]{
	{Authorization, "Authorization"},
	{Authentication, "Authentication"},
	{Encryption, "Encryption"},
	{Secure, "Secure"},
}

// String returns the flags' names, such as "Authorization|Encryption", or "NoSecurity".
func (s Security) String() string { return securityNames.format(s, "NoSecurity") }

// MarshalText returns the names that [Security.String] returns. For a flag without a name it
// returns [ErrInvalidArgument].
func (s Security) MarshalText() ([]byte, error) {
	text := s.String()
	if _, ok := securityNames.parse(text, "NoSecurity"); !ok {
		return nil, fmt.Errorf("%w: security %s has a flag without a name", ErrInvalidArgument, text)
	}
	return []byte(text), nil
}

// UnmarshalText parses names of flags joined by "|", such as "Authorization|Encryption", or
// "NoSecurity". For any other text it returns [ErrInvalidArgument].
func (s *Security) UnmarshalText(text []byte) error {
	set, ok := securityNames.parse(string(text), "NoSecurity")
	if !ok {
		return fmt.Errorf("%w: %q is no security", ErrInvalidArgument, text)
	}
	*s = set
	return nil
}
