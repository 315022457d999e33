package qtbt

// The codec between attribute values and SDP data elements, the form in which the C shim and Go
// exchange records.
//
// The Bluetooth Core Specification (Vol 3, Part B, 3.2 and 3.3) defines the form: a byte with a
// type in the upper five bits and a size index in the lower three, then a length if the index asks
// for one, then the value, all big-endian.
//
// Qt holds SDP's text as one of two types, QString or QByteArray, which must not change into each
// other on the way. So a QByteArray ([]byte) travels under the reserved type 31, which is never
// sent over the air. SDP's 128-bit integers have no counterpart in Qt and are refused.

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"
)

// The types of data elements.
const (
	elementNil         = 0
	elementUint        = 1
	elementInt         = 2
	elementUUID        = 3
	elementText        = 4
	elementBool        = 5
	elementSequence    = 6
	elementAlternative = 7
	elementURL         = 8
	elementBytes       = 31 // ours, see above
)

// A length of 1, 2 or 4 bytes follows these size indexes. Those below mean 1, 2, 4, 8 and 16 bytes
// of value (for nil: none).
const (
	sizeLength8  = 5
	sizeLength16 = 6
	sizeLength32 = 7
)

// encodeElement appends a canonical value to buf. An error wraps ErrInvalidAttribute.
func encodeElement(buf []byte, value any) ([]byte, error) { return encodeElementAt(buf, value, 0) }

func encodeElementAt(buf []byte, value any, depth int) ([]byte, error) {
	big := binary.BigEndian
	switch v := value.(type) {
	case nil:
		return append(buf, elementNil<<3), nil
	case uint8:
		return append(buf, elementUint<<3, v), nil
	case uint16:
		return big.AppendUint16(append(buf, elementUint<<3|1), v), nil
	case uint32:
		return big.AppendUint32(append(buf, elementUint<<3|2), v), nil
	case uint64:
		return big.AppendUint64(append(buf, elementUint<<3|3), v), nil
	case int8:
		return append(buf, elementInt<<3, uint8(v)), nil
	case int16:
		return big.AppendUint16(append(buf, elementInt<<3|1), uint16(v)), nil
	case int32:
		return big.AppendUint32(append(buf, elementInt<<3|2), uint32(v)), nil
	case int64:
		return big.AppendUint64(append(buf, elementInt<<3|3), uint64(v)), nil
	case UUID:
		return appendUUID(buf, v), nil
	case bool:
		if v {
			return append(buf, elementBool<<3, 1), nil
		}
		return append(buf, elementBool<<3, 0), nil
	case string:
		return appendText(buf, elementText, v)
	case URL:
		return appendText(buf, elementURL, string(v))
	case []byte:
		return appendSized(buf, elementBytes, v)
	case Sequence:
		return appendElements(buf, elementSequence, v, depth)
	case Alternative:
		return appendElements(buf, elementAlternative, v, depth)
	default:
		return nil, fmt.Errorf("%w: a value of type %T", ErrInvalidAttribute, value)
	}
}

func appendUUID(buf []byte, u UUID) []byte {
	switch u.MinimumSize() {
	case 2:
		return append(append(buf, elementUUID<<3|1), u[2:4]...)
	case 4:
		return append(append(buf, elementUUID<<3|2), u[:4]...)
	default:
		return append(append(buf, elementUUID<<3|4), u[:]...)
	}
}

func appendText(buf []byte, element byte, text string) ([]byte, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%w: text %q is not UTF-8; use []byte", ErrInvalidAttribute, text)
	}
	return appendSized(buf, element, []byte(text))
}

func appendElements(buf []byte, element byte, values []any, depth int) ([]byte, error) {
	if depth == maxElementDepth {
		return nil, fmt.Errorf("%w: nested more than %d deep", ErrInvalidAttribute, maxElementDepth)
	}
	var content []byte
	for _, value := range values {
		var err error
		if content, err = encodeElementAt(content, value, depth+1); err != nil {
			return nil, err
		}
	}
	return appendSized(buf, element, content)
}

func appendSized(buf []byte, element byte, content []byte) ([]byte, error) {
	switch n := len(content); {
	case n <= math.MaxUint8:
		buf = append(buf, element<<3|sizeLength8, byte(n))
	case n <= math.MaxUint16:
		buf = binary.BigEndian.AppendUint16(append(buf, element<<3|sizeLength16), uint16(n))
	case n <= math.MaxInt32:
		buf = binary.BigEndian.AppendUint32(append(buf, element<<3|sizeLength32), uint32(n))
	default:
		return nil, fmt.Errorf("%w: a value of %d bytes", ErrInvalidAttribute, n)
	}
	return append(buf, content...), nil
}

