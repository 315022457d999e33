package qtbt

// Address: a Bluetooth device address.

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrInvalidAddress is returned when a text is not a Bluetooth address.
var ErrInvalidAddress = errors.New("invalid Bluetooth address")

// Address is a 48-bit Bluetooth device address. It is Qt's QBluetoothAddress. It is comparable and
// can be a map key. The zero Address is the null address 00:00:00:00:00:00, which stands for "any
// local adapter" or "not known".
type Address struct{ bits uint64 }

const addressMask = 1<<48 - 1

// ParseAddress parses an address in the form "00:11:22:aa:BB:cc" or "001122aabbcc"; case does not
// matter. The error wraps [ErrInvalidAddress], where Qt returns the null address. Qt also accepts
// texts outside these two forms, such as "1:12:23:34:45:566" or "0x1122334455"; here they are
// errors.
func ParseAddress(s string) (Address, error) {
	digits := s
	if len(s) == 17 {
		for i := 2; i < len(s); i += 3 {
			if s[i] != ':' {
				return Address{}, fmt.Errorf("%w: %q", ErrInvalidAddress, s)
			}
		}
		digits = strings.ReplaceAll(s, ":", "")
	}
	octets, err := hex.DecodeString(digits)
	if err != nil || len(octets) != 6 {
		return Address{}, fmt.Errorf("%w: %q", ErrInvalidAddress, s)
	}
	var bits uint64
	for _, octet := range octets {
		bits = bits<<8 | uint64(octet)
	}
	return Address{bits}, nil
}

// MustParseAddress is [ParseAddress] for texts that are known to be valid, such as constants. It
// panics on an error.
func MustParseAddress(s string) Address {
	a, err := ParseAddress(s)
	if err != nil {
		panic(err)
	}
	return a
}

// AddressFromUint64 makes an address from its number: 0x001122334455 is 00:11:22:33:44:55. The
// upper 16 bits are ignored. Qt keeps them without showing them, so that two addresses which differ
// only there are unequal.
func AddressFromUint64(n uint64) Address { return Address{n & addressMask} }

// Uint64 returns the address as a number, with the first octet of its text in bits 40 to 47. It is
// Qt's toUInt64.
func (a Address) Uint64() uint64 { return a.bits }

// IsNull reports whether the address is 00:00:00:00:00:00.
func (a Address) IsNull() bool { return a.bits == 0 }

// String returns the address in the form "00:11:22:AA:BB:CC". It is Qt's toString.
func (a Address) String() string {
	const digits = "0123456789ABCDEF"
	text := []byte("00:00:00:00:00:00")
	for i, n := len(text)-1, a.bits; i > 0; i, n = i-3, n>>8 {
		text[i] = digits[n&0xf]
		text[i-1] = digits[n>>4&0xf]
	}
	return string(text)
}

// Compare orders addresses by their number, for example with slices.SortFunc: -1 if a < b, 0 if
// equal, 1 if a > b. It is Qt's operator<.
func (a Address) Compare(b Address) int { return cmp.Compare(a.bits, b.bits) }

// MarshalText returns what [Address.String] returns.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText parses a text as [ParseAddress] does.
func (a *Address) UnmarshalText(text []byte) error {
	parsed, err := ParseAddress(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}
