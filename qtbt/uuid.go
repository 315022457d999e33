package qtbt

// UUID, the identifier of services, protocols, characteristics and descriptors.

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrInvalidUUID is returned when a text is not a UUID.
var ErrInvalidUUID = errors.New("invalid UUID")

// UUID is a 128-bit universally unique identifier. It is Qt's QBluetoothUuid. Its bytes have the
// order of RFC 4122, most significant first. This is also the order of the text and of SDP, and the
// reverse of the order in Bluetooth Low Energy's packets. A UUID is comparable and can be a map
// key. The zero UUID is the null UUID.
//
// Many of Bluetooth's UUIDs are short: 16 or 32 bits that replace the first four bytes of the
// Bluetooth base UUID 00000000-0000-1000-8000-00805f9b34fb.
type UUID [16]byte

var baseUUID = UUID{6: 0x10, 8: 0x80, 11: 0x80, 12: 0x5f, 13: 0x9b, 14: 0x34, 15: 0xfb}

// UUID16 makes the full form of a 16-bit UUID, such as 0x1101.
func UUID16(short uint16) UUID { return UUID32(uint32(short)) }

// UUID32 makes the full form of a 32-bit UUID.
func UUID32(short uint32) UUID {
	u := baseUUID
	binary.BigEndian.PutUint32(u[:], short)
	return u
}

// UUID128 makes a UUID of its 16 bytes. They have the order of the text unless another order is
// given: [binary.LittleEndian] is the order of Bluetooth Low Energy's packets. With more than one
// order, UUID128 returns the null UUID.
func UUID128(b [16]byte, order ...binary.ByteOrder) UUID {
	chosen, err := optional[binary.ByteOrder]("make UUID", "byte order", order, binary.BigEndian)
	if err != nil {
		return UUID{}
	}
	if chosen.Uint16([]byte{1, 0}) == 1 {
		slices.Reverse(b[:])
	}
	return b
}

// Uint128 returns the 16 bytes of the UUID, in an order that is given as for [UUID128]. With more
// than one order it returns zeros.
func (u UUID) Uint128(order ...binary.ByteOrder) [16]byte { return UUID128(u, order...) }

// uuidsOf returns UUIDs that came from the shim.
func uuidsOf(packed [][16]byte) []UUID {
	uuids := make([]UUID, len(packed))
	for i, uuid := range packed {
		uuids[i] = uuid
	}
	return uuids
}

// NewUUID makes a random UUID (version 4), such as an application needs for a service of its own.
func NewUUID() UUID {
	var u UUID
	_, _ = rand.Read(u[:]) // never fails
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}

// ParseUUID parses a UUID: five groups of digits, with or without braces
// ("00001101-0000-1000-8000-00805f9b34fb"), or a short UUID of exactly four or eight digits, with
// or without "0x" ("1101", "0x1101", "00001101"). Case does not matter. The error wraps
// [ErrInvalidUUID], where Qt returns the null UUID. Qt does not know the short forms. Qt accepts
// unmatched braces and any text after the digits; here they are errors.
func ParseUUID(s string) (UUID, error) {
	var u UUID
	var ok bool
	switch digits := strings.TrimPrefix(s, "0x"); {
	case len(digits) == 4:
		ok = decodeHex(u[2:4], digits)
	case len(digits) == 8:
		ok = decodeHex(u[:4], digits)
	case len(s) == 38 && s[0] == '{' && s[37] == '}':
		ok = decodeGroups(&u, s[1:37])
		return u.orInvalid(ok, s)
	default:
		ok = decodeGroups(&u, s)
		return u.orInvalid(ok, s)
	}
	return UUID32(binary.BigEndian.Uint32(u[:])).orInvalid(ok, s)
}

func (u UUID) orInvalid(ok bool, s string) (UUID, error) {
	if !ok {
		return UUID{}, fmt.Errorf("%w: %q", ErrInvalidUUID, s)
	}
	return u, nil
}

func decodeHex(dst []byte, digits string) bool {
	_, err := hex.Decode(dst, []byte(digits))
	return err == nil
}

func decodeGroups(u *UUID, s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	return decodeHex(u[0:4], s[0:8]) && decodeHex(u[4:6], s[9:13]) && decodeHex(u[6:8], s[14:18]) &&
		decodeHex(u[8:10], s[19:23]) && decodeHex(u[10:16], s[24:36])
}

// MustParseUUID is [ParseUUID] for texts that are known to be valid, such as constants. It panics
// on an error.
func MustParseUUID(s string) UUID {
	u, err := ParseUUID(s)
	if err != nil {
		panic(err)
	}
	return u
}

// String returns the UUID in the form "00001101-0000-1000-8000-00805f9b34fb". It is Qt's
// toString(QUuid::WithoutBraces).
func (u UUID) String() string {
	var text [36]byte
	hex.Encode(text[0:8], u[0:4])
	hex.Encode(text[9:13], u[4:6])
	hex.Encode(text[14:18], u[6:8])
	hex.Encode(text[19:23], u[8:10])
	hex.Encode(text[24:36], u[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// IsNull reports whether all bits are zero.
func (u UUID) IsNull() bool { return u == UUID{} }

// MinimumSize returns how many bytes the UUID takes in its shortest form: 2, 4 or 16, and 0 for the
// null UUID.
func (u UUID) MinimumSize() int {
	short, ok := u.Uint32()
	switch {
	case ok && short>>16 == 0:
		return 2
	case ok:
		return 4
	case u.IsNull():
		return 0
	default:
		return 16
	}
}

// Uint16 returns the 16-bit form of the UUID. It returns false if there is none.
func (u UUID) Uint16() (uint16, bool) {
	short, ok := u.Uint32()
	if !ok || short>>16 != 0 {
		return 0, false
	}
	return uint16(short), true
}

// Uint32 returns the 32-bit form of the UUID. It returns false if there is none. Every UUID with a
// 16-bit form has one.
func (u UUID) Uint32() (uint32, bool) {
	short := binary.BigEndian.Uint32(u[:])
	if u != UUID32(short) {
		return 0, false
	}
	return short, true
}

// Compare orders UUIDs, for example with slices.SortFunc: -1 if u < v, 0 if equal, 1 if u > v. It
// is QUuid's operator<. It compares the variant, which is in the bits of u[8], before the bytes.
func (u UUID) Compare(v UUID) int {
	if c := cmp.Compare(u.variant(), v.variant()); c != 0 {
		return c
	}
	return bytes.Compare(u[:], v[:])
}

// variant returns QUuid::Variant's number.
func (u UUID) variant() int {
	switch {
	case u.IsNull():
		return -1 // unknown
	case u[8]>>7 == 0:
		return 0 // NCS
	case u[8]>>6 == 0b10:
		return 2 // RFC 4122
	case u[8]>>5 == 0b110:
		return 6 // Microsoft
	default:
		return 7 // reserved
	}
}

// MarshalText returns what [UUID.String] returns.
func (u UUID) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText parses a text as [ParseUUID] does.
func (u *UUID) UnmarshalText(text []byte) error {
	parsed, err := ParseUUID(string(text))
	if err != nil {
		return err
	}
	*u = parsed
	return nil
}

func shortUUIDString(short uint16, name string) string {
	if name == "" {
		return fmt.Sprintf("0x%04x", short)
	}
	return name
}
