package qtbt

// Protocol, the transport of a socket, server or service.

import (
	"fmt"
	"strconv"

	"github.com/goqtbt/bluetooth/cshim"
)

// Protocol is the transport of a socket, server or service. It is Qt's
// QBluetoothServiceInfo::Protocol, with its values.
type Protocol uint8

// The protocols. L2CAP carries packets, which Qt joins to a stream. RFCOMM is a stream, like a
// serial line.
const (
	UnknownProtocol Protocol = cshim.ProtocolUnknown // not known, or not decided yet
	L2CAP           Protocol = cshim.ProtocolL2CAP   // Qt's L2capProtocol
	RFCOMM          Protocol = cshim.ProtocolRFCOMM  // Qt's RfcommProtocol
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

// MarshalText returns the name that [Protocol.String] returns. For a value without a name it
// returns [ErrInvalidArgument].
func (p Protocol) MarshalText() ([]byte, error) {
	if p > RFCOMM {
		return nil, fmt.Errorf("%w: %v has no name", ErrInvalidArgument, p)
	}
	return []byte(p.String()), nil
}

// UnmarshalText parses the names that [Protocol.String] returns. For any other text it returns
// [ErrInvalidArgument].
func (p *Protocol) UnmarshalText(text []byte) error {
	for _, protocol := range []Protocol{UnknownProtocol, L2CAP, RFCOMM} {
		if protocol.String() == string(text) {
			*p = protocol
			return nil
		}
	}
	return fmt.Errorf("%w: %q is no protocol", ErrInvalidArgument, text)
}
