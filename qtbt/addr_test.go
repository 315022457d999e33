package qtbt_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestAddrText(t *testing.T) {
	device := qtbt.MustParseAddress("00:AA:01:00:00:00")
	for _, row := range []struct {
		addr         qtbt.Addr
		text, marked string
	}{
		{qtbt.Addr{Protocol: qtbt.RFCOMM, Address: device, Port: 1}, "[00:AA:01:00:00:00]:1", "rfcomm://[00:AA:01:00:00:00]:1"},
		{qtbt.Addr{Protocol: qtbt.L2CAP, Address: device, Port: 65535}, "[00:AA:01:00:00:00]:65535", "l2cap://[00:AA:01:00:00:00]:65535"},
		{qtbt.Addr{Protocol: qtbt.RFCOMM, Address: device}, "[00:AA:01:00:00:00]", "rfcomm://[00:AA:01:00:00:00]"},
		{qtbt.Addr{Protocol: qtbt.RFCOMM, Port: 3}, "[any adapter]:3", "rfcomm://[any adapter]:3"},
		{qtbt.Addr{}, "[any adapter]", "[any adapter]"},
	} {
		assert.Equal(t, row.text, row.addr.String())
		text, err := row.addr.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, row.marked, string(text))
		back, err := qtbt.ParseAddr(row.marked)
		require.NoError(t, err)
		assert.Equal(t, row.addr, back)
		back, err = qtbt.ParseAddr(row.text)
		require.NoError(t, err)
		back.Protocol = row.addr.Protocol
		assert.Equal(t, row.addr, back)

		data, err := json.Marshal(row.addr)
		require.NoError(t, err)
		var read qtbt.Addr
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, row.addr, read)
	}
}

func TestParseAddrRefuses(t *testing.T) {
	kept := qtbt.Addr{Port: 7}
	for _, text := range []string{
		"", "[", "]", "[]", "[]:1", "00:AA:01:00:00:00:1", "[00:AA:01:00:00:00]1", "[00:AA:01:00:00:00]:",
		"[00:AA:01:00:00:00]:65536", "[00:AA:01:00:00:00]:-1", "[00:AA:01:00:00:00]:1 ", "[here]:1", "tcp://[any adapter]:1",
		"rfcomm:[any adapter]:1", "[00:AA:01:00:00:00", "x[00:AA:01:00:00:00]:1",
	} {
		_, err := qtbt.ParseAddr(text)
		assert.ErrorIs(t, err, qtbt.ErrInvalidAddress, text)
		assert.ErrorIs(t, kept.UnmarshalText([]byte(text)), qtbt.ErrInvalidAddress, text)
	}
	assert.Equal(t, qtbt.Addr{Port: 7}, kept)
}
