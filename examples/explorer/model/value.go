package model

// The values of characteristics, as numbers and as text.

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Number returns a characteristic's value as a number: the beats per minute of a heart rate, a
// number in text of at least 3 bytes, or otherwise an unsigned integer of 1, 2 or 4 bytes, the
// lowest byte first. It returns false for other values.
func Number(characteristic qtbt.UUID, value []byte) (float64, bool) {
	if characteristic == qtbt.CharacteristicHeartRateMeasurement.UUID() {
		return heartRate(value)
	}
	number, err := strconv.ParseFloat(strings.TrimSpace(string(value)), 64)
	if err == nil && len(value) >= 3 && !math.IsInf(number, 0) && !math.IsNaN(number) {
		return number, true
	}
	switch len(value) {
	case 1:
		return float64(value[0]), true
	case 2:
		return float64(binary.LittleEndian.Uint16(value)), true
	case 4:
		return float64(binary.LittleEndian.Uint32(value)), true
	}
	return 0, false
}

// heartRate returns the beats per minute. They have two bytes if the lowest bit of the first byte
// is set, and otherwise one.
func heartRate(value []byte) (float64, bool) {
	switch {
	case len(value) >= 3 && value[0]&1 == 1:
		return float64(binary.LittleEndian.Uint16(value[1:])), true
	case len(value) >= 2 && value[0]&1 == 0:
		return float64(value[1]), true
	}
	return 0, false
}

// FormatValue returns a value in hexadecimal, and as text if it is one.
func FormatValue(value []byte) string {
	if len(value) == 0 {
		return "empty"
	}
	text := fmt.Sprintf("% x", value)
	if isText(value) {
		text += fmt.Sprintf("  %q", value)
	}
	return text
}

func isText(value []byte) bool {
	return utf8.Valid(value) && !strings.ContainsFunc(string(value), func(r rune) bool { return !unicode.IsPrint(r) })
}

// ParseValue returns the bytes that a user has typed: in hexadecimal after "0x", with or without
// spaces, and otherwise as text.
func ParseValue(typed string) ([]byte, error) {
	digits, isHex := strings.CutPrefix(typed, "0x")
	if !isHex {
		return []byte(typed), nil
	}
	value, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		return nil, fmt.Errorf("%q is not hexadecimal, with two digits for each byte", typed)
	}
	return value, nil
}

// Printable returns a terminal's text without characters that are not printable.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}

// title returns the name that Qt has for a UUID, or the UUID.
func title(uuid qtbt.UUID, name string) string {
	if name == "" {
		return uuid.String()
	}
	return name
}
