package lab

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPageTimeout(t *testing.T) {
	call := func(last byte) []byte {
		return []byte{h4Command, 0x05, 0x04, 13, last, 0, 0, 1, 0xaa, 0, 0x18, 0xcc, 2, 0, 0, 0, 1}
	}
	on := newAir(nil)
	a, b := newWires(on), newWires(on)
	b.emulatorSays(t, addressIs(2)...)

	kernel, radio := a.kernelSays(t, call(2)...)
	assert.Empty(t, kernel)
	assert.Equal(t, call(2), radio)

	failed := slices.Concat([]byte{h4Event, commandStatus, 4, 0, 1, 0x05, 0x04},
		[]byte{h4Event, connectionComplete, 11, 0x04, 0, 0, 3, 0, 0, 1, 0xaa, 0, 1, 0})
	kernel, radio = a.kernelSays(t, call(3)...)
	assert.Equal(t, failed, kernel)
	assert.Empty(t, radio)

	on.registry.gone(b.traffic)
	_, radio = a.kernelSays(t, call(2)...)
	assert.Empty(t, radio, "its controller has gone")
}
