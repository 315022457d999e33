//go:build cgo

package qtbt_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Conn moves all bytes as they are, in whatever mode its Socket was, also those that arrived
// before. They are more than Qt reads at once.
func TestNewConnOfASocketInEveryMode(t *testing.T) {
	fromPeer := bytes.Repeat([]byte("a line\r\n"), 5000)
	toPeer := []byte("another line\n")
	for _, mode := range []qtbt.OpenMode{
		qtbt.NotOpen, qtbt.ReadOnly, qtbt.WriteOnly, qtbt.ReadWrite,
		qtbt.ReadWrite | qtbt.Unbuffered, qtbt.ReadWrite | qtbt.Text,
	} {
		for name, config := range map[string]qtbt.ConnConfig{"kernel": {}, "Qt": {QtStream: true}} {
			t.Run(mode.String()+" "+name, func(t *testing.T) {
				peer, b := pipe(t)
				fd := descriptor(t, b)
				b.Delete() // so that s alone reads
				s, err := qtbt.NewSocket(qtbt.RFCOMM)
				require.NoError(t, err)
				t.Cleanup(s.Delete)
				err = s.SetSocketDescriptorState(fd, qtbt.RFCOMM, qtbt.ConnectedState, mode)
				require.NoError(t, err)

				arrived := make(chan struct{}, 1)
				s.OnReadyRead(func() {
					select {
					case arrived <- struct{}{}:
					default:
					}
				})
				_, err = peer.Write(fromPeer)
				require.NoError(t, err)
				<-arrived
				if mode&qtbt.ReadOnly != 0 {
					require.NoError(t, s.StartTransaction())
					_, err = s.Read(10)
					require.NoError(t, err)
				}

				c, err := config.NewConn(s)
				require.NoError(t, err)
				got := collect(peer, len(toPeer))
				_, err = c.Write(toPeer)
				require.NoError(t, err)
				assert.Equal(t, toPeer, <-got)
				require.NoError(t, peer.DisconnectFromService())
				all, err := io.ReadAll(c)
				assert.NoError(t, err)
				assert.True(t, bytes.Equal(fromPeer, all), "%d of %d bytes", len(all), len(fromPeer))
				require.NoError(t, c.Close())
			})
		}
	}
}
