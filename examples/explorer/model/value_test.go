package model

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestNumber(t *testing.T) {
	heartRate := qtbt.CharacteristicHeartRateMeasurement.UUID()
	battery := qtbt.CharacteristicBatteryLevel.UUID()
	for _, c := range []struct {
		uuid    qtbt.UUID
		value   string
		number  float64
		numeric bool
	}{
		{heartRate, "\x00\x50", 80, true},
		{heartRate, "\x01\x50\x01", 336, true},
		{heartRate, "\x01\x50", 0, false},
		{battery, "5", 53, true},
		{battery, "\x01\x02", 513, true},
		{battery, "\x01\x00\x00\x80", 0x80000001, true},
		{battery, "21.5", 21.5, true},
		{battery, " -3.25 ", -3.25, true},
		{battery, "inf", 0, false},
		{battery, "NaN", 0, false},
		{battery, "\x01\x02\x03", 0, false},
		{battery, "", 0, false},
	} {
		number, numeric := Number(c.uuid, []byte(c.value))
		assert.Equal(t, c.number, number, "%q", c.value)
		assert.Equal(t, c.numeric, numeric, "%q", c.value)
	}
}

func TestFormatValue(t *testing.T) {
	assert.Equal(t, "empty", FormatValue(nil))
	assert.Equal(t, "00 ff", FormatValue([]byte{0, 255}))
	assert.Equal(t, `68 c3 a9  "hé"`, FormatValue([]byte("hé")))
}

func TestParseValue(t *testing.T) {
	for typed, want := range map[string]string{
		"":           "",
		"on":         "on",
		"0x":         "",
		"0x01 fF 00": "\x01\xff\x00",
		"0x01ff":     "\x01\xff",
	} {
		value, err := ParseValue(typed)
		require.NoError(t, err, typed)
		assert.Equal(t, want, string(value), typed)
	}
	for _, typed := range []string{"0x1", "0xyz"} {
		_, err := ParseValue(typed)
		assert.ErrorContains(t, err, typed[2:])
	}
}

func TestPrintable(t *testing.T) {
	assert.Equal(t, "é\t?[31m\n", Printable("é\t\x1b[31m\n"))
}
