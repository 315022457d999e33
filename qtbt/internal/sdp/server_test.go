package sdp

// Fake SDP servers for the tests, and the packets that they send.

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fakeServer is a connection to a server that computes each response from the request. A nil
// response closes the connection.
type fakeServer struct {
	respond  func(request []byte) []byte
	requests [][]byte
}

func (s *fakeServer) Write(request []byte) (int, error) {
	s.requests = append(s.requests, slices.Clone(request))
	return len(request), nil
}

func (s *fakeServer) Read(buf []byte) (int, error) {
	response := s.respond(s.requests[len(s.requests)-1])
	if response == nil {
		return 0, io.EOF
	}
	return copy(buf, response), nil // a packet socket drops the rest of a long packet, too
}

// script returns a server that sends the packets one after the other, and then closes the
// connection.
func script(packets ...[]byte) *fakeServer {
	return &fakeServer{respond: func([]byte) []byte {
		if len(packets) == 0 {
			return nil
		}
		packet := packets[0]
		packets = packets[1:]
		return packet
	}}
}

// splitter returns a server that sends the attribute lists in parts. Size chooses the number of
// bytes in the next part. The continuation state is the position in the lists.
func splitter(lists []byte, size func(limit int) int) *fakeServer {
	return &fakeServer{respond: func(request []byte) []byte {
		limit, state := requestLimit(request)
		start := 0
		if len(state) > 0 {
			start = int(binary.BigEndian.Uint32(state))
		}
		end := min(start+size(limit), len(lists))
		state = nil
		if end < len(lists) {
			state = binary.BigEndian.AppendUint32(nil, uint32(end))
		}
		return encodeResponse(request, lists[start:end], state)
	}}
}

// requestLimit returns the maximum attribute byte count and the continuation state of a request.
func requestLimit(request []byte) (limit int, state []byte) {
	rest := request[headerSize:]
	rest = rest[2+int(rest[1]):] // the search pattern
	limit, rest = int(binary.BigEndian.Uint16(rest)), rest[2:]
	rest = rest[2+int(rest[1]):] // the attribute IDs
	return limit, rest[1:]
}

// encodeResponse returns a response to the request.
func encodeResponse(request, attributes, state []byte) []byte {
	params := binary.BigEndian.AppendUint16(nil, uint16(len(attributes)))
	params = append(params, attributes...)
	params = append(params, byte(len(state)))
	params = append(params, state...)
	return encodePacket(pduSearchAttributeResponse, request, params)
}

// encodePacket returns a packet with the request's transaction ID.
func encodePacket(kind byte, request, params []byte) []byte {
	packet := append([]byte{kind}, request[1:3]...)
	packet = binary.BigEndian.AppendUint16(packet, uint16(len(params)))
	return append(packet, params...)
}

// dump decodes a hexadecimal dump. Spaces separate its parts.
func dump(t testing.TB, text string) []byte {
	t.Helper()
	packet, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	require.NoError(t, err)
	return packet
}

// Responses to the first request of a connection. Those whose name begins with bluez were recorded
// with bluetoothd 5.66.
const (
	// serialPort has a serial port on channel 3.
	serialPort = "07 0001 0030 002d 352b" +
		"3529 090001 3503191101 090004 350c 3503190100 3505190003 0803" +
		"090100 250b53657269616c20506f7274 00"

	// bluezSerialPorts has two serial ports, on the channels 5 and 6.
	bluezSerialPorts = "07 0001 005b 0058 3556" +
		"3529 090001 3503191101 090004 350c 3503190100 3505190003 0805" +
		"090100 250b53657269616c20506f7274" +
		"3529 090001 3503191101 090004 350c 3503190100 3505190003 0806" +
		"090100 250b53657269616c20506f7274 00"

	// bluezPnP has the identification of the device, which has no protocols.
	bluezPnP = "07 0001 000f 000c 350a 3508 090001 3503191200 00"

	// bluezGenericAccess has the Generic Access Profile, which uses ATT over L2CAP.
	bluezGenericAccess = "07 0001 0042 003f 353d" +
		"353b 090001 3503191800 090004 3513 3506190100 09001f 3509190007 090001 090007" +
		"090100 251647656e65726963204163636573732050726f66696c65 00"

	// bluezNetwork has the Network Access Point, which uses BNEP over L2CAP. BNEP has a list of
	// packet types as a parameter.
	bluezNetwork = "07 0001 0054 0051 354f" +
		"354d 090001 3503191116 090004 351f 3506190100 09000f" +
		"3515 19000f 090100 36000c 090010 090020 090030 090040" +
		"090100 251c4e6574776f726b2041636365737320506f696e742053657276696365 00"

	// bluezCustom has a service with a 128-bit UUID, on channel 22.
	bluezCustom = "07 0001 0039 0036 3534" +
		"3532 090001 3511 1c67c8770b44f1410aab9af9b5446f13ee" +
		"090004 350c 3503190100 3505190003 0816 090100 2506437573746f6d 00"

	// bluezChat has a service with a 128-bit UUID, on a dynamic PSM.
	bluezChat = "07 0001 0033 0030 352e" +
		"352c 090001 3511 1c67c8770b44f1410aab9af9b5446f13ef" +
		"090004 3508 3506190100 091011 090100 250443686174 00"

	// fullForm has a service that lists RFCOMM's UUID in full form, on channel 22.
	fullForm = "07 0001 003c 0039 3537" +
		"3535 090001 3511 1c67c8770b44f1410aab9af9b5446f13ee" +
		"090004 351a 3503190100 3513 1c0000000300001000800000805f9b34fb 0816 00"

	// bluezNothing has no record.
	bluezNothing = "07 0001 0005 0002 3500 00"
)

// bluezParts are the recorded parts of bluezSerialPorts at the smallest MTU.
var bluezParts = []string{
	"07 0001 0023 0018 355635290900013503191101090004350c35031901003505 08cdf9076b18000000",
	"07 0002 0023 0018 1900030805090100250b53657269616c20506f7274352909 08cdf9076b30000000",
	"07 0003 0023 0018 00013503191101090004350c350319010035051900030806 08cdf9076b48000000",
	"07 0004 0013 0010 090100250b53657269616c20506f7274 00",
}
