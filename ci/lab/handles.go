package lab

// Handles of connections, which the emulator mixes up.
//
// Each end of a connection has a number for it, its handle, the first that is free at that end.
// btvirt hands data on under the sender's handle, which is the receiver's only as long as neither
// has other connections. So data carry the sender's address and handle through the emulator, behind
// them, and at the other end get the handle that the receiver has for that address.

import (
	"encoding/binary"
	"sync"
)

// link is what a connection leads to.
type link struct {
	peer      [6]byte // as in packets: last byte first
	lowEnergy bool
}

// handles are one controller's handles.
type handles struct {
	mu    sync.Mutex
	self  [6]byte
	links map[uint16]link
}

func newHandles() *handles { return &handles{links: make(map[uint16]link)} }

// parcel is what the tag behind the data tells: the sender's address, and its handle for the
// connection.
type parcel struct {
	sender    [6]byte
	handle    uint16
	lowEnergy bool
}

// The tag: the address, 1 for Low Energy, the handle.
const tagSize = 9

const (
	aclHeaderSize = 5 // with the packet's type
	aclHandle     = 0x0fff
)

// sent tags a packet on its way to the emulator.
func (h *handles) sent(packet []byte) []byte {
	if packet[0] != h4ACL {
		return packet
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	handle := binary.LittleEndian.Uint16(packet[1:]) & aclHandle
	packet = append(packet, h.self[:]...)
	if h.links[handle].lowEnergy {
		packet = append(packet, 1)
	} else {
		packet = append(packet, 0)
	}
	packet = binary.LittleEndian.AppendUint16(packet, handle)
	setACLSize(packet)
	return packet
}

// received learns from an event of the emulator's, and untags data; ok is whether there was a tag.
func (h *handles) received(packet []byte) (untagged []byte, from parcel, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if packet[0] == h4Event {
		h.learn(packet)
	}
	if packet[0] != h4ACL || len(packet) < aclHeaderSize+tagSize {
		return packet, parcel{}, false
	}
	data, tag := packet[:len(packet)-tagSize], packet[len(packet)-tagSize:]
	from = parcel{[6]byte(tag), binary.LittleEndian.Uint16(tag[7:]), tag[6] == 1}
	for handle, l := range h.links {
		if l == (link{from.sender, from.lowEnergy}) {
			flags := binary.LittleEndian.Uint16(data[1:]) &^ aclHandle
			binary.LittleEndian.PutUint16(data[1:], flags|handle)
		}
	}
	setACLSize(data)
	return data, from, true
}

// address returns the controller's own address, once it has been asked for.
func (h *handles) address() [6]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.self
}

// peer returns the address at the other end of a connection.
func (h *handles) peer(handle uint16) [6]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.links[handle].peer
}

func setACLSize(packet []byte) {
	binary.LittleEndian.PutUint16(packet[3:], uint16(len(packet)-aclHeaderSize))
}

// connectionComplete is an event: status, handle (2), address (6), link type, encryption.
const connectionComplete = 0x03

// learn takes what an event tells of addresses and handles.
func (h *handles) learn(event []byte) {
	const (
		lowEnergyMeta = 0x3e // subevent, status, handle (2), role, address type, address (6) …

		readAddress          = 0x1009 // answers with an address (6)
		leConnectionComplete = 0x01
		leEnhancedComplete   = 0x0a
		acl                  = 0x01
	)
	body := event[3:]
	switch {
	case event[1] == connectionComplete && len(body) >= 11 && body[0] == 0 && body[9] == acl:
		h.links[binary.LittleEndian.Uint16(body[1:])] = link{peer: [6]byte(body[3:])}
	case event[1] == disconnectionComplete && len(body) >= 4 && body[0] == 0:
		delete(h.links, binary.LittleEndian.Uint16(body[1:]))
	case event[1] == commandComplete && len(body) >= 10 && binary.LittleEndian.Uint16(body[1:]) == readAddress:
		h.self = [6]byte(body[4:])
	case event[1] == lowEnergyMeta && len(body) >= 12 && body[1] == 0 &&
		(body[0] == leConnectionComplete || body[0] == leEnhancedComplete):
		h.links[binary.LittleEndian.Uint16(body[2:])] = link{peer: [6]byte(body[6:]), lowEnergy: true}
	}
}
