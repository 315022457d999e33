package qtbt

// The Go types of service attributes' values.

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrInvalidAttribute is returned for attribute values that SDP or Qt cannot represent.
var ErrInvalidAttribute = errors.New("invalid service attribute")

// Sequence is an SDP data element sequence, whose values all belong to the attribute. It is Qt's
// QBluetoothServiceInfo::Sequence. See [ServiceInfo.SetAttribute] for the values that it can hold.
type Sequence []any

// Alternative is an SDP data element alternative, of whose values one is to be chosen. It is Qt's
// QBluetoothServiceInfo::Alternative. See [ServiceInfo.SetAttribute] for the values that it can
// hold.
type Alternative []any

// URL is an SDP URL. It is Qt's QUrl. Go keeps it as it was written; in the shim it becomes a QUrl.
// QUrl leaves a URL alone that is written as RFC 3986 asks, with scheme and host in lower case and
// "%C3" for a byte that must be escaped. QUrl changes other text to that form if its meaning is
// clear: "HTTP://Host/a b" becomes "http://host/a%20b". With BlueZ, Qt publishes it with "%20" as a
// space again. A text without a clear meaning, such as "http://[::1" or "http://a b/", is refused
// with [ErrInvalidAttribute].
type URL string

// String returns the sequence in the form "Sequence{UUID 0x1101, uint16 256}".
func (s Sequence) String() string { return attributeString(s) }

// String returns the alternative in the form "Alternative{string \"a\", string \"b\"}".
func (a Alternative) String() string { return attributeString(a) }

// maxElementDepth is the maximum depth of nested sequences. SDP has no limit, but real records stay
// under ten.
const maxElementDepth = 32

// tooDeep stands for a value that is nested deeper than maxElementDepth, such as a sequence that
// contains itself.
type tooDeep struct{}

// canonicalAttribute turns a value of a Go program into one that the codec knows, without sharing
// memory with the caller: the named UUIDs become UUIDs, int and uint get a size. It leaves other
// types unchanged, and the codec refuses them.
func canonicalAttribute(value any) any { return canonicalAttributeAt(value, 0) }

func canonicalAttributeAt(value any, depth int) any {
	if depth > maxElementDepth {
		return tooDeep{}
	}
	switch v := value.(type) {
	case int:
		if v >= math.MinInt32 && v <= math.MaxInt32 {
			return int32(v)
		}
		return int64(v)
	case uint:
		if v <= math.MaxUint32 {
			return uint32(v)
		}
		return uint64(v)
	case interface{ UUID() UUID }:
		return v.UUID()
	case []byte:
		return append([]byte{}, v...)
	case Sequence:
		return Sequence(canonicalAttributes(v, depth))
	case Alternative:
		return Alternative(canonicalAttributes(v, depth))
	default:
		return value
	}
}

func canonicalAttributes(values []any, depth int) []any {
	canonical := make([]any, len(values))
	for i, value := range values {
		canonical[i] = canonicalAttributeAt(value, depth+1)
	}
	return canonical
}

// attributeText converts an attribute to text as QVariant::toString does. A URL stays as it is,
// where Qt decodes some of its escapes.
func attributeText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []byte:
		// Invalid UTF-8 becomes U+FFFD.
		return string([]rune(strings.TrimPrefix(string(v), "\ufeff")))
	case URL:
		return string(v)
	case uint8:
		return string(rune(v)) // Qt takes a byte for a Latin-1 character
	case int8:
		return string(rune(uint8(v)))
	case bool, uint16, uint32, uint64, int16, int32, int64:
		return fmt.Sprint(v)
	default:
		return ""
	}
}

// attributeUint converts an attribute to a number as QVariant::toUInt does.
func attributeUint(value any) uint32 {
	switch v := value.(type) {
	case uint8:
		return uint32(v)
	case uint16:
		return uint32(v)
	case uint32:
		return v
	case uint64:
		return uint32(v)
	case int8:
		return uint32(v)
	case int16:
		return uint32(v)
	case int32:
		return uint32(v)
	case int64:
		return uint32(v)
	case bool:
		if v {
			return 1
		}
		return 0
	case string:
		return textUint(v)
	case []byte:
		return textUint(string(v))
	default:
		return 0
	}
}

// textUint parses a decimal number of 64 bits, and returns its lower 32 bits. It returns 0 if the
// text is no number. A NUL ends the text.
func textUint(text string) uint32 {
	text, _, _ = strings.Cut(text, "\x00")
	digits := strings.TrimPrefix(strings.Trim(text, " \t\n\v\f\r"), "+")
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return 0
	}
	return uint32(n)
}

func attributeString(value any) string {
	switch v := value.(type) {
	case nil:
		return "nil"
	case UUID:
		if short, ok := v.Uint16(); ok {
			return fmt.Sprintf("UUID 0x%04x", short)
		}
		return "UUID " + v.String()
	case string:
		return "string " + strconv.Quote(v)
	case []byte:
		return "bytes " + hex.EncodeToString(v)
	case URL:
		return "URL " + strconv.Quote(string(v))
	case Sequence:
		return "Sequence{" + attributeStrings(v) + "}"
	case Alternative:
		return "Alternative{" + attributeStrings(v) + "}"
	default:
		return fmt.Sprintf("%T %v", v, v)
	}
}

func attributeStrings(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = attributeString(value)
	}
	return strings.Join(texts, ", ")
}
