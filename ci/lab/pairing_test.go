package lab

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wires are the two ends of a controller's traffic: the input of both, and the output.
type wires struct {
	*traffic
	fromKernel, fromRadio, toKernel, toRadio *bytes.Buffer
}

func newWires(on *air) wires {
	type both struct {
		io.Reader
		io.Writer
	}
	w := wires{nil, new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer)}
	w.traffic = on.traffic(both{w.fromKernel, w.toKernel}, both{w.fromRadio, w.toRadio})
	return w
}

// kernelSays has the kernel send packets, and returns what it and the emulator got since the last
// time.
func (w wires) kernelSays(t *testing.T, packets ...byte) (kernel, radio []byte) {
	t.Helper()
	w.fromKernel.Write(packets)
	require.ErrorIs(t, w.copyToRadio(), io.EOF)
	return w.got()
}

func (w wires) emulatorSays(t *testing.T, packets ...byte) (kernel, radio []byte) {
	t.Helper()
	w.fromRadio.Write(packets)
	require.ErrorIs(t, w.copyToKernel(), io.EOF)
	return w.got()
}

func (w wires) got() (kernel, radio []byte) {
	return w.toKernel.Next(w.toKernel.Len()), w.toRadio.Next(w.toRadio.Len())
}

func TestPairings(t *testing.T) {
	request := func(handle byte) []byte { return []byte{h4Command, 0x11, 0x04, 2, handle, 0} }
	complete := func(handle byte) []byte { return []byte{h4Event, authenticationComplete, 3, 0, handle, 0} }
	accepted := []byte{h4Event, commandStatus, 4, 0, 1, 0x11, 0x04}
	on := newAir(nil)
	a, b := newWires(on), newWires(on)

	kernel, radio := a.kernelSays(t, request(42)...)
	assert.Equal(t, accepted, kernel)
	assert.Equal(t, request(42), radio)
	kernel, _ = a.emulatorSays(t, accepted...)
	assert.Empty(t, kernel, "it knows")

	kernel, radio = b.kernelSays(t, request(43)...)
	assert.Equal(t, accepted, kernel)
	assert.Empty(t, radio, "another is under way")
	other := []byte{h4Command, 0x03, 0x0c, 0}
	_, radio = b.kernelSays(t, other...)
	assert.Equal(t, other, radio)
	b.emulatorSays(t, complete(42)...)
	_, radio = b.got()
	assert.Empty(t, radio, "another controller has that handle")

	kernel, _ = a.emulatorSays(t, complete(42)...)
	assert.Equal(t, complete(42), kernel)
	_, radio = b.got()
	assert.Equal(t, request(43), radio, "its turn")

	a.kernelSays(t, request(44)...)
	a.kernelSays(t, request(45)...)
	a.emulatorSays(t, disconnected(44)...)
	kernel, _ = b.emulatorSays(t, disconnected(43)...)
	assert.Equal(t, disconnected(43), kernel)
	_, radio = a.got()
	assert.Equal(t, request(45), radio, "the connections of those before have ended")

	b.kernelSays(t, request(46)...)
	on.pairings.ended(a.traffic)
	_, radio = b.got()
	assert.Equal(t, request(46), radio, "the controller of the one before has gone")
}

// The end of an authentication that the emulator reports to the wrong end of the connection.
func TestPairingEndToldToThePeer(t *testing.T) {
	event := func(kind byte, parameters ...byte) []byte {
		return append([]byte{h4Event, kind, byte(len(parameters))}, parameters...)
	}
	request := []byte{h4Command, 0x11, 0x04, 2, 42, 0}
	told := func(status byte) []byte { return event(authenticationComplete, status, 43, 0) }
	wanted := func(status byte) []byte { return event(authenticationComplete, status, 42, 0) }
	peer := []byte{2, 0, 0, 1, 0xaa, 0}
	key := event(linkKeyNotification, append(peer, make([]byte, 17)...)...)
	paired := event(pairingComplete, append([]byte{0}, peer...)...)
	refused := event(pairingComplete, append([]byte{5}, peer...)...)
	on := newAir(nil)
	a, b := newWires(on), newWires(on)
	a.emulatorSays(t, slices.Concat(addressIs(1), connectedTo(2, 42))...)
	b.emulatorSays(t, slices.Concat(addressIs(2), connectedTo(1, 43))...)

	a.kernelSays(t, request...)
	kernel, _ := a.emulatorSays(t, slices.Concat(paired, key)...)
	assert.Equal(t, slices.Concat(paired, key), kernel)
	kernel, _ = b.emulatorSays(t, told(0)...)
	assert.Empty(t, kernel, "it has not asked")
	kernel, _ = a.got()
	assert.Equal(t, wanted(0), kernel)

	a.kernelSays(t, request...)
	b.emulatorSays(t, told(5)...)
	kernel, _ = a.got()
	assert.Empty(t, kernel, "it has not heard of the refusal")
	kernel, _ = a.emulatorSays(t, refused...)
	assert.Equal(t, slices.Concat(refused, wanted(5)), kernel)

	a.kernelSays(t, request...)
	b.emulatorSays(t, told(0)...)
	kernel, _ = a.emulatorSays(t, wanted(0)...)
	assert.Equal(t, wanted(0), kernel, "with a key from before both ends are told")
	kernel, _ = b.emulatorSays(t, told(0)...)
	assert.Empty(t, kernel)
}
