package lab

// The controllers on the air, found by their addresses.

import (
	"maps"
	"sync"
)

// registry knows the controllers whose addresses their kernels have read.
type registry struct {
	mu       sync.Mutex
	byPublic map[[6]byte]*traffic
	public   map[[6]byte][6]byte // the public address of a controller that has used a random one
}

func newRegistry() *registry {
	return &registry{byPublic: make(map[[6]byte]*traffic), public: make(map[[6]byte][6]byte)}
}

func (r *registry) set(public [6]byte, t *traffic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byPublic[public] = t
}

// gone removes a controller that is no longer on the air.
func (r *registry) gone(t *traffic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.byPublic, func(_ [6]byte, other *traffic) bool { return other == t })
}

// find returns the controller with a public address, or nil.
func (r *registry) find(public [6]byte) *traffic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byPublic[public]
}

// publicOf returns the public address of the controller that uses or has used an address.
func (r *registry) publicOf(address [6]byte) [6]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if public, ok := r.public[address]; ok {
		return public
	}
	return address
}

// learnRandom takes note of a random address that a kernel gives its controller. It never forgets
// one: a connection keeps the address with which it was made.
func (r *registry) learnRandom(packet []byte, public [6]byte) {
	const (
		setRandomAddress = 0x2005 // address (6)
		setAdvertisement = 0x2035 // LE Set Advertising Set Random Address: set, address (6)
	)
	var address []byte
	switch command := opcode(packet); {
	case command == setRandomAddress && len(packet) >= 10:
		address = packet[4:]
	case command == setAdvertisement && len(packet) >= 11:
		address = packet[5:]
	default:
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.public[[6]byte(address)] = public
}
