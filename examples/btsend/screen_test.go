//go:build cgo

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// report makes a session report everything that a transfer can report.
func report(s *screen) {
	session := s.session("received", "peer ")
	session.Begin(5, 5000)
	session.File("a")
	session.Moved(1000)
	session.Finished("a", "a", false, nil)
	session.File("b")
	session.Spared(600)
	session.Moved(400)
	session.Finished("b", "b (1)", false, nil)
	session.File("c")
	session.Spared(1000)
	session.Finished("c", "c", true, nil)
	session.File("d")
	session.Spared(1000)
	session.Finished("d", "", false, errors.New("no"))
	session.end(nil)
	s.printf("%d failed", session.failed)
	s.close()
}

const reported = `received: a
received: b, as b (1) (600 bytes were there)
there already: c
not received: d: no
1 failed
`

func TestScreenWithoutTerminal(t *testing.T) {
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	require.NoError(t, err)
	defer out.Close()
	report(newScreen(out, out))
	_, err = out.Seek(0, io.SeekStart)
	require.NoError(t, err)
	got, err := io.ReadAll(out)
	require.NoError(t, err)
	assert.Equal(t, reported, string(got))
}

func TestShortened(t *testing.T) {
	assert.Equal(t, "photos/cat.jpg", shortened("photos/cat.jpg"))
	assert.Equal(t, "…älter/mit/viel/cat.jpg☃", shortened("Ordner/noch/ein/viel/älter/mit/viel/cat.jpg☃"))
}
