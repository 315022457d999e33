package sdp

// Data elements: SDP's self-describing values, such as numbers, UUIDs and nested sequences.

import (
	"encoding/binary"
	"iter"
	"math"
)

// maxDepth is the maximum nesting depth of data elements, in levels. The protocol descriptor list
// of a real record ends at level 6. The limit bounds the recursion of checkElements.
const maxDepth = 16

// The types of data elements. The type is the upper five bits of an element's first byte.
const (
	kindNil         = 0
	kindUint        = 1
	kindInt         = 2
	kindUUID        = 3
	kindText        = 4
	kindBool        = 5
	kindSequence    = 6
	kindAlternative = 7
	kindURL         = 8
)

// The size indexes, the lower three bits of an element's first byte. Up to sizeFixed128 they stand
// for 1, 2, 4, 8 and 16 bytes of value. From sizeLength8 on, a length of 1, 2 or 4 bytes follows.
const (
	sizeFixed128 = 4
	sizeLength8  = 5
)

// allowedSizes has bit i set for every size index i that a type allows.
var allowedSizes = [...]byte{
	kindNil:         0b0000_0001,
	kindUint:        0b0001_1111,
	kindInt:         0b0001_1111,
	kindUUID:        0b0001_0110,
	kindText:        0b1110_0000,
	kindBool:        0b0000_0001,
	kindSequence:    0b1110_0000,
	kindAlternative: 0b1110_0000,
	kindURL:         0b1110_0000,
}

// element is one data element. Its value refers to bytes of the response.
type element struct {
	kind  byte
	value []byte
}

// checkElements checks the form of a row of elements and of all elements inside them. Depth is the
// number of elements that contain the row.
func checkElements(data []byte, depth int) error {
	if depth > maxDepth {
		return malformed("data elements are nested more than %d levels deep", maxDepth)
	}
	for len(data) > 0 {
		e, rest, err := cutElement(data)
		if err != nil {
			return err
		}
		if e.kind == kindSequence || e.kind == kindAlternative {
			if err := checkElements(e.value, depth+1); err != nil {
				return err
			}
		}
		data = rest
	}
	return nil
}

// cutElement splits the first element off data, which must not be empty. It does not check the
// elements inside.
func cutElement(data []byte) (e element, rest []byte, err error) {
	kind, size := data[0]>>3, data[0]&7
	data = data[1:]
	if int(kind) >= len(allowedSizes) || allowedSizes[kind]>>size&1 == 0 {
		err = malformed("a data element of type %d has size index %d", kind, size)
		return element{}, nil, err
	}
	n := uint64(1) << size
	switch {
	case kind == kindNil:
		n = 0
	case size > sizeFixed128:
		width := 1 << (size - sizeLength8)
		if len(data) < width {
			return element{}, nil, malformed("the length of a data element is truncated")
		}
		n = 0
		for _, b := range data[:width] {
			n = n<<8 | uint64(b)
		}
		data = data[width:]
	}
	if n > uint64(len(data)) {
		return element{}, nil, malformed("a data element of %d bytes has only %d", n, len(data))
	}
	return element{kind, data[:n]}, data[n:], nil
}

// elements returns the elements of a row that checkElements has accepted.
func elements(data []byte) iter.Seq[element] {
	return func(yield func(element) bool) {
		for len(data) > 0 {
			e, rest, err := cutElement(data)
			if err != nil || !yield(e) {
				return
			}
			data = rest
		}
	}
}

// children returns the elements inside an element of the given type, and none for other types.
func (e element) children(kind byte) iter.Seq[element] {
	if e.kind != kind {
		return elements(nil)
	}
	return elements(e.value)
}

// number returns the value of an integer of any width. It reports false for other types, for
// negative numbers, and for numbers that need more than 64 bits.
func (e element) number() (uint64, bool) {
	negative := e.kind == kindInt && e.value[0]>>7 == 1
	if e.kind != kindUint && e.kind != kindInt || negative {
		return 0, false
	}
	var n uint64
	for _, b := range e.value {
		if n > math.MaxUint64>>8 {
			return 0, false
		}
		n = n<<8 | uint64(b)
	}
	return n, true
}

// baseUUID is the UUID whose first four bytes are replaced by a short UUID.
var baseUUID = [16]byte{6: 0x10, 8: 0x80, 11: 0x80, 12: 0x5f, 13: 0x9b, 14: 0x34, 15: 0xfb}

// uuid returns the full form of a UUID. It reports false for other types.
func (e element) uuid() ([16]byte, bool) {
	if e.kind != kindUUID {
		return [16]byte{}, false
	}
	switch len(e.value) {
	case 2:
		return expand(uint32(binary.BigEndian.Uint16(e.value))), true
	case 4:
		return expand(binary.BigEndian.Uint32(e.value)), true
	default:
		return [16]byte(e.value), true
	}
}

// expand returns the full form of a short UUID.
func expand(short uint32) [16]byte {
	u := baseUUID
	binary.BigEndian.PutUint32(u[:], short)
	return u
}

// shortest returns the shortest data element that holds the UUID.
func shortest(uuid [16]byte) []byte {
	short := binary.BigEndian.Uint32(uuid[:])
	switch {
	case uuid != expand(short):
		return append([]byte{kindUUID<<3 | 4}, uuid[:]...)
	case short > math.MaxUint16:
		return append([]byte{kindUUID<<3 | 2}, uuid[:4]...)
	default:
		return append([]byte{kindUUID<<3 | 1}, uuid[2:4]...)
	}
}
