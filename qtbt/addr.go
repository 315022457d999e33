// Addr: the address of one end of a connection, as net.Addr.

package qtbt

import "fmt"

// Addr is one end of a connection, or where a Listener listens: an adapter's or device's address with an RFCOMM channel or
// an L2CAP PSM. It is a plain value, comparable with ==, and a net.Addr.
type Addr struct {
	Protocol Protocol
	Address  Address
	Port     uint16 // 0 if it is not known
}

// Network returns "rfcomm" or "l2cap".
func (a Addr) Network() string { return network(a.Protocol) }

// String returns the address and the port, such as "00:AA:01:00:00:00:1".
func (a Addr) String() string { return fmt.Sprintf("%s:%d", a.Address, a.Port) }

func network(p Protocol) string {
	switch p {
	case RFCOMM:
		return "rfcomm"
	case L2CAP:
		return "l2cap"
	}
	return "bluetooth"
}
