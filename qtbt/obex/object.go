package obex

// Objects, which the two ends exchange.

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Object describes a file.
type Object struct {
	// Name is the file's name without a folder. See [CheckName] for the names that are allowed.
	Name string
	// Type is the media type, such as "text/plain". It is empty if it is unknown.
	Type string
	// Length is the content's length in bytes. It is UnknownLength if it is unknown.
	Length int64
	// Modified is the time of the last change. It is the zero time if it is unknown.
	Modified time.Time
}

// UnknownLength is the Length of an object whose length is not known beforehand.
const UnknownLength = -1

// maxName is the maximum length of a name in bytes of UTF-8, as on most file systems.
const maxName = 255

// CheckName returns an error with [ErrName] for a name that a Client does not send, and for which
// Serve refuses an object. These are names with a slash, backslash, NUL or other control character,
// names that are no UTF-8, "", "." and "..", and names of more than 255 bytes. Systems have more
// names with a meaning, such as "con" on Windows. A receiver that stores files has to check them.
func CheckName(name string) error {
	var why string
	switch {
	case name == "":
		why = "it is empty"
	case len(name) > maxName:
		return fmt.Errorf("a name of %d bytes: %w: it is too long", len(name), ErrName)
	case !utf8.ValidString(name):
		why = "it is not UTF-8"
	case name == "." || name == "..":
		why = "it means a folder"
	case strings.ContainsAny(name, `/\`):
		why = "it has a folder"
	case strings.ContainsFunc(name, unicode.IsControl):
		why = "it has a control character"
	default:
		return nil
	}
	return fmt.Errorf("%q: %w: %s", name, ErrName, why)
}

// headers returns the object's headers.
func (o Object) headers() (all [][]byte) {
	all = [][]byte{appendSized(nil, headerName, encodeText(o.Name))}
	if o.Type != "" {
		all = append(all, appendSized(nil, headerType, encodeType(o.Type)))
	}
	if 0 <= o.Length && o.Length <= math.MaxUint32 {
		all = append(all, appendUint32(nil, headerLength, uint32(o.Length)))
	} else {
		// Without Length and Body, servers take the request for one to delete the object.
		all = append(all, appendSized(nil, headerBody, nil))
	}
	if !o.Modified.IsZero() {
		all = append(all, appendSized(nil, headerTime, encodeTime(o.Modified)))
	}
	return all
}

// putPacket is what the headers of one put request contain.
type putPacket struct {
	body    []byte
	hasBody bool
}

// takeHeaders reads the headers of a put request. Those that describe the object replace what
// earlier packets had.
func (o *Object) takeHeaders(headers []byte) (p putPacket, err error) {
	for len(headers) > 0 {
		var id headerID
		var value []byte
		if id, value, headers, err = nextHeader(headers); err != nil {
			return p, err
		}
		switch id {
		case headerName:
			o.Name, err = decodeText(value)
		case headerType:
			o.Type, err = decodeType(value)
		case headerLength:
			o.Length = int64(binary.BigEndian.Uint32(value))
		case headerTime:
			o.Modified = decodeTime(value)
		case headerBody, headerEndOfBody:
			if p.hasBody {
				return p, fmt.Errorf("%w: two bodies in a packet", ErrProtocol)
			}
			p = putPacket{body: value, hasBody: true}
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}
