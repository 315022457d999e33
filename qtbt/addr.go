package qtbt

// Addr, the net.Addr of one end of a connection.

import (
	"fmt"
	"strconv"
	"strings"
)

// Addr is one end of a connection, or the place where a Listener listens: the address of an adapter
// or device, with an RFCOMM channel or an L2CAP PSM. It is a plain value, comparable with ==, and a
// net.Addr.
type Addr struct {
	Protocol Protocol
	Address  Address // null for any adapter
	Port     uint16  // 0 if it is not known
}

// anyAdapter stands for the null address.
const anyAdapter = "any adapter"

// Network returns "rfcomm" or "l2cap".
func (a Addr) Network() string { return network(a.Protocol) }

// String returns the address and the port, such as "[00:AA:01:00:00:00]:1", without the protocol. A
// port of 0 is left out, and the null address is "[any adapter]".
func (a Addr) String() string {
	address := anyAdapter
	if !a.Address.IsNull() {
		address = a.Address.String()
	}
	if a.Port == 0 {
		return "[" + address + "]"
	}
	return fmt.Sprintf("[%s]:%d", address, a.Port)
}

// ParseAddr parses the texts that [Addr.String] and [Addr.MarshalText] return, such as
// "[00:AA:01:00:00:00]:1" or "rfcomm://[00:AA:01:00:00:00]:1". A text without a protocol gives
// UnknownProtocol. The error wraps [ErrInvalidAddress].
func ParseAddr(s string) (Addr, error) {
	a, ok := parseAddr(s)
	if !ok {
		return Addr{}, fmt.Errorf("%w: %q", ErrInvalidAddress, s)
	}
	return a, nil
}

func parseAddr(s string) (a Addr, ok bool) {
	if name, rest, found := strings.Cut(s, "://"); found {
		switch name {
		case "rfcomm":
			a.Protocol = RFCOMM
		case "l2cap":
			a.Protocol = L2CAP
		default:
			return Addr{}, false
		}
		s = rest
	}
	s, ok = strings.CutPrefix(s, "[")
	address, port, closed := strings.Cut(s, "]")
	if !ok || !closed {
		return Addr{}, false
	}
	if address != anyAdapter {
		var err error
		if a.Address, err = ParseAddress(address); err != nil {
			return Addr{}, false
		}
	}
	if port == "" {
		return a, true
	}
	port, ok = strings.CutPrefix(port, ":")
	n, err := strconv.ParseUint(port, 10, 16)
	a.Port = uint16(n)
	return a, ok && err == nil
}

// MarshalText returns the protocol, the address and the port, such as
// "rfcomm://[00:AA:01:00:00:00]:1". The protocol is left out if it is UnknownProtocol.
func (a Addr) MarshalText() ([]byte, error) {
	if a.Protocol == UnknownProtocol {
		return []byte(a.String()), nil
	}
	return []byte(a.Network() + "://" + a.String()), nil
}

// UnmarshalText parses what [ParseAddr] parses.
func (a *Addr) UnmarshalText(text []byte) error {
	parsed, err := ParseAddr(string(text))
	if err == nil {
		*a = parsed
	}
	return err
}

func network(p Protocol) string {
	switch p {
	case RFCOMM:
		return "rfcomm"
	case L2CAP:
		return "l2cap"
	}
	return "bluetooth"
}
