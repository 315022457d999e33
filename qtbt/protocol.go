// Protocol: the transport of a socket, server or service.

package qtbt

import "strconv"

// Protocol is the transport of a socket, server or service; Qt's QBluetoothServiceInfo::Protocol, with its values.
type Protocol uint8

// The protocols. L2CAP carries packets, which Qt joins to a stream; RFCOMM is a stream, like a serial line.
const (
	UnknownProtocol Protocol = 0 // not known, or not decided yet
	L2CAP           Protocol = 1 // Qt's L2capProtocol
	RFCOMM          Protocol = 2 // Qt's RfcommProtocol
)

// String returns "L2CAP", "RFCOMM" or "UnknownProtocol".
func (p Protocol) String() string {
	switch p {
	case UnknownProtocol:
		return "UnknownProtocol"
	case L2CAP:
		return "L2CAP"
	case RFCOMM:
		return "RFCOMM"
	default:
		return "Protocol(" + strconv.Itoa(int(p)) + ")"
	}
}
