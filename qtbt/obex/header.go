package obex

// The headers in packets, which describe an object and carry its content.

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// headerID names a header. Its two highest bits are the encoding of the value.
type headerID byte

const (
	headerName      headerID = 0x01
	headerType      headerID = 0x42
	headerTime      headerID = 0x44
	headerTarget    headerID = 0x46
	headerBody      headerID = 0x48
	headerEndOfBody headerID = 0x49
	headerLength    headerID = 0xc3
)

// The encodings. Texts and bytes have sizedPrefix before them. A text is UTF-16, the high byte
// first, with a zero at the end.
const (
	encodingMask   = 0xc0
	encodingByte   = 0x80
	encodingUint32 = 0xc0

	sizedPrefix = 3 // the header's ID, and its length as two bytes
)

// appendSized appends a header whose length precedes its value.
func appendSized(to []byte, id headerID, value []byte) []byte {
	to = binary.BigEndian.AppendUint16(append(to, byte(id)), uint16(sizedPrefix+len(value)))
	return append(to, value...)
}

func appendUint32(to []byte, id headerID, value uint32) []byte {
	return binary.BigEndian.AppendUint32(append(to, byte(id)), value)
}

// nextHeader takes the first header from the headers of a packet.
func nextHeader(headers []byte) (id headerID, value, rest []byte, err error) {
	id = headerID(headers[0])
	start, end := 1, 0
	switch id & encodingMask {
	case encodingByte:
		end = 2
	case encodingUint32:
		end = 5
	default:
		start = sizedPrefix
		if len(headers) >= sizedPrefix {
			end = int(binary.BigEndian.Uint16(headers[1:]))
		}
	}
	if end < start || end > len(headers) {
		return 0, nil, nil, fmt.Errorf("%w: a truncated header 0x%02x", ErrProtocol, byte(id))
	}
	return id, headers[start:end], headers[end:], nil
}

// encodeText encodes a text. The empty text has no zero at its end.
func encodeText(text string) (value []byte) {
	if text == "" {
		return nil
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		value = binary.BigEndian.AppendUint16(value, unit)
	}
	return append(value, 0, 0)
}

// decodeText decodes a text. Some senders leave out the zero at the end.
func decodeText(value []byte) (string, error) {
	var units []uint16
	for pair := range slices.Chunk(value, 2) {
		if len(pair) < 2 {
			return "", fmt.Errorf("%w: half a character", ErrProtocol)
		}
		units = append(units, binary.BigEndian.Uint16(pair))
	}
	if last := len(units) - 1; last >= 0 && units[last] == 0 {
		units = units[:last]
	}
	runes := utf16.Decode(units)
	if !slices.Equal(utf16.Encode(runes), units) {
		return "", fmt.Errorf("%w: invalid UTF-16", ErrProtocol)
	}
	return string(runes), nil
}

// encodeType encodes a media type.
func encodeType(mediaType string) []byte { return append([]byte(mediaType), 0) }

func decodeType(value []byte) (string, error) {
	mediaType := strings.TrimSuffix(string(value), "\x00")
	if !isVisibleASCII(mediaType) {
		return "", fmt.Errorf("%w: an invalid media type", ErrProtocol)
	}
	return mediaType, nil
}

func isVisibleASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

// The forms of a time: in UTC, and in the sender's time zone, which the receiver takes for its own.
const (
	timeUTC   = "20060102T150405Z"
	timeLocal = "20060102T150405"
)

func encodeTime(t time.Time) []byte { return []byte(t.UTC().Format(timeUTC)) }

// decodeTime returns the zero time for a time that it does not understand.
func decodeTime(value []byte) time.Time {
	if t, err := time.Parse(timeUTC, string(value)); err == nil {
		return t
	}
	t, _ := time.ParseInLocation(timeLocal, string(value), time.Local)
	return t
}
