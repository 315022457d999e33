package lab

// One pairing at a time, and its end told to the one who began it: the emulator mixes that up.
//
// btvirt notes at a controller, not at each of its connections, how far a pairing has come. Where a
// controller pairs with several others at once, what one answers ends the pairing of another, and
// some wait for ever. So a further Authentication Requested is accepted, as controllers do, and
// given to the emulator when the authentication before it has ended.
//
// It never forgets either that a controller once began one. Of two that both have, the one that
// answers last is told of the end, and the other, if it was that one's, waits until its connection
// is given up.

import (
	"encoding/binary"
	"slices"
	"sync"
)

// pairings are the authentications that the kernels on an air have asked for; the first is with the
// emulator.
type pairings struct {
	mu     sync.Mutex
	wanted []authentication
}

type authentication struct {
	of      *traffic
	handle  uint16
	command []byte

	keyed    bool // its kernel has heard of the link key, or that there is none
	toldPeer bool // the emulator has told the other end of its end
	status   byte // what it told
}

// The packets that begin and end an authentication: type, event, length, [status,] handle; or type,
// opcode, length, handle.
const (
	authenticationRequested = 0x0411
	authenticationComplete  = 0x06
	linkKeyNotification     = 0x18
)

// request takes a packet on its way to the emulator if it asks for an authentication.
func (p *pairings) request(of *traffic, packet []byte) (taken bool, err error) {
	if len(packet) != 6 || packet[0] != h4Command || binary.LittleEndian.Uint16(packet[1:]) != authenticationRequested {
		return false, nil
	}
	if err := of.kernel.write(accepted(packet)); err != nil {
		return true, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = append(p.wanted, authentication{of: of, handle: binary.LittleEndian.Uint16(packet[4:]), command: packet})
	if len(p.wanted) == 1 {
		p.begin()
	}
	return true, nil
}

// begin has the emulator begin the first. An emulator that has gone ends the traffic, and with it
// what is wanted.
func (p *pairings) begin() {
	if len(p.wanted) > 0 {
		_ = p.wanted[0].of.radio.write(p.wanted[0].command)
	}
}

// hear takes note of an end that the emulator tells. hidden is what the kernel knows already, or
// has not asked for.
func (p *pairings) hear(of *traffic, packet []byte) (hidden bool) {
	if packet[0] != h4Event {
		return false
	}
	switch {
	case packet[1] == commandStatus && len(packet) == 7 && binary.LittleEndian.Uint16(packet[5:]) == authenticationRequested:
		return true
	case packet[1] == authenticationComplete && len(packet) == 6:
		if !p.drop(ofHandle(of, packet)) {
			p.told(of, packet)
			return true
		}
	case packet[1] == disconnectionComplete && len(packet) == 7 && packet[3] == 0:
		p.drop(ofHandle(of, packet))
	}
	return false
}

// ofHandle matches the authentication that an end is about.
func ofHandle(of *traffic, packet []byte) func(authentication) bool {
	handle := binary.LittleEndian.Uint16(packet[4:])
	return func(a authentication) bool { return a.of == of && a.handle == handle }
}

// told takes note of an end that the emulator has told the other end of the connection.
func (p *pairings) told(of *traffic, packet []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.wanted) > 0 && of.handles.peer(binary.LittleEndian.Uint16(packet[4:])) == p.wanted[0].of.handles.address() {
		p.wanted[0].toldPeer, p.wanted[0].status = true, packet[3]
		p.redirect()
	}
}

// passed takes note of a packet that the kernel has got.
func (p *pairings) passed(of *traffic, packet []byte) {
	if packet[0] != h4Event || packet[1] != linkKeyNotification && (packet[1] != pairingComplete || packet[3] == 0) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.wanted) > 0 && p.wanted[0].of == of {
		p.wanted[0].keyed = true
		p.redirect()
	}
}

// redirect tells the kernel that began the first authentication of its end, if the other was told.
// What comes before that has come.
func (p *pairings) redirect() {
	first := p.wanted[0]
	if !first.keyed || !first.toldPeer {
		return
	}
	complete := []byte{h4Event, authenticationComplete, 3, first.status}
	// A kernel that has gone ends the traffic.
	_ = first.of.kernel.write(binary.LittleEndian.AppendUint16(complete, first.handle))
	p.wanted = p.wanted[1:]
	p.begin()
}

// ended forgets a controller's.
func (p *pairings) ended(of *traffic) {
	p.drop(func(a authentication) bool { return a.of == of })
}

// drop forgets authentications, and reports whether there were any.
func (p *pairings) drop(over func(authentication) bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	first, before := len(p.wanted) > 0 && over(p.wanted[0]), len(p.wanted)
	p.wanted = slices.DeleteFunc(p.wanted, over)
	if first {
		p.begin()
	}
	return len(p.wanted) < before
}
