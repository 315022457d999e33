package qtbt

// Tests of the form in which infos of devices, services and adapters cross between Go and the shim.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServiceInfoTravels(t *testing.T) {
	var s ServiceInfo
	s.SetServiceName("Echo")
	s.SetServiceUUID(MustParseUUID(customUUID))
	s.SetAttribute(AttributeProtocolDescriptorList, Sequence{Sequence{ProtocolL2CAP}, Sequence{ProtocolRFCOMM, uint8(3)}})
	s.SetAttribute(0x206, []byte{0, 255})
	s.SetDevice(fullDeviceInfo())

	data, err := encodeServiceInfo(&s)
	require.NoError(t, err)
	back, err := decodeServiceInfo(data)
	require.NoError(t, err)
	assert.Equal(t, s.attributes, back.attributes)
	assert.Equal(t, s.device, back.device)
	assert.Equal(t, 3, back.ServerChannel())
}

func TestServiceInfoThatCannotTravel(t *testing.T) {
	var s ServiceInfo
	s.SetAttribute(0x1234, Sequence{3.14})
	_, err := encodeServiceInfo(&s)
	assert.ErrorIs(t, err, ErrInvalidAttribute)
	assert.EqualError(t, err, "attribute 0x1234: invalid service attribute: a value of type float64")
}

func TestDeviceInfosTravel(t *testing.T) {
	devices := []DeviceInfo{{}, NewDeviceInfo(MustParseAddress("001122334455"), "é", 0xffffff&^3), fullDeviceInfo()}
	var elements Sequence
	for _, d := range devices {
		elements = append(elements, deviceElement(d))
	}
	data, err := encodeElement(nil, elements)
	require.NoError(t, err)
	back, err := decodeDeviceInfos(data)
	require.NoError(t, err)
	assert.Equal(t, devices, back)
}

func TestHostInfosAndAddressesTravel(t *testing.T) {
	desk := hostInfo("00:11:22:33:44:55", "é")
	data, err := encodeElement(nil, Sequence{
		Sequence{desk.Address().Uint64(), desk.Name()}, Sequence{uint64(0), ""},
	})
	require.NoError(t, err)
	hosts, err := decodeHostInfos(data)
	require.NoError(t, err)
	assert.Equal(t, []HostInfo{desk, {}}, hosts)

	data, err = encodeElement(nil, Sequence{uint64(0x1122), uint64(0x3344)})
	require.NoError(t, err)
	addresses, err := decodeAddresses(data)
	require.NoError(t, err)
	assert.Equal(t, []Address{AddressFromUint64(0x1122), AddressFromUint64(0x3344)}, addresses)

	for _, value := range []any{"text", Sequence{"text"}, Sequence{Sequence{uint64(1)}}, Sequence{Sequence{"", ""}}} {
		data, err := encodeElement(nil, value)
		require.NoError(t, err)
		_, err = decodeHostInfos(data)
		assert.ErrorIs(t, err, ErrInvalidAttribute, value)
		_, err = decodeAddresses(data)
		assert.ErrorIs(t, err, ErrInvalidAttribute, value)
	}
}

func TestMalformedRecords(t *testing.T) {
	device := deviceElement(fullDeviceInfo())
	for name, value := range map[string]any{
		"no sequence":             "text",
		"empty":                   Sequence{},
		"no device":               Sequence{"device"},
		"device with too little":  Sequence{device[:9]},
		"address that is text":    Sequence{append(Sequence{"00:11:22:33:44:55"}, device[1:]...)},
		"half a datum":            Sequence{append(append(Sequence{}, device[:9]...), Sequence{UUID{}})},
		"identifier of one byte":  Sequence{device, uint8(1), "value"},
		"attribute without value": Sequence{device, uint16(1)},
	} {
		data, err := encodeElement(nil, value)
		require.NoError(t, err)
		_, err = decodeServiceInfo(data)
		assert.ErrorIs(t, err, ErrInvalidAttribute, name)

		data, err = encodeElement(nil, Sequence{value})
		require.NoError(t, err)
		_, err = decodeServiceInfos(data)
		assert.ErrorIs(t, err, ErrInvalidAttribute, name)
	}
	_, err := decodeDeviceInfo([]byte{0xff})
	assert.ErrorIs(t, err, ErrInvalidAttribute)
	_, err = decodeDeviceInfos(nil)
	assert.ErrorIs(t, err, ErrInvalidAttribute)
}
