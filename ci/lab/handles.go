package lab

// The handles of connections, which the emulator mixes up.
//
// Each end of a connection has a number for it, the handle: the first that is free at that end,
// counted from 42. btvirt uses an end's own handle in most events, and the other end's by mistake
// in these:
//
//   - Data arrive under the sender's handle. So the lab appends the sender's address and handle to
//     data on their way
//     to the emulator (the tag), and at the receiver replaces the handle by the one for a
//     connection to that address.
//   - The acceptor of a Low Energy connection gets the initiator's handle in LE Connection
//     Complete, in LE Enhanced
//     Connection Complete, and in LE Advertising Set Terminated. The lab replaces it by the first
//     that is free.
//   - For what one end requests of the other, see exchange.go.
//
// Connections also end without an event: btvirt drops those of a controller that is reset or gone,
// and does not inform the other ends. A real one notices when the link's supervision time is over.
// The lab has each notice at once.

import (
	"encoding/binary"
	"sync"
)

// link is a connection's other end.
type link struct {
	peer      [6]byte // the public address, as in packets: last byte first
	lowEnergy bool
}

// handles are the handles of one controller's connections.
type handles struct {
	mu       sync.Mutex
	registry *registry
	self     [6]byte
	links    map[uint16]link
	newest   uint16 // the handle of the newest Low Energy connection
}

func newHandles(r *registry) *handles { return &handles{registry: r, links: make(map[uint16]link)} }

// parcel is the content of a tag: the sender's address, and its handle for the connection.
type parcel struct {
	sender    [6]byte
	handle    uint16
	lowEnergy bool
}

// A tag has the address, 1 for Low Energy, and the handle.
const tagSize = 9

const (
	aclHeaderSize = 5 // with the packet's type
	aclHandle     = 0x0fff
	firstHandle   = 42
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

// received learns from an event of the emulator and corrects its handle. It removes the tag of data
// and puts the receiver's handle in; ok is whether there was a tag.
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
	if handle, ok := h.find(link{from.sender, from.lowEnergy}); ok {
		flags := binary.LittleEndian.Uint16(data[1:]) &^ aclHandle
		binary.LittleEndian.PutUint16(data[1:], flags|handle)
	}
	setACLSize(data)
	return data, from, true
}

// find returns the handle for a link. The handles are locked.
func (h *handles) find(l link) (handle uint16, ok bool) {
	for handle, other := range h.links {
		if other == l {
			return handle, true
		}
	}
	return 0, false
}

// of returns the handle for a link.
func (h *handles) of(l link) (handle uint16, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.find(l)
}

// address returns the controller's own address, or zeros if its kernel has not read that yet.
func (h *handles) address() [6]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.self
}

// peer returns the address of a connection's other end.
func (h *handles) peer(handle uint16) [6]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.links[handle].peer
}

// clear forgets all links and returns them.
func (h *handles) clear() map[uint16]link {
	h.mu.Lock()
	defer h.mu.Unlock()
	links := h.links
	h.links = make(map[uint16]link)
	return links
}

func setACLSize(packet []byte) {
	binary.LittleEndian.PutUint16(packet[3:], uint16(len(packet)-aclHeaderSize))
}

// Events, and LE Meta Event's subevents, with their parameters.
const (
	connectionComplete    = 0x03 // status, handle (2), address (6), link type, encryption
	disconnectionComplete = 0x05 // status, handle (2), reason
	lowEnergyMeta         = 0x3e // subevent …

	leConnectionComplete = 0x01 // status, handle (2), role, address type, address (6) …
	leEnhancedComplete   = 0x0a // begins like leConnectionComplete
	leSetTerminated      = 0x12 // status, set, handle (2), number
)

// learn takes note of the addresses and handles in an event, and corrects the handles of an
// acceptor. The handles are locked.
func (h *handles) learn(event []byte) {
	const (
		acl      = 0x01
		acceptor = 0x01
	)
	if address, ok := answer(event, readAddress, 6); ok {
		h.self = [6]byte(address)
	}
	body := event[3:]
	switch {
	case event[1] == connectionComplete && len(body) >= 11 && body[0] == 0 && body[9] == acl:
		h.links[binary.LittleEndian.Uint16(body[1:])] = link{peer: [6]byte(body[3:])}
	case event[1] == disconnectionComplete && len(body) >= 4 && body[0] == 0:
		delete(h.links, binary.LittleEndian.Uint16(body[1:]))
	case event[1] != lowEnergyMeta || len(body) < 6 || body[1] != 0:
	case body[0] == leSetTerminated:
		binary.LittleEndian.PutUint16(body[3:], h.newest)
	case (body[0] == leConnectionComplete || body[0] == leEnhancedComplete) && len(body) >= 12:
		if body[4] == acceptor {
			binary.LittleEndian.PutUint16(body[2:], h.firstFree())
		}
		h.newest = binary.LittleEndian.Uint16(body[2:])
		h.links[h.newest] = link{peer: h.registry.publicOf([6]byte(body[6:])), lowEnergy: true}
	}
}

// firstFree returns the handle that btvirt has given a new connection. The handles are locked.
func (h *handles) firstFree() uint16 {
	handle := uint16(firstHandle)
	for {
		if _, used := h.links[handle]; !used {
			return handle
		}
		handle++
	}
}

// lost ends the connections of a controller that was reset or is gone, at their other ends.
func (t *traffic) lost() {
	self := t.handles.address()
	for _, l := range t.handles.clear() {
		if peer := t.registry.find(l.peer); peer != nil {
			peer.lose(link{peer: self, lowEnergy: l.lowEnergy})
		}
	}
}

// lose ends a connection whose other end is lost.
func (t *traffic) lose(l link) {
	handle, ok := t.handles.of(l)
	if !ok {
		return
	}
	const connectionTimeout = 0x08
	event := []byte{h4Event, disconnectionComplete, 4, 0, 0, 0, connectionTimeout}
	binary.LittleEndian.PutUint16(event[4:], handle)
	_ = t.deliver(event) // a kernel that has gone has lost its connections, too
}
