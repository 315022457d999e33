package cpio

import (
	"bytes"
	"errors"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// entry is what read finds of one entry.
type entry struct {
	name string
	mode int
	data string
}

// read reads an archive as the kernel does.
func read(t *testing.T, archive []byte) []entry {
	t.Helper()
	var entries []entry
	for {
		require.GreaterOrEqual(t, len(archive), 110)
		require.Equal(t, "070701", string(archive[:6]))
		field := func(i int) int {
			n, err := strconv.ParseUint(string(archive[6+8*i:14+8*i]), 16, 32)
			require.NoError(t, err)
			return int(n)
		}
		mode, size, nameSize := field(1), field(6), field(11)
		name := string(archive[110 : 110+nameSize-1])
		archive = archive[(110+nameSize+3)&^3:]
		if name == "TRAILER!!!" {
			assert.Empty(t, archive)
			return entries
		}
		entries = append(entries, entry{name, mode, string(archive[:size])})
		archive = archive[(size+3)&^3:]
	}
}

func TestArchive(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b)
	w.Dir("modules")
	w.File("modules/odd", 0o644, []byte("12345"))
	w.File("init", 0o755, nil)
	require.NoError(t, w.Close())
	assert.Zero(t, b.Len()%4)
	assert.Equal(t, []entry{
		{"modules", ModeDir | 0o755, ""},
		{"modules/odd", ModeFile | 0o644, "12345"},
		{"init", ModeFile | 0o755, ""},
	}, read(t, b.Bytes()))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestCloseReturnsTheFirstError(t *testing.T) {
	w := NewWriter(failing{})
	w.Dir("a")
	assert.EqualError(t, w.Close(), "disk full")
}
