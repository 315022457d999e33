package lab

// The IO Capability Request that the emulator leaves out.
//
// btvirt asks the accepting end of a pairing for its IO capability only if that controller has
// never sent one. The kernel counts a pairing as a user of the connection from that request until
// the pairing is complete. Without the request it counts one user too few, and ends the connection
// while it is used, two seconds after the last search of services. So the lab sends the request to
// a kernel that is to confirm a pairing and did not get one before.

import (
	"slices"
	"sync"
)

// capabilities are the requests for one controller's IO capability.
type capabilities struct {
	mu      sync.Mutex
	asked   map[[6]byte]bool   // by the emulator, for a pairing with a peer
	confirm map[[6]byte][]byte // what waits for the answer to a request that was made here
}

func newCapabilities() *capabilities {
	return &capabilities{asked: make(map[[6]byte]bool), confirm: make(map[[6]byte][]byte)}
}

const (
	capabilityRequest = 0x31 // address
	confirmRequest    = 0x33 // address, number (4)
	pairingComplete   = 0x36 // status, address

	capabilityReply         = 0x042b // address, capability, out-of-band data, authentication
	capabilityNegativeReply = 0x0434 // address, reason
)

// received returns the packet that the kernel gets in place of one from the emulator.
func (c *capabilities) received(packet []byte) []byte {
	if packet[0] != h4Event || len(packet) < 9 {
		return packet
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch peer := [6]byte(packet[3:]); packet[1] {
	case connectionComplete: // a pairing may have ended with the last connection
		if len(packet) >= 12 {
			delete(c.asked, [6]byte(packet[6:]))
			delete(c.confirm, [6]byte(packet[6:]))
		}
	case capabilityRequest:
		c.asked[peer] = true
	case confirmRequest:
		if !c.asked[peer] {
			c.confirm[peer] = packet
			return append([]byte{h4Event, capabilityRequest, 6}, peer[:]...)
		}
	case pairingComplete:
		if len(packet) >= 10 {
			delete(c.asked, [6]byte(packet[4:]))
		}
	}
	return packet
}

// sent takes a packet from the kernel if it is the positive reply to a request of the lab, and
// returns the controller's answer.
func (c *capabilities) sent(packet []byte) (answer []byte, taken bool) {
	if opcode(packet) == 0 || len(packet) < 10 {
		return nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	peer := [6]byte(packet[4:])
	confirm, ok := c.confirm[peer]
	if !ok {
		return nil, false
	}
	switch opcode(packet) {
	case capabilityReply:
		delete(c.confirm, peer)
		c.asked[peer] = true
		complete := []byte{h4Event, commandComplete, 10, 1, packet[1], packet[2], 0}
		return slices.Concat(complete, peer[:], confirm), true
	case capabilityNegativeReply:
		delete(c.confirm, peer)
	}
	return nil, false
}
