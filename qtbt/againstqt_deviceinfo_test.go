//go:build cgo

package qtbt

// Tests of DeviceInfo against QBluetoothDeviceInfo.

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// qtDevice returns a device that the shim has encoded.
func qtDevice(t *testing.T, data []byte, st cshim.Status) DeviceInfo {
	d, err := decodeDeviceInfo(qts(data, st))
	require.NoError(t, err)
	return d
}

func encodedDevice(t *testing.T, d DeviceInfo) []byte {
	data, err := encodeElement(nil, deviceElement(d))
	require.NoError(t, err)
	return data
}

func TestDeviceInfoConstructorsAgainstQt(t *testing.T) {
	data, st := cshim.DeviceInfoInvalid()
	require.Equal(t, qtDevice(t, data, st), DeviceInfo{})

	r := newRandom(t)
	for range manyInputs / 10 {
		address, uuid, class := AddressFromUint64(r.Uint64()), randomUUID(r), r.Uint32()>>r.IntN(33)
		name := strings.ToValidUTF8(randomBytes(r, 8), "?")
		data, st := cshim.DeviceInfoFromAddress(address.Uint64(), name, class)
		require.Equal(t, qtDevice(t, data, st), NewDeviceInfo(address, name, class), "%x", class)
		data, st = cshim.DeviceInfoFromUUID(uuid, name, class)
		require.Equal(t, qtDevice(t, data, st), NewDeviceInfoFromUUID(uuid, name, class), "%x", class)
	}
}

// A class of device has 24 bits. The bits above must not matter.
func TestClassOfDeviceAgainstQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs {
		class := r.Uint32() >> r.IntN(33)
		d := NewDeviceInfo(Address{}, "", class)
		require.Equal(t, qts(cshim.DeviceInfoClasses(class)), cshim.DeviceClasses{
			ServiceClasses: uint32(d.ServiceClasses()), Major: uint8(d.MajorDeviceClass()), Minor: uint8(d.MinorDeviceClass()),
		}, "%x", class)
	}
}

// The test adds the same random data to a device in Go and in Qt. There are so few different data
// that the device often has them already.
func TestAdvertisedDataAgainstQt(t *testing.T) {
	r := newRandom(t)
	for range 2000 {
		d := NewDeviceInfo(AddressFromUint64(r.Uint64()), "device", 0)
		inQt := encodedDevice(t, d)
		for range 10 {
			company, service := uint16(r.IntN(3)), UUID16(uint16(r.IntN(3)))
			data := []byte(randomBytes(r, 1))

			changed, st := cshim.DeviceInfoAddManufacturerData(inQt, company, data)
			require.Equal(t, st == cshim.OK, d.SetManufacturerData(company, data))
			inQt, st = cshim.DeviceInfoAddServiceData(changed, service, data)
			require.Equal(t, st == cshim.OK, d.SetServiceData(service, data))

			require.Equal(t, qts(cshim.DeviceInfoManufacturerData(inQt, company)), orNil(d.ManufacturerData(company)))
			require.Equal(t, qts(cshim.DeviceInfoServiceData(inQt, service)), orNil(d.ServiceData(service)))
		}
		back, err := decodeDeviceInfo(inQt)
		require.NoError(t, err)
		require.True(t, back.Equal(d))
		require.Equal(t, d.AllManufacturerData(), back.AllManufacturerData())
		require.Equal(t, d.AllServiceData(), back.AllServiceData())
		require.ElementsMatch(t, d.ManufacturerIDs(), back.ManufacturerIDs(), "their order is that of a hash in Qt")
		require.ElementsMatch(t, d.ServiceIDs(), back.ServiceIDs())
	}
}

// orNil makes an empty slice nil, because the shim does not distinguish the two.
func orNil(data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	return data
}

// randomDeviceInfo returns one of few devices, so that two of them are often almost equal.
func randomDeviceInfo(r *rand.Rand) DeviceInfo {
	var d DeviceInfo
	if r.IntN(5) > 0 {
		d = NewDeviceInfo(AddressFromUint64(r.Uint64N(2)), oneOf(r, "", "a"), oneOf[uint32](r, 0, 0, 4, 0x100, 0x2000))
	}
	for range r.IntN(3) {
		switch r.IntN(7) {
		case 0:
			d.SetCached(true)
		case 1:
			d.SetRSSI(int16(r.IntN(3)))
		case 2:
			d.SetServiceUUIDs(oneOf(r, []UUID{}, []UUID{UUID16(1)}, []UUID{UUID16(1), UUID16(2)}, []UUID{UUID16(2), UUID16(1)}))
		case 3:
			d.SetManufacturerData(uint16(r.IntN(2)), []byte{byte(r.IntN(2))})
		case 4:
			d.SetServiceData(UUID16(uint16(r.IntN(2))), []byte{byte(r.IntN(2))})
		case 5:
			d.SetCoreConfigurations(CoreConfiguration(r.IntN(4)))
		default:
			d.SetDeviceUUID(UUID16(uint16(r.IntN(2))))
		}
	}
	return d
}

func TestDeviceInfoEqualAgainstQt(t *testing.T) {
	r := newRandom(t)
	equal := 0
	for range manyInputs / 2 {
		a, b := randomDeviceInfo(r), randomDeviceInfo(r)
		qt := qts(cshim.DeviceInfoEquals(encodedDevice(t, a), encodedDevice(t, b)))
		require.Equal(t, qt, a.Equal(b), "%+v\n%+v", a, b)
		require.Equal(t, qt, b.Equal(a))
		if qt {
			equal++
		}
	}
	t.Logf("%d equal", equal)
	require.NotZero(t, equal)
}
