package qtbt

// Tests of the codec of SDP data elements.

import (
	"bytes"
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const customUUID = "67c8770b-44f1-410a-ab9a-f9b5446f13ee"

var elementCases = []struct {
	hex   string
	value any
}{
	{"00", nil},
	{"0822", uint8(0x22)},
	{"090100", uint16(0x0100)},
	{"0a00010002", uint32(0x00010002)},
	{"0b0102030405060708", uint64(0x0102030405060708)},
	{"10ff", int8(-1)},
	{"11fffe", int16(-2)},
	{"12fffffffd", int32(-3)},
	{"13fffffffffffffffc", int64(-4)},
	{"191101", UUID16(0x1101)},
	{"1a00011101", UUID32(0x11101)},
	{"1c67c8770b44f1410aab9af9b5446f13ee", MustParseUUID(customUUID)},
	{"1c00000000000000000000000000000000", UUID{}},
	{"2800", false},
	{"2801", true},
	{"2500", ""},
	{"2503c3a921", "é!"},
	{"4506783a2f2f792f", URL("x://y/")},
	{"fd00", []byte{}},
	{"fd0300ff80", []byte{0x00, 0xff, 0x80}},
	{"3500", Sequence{}},
	{"3d00", Alternative{}},
	{"3506191101090100", Sequence{UUID16(0x1101), uint16(0x100)}},
	{"350c35031901003505190003080b", Sequence{Sequence{UUID16(0x0100)}, Sequence{UUID16(3), uint8(11)}}},
	{"35083503250141" + "3d0100", Sequence{Sequence{"A"}, Alternative{nil}}},
}

func TestElements(t *testing.T) {
	for _, c := range elementCases {
		got, err := encodeElement(nil, c.value)
		require.NoError(t, err)
		assert.Equal(t, c.hex, hex.EncodeToString(got))
		back, err := decodeElement(got)
		require.NoError(t, err, c.hex)
		assert.Equal(t, c.value, back, c.hex)
	}
}

func TestElementLengths(t *testing.T) {
	for n, header := range map[int]string{
		0: "2500", 255: "25ff", 256: "260100", 65535: "26ffff", 65536: "2700010000",
	} {
		text := strings.Repeat("a", n)
		got, err := encodeElement(nil, text)
		require.NoError(t, err)
		assert.Equal(t, header, hex.EncodeToString(got[:len(got)-n]))
		back, err := decodeElement(got)
		require.NoError(t, err)
		assert.Equal(t, text, back)
	}
}

func TestLongerLengthFormsAreRead(t *testing.T) {
	for _, text := range []string{"250141", "26000141", "270000000141"} {
		value, err := decodeElement(unhex(t, text))
		require.NoError(t, err, text)
		assert.Equal(t, "A", value)
	}
}

func TestMalformedElements(t *testing.T) {
	for name, text := range map[string]string{
		"empty":                       "",
		"value cut off":               "09ff",
		"length cut off":              "26ff",
		"text cut off":                "250341",
		"huge length":                 "27ffffffff",
		"bytes after the end":         "0000",
		"nil with a size":             "0100",
		"nil with a length":           "0500",
		"128-bit unsigned":            "0c" + strings.Repeat("00", 16),
		"128-bit signed":              "14" + strings.Repeat("00", 16),
		"unsigned with a length":      "0d0100",
		"UUID of one byte":            "1800",
		"UUID of eight bytes":         "1b" + strings.Repeat("00", 8),
		"UUID with a length":          "1d021101",
		"bool of two bytes":           "290001",
		"bool of 2":                   "2802",
		"text without a length":       "2041",
		"text that is not UTF-8":      "2501ff",
		"URL that is not UTF-8":       "4501ff",
		"sequence without a length":   "3000",
		"element longer than its box": "3502090100",
		"garbage in a sequence":       "350148",
		"reserved type":               "4800",
		"bytes without a length":      "f800",
	} {
		value, err := decodeElement(unhex(t, text))
		assert.ErrorIs(t, err, ErrInvalidAttribute, name)
		assert.Nil(t, value, name)
	}
}

func TestElementDepth(t *testing.T) {
	var value any = uint8(1)
	for range maxElementDepth {
		value = Sequence{value}
	}
	data, err := encodeElement(nil, value)
	require.NoError(t, err)
	back, err := decodeElement(data)
	require.NoError(t, err)
	assert.Equal(t, value, back)

	_, err = encodeElement(nil, Sequence{value})
	assert.ErrorIs(t, err, ErrInvalidAttribute)
	_, err = decodeElement(append([]byte{elementAlternative<<3 | sizeLength8, byte(len(data))}, data...))
	assert.ErrorIs(t, err, ErrInvalidAttribute)

	cyclic := Sequence{nil}
	cyclic[0] = cyclic
	_, err = encodeElement(nil, canonicalAttribute(cyclic))
	assert.ErrorIs(t, err, ErrInvalidAttribute)
}

func TestUnencodableValues(t *testing.T) {
	for _, value := range []any{3.14, struct{}{}, []any{uint8(1)}, "\xff", URL("\xff"), Sequence{"ok", &struct{}{}}} {
		_, err := encodeElement(nil, value)
		assert.ErrorIs(t, err, ErrInvalidAttribute, "%v", value)
	}
	_, err := encodeElement(nil, Sequence{3.14})
	assert.ErrorContains(t, err, "float64")
}

func TestCanonicalAttributes(t *testing.T) {
	for _, c := range []struct{ in, want any }{
		{7, int32(7)},
		{math.MinInt32, int32(math.MinInt32)},
		{math.MaxInt32 + 1, int64(math.MaxInt32 + 1)},
		{uint(7), uint32(7)},
		{uint(math.MaxUint32 + 1), uint64(math.MaxUint32 + 1)},
		{ProtocolL2CAP, UUID16(0x0100)},
		{ServiceClassSerialPort, UUID16(0x1101)},
		{CharacteristicBatteryLevel, UUID16(0x2a19)},
		{DescriptorValidRange, UUID16(0x2906)},
		{Sequence{ProtocolRFCOMM, Alternative{1}}, Sequence{UUID16(3), Alternative{int32(1)}}},
		{Sequence(nil), Sequence{}},
		{[]byte(nil), []byte{}},
		{nil, nil},
	} {
		assert.Equal(t, c.want, canonicalAttribute(c.in))
	}
}

func TestAttributeStrings(t *testing.T) {
	assert.Equal(t, `Sequence{UUID 0x1101, uint16 256, Alternative{string "a", bytes 00ff}, nil, bool true}`,
		Sequence{UUID16(0x1101), uint16(256), Alternative{"a", []byte{0, 255}}, nil, true}.String())
	assert.Equal(t, `Alternative{URL "x://y/", UUID 67c8770b-44f1-410a-ab9a-f9b5446f13ee}`,
		Alternative{URL("x://y/"), MustParseUUID(customUUID)}.String())
}

// FuzzDecodeElement looks for input that makes the decoder panic, or that decodes to a value which
// the encoder encodes differently.
func FuzzDecodeElement(f *testing.F) {
	for _, c := range elementCases {
		data, err := encodeElement(nil, c.value)
		require.NoError(f, err)
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte{0x27, 0xff, 0xff, 0xff, 0xff, 'x'})
	f.Add(bytes.Repeat([]byte{0x35, 0xff}, 64))
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := decodeElement(data)
		if err != nil {
			require.ErrorIs(t, err, ErrInvalidAttribute)
			return
		}
		encoded, err := encodeElement(nil, value)
		require.NoError(t, err)
		require.LessOrEqual(t, len(encoded), len(data), "the encoder uses the shortest form")
		back, err := decodeElement(encoded)
		require.NoError(t, err)
		require.Equal(t, value, back)
	})
}

func unhex(t *testing.T, text string) []byte {
	data, err := hex.DecodeString(text)
	require.NoError(t, err)
	return data
}
