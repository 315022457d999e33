// Tests of HostInfo, among them the cases of Qt's own test of QBluetoothHostInfo.

package qtbt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHostInfo(t *testing.T) {
	var h HostInfo
	assert.True(t, h.Address().IsNull())
	assert.Empty(t, h.Name())

	for _, name := range []string{
		"", "ABCD", "ThisIsAVeryLongNameString-abcdefghijklmnopqrstuvwxyz", "gh\nfg i-+.,/;",
	} {
		h.SetName(name)
		assert.Equal(t, name, h.Name())
	}
	for _, text := range []string{
		"11:22:33:44:55:66", "AA:BB:CC:DD:EE:FF", "FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00",
	} {
		h.SetAddress(MustParseAddress(text))
		assert.Equal(t, text, h.Address().String())
		assert.Equal(t, "gh\nfg i-+.,/;", h.Name(), "the address leaves the name alone")
	}
}

func TestHostInfoCopiesAndEquality(t *testing.T) {
	same := hostInfo("11:22:33:44:55:66", "same")
	copied := same
	copied.SetName("other")
	assert.Equal(t, "same", same.Name(), "a copy is independent")

	assert.True(t, same == hostInfo("11:22:33:44:55:66", "same"))
	assert.False(t, same == hostInfo("11:22:33:44:55:77", "same"))
	assert.False(t, same == hostInfo("11:22:33:44:55:66", "different"))
	assert.False(t, same == HostInfo{})
	assert.True(t, HostInfo{} == hostInfo("00:00:00:00:00:00", ""))
	assert.False(t, hostInfo("00:00:00:00:00:00", "foobar1") == hostInfo("00:00:00:00:00:00", "foobar2"))
}

func TestHostInfoString(t *testing.T) {
	assert.Equal(t, `11:22:33:44:55:66 "Desk"`, hostInfo("11:22:33:44:55:66", "Desk").String())
}

func hostInfo(address, name string) HostInfo {
	var h HostInfo
	h.SetAddress(MustParseAddress(address))
	h.SetName(name)
	return h
}
