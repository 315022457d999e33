package sdp

// An encoder of data elements for the tests.

import (
	"encoding/binary"
	"fmt"
	"math"
)

// The values that encode can encode.
type (
	seq    []any
	alt    []any
	text   string
	raw    []byte // a data element, as it is
	number struct {
		value uint64
		width int // in bytes
	}
	uuid struct {
		value uint32 // the short form
		width int    // in bytes
	}
)

func stack(protocols ...seq) seq {
	s := seq{}
	for _, protocol := range protocols {
		s = append(s, protocol)
	}
	return s
}

func l2cap(parameters ...any) seq  { return append(seq{uuid{0x0100, 2}}, parameters...) }
func rfcomm(parameters ...any) seq { return append(seq{uuid{0x0003, 2}}, parameters...) }

// shortLength chooses the shortest length field.
func shortLength(shortest byte) byte { return shortest }

// encode returns the data element of a value. LengthSize chooses the size index of a length field
// from the smallest possible one.
func encode(lengthSize func(shortest byte) byte, value any) []byte {
	switch v := value.(type) {
	case raw:
		return v
	case number:
		buf := append([]byte{kindUint<<3 | sizeIndex(v.width)}, make([]byte, max(v.width, 8))...)
		end := 1 + v.width
		for i := range min(v.width, 8) {
			buf[end-1-i] = byte(v.value >> (8 * i))
		}
		return buf[:end]
	case uuid:
		full := expand(v.value)
		buf := []byte{kindUUID<<3 | sizeIndex(v.width)}
		if v.width == 2 {
			return append(buf, full[2:4]...)
		}
		return append(buf, full[:v.width]...)
	case [16]byte:
		return append([]byte{kindUUID<<3 | sizeFixed128}, v[:]...)
	case text:
		return encodeSized(lengthSize, kindText, []byte(v))
	case seq:
		return encodeSized(lengthSize, kindSequence, encodeAll(lengthSize, v))
	case alt:
		return encodeSized(lengthSize, kindAlternative, encodeAll(lengthSize, v))
	default:
		panic(fmt.Sprintf("no encoding for %T", value))
	}
}

func encodeAll(lengthSize func(byte) byte, values []any) []byte {
	var buf []byte
	for _, value := range values {
		buf = append(buf, encode(lengthSize, value)...)
	}
	return buf
}

func encodeSized(lengthSize func(byte) byte, kind byte, content []byte) []byte {
	n := len(content)
	shortest := byte(sizeLength8)
	if n > math.MaxUint16 {
		shortest += 2
	} else if n > math.MaxUint8 {
		shortest++
	}
	size := lengthSize(shortest)
	buf := []byte{kind<<3 | size}
	switch size {
	case sizeLength8:
		buf = append(buf, byte(n))
	case sizeLength8 + 1:
		buf = binary.BigEndian.AppendUint16(buf, uint16(n))
	default:
		buf = binary.BigEndian.AppendUint32(buf, uint32(n))
	}
	return append(buf, content...)
}

// sizeIndex returns the size index of a value of 1, 2, 4, 8 or 16 bytes.
func sizeIndex(width int) byte {
	for i := byte(0); ; i++ {
		if 1<<i == width {
			return i
		}
	}
}
