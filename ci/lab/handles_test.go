package lab

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Events of the emulator, of a controller whose address ends in a byte.
func addressIs(last byte) []byte {
	return []byte{h4Event, 0x0e, 10, 1, 0x09, 0x10, 0, last, 0, 0, 1, 0xaa, 0}
}

func connectedTo(last, handle byte) []byte {
	return []byte{h4Event, 0x03, 11, 0, handle, 0, last, 0, 0, 1, 0xaa, 0, 1, 0}
}

func connectedToLowEnergy(last, handle byte) []byte {
	return leComplete(leConnectionComplete, 0, handle, last, 0, 0, 1, 0xaa, 0)
}

// leComplete is an event of a new Low Energy connection, in a role: 0 is the initiator's, 1 the
// acceptor's.
func leComplete(subevent, role, handle byte, peer ...byte) []byte {
	return slices.Concat([]byte{h4Event, lowEnergyMeta, 19, subevent, 0, handle, 0, role, 0}, peer, make([]byte, 7))
}

func disconnected(handle byte) []byte { return []byte{h4Event, 0x05, 4, 0, handle, 0, 0x13} }

func controller(events ...[]byte) *handles {
	h := newHandles(newRegistry())
	for _, event := range events {
		h.received(event)
	}
	return h
}

func TestHandles(t *testing.T) {
	server := controller(addressIs(1), connectedTo(2, 42), connectedTo(3, 43), connectedToLowEnergy(3, 44))
	clients := []*handles{
		controller(addressIs(2), connectedTo(1, 42)),
		controller(addressIs(3), connectedTo(1, 42), connectedToLowEnergy(1, 43)),
	}
	data := func(handle uint16) []byte {
		packet := []byte{h4ACL, 0, 0, 2, 0, 'h', 'i'}
		binary.LittleEndian.PutUint16(packet[1:], handle|0x2000)
		return packet
	}
	received := func(by *handles, packet []byte) []byte {
		untagged, _, _ := by.received(packet)
		return untagged
	}
	assert.Equal(t, data(42), received(server, clients[0].sent(data(42))))
	assert.Equal(t, data(43), received(server, clients[1].sent(data(42))))
	assert.Equal(t, data(44), received(server, clients[1].sent(data(43))), "Low Energy")
	assert.Equal(t, data(42), received(clients[1], server.sent(data(43))))

	server.received(disconnected(42))
	server.received(connectedTo(3, 42))
	server.received(disconnected(43))
	assert.Equal(t, data(42), received(server, clients[1].sent(data(42))))
	assert.Equal(t, data(42), received(server, clients[0].sent(data(42))), "of an unknown sender: left as it is")
	assert.Equal(t, []byte{h4ACL, 0, 0, 0, 0}, received(server, []byte{h4ACL, 0, 0, 0, 0}), "without a tag")

	_, from, ok := server.received(clients[1].sent(data(43)))
	assert.True(t, ok)
	assert.Equal(t, parcel{[6]byte{3, 0, 0, 1, 0xaa, 0}, 43, true}, from)
}

// The acceptor of Low Energy connections gets handles of its own, whatever the initiators' are.
func TestHandlesOfAcceptor(t *testing.T) {
	on := newAir(nil)
	acceptor, first, second := newWires(on), newWires(on), newWires(on)
	acceptor.emulatorSays(t, addressIs(1)...)
	first.emulatorSays(t, addressIs(2)...)
	second.emulatorSays(t, addressIs(3)...)
	public := func(last byte) []byte { return []byte{last, 0, 0, 1, 0xaa, 0} }
	complete := func(handle byte, peer ...byte) []byte { return leComplete(leConnectionComplete, 1, handle, peer...) }

	kernel, _ := acceptor.emulatorSays(t, complete(42, public(2)...)...)
	assert.Equal(t, complete(42, public(2)...), kernel)
	first.emulatorSays(t, connectedToLowEnergy(1, 42)...)

	random := []byte{9, 8, 7, 6, 5, 0xc4}
	second.kernelSays(t, slices.Concat([]byte{h4Command, 0x05, 0x20, 6}, random)...)
	kernel, _ = acceptor.emulatorSays(t, leComplete(leEnhancedComplete, 1, 42, random...)...)
	assert.Equal(t, leComplete(leEnhancedComplete, 1, 43, random...), kernel)
	terminated := func(handle byte) []byte {
		return []byte{h4Event, lowEnergyMeta, 6, leSetTerminated, 0, 1, handle, 0, 0}
	}
	kernel, _ = acceptor.emulatorSays(t, terminated(42)...)
	assert.Equal(t, terminated(43), kernel)
	second.emulatorSays(t, connectedToLowEnergy(1, 42)...)

	data := func(handle byte) []byte { return []byte{h4ACL, handle, 0x20, 2, 0, 'h', 'i'} }
	for _, way := range []struct {
		from, to     wires
		sent, handle byte
	}{{first, acceptor, 42, 42}, {second, acceptor, 42, 43}, {acceptor, first, 42, 42}, {acceptor, second, 43, 42}} {
		_, radio := way.from.kernelSays(t, data(way.sent)...)
		kernel, _ = way.to.emulatorSays(t, radio...)
		assert.Equal(t, data(way.handle), kernel)
		way.from.got() // its packet is completed
	}

	acceptor.emulatorSays(t, disconnected(42)...)
	kernel, _ = acceptor.emulatorSays(t, complete(57, public(2)...)...)
	assert.Equal(t, complete(42, public(2)...), kernel, "the first that is free")
}

// A controller that is reset or gone loses its connections, which the other ends notice.
func TestLostConnections(t *testing.T) {
	on := newAir(nil)
	a, b := newWires(on), newWires(on)
	a.emulatorSays(t, slices.Concat(addressIs(1), connectedTo(2, 42), connectedToLowEnergy(2, 43))...)
	b.emulatorSays(t, slices.Concat(addressIs(2), connectedTo(1, 42))...)
	b.emulatorSays(t, leComplete(leConnectionComplete, 1, 43, 1, 0, 0, 1, 0xaa, 0)...)
	timedOut := func(handle byte) []byte { return []byte{h4Event, disconnectionComplete, 4, 0, handle, 0, 0x08} }

	isReset := []byte{h4Event, commandComplete, 4, 1, 0x03, 0x0c, 0}
	kernel, _ := a.emulatorSays(t, isReset...)
	assert.Equal(t, isReset, kernel)
	kernel, _ = b.got()
	assert.Len(t, kernel, 2*len(timedOut(0)))
	assert.Subset(t, slices.Collect(slices.Chunk(kernel, len(timedOut(0)))), [][]byte{timedOut(42), timedOut(43)})

	a.lost()
	kernel, _ = b.got()
	assert.Empty(t, kernel, "it knows")
}
