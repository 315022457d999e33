//go:build cgo

package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func connPipe(t *testing.T) (a, b *qtbt.Conn) {
	t.Helper()
	a, b, err := bttest.ConnPipe()
	require.NoError(t, err)
	t.Cleanup(func() {
		a.Close()
		b.Close()
	})
	return a, b
}

// never returns an input that neither has anything nor ends.
func never(t *testing.T) io.Reader {
	in, w := io.Pipe()
	t.Cleanup(func() { w.Close() })
	return in
}

var atOnce = new(time.Duration)

func TestRelayEndsWhenThePeerCloses(t *testing.T) {
	conn, peer := connPipe(t)
	peer.Write([]byte("from the peer"))
	require.NoError(t, peer.Close())
	var out bytes.Buffer
	require.NoError(t, relay(conn, ends{in: never(t), out: &out}))
	assert.Equal(t, "from the peer", out.String())
}

func TestRelayGoesOnAfterTheEndOfInput(t *testing.T) {
	conn, peer := connPipe(t)
	go func() {
		question := make([]byte, 9)
		io.ReadFull(peer, question)
		peer.Write([]byte("answer to " + string(question)))
		peer.Close()
	}()
	var out bytes.Buffer
	require.NoError(t, relay(conn, ends{in: strings.NewReader("question."), out: &out}))
	assert.Equal(t, "answer to question.", out.String())
}

func TestRelayQuitsWhenAllIsSent(t *testing.T) {
	conn, peer := connPipe(t)
	sent := strings.Repeat("all of it ", 50_000)
	got := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(peer)
		got <- string(all)
	}()
	require.NoError(t, relay(conn, ends{in: strings.NewReader(sent), out: io.Discard, quit: atOnce, all: true}))
	assert.True(t, sent == <-got)
}

func TestRelayReportsThatNotAllWasSent(t *testing.T) {
	conn, peer := connPipe(t)
	require.NoError(t, peer.Close())
	assert.ErrorIs(t, relay(conn, ends{in: never(t), out: io.Discard, quit: atOnce, all: true}), errCutShort)
}

func TestRelayReportsBrokenInputAndOutput(t *testing.T) {
	broken := errors.New("broken")
	conn, _ := connPipe(t)
	in, w := io.Pipe()
	w.CloseWithError(broken)
	assert.ErrorIs(t, relay(conn, ends{in: in, out: io.Discard}), broken)

	conn, peer := connPipe(t)
	peer.Write([]byte("x"))
	r, out := io.Pipe()
	r.CloseWithError(broken)
	assert.ErrorIs(t, relay(conn, ends{in: never(t), out: out}), broken)
}
