//go:build cgo

package qtbt

// Tests that the codec and its counterpart in the shim agree: records go to Qt and come back.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// throughQt returns a record as Qt holds it.
func throughQt(t *testing.T, record []byte) ([]byte, cshim.Status) {
	require.NoError(t, Start())
	h, st := cshim.ServiceInfoNew(record)
	if st != cshim.OK {
		return nil, st
	}
	defer cshim.Delete(h)
	back, st := cshim.ServiceInfoRecord(h)
	require.Equal(t, cshim.OK, st)
	return back, st
}

func TestElementsThroughQt(t *testing.T) {
	var s ServiceInfo
	s.SetDevice(fullDeviceInfo())
	for i, c := range elementCases {
		s.SetAttribute(AttributeID(i), c.value)
	}
	deep := any(uint8(1))
	for range maxElementDepth - 1 { // one level is the record itself
		deep = Sequence{deep}
	}
	s.SetAttribute(0x1000, deep)
	s.SetAttribute(0x1001, strings.Repeat("ä", 40000))
	s.SetAttribute(0x1002, "\ufeffbyte order mark, NUL \x00, 𝄞")
	s.SetAttribute(0xffff, URL("https://example.com/a%20b?c=d#e"))

	record, err := encodeServiceInfo(&s)
	require.NoError(t, err)
	back, st := throughQt(t, record)
	require.Equal(t, cshim.OK, st)
	got, err := decodeServiceInfo(back)
	require.NoError(t, err)
	assert.Equal(t, s.attributes, got.attributes)
	assert.True(t, s.device.Equal(got.device))
	assert.Equal(t, s.device.RSSI(), got.device.RSSI())
	assert.Equal(t, s.device.AllManufacturerData(), got.device.AllManufacturerData())
}

func TestInvalidDeviceThroughQt(t *testing.T) {
	var s ServiceInfo
	record, err := encodeServiceInfo(&s)
	require.NoError(t, err)
	back, st := throughQt(t, record)
	require.Equal(t, cshim.OK, st)
	assert.Equal(t, record, back)
}

func TestMalformedRecordsAreRefused(t *testing.T) {
	device, err := encodeElement(nil, deviceElement(fullDeviceInfo()))
	require.NoError(t, err)
	for _, record := range [][]byte{
		nil,
		{0},
		{0x35, 0},
		{0x35, 1, 0x09},
		append([]byte{0x35, 0xff}, device...),
		rawRecord(device, 0x08, 1, 0x00),  // an identifier of one byte
		rawRecord(device, 0x09, 0, 1),     // an identifier without a value
		rawRecord(device[:len(device)-1]), // a device that is cut off
	} {
		_, st := throughQt(t, record)
		assert.Equal(t, cshim.InvalidArgument, st, "%x", record)
	}
}

// rawRecord puts bytes into a sequence.
func rawRecord(device []byte, attributes ...byte) []byte {
	content := append(append([]byte{}, device...), attributes...)
	record, err := appendSized(nil, elementSequence, content)
	if err != nil {
		panic(err)
	}
	return record
}

// FuzzElementThroughQt looks for attribute values that one of the two decoders accepts and the
// other refuses. It also looks for values that change on their way through Qt, except URLs that
// QUrl rewrites.
func FuzzElementThroughQt(f *testing.F) {
	for _, c := range elementCases {
		data, err := encodeElement(nil, c.value)
		require.NoError(f, err)
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte("\x25\x02ab\x09\x43\x21\x08\x01")) // a text and another attribute
	device, err := encodeElement(nil, deviceElement(DeviceInfo{}))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		record := rawRecord(device, append([]byte{0x09, 0x12, 0x34}, data...)...)
		sent, err := decodeServiceInfo(record)
		want := make(map[AttributeID]any)
		if err == nil { // the data may hold more than one attribute
			for id, value := range sent.attributes {
				if want[id], err = asQtHolds(value); err != nil {
					break
				}
			}
		}
		back, st := throughQt(t, record)
		if err != nil {
			require.Equal(t, cshim.InvalidArgument, st)
			return
		}
		require.Equal(t, cshim.OK, st)
		got, err := decodeServiceInfo(back)
		require.NoError(t, err)
		require.Equal(t, want, got.attributes)
	})
}
