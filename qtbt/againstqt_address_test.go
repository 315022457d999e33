//go:build cgo

// Tests of Address and HostInfo against QBluetoothAddress and QBluetoothHostInfo.

package qtbt

import (
	"math/rand/v2"
	"regexp"
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

// What QBluetoothAddress takes besides the two documented forms, which are all that ParseAddress takes: its 12 digits are
// any number of 12 characters, with spaces around it, a sign, "0x" and an end marked by NUL, and where the colons of 17
// characters stand does not matter. What may follow a NUL is left open here: some characters make Qt refuse the text.
var (
	addressForm       = regexp.MustCompile(`^(?:[[:xdigit:]]{12}|[[:xdigit:]]{2}(?::[[:xdigit:]]{2}){5})$`)
	sloppyAddressForm = regexp.MustCompile(`(?s)^[\s\v]*\+?(?:0[xX])?([[:xdigit:]]+)[\s\v]*(?:\x00.*)?$`)
)

func sloppyAddress(text string) uint64 {
	units := func() int { return len(utf16.Encode([]rune(text))) }
	if units() == 17 {
		text = strings.ReplaceAll(text, ":", "")
	}
	match := sloppyAddressForm.FindStringSubmatch(text)
	if units() != 12 || match == nil {
		return 0
	}
	n, err := strconv.ParseUint(match[1], 16, 64)
	if err != nil {
		panic(err)
	}
	return n
}

func TestParseAddressAgainstQt(t *testing.T) {
	r := newRandom(t)
	valid, sloppy := 0, 0
	for range 2 * manyInputs {
		text := randomAddressText(r)
		got, err := ParseAddress(text)
		qt := qts(cshim.AddressFromString(text))
		require.Equal(t, addressForm.MatchString(text), err == nil, "%q", text)
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

// In Qt, the upper 16 bits of the number are not seen in the text, but they make two addresses differ.
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
