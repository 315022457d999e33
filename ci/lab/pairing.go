// One pairing at a time, as the emulator mixes up more.
//
// btvirt notes at a controller, not at each of its connections, how far a pairing has come. Where a controller pairs with
// several others at once, what one answers ends the pairing of another, and some wait for ever. So a further Authentication
// Requested is accepted, as controllers do, and given to the emulator when the authentication before it has ended.

package lab

import (
	"encoding/binary"
	"slices"
	"sync"
)

// pairings are the authentications that the kernels on an air have asked for; the first is with the emulator.
type pairings struct {
	mu     sync.Mutex
	wanted []authentication
}

type authentication struct {
	of      *traffic
	handle  uint16
	command []byte
}

// The packets that begin and end an authentication: type, event, length, [status,] handle; or type, opcode, length, handle.
const (
	authenticationRequested = 0x0411
	authenticationComplete  = 0x06
	disconnectionComplete   = 0x05
	commandStatus           = 0x0f
)

// request takes a packet on its way to the emulator if it asks for an authentication.
func (p *pairings) request(of *traffic, packet []byte) (taken bool, err error) {
	if len(packet) != 6 || packet[0] != h4Command || binary.LittleEndian.Uint16(packet[1:]) != authenticationRequested {
		return false, nil
	}
	accepted := []byte{h4Event, commandStatus, 4, 0, 1, packet[1], packet[2]}
	if err := of.kernel.write(accepted); err != nil {
		return true, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = append(p.wanted, authentication{of, binary.LittleEndian.Uint16(packet[4:]), packet})
	if len(p.wanted) == 1 {
		p.begin()
	}
	return true, nil
}

// begin has the emulator begin the first. An emulator that has gone ends the traffic, and with it what is wanted.
func (p *pairings) begin() {
	if len(p.wanted) > 0 {
		_ = p.wanted[0].of.radio.write(p.wanted[0].command)
	}
}

// hear takes note of an end that the emulator tells. hidden is what the kernel knows already.
func (p *pairings) hear(of *traffic, packet []byte) (hidden bool) {
	if packet[0] != h4Event {
		return false
	}
	switch {
	case packet[1] == commandStatus && len(packet) == 7 && binary.LittleEndian.Uint16(packet[5:]) == authenticationRequested:
		return true
	case packet[1] == authenticationComplete && len(packet) == 6,
		packet[1] == disconnectionComplete && len(packet) == 7 && packet[3] == 0:
		handle := binary.LittleEndian.Uint16(packet[4:])
		p.drop(func(a authentication) bool { return a.of == of && a.handle == handle })
	}
	return false
}

// ended forgets a controller's.
func (p *pairings) ended(of *traffic) {
	p.drop(func(a authentication) bool { return a.of == of })
}

func (p *pairings) drop(over func(authentication) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := len(p.wanted) > 0 && over(p.wanted[0])
	p.wanted = slices.DeleteFunc(p.wanted, over)
	if first {
		p.begin()
	}
}
