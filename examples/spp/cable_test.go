//go:build cgo && (linux || darwin)

package main

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// bench holds a cable under test, with its ends for a program and a peer.
type bench struct {
	link  string
	ready chan struct{} // the line is there
	conns chan net.Conn // for the cable
	ended chan error
}

func newBench(t *testing.T, ctx context.Context, reconnect bool) *bench {
	b := &bench{
		link:  filepath.Join(t.TempDir(), "line"),
		ready: make(chan struct{}),
		conns: make(chan net.Conn, 1),
		ended: make(chan error, 1),
	}
	c := &cable{reconnect: reconnect, open: func() (line, error) {
		defer close(b.ready)
		return openLine(lineOptions{link: b.link})
	}}
	go func() {
		b.ended <- c.run(ctx, func() (net.Conn, error) {
			select {
			case conn := <-b.conns:
				return conn, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		})
	}()
	return b
}

// connect gives the cable a connection and returns the peer's end.
func (b *bench) connect(t *testing.T) *qtbt.Conn {
	t.Helper()
	conn, peer, err := bttest.ConnPipe()
	require.NoError(t, err)
	t.Cleanup(func() { peer.Close() })
	b.conns <- conn
	return peer
}

// program opens the line as a program does.
func (b *bench) program(t *testing.T) *os.File {
	t.Helper()
	<-b.ready
	f, err := os.OpenFile(b.link, os.O_RDWR, 0)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func allBytes() (s string) {
	for i := range 256 {
		s += string([]byte{byte(i)})
	}
	return s
}

func TestCablePassesEveryByte(t *testing.T) {
	b := newBench(t, t.Context(), false)
	peer := b.connect(t)
	program := b.program(t)
	io.WriteString(peer, allBytes())
	assert.Equal(t, allBytes(), read(t, program, 256))
	io.WriteString(program, allBytes())
	assert.Equal(t, allBytes(), read(t, peer, 256))
	require.NoError(t, program.Close())

	// The line stays for the next program, until all bytes are sent.
	io.WriteString(peer, "the end")
	require.NoError(t, peer.Close())
	program = b.program(t)
	assert.Equal(t, "the end", read(t, program, 7))
	require.NoError(t, <-b.ended)
	assert.NoFileExists(t, b.link)
}

func TestCableReconnects(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, ctx, true)
	first := b.connect(t)
	program := b.program(t)
	io.WriteString(program, "1")
	read(t, first, 1)
	require.NoError(t, first.Close())
	second := b.connect(t)
	io.WriteString(second, "hello again")
	assert.Equal(t, "hello again", read(t, program, 11))
	io.WriteString(program, "and you")
	assert.Equal(t, "and you", read(t, second, 7))
	cancel()
	assert.ErrorIs(t, <-b.ended, context.Canceled)
	assert.NoFileExists(t, b.link)
}

// If nobody reads the line, the program ends without waiting.
func TestCableEndsWhileTheLineIsFull(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, ctx, false)
	peer := b.connect(t)
	<-b.ready
	_, err := peer.Write(make([]byte, 100_000))
	require.NoError(t, err)
	cancel()
	assert.ErrorIs(t, <-b.ended, context.Canceled)
}

func TestCableReturnsTheErrorOfTheLine(t *testing.T) {
	conn, peer, err := bttest.ConnPipe()
	require.NoError(t, err)
	defer peer.Close()
	none := errors.New("no line")
	c := &cable{reconnect: true, open: func() (line, error) { return nil, none }}
	assert.ErrorIs(t, c.run(t.Context(), func() (net.Conn, error) { return conn, nil }), none)
}
