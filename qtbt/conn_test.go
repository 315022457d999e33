//go:build cgo

package qtbt_test

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"

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

// golang.org/x/net's judge of net.Conns.
func TestConnKeepsNetsPromises(t *testing.T) {
	nettest.TestConn(t, func() (a, b net.Conn, stop func(), err error) {
		c, d, err := bttest.ConnPipe()
		if err != nil {
			return nil, nil, nil, err
		}
		return c, d, func() {
			c.Close()
			d.Close()
		}, nil
	})
}

// All that was sent before the peer closed is read, however late.
func TestConnReadsAllBeforeEOF(t *testing.T) {
	a, b := connPipe(t)
	sent := make([]byte, 1<<20)
	for i := range sent {
		sent[i] = byte(rand.Uint32())
	}
	go func() {
		a.Write(sent)
		a.Close()
	}()
	got, err := io.ReadAll(b)
	require.NoError(t, err)
	assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(got))
	n, err := b.Read(make([]byte, 1))
	assert.Zero(t, n)
	assert.Equal(t, io.EOF, err)
}
