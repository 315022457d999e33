package lab

import (
	"encoding/binary"
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
	return append([]byte{h4Event, 0x3e, 19, 1, 0, handle, 0, 0, 0, last, 0, 0, 1, 0xaa, 0}, make([]byte, 7)...)
}

func disconnected(handle byte) []byte { return []byte{h4Event, 0x05, 4, 0, handle, 0, 0x13} }

func controller(events ...[]byte) *handles {
	h := newHandles()
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
