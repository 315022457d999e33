package lab

// Classic pairing, one at a time, whose end is reported to the host that began it. The emulator
// mixes pairings up.
//
// btvirt keeps the progress of a pairing for a controller, not for each of its connections. Where a
// controller pairs with several others at once, one's answer ends the pairing of another, and some
// wait for ever. So the lab accepts a further Authentication Requested, as controllers do, and
// gives it to the emulator when the authentication before it has ended.
//
// btvirt also never forgets that a controller once began a pairing. If both controllers have,
// btvirt reports the end to the one that answers last. If the other one began this pairing, it
// waits until its connection is given up. So the lab passes the report on to the one that began.

import (
	"encoding/binary"
	"slices"
	"sync"
)

// pairings are the authentications that the kernels on an air have requested. The emulator has the
// first.
type pairings struct {
	mu     sync.Mutex
	wanted []authentication
}

type authentication struct {
	of      *traffic
	handle  uint16
	command []byte

	keyed    bool // its kernel has the link key, or knows that there is none
	toldPeer bool // the emulator has reported its end to the other end
	status   byte // of that report
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
	if len(packet) != 6 || opcode(packet) != authenticationRequested {
		return false, nil
	}
	if err := of.kernel.write(accepted(packet)); err != nil {
		return true, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	handle := binary.LittleEndian.Uint16(packet[4:])
	p.wanted = append(p.wanted, authentication{of: of, handle: handle, command: packet})
	if len(p.wanted) == 1 {
		p.begin()
	}
	return true, nil
}

// begin gives the emulator the first request. If the emulator has gone, the traffic ends, and its
// requests with it.
func (p *pairings) begin() {
	if len(p.wanted) > 0 {
		_ = p.wanted[0].of.radio.write(p.wanted[0].command)
	}
}

// hear takes note of an end that the emulator reports. hidden reports whether the kernel is not to
// get the event, because it got the same before or has not requested it.
func (p *pairings) hear(of *traffic, packet []byte) (hidden bool) {
	if packet[0] != h4Event {
		return false
	}
	switch {
	case packet[1] == commandStatus && len(packet) == 7 &&
		binary.LittleEndian.Uint16(packet[5:]) == authenticationRequested:
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

// ofHandle matches the authentication whose end an event reports.
func ofHandle(of *traffic, packet []byte) func(authentication) bool {
	handle := binary.LittleEndian.Uint16(packet[4:])
	return func(a authentication) bool { return a.of == of && a.handle == handle }
}

// told takes note of an end that the emulator has reported to the other end of the connection.
func (p *pairings) told(of *traffic, packet []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.wanted) == 0 {
		return
	}
	peer := of.handles.peer(binary.LittleEndian.Uint16(packet[4:]))
	if peer == p.wanted[0].of.handles.address() {
		p.wanted[0].toldPeer, p.wanted[0].status = true, packet[3]
		p.redirect()
	}
}

// passed takes note of a packet that the kernel has received.
func (p *pairings) passed(of *traffic, packet []byte) {
	if packet[0] != h4Event ||
		packet[1] != linkKeyNotification && (packet[1] != pairingComplete || packet[3] == 0) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.wanted) > 0 && p.wanted[0].of == of {
		p.wanted[0].keyed = true
		p.redirect()
	}
}

// redirect reports the end of the first authentication to the kernel that began it, if the emulator
// has reported it to the other one, and if the kernel has received the events that come before.
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

// ended forgets a controller's authentications.
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
