//go:build cgo

package qtbt

// Tests of Address and HostInfo against QBluetoothAddress and QBluetoothHostInfo.

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

func randomAddressText(r *rand.Rand) string {
	digits := randomDigits(r, 12)
	colons := digits[0:2] + ":" + digits[2:4] + ":" + digits[4:6] + ":" + digits[6:8] + ":" + digits[8:10] + ":" + digits[10:12]
	switch r.IntN(10) {
	case 0:
		return randomBytes(r, 20)
	case 1:
		return mutated(r, randomDigits(r, oneOf(r, 11, 13, 16, 17)))
	case 2, 3, 4:
		return mutated(r, digits)
	default:
		return mutated(r, colons)
	}
}

// isAddress reports whether a text has one of the two documented forms, which are the only forms
// that ParseAddress accepts.
func isAddress(text string) bool {
	return hasForm(text, "xxxxxxxxxxxx") || hasForm(text, "xx:xx:xx:xx:xx:xx")
}

// sloppyAddress returns the address that QBluetoothAddress makes of a text. Besides the documented
// forms it accepts 12 characters that are any number, with spaces around it, a sign, "0x" and an
// end marked by NUL. In 17 characters it does not matter where the colons stand. Texts after a NUL
// are not covered here, because some characters make Qt refuse the text.
func sloppyAddress(text string) uint64 {
	if utf16Len(text) == 17 {
		text = strings.ReplaceAll(text, ":", "")
	}
	if utf16Len(text) != 12 {
		return 0
	}
	text, _, _ = strings.Cut(text, "\x00")
	text = strings.TrimPrefix(strings.Trim(text, " \t\n\v\f\r"), "+")
	if strings.HasPrefix(text, "0x") || strings.HasPrefix(text, "0X") {
		text = text[2:]
	}
	n, err := strconv.ParseUint(text, 16, 64)
	if err != nil {
		return 0
	}
	return n
}

func utf16Len(text string) int {
	n := 0
	for _, c := range text {
		n += utf16.RuneLen(c)
	}
	return n
}

func TestParseAddressAgainstQt(t *testing.T) {
	r := newRandom(t)
	valid, sloppy := 0, 0
	for range manyInputs {
		text := randomAddressText(r)
		got, err := ParseAddress(text)
		qt := qts(cshim.AddressFromString(text))
		require.Equal(t, isAddress(text), err == nil, "%q", text)
		if err == nil {
			require.Equal(t, qt, got.Uint64(), "%q", text)
			valid++
			continue
		}
		require.True(t, got.IsNull(), "%q", text)
		if qt != 0 || !strings.Contains(text, "\x00") {
			require.Equal(t, sloppyAddress(text), qt, "%q", text)
		}
		if qt != 0 {
			sloppy++
		}
	}
	t.Logf("%d valid, %d that only Qt takes", valid, sloppy)
	require.Greater(t, valid, manyInputs/10)
	require.NotZero(t, sloppy)
}

func TestAddressAgainstQt(t *testing.T) {
	r := newRandom(t)
	last := Address{}
	for range manyInputs {
		n := r.Uint64() >> r.IntN(65)
		a := AddressFromUint64(n)
		require.Equal(t, qts(cshim.AddressToString(n)), a.String(), "%x", n)
		require.Equal(t, qts(cshim.AddressFromString(a.String())), a.Uint64(), "%x", n)
		require.Equal(t, a, MustParseAddress(a.String()))
		require.Equal(t, qts(cshim.AddressIsNull(a.Uint64())), a.IsNull(), "%x", n)

		other := AddressFromUint64(oneOf(r, n, n+1, n^1<<r.IntN(64), last.Uint64()))
		require.EqualValues(t, qts(cshim.AddressCompare(a.Uint64(), other.Uint64())), a.Compare(other), "%v %v", a, other)
		require.Equal(t, a.Compare(other) == 0, a == other)
		last = a
	}
}

// In Qt, the upper 16 bits of the number do not appear in the text, but they make two addresses
// unequal.
func TestAddressBitsAbove48AgainstQt(t *testing.T) {
	const above = 1 << 48
	require.Equal(t, "00:00:00:00:00:00", qts(cshim.AddressToString(above)))
	require.False(t, qts(cshim.AddressIsNull(above)))
	require.True(t, AddressFromUint64(above).IsNull())
}

func TestHostInfoAgainstQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs {
		a := HostInfo{AddressFromUint64(r.Uint64()), strings.ToValidUTF8(randomBytes(r, 8), "?")}
		b := a
		switch r.IntN(4) {
		case 0:
			b.SetAddress(AddressFromUint64(r.Uint64()))
		case 1:
			b.SetName(strings.ToValidUTF8(mutated(r, a.name), "?"))
		case 2:
			b.SetName(strings.ToUpper(a.name))
		}
		qt := qts(cshim.HostInfoEquals(a.address.Uint64(), a.name, b.address.Uint64(), b.name))
		require.Equal(t, qt, a == b, "%v %v", a, b)
	}
}
