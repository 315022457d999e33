package qtbt

// Tests of Address; see also qtautotest_address_test.go.

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNullAddress(t *testing.T) {
	var null Address
	assert.True(t, null.IsNull())
	assert.Equal(t, "00:00:00:00:00:00", null.String())
	parsed, err := ParseAddress("00:00:00:00:00:00")
	require.NoError(t, err)
	assert.Equal(t, null, parsed)
}

func TestAddressIgnoresBitsAbove48(t *testing.T) {
	assert.Equal(t, AddressFromUint64(1), AddressFromUint64(0xffff_0000_0000_0001))
}

func TestMalformedAddresses(t *testing.T) {
	for _, text := range []string{
		"", "0", "11:22:33:44:55", "11:22:33:44:55:6", "11:22:33:44:55:66:", "11:22:33:44:55:66:77", "11-22-33-44-55-66",
		"1122:33:44:55:66", "1:12:23:34:45:566", ":11:22:33:44:5566", "11:22:33:44:55:6g", "11223344556", "1122334455667",
		"0x1122334455", "+11223344556", " 11223344556", "11:22:33:44:55:66\n", "１１:22:33:44:55",
	} {
		got, err := ParseAddress(text)
		assert.ErrorIs(t, err, ErrInvalidAddress, "%q", text)
		assert.True(t, got.IsNull())
	}
	_, err := ParseAddress("here")
	assert.EqualError(t, err, `invalid Bluetooth address: "here"`)
	assert.Panics(t, func() { MustParseAddress("here") })
}

func TestAddressOrderAndMapKey(t *testing.T) {
	low, high := MustParseAddress("11:22:33:44:55:66"), MustParseAddress("AA:BB:CC:DD:EE:FF")
	for _, c := range []struct {
		a, b Address
		want int
	}{
		{Address{}, Address{}, 0}, {Address{}, low, -1}, {low, Address{}, 1}, {low, high, -1}, {high, low, 1}, {low, low, 0},
	} {
		assert.Equal(t, c.want, c.a.Compare(c.b))
		assert.Equal(t, c.want == 0, c.a == c.b)
	}
	addresses := []Address{high, {}, low}
	slices.SortFunc(addresses, Address.Compare)
	assert.Equal(t, []Address{{}, low, high}, addresses)

	names := map[Address]string{low: "low"}
	assert.Equal(t, "low", names[MustParseAddress("112233445566")])
}

func TestAddressAsText(t *testing.T) {
	type config struct{ Peer Address }
	data, err := json.Marshal(config{MustParseAddress("aabbccddeeff")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Peer":"AA:BB:CC:DD:EE:FF"}`, string(data))
	var back config
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, MustParseAddress("aabbccddeeff"), back.Peer)
	assert.ErrorIs(t, json.Unmarshal([]byte(`{"Peer":"nowhere"}`), &back), ErrInvalidAddress)
	assert.Equal(t, MustParseAddress("aabbccddeeff"), back.Peer, "an error must leave the value alone")
}
