package qtbt_test

// Qt's autotest of QBluetoothUuid (tests/auto/qbluetoothuuid of Qt 6.8), rewritten in Go. Each
// function is a test and each row of data a subtest, under the same names. tst_quint128ToUuid is
// from Qt 6.4; Qt 6.8 no longer has it.
//
// The test leaves out the conversion to and from macOS's CBUUID, a type that Go programs do not
// have.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothUuid_construction(t *testing.T) {
	assert.True(t, qtbt.UUID{}.IsNull())

	for number, u := range map[uint16]qtbt.UUID{
		0x1002: qtbt.ServiceClassPublicBrowseGroup.UUID(),
		0x0100: qtbt.ProtocolL2CAP.UUID(),
	} {
		assert.False(t, u.IsNull())
		short, ok := u.Uint16()
		assert.True(t, ok)
		assert.Equal(t, number, short)
		copied := u
		copiedShort, _ := copied.Uint16()
		assert.Equal(t, short, copiedShort)
	}

	const text = "67c8770b-44f1-410a-ab9a-f9b5446f13ee"
	fromBytes := qtbt.UUID{0x67, 0xc8, 0x77, 0x0b, 0x44, 0xf1, 0x41, 0x0a, 0xab, 0x9a, 0xf9, 0xb5, 0x44, 0x6f, 0x13, 0xee}
	assert.False(t, fromBytes.IsNull())
	assert.Equal(t, text, fromBytes.String(), "without Qt's braces")
	fromText, err := qtbt.ParseUUID(text)
	require.NoError(t, err)
	assert.False(t, fromText.IsNull())
	assert.Equal(t, text, fromText.String())

	none, err := qtbt.ParseUUID("XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX")
	assert.ErrorIs(t, err, qtbt.ErrInvalidUUID, "Qt reports nothing, and has the null UUID too")
	assert.True(t, none.IsNull())
}

func TestQBluetoothUuid_assignment(t *testing.T) {
	u := qtbt.ServiceClassPublicBrowseGroup.UUID()
	copied := u
	assert.Equal(t, u, copied)

	var copy1, copy2 qtbt.UUID
	assert.True(t, copy1.IsNull())
	assert.True(t, copy2.IsNull())
	copy2 = u
	copy1 = copy2
	for _, c := range []qtbt.UUID{copy1, copy2} {
		assert.False(t, c.IsNull())
		short, ok := c.Uint16()
		assert.True(t, ok)
		assert.Equal(t, uint16(0x1002), short)
	}
}

// uuidRow is a row of tst_conversion_data, which serves tst_comparison too.
type uuidRow struct {
	name         string
	has16, has32 bool
	short        uint32
	full         qtbt.UUID
	text         string
}

func uuidRows() []uuidRow {
	const base = "-0000-1000-8000-00805F9B34FB"
	short := func(name string, n uint32, text string) uuidRow {
		full := qtbt.UUID{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n), 0, 0, 0x10, 0, 0x80, 0, 0, 0x80, 0x5f, 0x9b, 0x34, 0xfb}
		return uuidRow{name, n <= 0xffff, true, n, full, text + base}
	}
	return []uuidRow{
		short("base uuid", 0x00000000, "00000000"),
		short("0x0001", 0x00000001, "00000001"),
		short("0xffff", 0x0000ffff, "0000FFFF"),
		short("0x00010000", 0x00010000, "00010000"),
		short("0x0001ffff", 0x0001ffff, "0001FFFF"),
		short("0xffff0000", 0xffff0000, "FFFF0000"),
		short("0xffffffff", 0xffffffff, "FFFFFFFF"),
		{
			"00112233-4455-6677-8899-AABBCCDDEEFF", false, false, 0,
			qtbt.UUID{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff},
			"00112233-4455-6677-8899-AABBCCDDEEFF",
		},
	}
}

// forms returns the row's UUID made from each number that it has.
func (row uuidRow) forms() []qtbt.UUID {
	forms := []qtbt.UUID{row.full}
	if row.has32 {
		forms = append(forms, qtbt.UUID32(row.short))
	}
	if row.has16 {
		forms = append(forms, qtbt.UUID16(uint16(row.short)))
	}
	return forms
}

func TestQBluetoothUuid_conversion(t *testing.T) {
	for _, row := range uuidRows() {
		t.Run(row.name, func(t *testing.T) {
			size := 16
			if row.has16 {
				size = 2
			} else if row.has32 {
				size = 4
			}
			for _, u := range append(row.forms(), qtbt.MustParseUUID(row.text), qtbt.MustParseUUID("{"+row.text+"}")) {
				short16, ok := u.Uint16()
				assert.Equal(t, row.has16, ok)
				if ok {
					assert.Equal(t, uint16(row.short), short16)
				}
				short32, ok := u.Uint32()
				assert.Equal(t, row.has32, ok)
				if ok {
					assert.Equal(t, row.short, short32)
				}
				assert.Equal(t, [16]byte(row.full), [16]byte(u))
				assert.Equal(t, row.text, strings.ToUpper(u.String()))
				assert.Equal(t, size, u.MinimumSize())
			}
		})
	}
}

func TestQBluetoothUuid_comparison(t *testing.T) {
	for _, row := range uuidRows() {
		t.Run(row.name, func(t *testing.T) {
			var null qtbt.UUID
			assert.True(t, null == qtbt.UUID{})
			for _, a := range row.forms() {
				for _, b := range row.forms() {
					assert.True(t, a == b)
					assert.Zero(t, a.Compare(b))
				}
				assert.False(t, a == qtbt.UUID{})
			}
		})
	}
}

// The original is a benchmark too. In Go it would measure the copy of an array, which is not worth
// it.
func TestQBluetoothUuid_quint128ToUuid(t *testing.T) {
	u := qtbt.MustParseUUID("{67C8770B-44F1-410A-AB9A-F9B5446F13EE}")
	array := [16]byte(u)
	assert.Equal(t, u, qtbt.UUID(array))
}
