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
	on := newAir(nil)
	var tagged, got bytes.Buffer
	sent := bytes.Join(append([][]byte{supported, buffer}, others...), nil)
	require.ErrorIs(t, on.traffic(bytes.NewBuffer(sent), &tagged).copyToRadio(), io.EOF)
	require.ErrorIs(t, on.traffic(&got, &tagged).copyToKernel(), io.EOF)
	assert.Equal(t, want, got.Bytes())

	from := func(radio ...byte) error { return on.traffic(new(bytes.Buffer), bytes.NewBuffer(radio)).copyToKernel() }
	assert.ErrorIs(t, from(h4Event, 0x0e, 4, 1), io.ErrUnexpectedEOF)
	assert.ErrorContains(t, from(0x77), "0x77")
}

// The sender of a packet gets the report of its completion when the receiver has it, and not from
// the emulator.
func TestCompletedPackets(t *testing.T) {
	on := newAir(nil)
	var kernel, emulator, otherKernel bytes.Buffer
	sender := on.traffic(&kernel, &emulator)
	emulator.Write(append(addressIs(2), h4Event, completedPackets, 5, 1, 43, 0, 1, 0))
	require.ErrorIs(t, sender.copyToKernel(), io.EOF)
	assert.Equal(t, addressIs(2), kernel.Bytes())

	packet := []byte{h4ACL, 43, 0x20, 2, 0, 'h', 'i'}
	kernel.Reset()
	kernel.Write(packet)
	require.ErrorIs(t, sender.copyToRadio(), io.EOF)
	require.ErrorIs(t, on.traffic(&otherKernel, &emulator).copyToKernel(), io.EOF)
	assert.Equal(t, packet, otherKernel.Bytes())
	assert.Equal(t, []byte{h4Event, completedPackets, 5, 1, 43, 0, 1, 0}, kernel.Bytes())
}
