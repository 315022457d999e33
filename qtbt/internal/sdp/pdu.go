package sdp

// The packets of the protocol: this file encodes requests and checks the form of responses.

import "encoding/binary"

// The types of the packets (protocol data units) that this package sends or receives.
const (
	pduErrorResponse           = 0x01
	pduSearchAttributeRequest  = 0x06
	pduSearchAttributeResponse = 0x07
)

// The sizes of parts of a packet, in bytes.
const (
	headerSize       = 5  // the type, the transaction ID and the length of the rest
	countSize        = 2  // the number of attribute bytes
	maxContinuation  = 16 // the specification's limit for a continuation state
	responseOverhead = headerSize + countSize + 1 + maxContinuation
)

// request is a ServiceSearchAttributeRequest: it searches for records and reads their attributes.
type request struct {
	transaction  uint16
	uuid         [16]byte
	maxBytes     uint16 // the maximum number of attribute bytes in one response
	continuation []byte // the server's position in the attribute lists; empty in the first request
}

// response is the content of a ServiceSearchAttributeResponse.
type response struct {
	attributes   []byte // a part of the attribute lists
	continuation []byte // empty in the last response
}

func (r request) encode() []byte {
	big := binary.BigEndian
	uuid := shortest(r.uuid)
	buf := make([]byte, headerSize, 64)
	buf[0] = pduSearchAttributeRequest
	big.PutUint16(buf[1:], r.transaction)
	buf = append(buf, kindSequence<<3|sizeLength8, byte(len(uuid)))
	buf = append(buf, uuid...)
	buf = big.AppendUint16(buf, r.maxBytes)
	buf = append(buf, kindSequence<<3|sizeLength8, 9)
	for _, attribute := range []uint16{attributeClasses, attributeProtocols, attributeName} {
		buf = big.AppendUint16(append(buf, kindUint<<3|1), attribute)
	}
	buf = append(buf, byte(len(r.continuation)))
	buf = append(buf, r.continuation...)
	big.PutUint16(buf[3:], uint16(len(buf)-headerSize))
	return buf
}

// decode checks that the packet is a response to r, and returns its content.
func (r request) decode(packet []byte) (response, error) {
	if len(packet) < headerSize {
		return response{}, malformed("a packet of %d bytes has no complete header", len(packet))
	}
	kind, params := packet[0], packet[headerSize:]
	transaction := binary.BigEndian.Uint16(packet[1:])
	length := int(binary.BigEndian.Uint16(packet[3:]))
	switch {
	case length != len(params):
		return response{}, malformed("the header has a length field of %d, but %d bytes follow",
			length, len(params))
	case transaction != r.transaction:
		return response{}, malformed("the response has transaction ID %d, the request %d",
			transaction, r.transaction)
	case kind == pduErrorResponse:
		return response{}, decodeError(params)
	case kind != pduSearchAttributeResponse:
		return response{}, malformed("the packet has the unexpected type 0x%02x", kind)
	}
	return r.decodeParams(params)
}

func (r request) decodeParams(params []byte) (response, error) {
	if len(params) < countSize+1 {
		return response{}, malformed("a response of %d bytes is too short", len(params))
	}
	count := int(binary.BigEndian.Uint16(params))
	params = params[countSize:]
	if count > int(r.maxBytes) {
		return response{}, malformed("the response has %d attribute bytes, but %d are allowed",
			count, r.maxBytes)
	}
	if count >= len(params) {
		return response{}, malformed("%d bytes have no room for %d attribute bytes and a state",
			len(params), count)
	}
	attributes, size, continuation := params[:count], int(params[count]), params[count+1:]
	if size > maxContinuation || size != len(continuation) {
		return response{}, malformed("a continuation state of length %d has %d bytes",
			size, len(continuation))
	}
	return response{attributes, continuation}, nil
}
