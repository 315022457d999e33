package qtbt_test

// Qt's autotest of QBluetoothAddress (tests/auto/qbluetoothaddress of Qt 6.8), rewritten in Go.
// Each function is a test and each row of data a subtest, under the same names.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothAddress_construction(t *testing.T) {
	for _, row := range []struct {
		name          string
		number        uint64
		plain, colons string
	}{
		{"11:22:33:44:55:66", 0x112233445566, "112233445566", "11:22:33:44:55:66"},
		{"AA:BB:CC:DD:EE:FF", 0xaabbccddeeff, "AABBCCDDEEFF", "AA:BB:CC:DD:EE:FF"},
		{"aa:bb:cc:dd:ee:ff", 0xaabbccddeeff, "aabbccddeeff", "AA:BB:CC:DD:EE:FF"},
		{"FF:FF:FF:FF:FF:FF", 0xffffffffffff, "FFFFFFFFFFFF", "FF:FF:FF:FF:FF:FF"},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.True(t, qtbt.Address{}.IsNull())

			fromPlain, err := qtbt.ParseAddress(row.plain)
			require.NoError(t, err)
			fromColons, err := qtbt.ParseAddress(row.colons)
			require.NoError(t, err)
			for _, a := range []qtbt.Address{qtbt.AddressFromUint64(row.number), fromPlain, fromColons} {
				assert.False(t, a.IsNull())
				assert.Equal(t, row.number, a.Uint64())
				assert.Equal(t, row.colons, a.String())
				copied := a
				assert.Equal(t, a.Uint64(), copied.Uint64())
			}

			empty, err := qtbt.ParseAddress("")
			assert.ErrorIs(t, err, qtbt.ErrInvalidAddress, "Qt reports nothing, and has the null address too")
			assert.True(t, empty.IsNull())
		})
	}
}

func TestQBluetoothAddress_assignment(t *testing.T) {
	address := qtbt.AddressFromUint64(0x112233445566)
	copied := address
	assert.Equal(t, address.Uint64(), copied.Uint64())

	var copy1, copy2 qtbt.Address
	assert.True(t, copy1.IsNull())
	assert.True(t, copy2.IsNull())
	copy2 = address
	copy1 = copy2
	assert.Equal(t, address.Uint64(), copy1.Uint64())
	assert.Equal(t, address.Uint64(), copy2.Uint64())

	copy1 = qtbt.Address{} // Qt's clear
	assert.True(t, copy1.IsNull())
	assert.NotEqual(t, address, copy1)
	assert.Equal(t, uint64(0x112233445566), address.Uint64(), "a copy is independent")
}

func TestQBluetoothAddress_comparison(t *testing.T) {
	valid := qtbt.AddressFromUint64(0x112233445566)
	for _, row := range []struct {
		name  string
		a, b  qtbt.Address
		equal bool
	}{
		{"invalid == invalid", qtbt.Address{}, qtbt.Address{}, true},
		{"valid != invalid", valid, qtbt.Address{}, false},
		{"valid == valid", valid, qtbt.AddressFromUint64(0x112233445566), true},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.equal, row.a == row.b)
			assert.Equal(t, row.equal, row.b == row.a)
			assert.Equal(t, row.equal, row.a.Compare(row.b) == 0)
		})
	}
}

func TestQBluetoothAddress_lessThan(t *testing.T) {
	low, high := qtbt.AddressFromUint64(0x112233445566), qtbt.AddressFromUint64(0xaabbccddeeff)
	for _, row := range []struct {
		name string
		a, b qtbt.Address
		less bool
	}{
		{"invalid < invalid", qtbt.Address{}, qtbt.Address{}, false},
		{"invalid < valid", qtbt.Address{}, low, true},
		{"valid < invalid", low, qtbt.Address{}, false},
		{"valid < valid", low, high, true},
		{"valid < valid", high, low, false}, // Qt has two rows of this name
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.less, row.a.Compare(row.b) < 0)
		})
	}
}

func TestQBluetoothAddress_clear(t *testing.T) {
	t.Run("FF:00:F3:25:00:00", func(t *testing.T) {
		address := qtbt.MustParseAddress("FF:00:F3:25:00:00")
		assert.False(t, address.IsNull())
		address = qtbt.Address{}
		assert.Equal(t, "00:00:00:00:00:00", address.String())
	})
}
