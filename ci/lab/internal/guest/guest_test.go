package guest

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// packets keeps each Write as one packet.
type packets [][]byte

func (p *packets) Write(b []byte) (int, error) {
	*p = append(*p, bytes.Clone(b))
	return len(b), nil
}

func TestCopyPacketsFindsTheBounds(t *testing.T) {
	want := packets{
		{4, 0x0e, 4, 1, 2, 3, 4},       // event
		{2, 0x2a, 0x20, 3, 0, 7, 8, 9}, // ACL data
		{3, 0x2a, 0x00, 1, 5},          // SCO data
		{5, 0x01, 0x00, 2, 0, 6, 6},    // ISO data
		{1, 0x03, 0x0c, 0},             // command
		append([]byte{2, 0x2a, 0x20, 0x00, 0x03}, make([]byte, 0x300)...),
	}
	var got packets
	require.NoError(t, copyPackets(&got, bytes.NewReader(bytes.Join(want, nil))))
	assert.Equal(t, want, got)
}

// reads hands out one packet a Read, as the driver does.
type reads struct{ packets }

func (r *reads) Read(b []byte) (int, error) {
	n := copy(b, r.packets[0])
	r.packets = r.packets[1:]
	return n, nil
}

func TestTheFirstPacketMayComeBeforeTheAnswer(t *testing.T) {
	var c controller
	require.NoError(t, c.readAnswer(&reads{packets{{1, 3, 12, 0}, {0xff, 0, 2, 1}, {1, 3, 16, 0}}}))
	assert.Equal(t, 0x102, c.index)
	assert.Equal(t, []byte{1, 3, 12, 0}, c.early)
}

// down is a controller that is down.
type down struct{ packets }

func (d *down) Write(b []byte) (int, error) {
	_, _ = d.packets.Write(b)
	return 0, &os.PathError{Op: "write", Path: "/dev/vhci", Err: unix.ENXIO}
}

func TestCopyPacketsGoesOnWhileTheControllerIsDown(t *testing.T) {
	var d down
	require.NoError(t, copyPackets(&d, bytes.NewReader([]byte{4, 5, 0, 4, 6, 0})))
	assert.Equal(t, packets{{4, 5, 0}, {4, 6, 0}}, d.packets)
}

func TestCopyPacketsRefusesWhatIsNoH4(t *testing.T) {
	assert.ErrorContains(t, copyPackets(new(packets), bytes.NewReader([]byte{9, 0, 0})), "unknown type 9")
	assert.Error(t, copyPackets(new(packets), bytes.NewReader([]byte{4, 0x0e})))
}

func TestCommandLineSaysWhatInitReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cmdline")
	require.NoError(t, os.WriteFile(path, []byte("quiet console=ttyS0 "+CommandLine("lab-a", true)+"\n"), 0o600))
	options, err := readOptions(path)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"quiet": "", "console": "ttyS0", optionHost: "lab-a", optionShare: "1",
	}, options)
}

func TestLookPathUsesTheCommandsOwnPath(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755))

	path, err := lookPath("program", []string{"HOME=/", "PATH=/nowhere:" + dir})
	require.NoError(t, err)
	assert.Equal(t, program, path)
	_, err = lookPath("program", []string{"PATH=/nowhere"})
	assert.ErrorContains(t, err, "not found")
	path, err = lookPath("./program", nil)
	require.NoError(t, err)
	assert.Equal(t, "./program", path)
}
