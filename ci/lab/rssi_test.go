package lab

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSignalStrength(t *testing.T) {
	address := []byte{1, 0, 0, 1, 0xaa, 0}
	event := func(parameters ...[]byte) []byte {
		body := bytes.Join(parameters, nil)
		return append([]byte{h4Event, lowEnergyMeta, byte(len(body))}, body...)
	}
	legacy := func(rssi byte) []byte {
		return event([]byte{0x02, 1, 0, 0}, address, []byte{3, 2, 1, 6, rssi})
	}
	extended := func(rssi byte) []byte {
		return event([]byte{0x0d, 1, 0x13, 0, 0}, address, []byte{1, 1, 0, 127, rssi}, make([]byte, 9), []byte{3, 2, 1, 6})
	}
	w := newWires(newAir(nil))
	for _, report := range []func(byte) []byte{legacy, extended} {
		kernel, _ := w.emulatorSays(t, report(127)...)
		assert.Equal(t, report(0xce), kernel)
	}
}
