package lab

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCopyToKernel(t *testing.T) {
	supported := append([]byte{h4Event, 0x0e, 68, 1, 0x02, 0x10, 0}, bytes.Repeat([]byte{0xff}, 64)...)
	buffer := []byte{h4Event, 0x0e, 11, 1, 0x05, 0x10, 0, 192, 0, 0, 1, 0, 0, 0}
	others := [][]byte{
		{h4Event, 0x0e, 4, 1, 0x03, 0x0c, 0},
		append([]byte{h4ACL, 0x2a, 0x20, 0x2c, 0x01}, make([]byte, 300)...),
		{h4SCO, 0x2a, 0x00, 2, 1, 2},
		append([]byte{h4ISO, 0x2a, 0x20, 0x03, 0x40}, 1, 2, 3),
	}
	want := bytes.Clone(supported)
	want[7+20] = 0xef
	want = append(want, h4Event, 0x0e, 11, 1, 0x05, 0x10, 0, 0xfd, 0x03, 0, 3, 0, 0, 0)
	for _, packet := range others {
		want = append(want, packet...)
	}
	var tagged, got bytes.Buffer
	sent := bytes.Join(append([][]byte{supported, buffer}, others...), nil)
	require.ErrorIs(t, copyToRadio(&tagged, bytes.NewReader(sent), newHandles()), io.EOF)
	err := copyToKernel(&got, &tagged, newHandles(), newSenders())
	require.ErrorIs(t, err, io.EOF)
	assert.Equal(t, want, got.Bytes())

	assert.ErrorIs(t, copyToKernel(io.Discard, bytes.NewReader([]byte{h4Event, 0x0e, 4, 1}), newHandles(), newSenders()), io.ErrUnexpectedEOF)
	assert.ErrorContains(t, copyToKernel(io.Discard, bytes.NewReader([]byte{0x77}), newHandles(), newSenders()), "0x77")
}

// The sender of a packet hears that it was completed when the receiver has it, and not from the emulator.
func TestCompletedPackets(t *testing.T) {
	all := newSenders()
	var toSender, toReceiver, onAir bytes.Buffer
	sender := newHandles()
	emulator := append(addressIs(2), h4Event, completedPackets, 5, 1, 43, 0, 1, 0)
	require.ErrorIs(t, copyToKernel(&toSender, bytes.NewReader(emulator), sender, all), io.EOF)
	assert.Equal(t, addressIs(2), toSender.Bytes())
	toSender.Reset()

	packet := []byte{h4ACL, 43, 0x20, 2, 0, 'h', 'i'}
	require.ErrorIs(t, copyToRadio(&onAir, bytes.NewReader(packet), sender), io.EOF)
	require.ErrorIs(t, copyToKernel(&toReceiver, &onAir, newHandles(), all), io.EOF)
	assert.Equal(t, packet, toReceiver.Bytes())
	assert.Equal(t, []byte{h4Event, completedPackets, 5, 1, 43, 0, 1, 0}, toSender.Bytes())
}
