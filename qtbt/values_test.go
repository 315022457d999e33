package qtbt_test

// Tests that the values are comparable, printable and storable, and independent when copied.

import (
	"encoding"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// These assertions hold at compile time. They cover text marshalling of values that programs store.
var (
	_ encoding.TextMarshaler   = qtbt.Address{}
	_ encoding.TextUnmarshaler = new(qtbt.Address)
	_ encoding.TextMarshaler   = qtbt.UUID{}
	_ encoding.TextUnmarshaler = new(qtbt.UUID)
	_ encoding.TextMarshaler   = qtbt.RFCOMM
	_ encoding.TextUnmarshaler = new(qtbt.Protocol)
	_ encoding.TextMarshaler   = qtbt.Secure
	_ encoding.TextUnmarshaler = new(qtbt.Security)
)

const (
	anAddress = "00:11:22:AA:BB:CC"
	aUUID     = "67c8770b-44f1-410a-ab9a-f9b5446f13ee"
)

func aHost() qtbt.HostInfo {
	var h qtbt.HostInfo
	h.SetAddress(qtbt.MustParseAddress(anAddress))
	h.SetName("Desk")
	return h
}

func TestValuesAsMapKeys(t *testing.T) {
	for _, c := range []struct{ one, same, other any }{
		{qtbt.MustParseAddress(anAddress), qtbt.MustParseAddress("001122aabbcc"), qtbt.Address{}},
		{qtbt.MustParseUUID(aUUID), qtbt.MustParseUUID("{" + aUUID + "}"), qtbt.UUID{}},
		{qtbt.UUID16(0x1101), qtbt.ServiceClassSerialPort.UUID(), qtbt.UUID16(0x1102)},
		{aHost(), aHost(), qtbt.HostInfo{}},
	} {
		require.True(t, reflect.TypeOf(c.one).Comparable())
		names := map[any]string{c.one: "one", c.other: "other"}
		assert.Len(t, names, 2)
		assert.Equal(t, "one", names[c.same])
	}
}

func TestValuesPrinted(t *testing.T) {
	device := qtbt.NewDeviceInfo(qtbt.MustParseAddress(anAddress), "Desk", 0x104)
	for _, c := range []struct {
		value any
		text  string
	}{
		{qtbt.MustParseAddress(anAddress), anAddress},
		{qtbt.Address{}, "00:00:00:00:00:00"},
		{qtbt.MustParseUUID(aUUID), aUUID},
		{qtbt.UUID{}, "00000000-0000-0000-0000-000000000000"},
		{aHost(), anAddress + ` "Desk"`},
		{qtbt.HostInfo{}, `00:00:00:00:00:00 ""`},
		{device, anAddress + ` "Desk" ComputerDevice`},
		{qtbt.DeviceInfo{}, "invalid device"},
		{new(qtbt.ServiceInfo), "service on invalid device"},
		{qtbt.L2CAP, "L2CAP"},
		{qtbt.Authorization | qtbt.Encryption, "Authorization|Encryption"},
	} {
		assert.Equal(t, c.text, fmt.Sprint(c.value))
		assert.Equal(t, c.text, fmt.Sprintf("%v", c.value))
		assert.Equal(t, c.text, fmt.Sprintf("%+v", c.value))
		assert.Equal(t, c.text, fmt.Sprintf("%s", c.value))
		assert.Equal(t, fmt.Sprintf("%q", c.text), fmt.Sprintf("%q", c.value))
		assert.Equal(t, fmt.Sprintf("%50s|%-50s", c.text, c.text), fmt.Sprintf("%50s|%-50s", c.value, c.value))
		assert.Equal(t, "["+c.text+"]", fmt.Sprint([]any{c.value}), "within other values")
	}
}

func TestValuesInJSON(t *testing.T) {
	type settings struct {
		Peer     qtbt.Address
		Service  *qtbt.UUID
		Protocol qtbt.Protocol
		Security qtbt.Security
		Names    map[qtbt.Address]string
		Services map[qtbt.UUID][]qtbt.Address
	}
	address, uuid := qtbt.MustParseAddress(anAddress), qtbt.MustParseUUID(aUUID)
	saved := settings{
		address, &uuid, qtbt.RFCOMM, qtbt.Authorization | qtbt.Secure,
		map[qtbt.Address]string{address: "Desk"}, map[qtbt.UUID][]qtbt.Address{uuid: {address, {}}},
	}
	data, err := json.Marshal(saved)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"Peer": "00:11:22:AA:BB:CC", "Service": "67c8770b-44f1-410a-ab9a-f9b5446f13ee",
		"Protocol": "RFCOMM", "Security": "Authorization|Secure",
		"Names": {"00:11:22:AA:BB:CC": "Desk"},
		"Services": {"67c8770b-44f1-410a-ab9a-f9b5446f13ee": ["00:11:22:AA:BB:CC", "00:00:00:00:00:00"]}
	}`, string(data))
	var loaded settings
	require.NoError(t, json.Unmarshal(data, &loaded))
	assert.Equal(t, saved, loaded)

	var zero settings
	data, err = json.Marshal(settings{})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &zero))
	assert.Equal(t, settings{}, zero)
}

func TestValuesAsFlags(t *testing.T) {
	var address qtbt.Address
	var uuid qtbt.UUID
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.TextVar(&address, "peer", qtbt.Address{}, "")
	flags.TextVar(&uuid, "service", qtbt.ServiceClassSerialPort.UUID(), "")
	require.NoError(t, flags.Parse([]string{"-peer", anAddress}))
	assert.Equal(t, qtbt.MustParseAddress(anAddress), address)
	assert.Equal(t, qtbt.UUID16(0x1101), uuid)
}

func TestRandomValuesAsText(t *testing.T) {
	for range 10_000 {
		address, uuid := qtbt.AddressFromUint64(rand.Uint64()), qtbt.NewUUID()
		security := qtbt.Security(rand.Uint32N(16))
		var addressBack qtbt.Address
		var uuidBack qtbt.UUID
		var securityBack qtbt.Security
		for value, back := range map[encoding.TextMarshaler]encoding.TextUnmarshaler{
			address: &addressBack, uuid: &uuidBack, security: &securityBack,
		} {
			text, err := value.MarshalText()
			require.NoError(t, err)
			require.NoError(t, back.UnmarshalText(text))
		}
		require.Equal(t, address, addressBack)
		require.Equal(t, uuid, uuidBack)
		require.Equal(t, security, securityBack)
	}
}

func TestTextThatIsNoValue(t *testing.T) {
	protocol, security := qtbt.RFCOMM, qtbt.Secure
	for _, text := range []string{"", "rfcomm", "RFCOMM ", "Protocol(7)", "2", "Authorization|", "Authorization|0x40", "NoSecurity|Secure"} {
		assert.ErrorIs(t, protocol.UnmarshalText([]byte(text)), qtbt.ErrInvalidArgument, text)
		assert.ErrorIs(t, security.UnmarshalText([]byte(text)), qtbt.ErrInvalidArgument, text)
	}
	assert.Equal(t, qtbt.RFCOMM, protocol, "an error leaves the value alone")
	assert.Equal(t, qtbt.Secure, security)

	_, err := qtbt.Protocol(7).MarshalText()
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	_, err = qtbt.Security(0x40 | qtbt.Secure).MarshalText()
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

// A DeviceInfo shares no memory with its caller, nor with its copies.
func TestDeviceInfoSharesNothing(t *testing.T) {
	data, uuids := []byte{1, 2}, []qtbt.UUID{qtbt.UUID16(1)}
	d := qtbt.NewDeviceInfo(qtbt.Address{}, "Desk", 0)
	d.SetManufacturerData(7, data)
	d.SetServiceData(qtbt.UUID16(7), data)
	d.SetServiceUUIDs(uuids)
	data[0], uuids[0] = 9, qtbt.UUID{}

	d.ManufacturerData(7)[0] = 9
	d.AllManufacturerData()[7][0][0] = 9
	d.ServiceData(qtbt.UUID16(7))[0] = 9
	d.AllServiceData()[qtbt.UUID16(7)][0][0] = 9
	d.ServiceUUIDs()[0] = qtbt.UUID{}

	copy1, copy2 := d, d
	copy1.SetManufacturerData(7, []byte{3})
	copy2.SetManufacturerData(7, []byte{4})
	copy1.SetServiceUUIDs(nil)

	assert.Equal(t, map[uint16][][]byte{7: {{1, 2}}}, d.AllManufacturerData())
	assert.Equal(t, map[uint16][][]byte{7: {{3}, {1, 2}}}, copy1.AllManufacturerData())
	assert.Equal(t, map[uint16][][]byte{7: {{4}, {1, 2}}}, copy2.AllManufacturerData())
	assert.Equal(t, []byte{1, 2}, d.ServiceData(qtbt.UUID16(7)))
	assert.Equal(t, []qtbt.UUID{qtbt.UUID16(1)}, d.ServiceUUIDs())
}

func TestSignalStrengthOfDeviceInfo(t *testing.T) {
	var zero qtbt.DeviceInfo
	assert.Equal(t, int16(1), zero.RSSI(), "Qt's default")
	assert.Zero(t, qtbt.NewDeviceInfo(qtbt.Address{}, "", 0).RSSI())
	assert.Zero(t, qtbt.NewDeviceInfoFromUUID(qtbt.UUID{}, "", 0).RSSI())
	for _, strength := range []int16{-32768, -60, 0, 1, 32767} {
		zero.SetRSSI(strength)
		assert.Equal(t, strength, zero.RSSI())
	}
}
