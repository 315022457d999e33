package qtbt_test

// Qt's autotest of QBluetoothHostInfo (tests/auto/qbluetoothhostinfo of Qt 6.8), rewritten in Go.
// Each function is a test and each row of data a subtest, under the same names. Qt's null string
// and empty string are both "" in Go.

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothHostInfo_address(t *testing.T) {
	for name, text := range map[string]string{
		"11:22:33:44:55:66": "11:22:33:44:55:66",
		"AA:BB:CC:DD:EE:FF": "AA:BB:CC:DD:EE:FF",
		"aa:bb:cc:dd:ee:ff": "AA:BB:CC:DD:EE:FF",
		"FF:FF:FF:FF:FF:FF": "FF:FF:FF:FF:FF:FF",
	} {
		t.Run(name, func(t *testing.T) {
			address := qtbt.MustParseAddress(text)
			assert.False(t, address.IsNull())
			assert.Equal(t, text, address.String())

			var info qtbt.HostInfo
			assert.True(t, info.Address().IsNull())
			info.SetAddress(address)
			assert.Equal(t, text, info.Address().String())
		})
	}
}

func TestQBluetoothHostInfo_name(t *testing.T) {
	for row, name := range map[string]string{
		"empty/default name": "",
		"empty name":         "",
		"ABCD":               "ABCD",
		"Very long name":     "ThisIsAVeryLongNameString-abcdefghijklmnopqrstuvwxyz",
		"special chars":      "gh\nfg i-+.,/;",
	} {
		t.Run(row, func(t *testing.T) {
			var info qtbt.HostInfo
			assert.Empty(t, info.Name())
			info.SetName(name)
			assert.Equal(t, name, info.Name())
		})
	}
}

func TestQBluetoothHostInfo_construction(t *testing.T) {
	for _, row := range []struct {
		name, address, hostName string
		valid                   bool
	}{
		{"11:22:33:44:55:66", "11:22:33:44:55:66", "", true},
		{"AA:BB:CC:DD:EE:FF", "AA:BB:CC:DD:EE:FF", "", true},
		{"aa:bb:cc:dd:ee:ff", "AA:BB:CC:DD:EE:FF", "foobar", true},
		{"FF:FF:FF:FF:FF:FF", "FF:FF:FF:FF:FF:FF", "WeUseAlongStringAsName_FFFFFFFFFFFFFFFFFFFF", true},
		{"00:00:00:00:00:00", "00:00:00:00:00:00", "foobar2", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			address := qtbt.MustParseAddress(row.address)
			var info qtbt.HostInfo
			check := func(name, address string, null bool) {
				t.Helper()
				assert.Equal(t, name, info.Name())
				assert.Equal(t, address, info.Address().String())
				assert.Equal(t, null, info.Address().IsNull())
			}
			info.SetName(row.hostName)
			info.SetAddress(address)
			check(row.hostName, row.address, !row.valid)
			info.SetAddress(qtbt.Address{})
			check(row.hostName, "00:00:00:00:00:00", true)
			info.SetName("")
			check("", "00:00:00:00:00:00", true)
			info.SetAddress(address)
			check("", row.address, !row.valid)
		})
	}
}

func TestQBluetoothHostInfo_copy(t *testing.T) {
	var original qtbt.HostInfo
	original.SetAddress(qtbt.MustParseAddress("11:22:33:44:55:66"))
	original.SetName("FunkyName")

	constructed := original
	assigned := qtbt.HostInfo{}
	assert.NotEqual(t, original, assigned)
	assigned = original
	for _, copied := range []qtbt.HostInfo{constructed, assigned} {
		assert.Equal(t, original.Name(), copied.Name())
		assert.Equal(t, original.Address(), copied.Address())
	}
}

func TestQBluetoothHostInfo_compare(t *testing.T) {
	host := func(address, name string) qtbt.HostInfo {
		var info qtbt.HostInfo
		if address != "" { // "" is the null address in Qt
			info.SetAddress(qtbt.MustParseAddress(address))
		}
		info.SetName(name)
		return info
	}
	for _, row := range []struct {
		name                             string
		address1, name1, address2, name2 string
		same                             bool
	}{
		{"11:22:33:44:55:66 - same", "11:22:33:44:55:66", "same", "11:22:33:44:55:66", "same", true},
		{"11:22:33:44:55:66 - address", "11:22:33:44:55:66", "same", "11:22:33:44:55:77", "same", false},
		{"11:22:33:44:55:66 - name", "11:22:33:44:55:66", "same", "11:22:33:44:55:66", "different", false},
		{"11:22:33:44:55:66 - name/address", "11:22:33:44:55:66", "same", "11:22:33:44:55:77", "different", false},
		{"empty", "", "", "", "", true},
		{"empty left", "", "", "11:22:33:44:55:66", "same", false},
		{"empty right", "11:22:33:44:55:66", "same", "", "", false},
		// Qt has three rows of this name.
		{"00:00:00:00:00:00", "00:00:00:00:00:00", "foobar1", "", "foobar1", true},
		{"00:00:00:00:00:00", "00:00:00:00:00:00", "foobar1", "", "foobar2", false},
		{"00:00:00:00:00:00", "00:00:00:00:00:00", "", "", "", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.True(t, host("", "") == qtbt.HostInfo{})
			info1, info2 := host(row.address1, row.name1), host(row.address2, row.name2)
			assert.Equal(t, row.same, info1 == info2)
			assert.Equal(t, !row.same, info1 != info2)
		})
	}
}
