// Tests of the form in which device and service infos travel.

package qtbt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServiceInfoTravels(t *testing.T) {
	var s ServiceInfo
	s.SetServiceName("Echo")
	s.SetServiceUuid(MustParseUUID(customUUID))
	s.SetAttribute(AttributeProtocolDescriptorList, Sequence{Sequence{ProtocolL2cap}, Sequence{ProtocolRfcomm, uint8(3)}})
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
	assert.EqualError(t, err, "attribute 0x1234: qtbt: invalid service attribute: a value of type float64")
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