// decodeElement decodes exactly one data element. It accepts every length form, not only the
// shortest one.
func decodeElement(data []byte) (any, error) {
	value, rest, err := decodeElementAt(data, 0)
	if err == nil && len(rest) > 0 {
		err = malformed("%d bytes after its end", len(rest))
	}
	if err != nil {
		return nil, err
	}
	return value, nil
}

func decodeElementAt(data []byte, depth int) (value any, rest []byte, err error) {
	if len(data) == 0 {
		return nil, nil, malformed("it is empty")
	}
	element, size := data[0]>>3, data[0]&7
	content, rest, err := cutContent(element, size, data[1:])
	if err != nil {
		return nil, nil, err
	}
	value, err = decodeContent(element, size, content, depth)
	return value, rest, err
}

// cutContent splits off the value's bytes. The size index, or the length after it, gives their
// number.
func cutContent(element, size byte, data []byte) (content, rest []byte, err error) {
	var n uint64
	switch size {
	case sizeLength8, sizeLength16, sizeLength32:
		width := 1 << (size - sizeLength8)
		if len(data) < width {
			return nil, nil, malformed("its length is cut off")
		}
		for _, b := range data[:width] {
			n = n<<8 | uint64(b)
		}
		data = data[width:]
	default:
		if element != elementNil || size != 0 {
			n = 1 << size
		}
	}
	if n > uint64(len(data)) {
		return nil, nil, malformed("%d of %d bytes are missing", n-uint64(len(data)), n)
	}
	return data[:n], data[n:], nil
}

func decodeContent(element, size byte, content []byte, depth int) (any, error) {
	fixed := size < sizeLength8
	switch {
	case element == elementNil && size == 0:
		return nil, nil
	case element == elementUint && fixed && size <= 3:
		return decodeUint(content), nil
	case element == elementInt && fixed && size <= 3:
		return decodeInt(content), nil
	case element == elementUUID && fixed:
		return decodeUUID(content)
	case element == elementBool && size == 0 && content[0] <= 1:
		return content[0] == 1, nil
	case element == elementBytes && !fixed:
		return append([]byte{}, content...), nil
	case element == elementText && !fixed && utf8.Valid(content):
		return string(content), nil
	case element == elementURL && !fixed && utf8.Valid(content):
		return URL(content), nil
	case element == elementSequence && !fixed:
		values, err := decodeElements(content, depth)
		return Sequence(values), err
	case element == elementAlternative && !fixed:
		values, err := decodeElements(content, depth)
		return Alternative(values), err
	default:
		return nil, malformed("type %d with size index %d and value %x", element, size, content[:min(len(content), 16)])
	}
}

func decodeUint(content []byte) any {
	switch len(content) {
	case 1:
		return content[0]
	case 2:
		return binary.BigEndian.Uint16(content)
	case 4:
		return binary.BigEndian.Uint32(content)
	default:
		return binary.BigEndian.Uint64(content)
	}
}

func decodeInt(content []byte) any {
	switch v := decodeUint(content).(type) {
	case uint8:
		return int8(v)
	case uint16:
		return int16(v)
	case uint32:
		return int32(v)
	default:
		return int64(v.(uint64))
	}
}

func decodeUUID(content []byte) (any, error) {
	switch len(content) {
	case 2:
		return UUID16(binary.BigEndian.Uint16(content)), nil
	case 4:
		return UUID32(binary.BigEndian.Uint32(content)), nil
	case 16:
		return UUID(content), nil
	default:
		return nil, malformed("a UUID of %d bytes", len(content))
	}
}

func decodeElements(content []byte, depth int) ([]any, error) {
	if depth == maxElementDepth {
		return nil, malformed("nested more than %d deep", maxElementDepth)
	}
	values := []any{}
	for len(content) > 0 {
		value, rest, err := decodeElementAt(content, depth+1)
		if err != nil {
			return nil, err
		}
		values, content = append(values, value), rest
	}
	return values, nil
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: malformed data element: %s", ErrInvalidAttribute, fmt.Sprintf(format, args...))
}
