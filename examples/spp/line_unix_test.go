//go:build linux || darwin

package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, r io.Reader, n int) string {
	t.Helper()
	p := make([]byte, n)
	_, err := io.ReadFull(r, p)
	require.NoError(t, err)
	return string(p)
}

// newLine opens a line until the end of the test.
func newLine(t *testing.T, o lineOptions) *ptyLine {
	t.Helper()
	require.NoError(t, checkLine(o))
	l, err := openLine(o)
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l.(*ptyLine)
}

// refused checks that no line can be made, which is known before it is opened.
func refused(t *testing.T, o lineOptions, why error, text string) {
	t.Helper()
	for _, err := range []error{checkLine(o), func() error { _, err := openLine(o); return err }()} {
		assert.ErrorIs(t, err, why)
		assert.ErrorContains(t, err, text)
	}
}

func TestForceReplacesALinkInUse(t *testing.T) {
	link := filepath.Join(t.TempDir(), "line")
	first := newLine(t, lineOptions{link: link})
	refused(t, lineOptions{link: link}, os.ErrExist, "--force")
	second := newLine(t, lineOptions{link: link, force: true})
	require.NoError(t, first.Close())
	assert.FileExists(t, link, "the link is the second line's")
	require.NoError(t, second.Close())
	assert.NoFileExists(t, link)
}

func TestOnlyLinksAreReplaced(t *testing.T) {
	file := filepath.Join(t.TempDir(), "line")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	refused(t, lineOptions{link: file, force: true}, os.ErrExist, file)
	refused(t, lineOptions{link: filepath.Join(filepath.Dir(file), "none", "line")}, os.ErrNotExist, "none")
}
