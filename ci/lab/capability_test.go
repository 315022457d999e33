package lab

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A kernel that is to confirm a pairing is asked for its IO capability before, by the emulator or
// else by the lab.
func TestCapabilities(t *testing.T) {
	peer := []byte{2, 0, 0, 1, 0xaa, 0}
	event := func(kind byte, parameters ...byte) []byte {
		return append([]byte{h4Event, kind, byte(len(parameters))}, parameters...)
	}
	asked, confirm := event(capabilityRequest, peer...), event(confirmRequest, slices.Concat(peer, make([]byte, 4))...)
	complete := event(pairingComplete, append([]byte{0}, peer...)...)
	reply := append(append([]byte{h4Command, 0x2b, 0x04, 9}, peer...), 3, 0, 4)
	refusal := append(append([]byte{h4Command, 0x34, 0x04, 7}, peer...), 0x18)
	taken := event(0x0e, append([]byte{1, 0x2b, 0x04, 0}, peer...)...)
	w := newWires(newAir(nil))

	kernel, _ := w.emulatorSays(t, asked...)
	assert.Equal(t, asked, kernel)
	_, radio := w.kernelSays(t, reply...)
	assert.Equal(t, reply, radio)
	kernel, _ = w.emulatorSays(t, slices.Concat(confirm, complete)...)
	assert.Equal(t, slices.Concat(confirm, complete), kernel)

	kernel, _ = w.emulatorSays(t, confirm...)
	assert.Equal(t, asked, kernel, "the emulator has not")
	kernel, radio = w.kernelSays(t, reply...)
	assert.Equal(t, slices.Concat(taken, confirm), kernel)
	assert.Empty(t, radio)
	w.emulatorSays(t, complete...)

	kernel, _ = w.emulatorSays(t, confirm...)
	assert.Equal(t, asked, kernel)
	kernel, radio = w.kernelSays(t, refusal...)
	assert.Empty(t, kernel)
	assert.Equal(t, refusal, radio)

	w.emulatorSays(t, confirm...)
	w.emulatorSays(t, connectedTo(2, 42)...)
	w.emulatorSays(t, asked...)
	_, radio = w.kernelSays(t, reply...)
	assert.Equal(t, reply, radio, "the connection before ended within a pairing")
}
