//go:build cgo

package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shown returns a console, and a function that returns its next line.
func shown(t *testing.T) (*console, func() string) {
	t.Helper()
	r, w := io.Pipe()
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		var line []byte
		one := make([]byte, 1)
		for {
			if _, err := r.Read(one); err != nil {
				return
			}
			if line = append(line, one...); one[0] == '\n' {
				lines <- string(bytes.TrimSuffix(line, []byte("\n")))
				line = nil
			}
		}
	}()
	t.Cleanup(func() { w.Close() })
	return plainConsole(strings.NewReader(""), w), func() string { return <-lines }
}

// enter adds a peer to a room, and returns the peer's end.
func enter(t *testing.T, r *room, name string) (far net.Conn, gone <-chan struct{}) {
	t.Helper()
	near, far, err := bttest.ConnPipe()
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		r.stay(near, name)
		close(ended)
	}()
	t.Cleanup(func() {
		far.Close()
		<-ended
	})
	return far, ended
}

func TestRoom(t *testing.T) {
	c, next := shown(t)
	r := newRoom(c)
	assert.Zero(t, r.say("anybody?"))
	ann, _ := enter(t, r, "Ann")
	require.Equal(t, "* Ann is here", next())
	bob, gone := enter(t, r, "Bob\x1b[2J")
	require.Equal(t, "* Bob\ufffd[2J is here", next())
	assert.Equal(t, []string{"Ann", "Bob\ufffd[2J"}, r.who())

	assert.Equal(t, 2, r.say("Hello ☃"))
	for _, far := range []net.Conn{ann, bob} {
		got := make([]byte, len("Hello ☃\n"))
		_, err := io.ReadFull(far, got)
		require.NoError(t, err)
		assert.Equal(t, "Hello ☃\n", string(got))
	}

	_, err := io.WriteString(ann, "one\r\ntwo\n\nevil \x1b]0;x\x07 \xff\u202e\nhalf")
	require.NoError(t, err)
	for _, want := range []string{"Ann: one", "Ann: two", "Ann: ", "Ann: evil \ufffd]0;x\ufffd \ufffd\ufffd"} {
		assert.Equal(t, want, next())
	}
	_, err = io.WriteString(ann, " a line\n")
	require.NoError(t, err)
	assert.Equal(t, "Ann: half a line", next())

	bob.Close()
	<-gone
	assert.Equal(t, "* Bob\ufffd[2J is gone", next())
	assert.Equal(t, []string{"Ann"}, r.who())
	r.leave()
	assert.Equal(t, "* Ann is gone", next())
	_, err = ann.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err)
}

func TestLineWithoutEnd(t *testing.T) {
	c, next := shown(t)
	r := newRoom(c)
	ann, gone := enter(t, r, "Ann")
	require.Equal(t, "* Ann is here", next())
	go func() {
		for {
			if _, err := ann.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	}()
	assert.Contains(t, next(), "* Ann is gone: bufio.Scanner: token too long")
	<-gone
}

func TestEnteringAfterTheEnd(t *testing.T) {
	c, _ := shown(t)
	r := newRoom(c)
	r.leave()
	far, gone := enter(t, r, "Ann")
	<-gone
	_, err := far.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err)
}

func TestReadingLines(t *testing.T) {
	long := strings.Repeat("x☃", 100_000)
	read := lineReader(io.MultiReader(strings.NewReader("one\r\n\n"+long+"\n/two"), iotest.ErrReader(os.ErrPermission)))
	assert.Equal(t, typed{text: "one"}, read())
	assert.Equal(t, typed{}, read())
	whole, piece := "", read()
	for ; whole == "" || piece.continued; piece = read() {
		assert.True(t, utf8.ValidString(piece.text))
		assert.Less(t, len(piece.text), maxLine)
		assert.Equal(t, whole != "", piece.continued)
		whole += piece.text
	}
	assert.Equal(t, long, whole)
	assert.Equal(t, typed{text: "/two"}, piece)
	assert.Equal(t, typed{err: os.ErrPermission}, read())
}

// A peer accepts the longest piece.
func TestLongestLine(t *testing.T) {
	c, next := shown(t)
	r := newRoom(c)
	ann, _ := enter(t, r, "Ann")
	require.Equal(t, "* Ann is here", next())
	line := strings.Repeat("x", maxLine-1)
	_, err := io.WriteString(ann, line+"\n")
	require.NoError(t, err)
	assert.Equal(t, "Ann: "+line, next())
}
