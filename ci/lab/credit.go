package lab

// Flow control between controllers, which the emulator has not.
//
// A kernel sends its controller as many packets as that has room for, and more when the controller
// says that some have left (Number Of Completed Packets). btvirt says so at once, and drops what
// the receiver does not read in time: a slow guest whom several others send to lost its
// connections. So its word is kept from the kernel, which gets it when the packet has reached the
// receiver's kernel.

import (
	"encoding/binary"
	"maps"
	"sync"
)

// senders are the kernels that packets come from, by their controllers' addresses.
type senders struct {
	mu        sync.Mutex
	byAddress map[[6]byte]*packetWriter
}

func newSenders() *senders { return &senders{byAddress: make(map[[6]byte]*packetWriter)} }

func (s *senders) set(address [6]byte, kernel *packetWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byAddress[address] = kernel
}

// gone forgets a kernel whose controller is no longer on the air.
func (s *senders) gone(kernel *packetWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.byAddress, func(_ [6]byte, k *packetWriter) bool { return k == kernel })
}

func (s *senders) have(address [6]byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byAddress[address] != nil
}

// completed tells a packet's sender that it has arrived. A sender that has gone meanwhile needs no
// word.
func (s *senders) completed(p parcel) {
	s.mu.Lock()
	kernel := s.byAddress[p.sender]
	s.mu.Unlock()
	if kernel == nil {
		return
	}
	event := []byte{h4Event, completedPackets, 5, 1, 0, 0, 1, 0} // one handle, one packet
	binary.LittleEndian.PutUint16(event[4:], p.handle)
	_ = kernel.write(event)
}

// completedPackets is the event Number Of Completed Packets.
const completedPackets = 0x13

func saysCompleted(packet []byte) bool { return packet[0] == h4Event && packet[1] == completedPackets }
