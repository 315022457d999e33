package qtbt

// Tests of UUID; see also qtautotest_uuid_test.go.

import (
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUUIDAs128Bits(t *testing.T) {
	u := MustParseUUID("67c8770b-44f1-410a-ab9a-f9b5446f13ee")
	packet := [16]byte{0xee, 0x13, 0x6f, 0x44, 0xb5, 0xf9, 0x9a, 0xab, 0x0a, 0x41, 0xf1, 0x44, 0x0b, 0x77, 0xc8, 0x67}
	assert.Equal(t, [16]byte(u), u.Uint128())
	assert.Equal(t, [16]byte(u), u.Uint128(binary.BigEndian))
	assert.Equal(t, packet, u.Uint128(binary.LittleEndian))
	assert.Equal(t, u, UUID128(u))
	assert.Equal(t, u, UUID128(u, binary.BigEndian))
	assert.Equal(t, u, UUID128(packet, binary.LittleEndian))
}

func TestNullUUID(t *testing.T) {
	var null UUID
	assert.True(t, null.IsNull())
	assert.Zero(t, null.MinimumSize())
	_, ok := null.Uint16()
	assert.False(t, ok)
	assert.Equal(t, null, MustParseUUID("00000000-0000-0000-0000-000000000000"))
}

func TestShortUUIDTexts(t *testing.T) {
	for text, want := range map[string]UUID{
		"1101": UUID16(0x1101), "0x1101": UUID16(0x1101), "00001101": UUID16(0x1101), "0x0001110A": UUID32(0x1110a),
		"0000": UUID16(0), "aBcD": UUID16(0xabcd),
	} {
		got, err := ParseUUID(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

func TestMalformedUUIDs(t *testing.T) {
	for _, text := range []string{
		"", "1", "110", "0x11", "11010", "0X1101", "{1101}", "0x", "x1101", "-110", "110g", "0x0x11",
		"XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX",
		"67c8770b-44f1-410a-ab9a-f9b5446f13e", "67c8770b-44f1-410a-ab9a-f9b5446f13eee",
		"{67c8770b-44f1-410a-ab9a-f9b5446f13ee", "67c8770b-44f1-410a-ab9a-f9b5446f13ee}",
		"67c8770b44f1-410a-ab9a-f9b5-446f13ee", "67c8770b44f1410aab9af9b5446f13ee",
		"0x67c8770b-44f1-410a-ab9a-f9b5446f13ee", "urn:uuid:67c8770b-44f1-410a-ab9a-f9b5446f13ee",
	} {
		got, err := ParseUUID(text)
		assert.ErrorIs(t, err, ErrInvalidUUID, "%q", text)
		assert.True(t, got.IsNull(), "%q", text)
	}
	_, err := ParseUUID("this")
	assert.EqualError(t, err, `invalid UUID: "this"`)
	assert.Panics(t, func() { MustParseUUID("this") })
}

func TestNewUUID(t *testing.T) {
	a, b := NewUUID(), NewUUID()
	assert.NotEqual(t, a, b)
	for _, u := range []UUID{a, b} {
		assert.Equal(t, byte('4'), u.String()[14], "version")
		assert.Contains(t, "89ab", string(u.String()[19]), "variant")
		assert.Equal(t, 16, u.MinimumSize())
	}
}

func TestUUIDAsText(t *testing.T) {
	u := MustParseUUID("67c8770b-44f1-410a-ab9a-f9b5446f13ee")
	data, err := json.Marshal(map[UUID]UUID{u: UUID16(0x1101)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"67c8770b-44f1-410a-ab9a-f9b5446f13ee":"00001101-0000-1000-8000-00805f9b34fb"}`, string(data))
	var back map[UUID]UUID
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, UUID16(0x1101), back[u])
	assert.ErrorIs(t, json.Unmarshal([]byte(`{"1101":"?"}`), &back), ErrInvalidUUID)
}

func TestNamedUUIDs(t *testing.T) {
	assert.Equal(t, UUID16(0x1101), ServiceClassSerialPort.UUID())
	assert.Equal(t, UUID16(0x0003), ProtocolRFCOMM.UUID())
	assert.Equal(t, UUID16(0x2a19), CharacteristicBatteryLevel.UUID())
	assert.Equal(t, UUID16(0x2902), DescriptorClientCharacteristicConfiguration.UUID())

	assert.Equal(t, "Serial Port Profile", ServiceClassToString(ServiceClassSerialPort))
	assert.Equal(t, "Radio Frequency Communication", ProtocolToString(ProtocolRFCOMM))
	assert.Equal(t, "Battery Level", CharacteristicToString(CharacteristicBatteryLevel))
	assert.Equal(t, "Client Characteristic Configuration", DescriptorToString(DescriptorClientCharacteristicConfiguration))

	assert.Equal(t, "Serial Port Profile", ServiceClassSerialPort.String())
	assert.Equal(t, "Radio Frequency Communication", ProtocolRFCOMM.String())
	assert.Equal(t, "Battery Level", CharacteristicBatteryLevel.String())
	assert.Equal(t, "Valid Range", DescriptorValidRange.String())
	assert.Equal(t, "0x4321", ServiceClassUUID(0x4321).String())
	assert.Empty(t, ServiceClassToString(0x4321))
	assert.Empty(t, ProtocolToString(0x4321))
	assert.Empty(t, CharacteristicToString(0x4321))
	assert.Empty(t, DescriptorToString(0x4321))
}
