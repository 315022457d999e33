//go:build cgo

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestIdleSessionEnds(t *testing.T) {
	conn, _ := connPipe(t)
	s := open(t.Context(), conn, time.Millisecond)
	err := relay(s, ends{in: never(t), out: io.Discard})
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	assert.ErrorContains(t, err, "nothing sent or received for 1ms")
}

func TestSessionEndsWithItsContext(t *testing.T) {
	conn, peer := connPipe(t)
	ctx, cancel := context.WithCancel(t.Context())
	s := open(ctx, conn, 0)
	cancel()
	assert.Error(t, relay(s, ends{in: never(t), out: io.Discard}))
	_, err := io.ReadAll(peer)
	assert.NoError(t, err)
}

func TestCommand(t *testing.T) {
	conn, peer := connPipe(t)
	failed := make(chan error, 1)
	go func() { failed <- execute(t.Context(), "read word; echo $BTCAT_PEER $word; exit 3", conn) }()
	peer.Write([]byte("word\n"))
	got, err := io.ReadAll(peer)
	require.NoError(t, err)
	assert.Equal(t, "00:00:00:00:00:00 word\n", string(got))
	assert.ErrorContains(t, <-failed, "exit status 3")
}

// The peer's close is the end of a command's input.
func TestCommandSeesThePeerClose(t *testing.T) {
	conn, peer := connPipe(t)
	peer.Write([]byte("word\n"))
	require.NoError(t, peer.Close())
	assert.ErrorContains(t, execute(t.Context(), "cat >/dev/null; exit 4", conn), "exit status 4")
}

func TestCommandEndsWithItsContext(t *testing.T) {
	conn, peer := connPipe(t)
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { failed <- execute(ctx, "echo up; exec sleep 1000", conn) }()
	_, err := bufio.NewReader(peer).ReadString('\n')
	require.NoError(t, err)
	cancel()
	assert.Error(t, <-failed)
}

// Typed text goes to all clients, and their text is printed. The end of input does not end the
// party; -q does.
func TestParty(t *testing.T) {
	var out bytes.Buffer
	p := newParty(&out)
	in, typed := io.Pipe()
	sending := make(chan error, 1)
	go func() { sending <- p.send(t.Context(), ends{in: in, quit: atOnce}) }()

	var peers []*qtbt.Conn
	left := make(chan error, 2)
	for range 2 {
		conn, peer := connPipe(t)
		peers = append(peers, peer)
		s := open(t.Context(), conn, 0)
		go func() { left <- p.serve(s) }()
		_, err := peer.Write([]byte("here\n"))
		require.NoError(t, err)
	}
	require.Eventually(t, func() bool {
		p.outMu.Lock()
		defer p.outMu.Unlock()
		return out.String() == "here\nhere\n"
	}, time.Minute, time.Millisecond)

	io.WriteString(typed, "to all\n")
	for _, peer := range peers {
		line, err := bufio.NewReader(peer).ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "to all\n", line)
	}
	require.NoError(t, peers[0].Close())
	require.NoError(t, <-left)
	io.WriteString(typed, "to the other\n")
	line, err := bufio.NewReader(peers[1]).ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "to the other\n", line)
	typed.Close()
	require.NoError(t, <-sending)
	p.close()
	_, err = io.ReadAll(peers[1])
	assert.NoError(t, err)
	<-left
}
