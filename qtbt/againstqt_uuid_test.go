//go:build cgo

package qtbt

// Tests of UUID against QBluetoothUuid.

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

func randomUUIDText(r *rand.Rand) string {
	groups := strings.Join([]string{
		randomDigits(r, 8), randomDigits(r, 4), randomDigits(r, 4), randomDigits(r, 4), randomDigits(r, 12),
	}, "-")
	switch r.IntN(10) {
	case 0:
		return randomBytes(r, 45)
	case 1:
		return mutated(r, oneOf(r, "", "0x")+randomDigits(r, oneOf(r, 2, 4, 8, 32, 36)))
	case 2, 3, 4:
		return mutated(r, "{"+groups+"}")
	default:
		return mutated(r, groups)
	}
}

// randomUUID returns UUIDs on and near the Bluetooth base UUID, and other UUIDs.
func randomUUID(r *rand.Rand) UUID {
	u := UUID32(r.Uint32() >> r.IntN(33))
	switch r.IntN(5) {
	case 0:
		u[r.IntN(16)] ^= 1 << r.IntN(8)
	case 1:
		for i := range u {
			u[i] = byte(r.Uint32())
		}
	case 2:
		u = UUID{}
		if r.IntN(2) == 0 {
			u[r.IntN(16)] = byte(r.Uint32())
		}
	}
	return u
}

const uuidForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

func isUUID(text string) bool { return hasForm(text, uuidForm) || hasForm(text, "{"+uuidForm+"}") }

// isShortUUID reports whether a text is a short form, which Qt does not know.
func isShortUUID(text string) bool {
	digits := strings.TrimPrefix(text, "0x")
	return hasForm(digits, "xxxx") || hasForm(digits, "xxxxxxxx")
}

// sloppyUUID returns the UUID that QBluetoothUuid makes of a text. Any text may follow the UUID,
// and braces need not match.
func sloppyUUID(text string) UUID {
	text = strings.TrimPrefix(text, "{")
	if len(text) < len(uuidForm) || !hasForm(text[:len(uuidForm)], uuidForm) {
		return UUID{}
	}
	return MustParseUUID(text[:len(uuidForm)])
}

func TestParseUUIDAgainstQt(t *testing.T) {
	r := newRandom(t)
	valid, sloppy := 0, 0
	for range manyInputs {
		text := randomUUIDText(r)
		got, err := ParseUUID(text)
		qt := UUID(qts(cshim.UUIDFromString(text)))
		require.Equal(t, sloppyUUID(text), qt, "%q", text)
		switch {
		case isUUID(text):
			require.NoError(t, err, "%q", text)
			require.Equal(t, qt, got, "%q", text)
			valid++
		case isShortUUID(text):
			require.NoError(t, err, "%q", text)
			require.True(t, qt.IsNull(), "%q", text)
		default:
			require.Error(t, err, "%q", text)
			require.True(t, got.IsNull(), "%q", text)
			if !qt.IsNull() {
				sloppy++
			}
		}
	}
	t.Logf("%d valid, %d that only Qt takes", valid, sloppy)
	require.Greater(t, valid, manyInputs/10)
	require.NotZero(t, sloppy)
}

func TestUUIDAgainstQt(t *testing.T) {
	r := newRandom(t)
	last := UUID{}
	for range manyInputs {
		u := randomUUID(r)
		require.Equal(t, qts(cshim.UUIDToString(u)), "{"+u.String()+"}")
		require.EqualValues(t, qts(cshim.UUIDFromString(u.String())), u)
		require.Equal(t, u, MustParseUUID(u.String()))
		require.EqualValues(t, qts(cshim.UUIDMinimumSize(u)), u.MinimumSize(), "%v", u)

		qt16, st := cshim.UUIDToUint16(u)
		short16, ok := u.Uint16()
		require.Equal(t, st == cshim.OK, ok, "%v", u)
		require.Equal(t, qt16, short16, "%v", u)
		qt32, st := cshim.UUIDToUint32(u)
		short32, ok := u.Uint32()
		require.Equal(t, st == cshim.OK, ok, "%v", u)
		require.Equal(t, qt32, short32, "%v", u)

		other := u
		switch r.IntN(4) {
		case 0:
			other[r.IntN(16)] ^= 1 << r.IntN(8)
		case 1:
			other = last
		}
		require.EqualValues(t, qts(cshim.UUIDCompare(u, other)), u.Compare(other), "%v %v", u, other)
		require.Equal(t, u.Compare(other) == 0, u == other)
		last = u
	}
}

func TestShortUUIDsAgainstQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs {
		n := r.Uint32() >> r.IntN(33)
		require.EqualValues(t, qts(cshim.UUIDFromUint32(n)), UUID32(n), "%x", n)
	}
	for n := range math.MaxUint16 + 1 {
		require.EqualValues(t, qts(cshim.UUIDFromUint16(uint16(n))), UUID16(uint16(n)), "%x", n)
	}
}

// namedLater holds the characteristics that have no name in the oldest supported Qt.
var namedLater = []CharacteristicType{CharacteristicWeightScaleFeature} // Qt 6.8

// The test tries every number, so that it misses no name. The names are Qt's untranslated ones.
func TestUUIDNamesAgainstQt(t *testing.T) {
	for _, c := range []struct {
		kind cshim.UUIDKind
		name func(uint16) string
	}{
		{cshim.UUIDServiceClass, func(n uint16) string { return ServiceClassToString(ServiceClassUUID(n)) }},
		{cshim.UUIDProtocol, func(n uint16) string { return ProtocolToString(ProtocolUUID(n)) }},
		{cshim.UUIDCharacteristic, func(n uint16) string { return CharacteristicToString(CharacteristicType(n)) }},
		{cshim.UUIDDescriptor, func(n uint16) string { return DescriptorToString(DescriptorType(n)) }},
	} {
		names := make([]string, math.MaxUint16+1)
		onQtThread(t, func() {
			for n := range names {
				names[n] = qts(cshim.UUIDName(c.kind, uint16(n)))
			}
		})
		for n, name := range names {
			if c.kind == cshim.UUIDCharacteristic && name == "" && slices.Contains(namedLater, CharacteristicType(n)) {
				continue
			}
			require.Equal(t, name, c.name(uint16(n)), "kind %d, 0x%04x", c.kind, n)
		}
	}
}
