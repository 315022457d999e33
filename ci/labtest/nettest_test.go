package labtest

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"

	"github.com/goqtbt/bluetooth/qtbt"
)

// golang.org/x/net's judge of net.Conns, on connections between the hosts. It looks closer at the first Conn of a pair: that is
// once the end that was dialled, and once the one that was accepted.
func TestConnKeepsNetsPromises(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		l, err := qtbt.Listen(t.Context(), serviceUUID(t), "judged")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		lendConns(t, h, l)
	}, func(t *testing.T, h *host) {
		h.await("listening")
		b := newBorrower(t, h)
		id := serviceUUID(t)
		makePair := func() (dialled, accepted net.Conn, stop func(), err error) {
			c, err := qtbt.Dial(t.Context(), h.peer, id)
			if err != nil {
				return nil, nil, nil, err
			}
			other := b.accepted(t, c)
			return c, other, func() {
				c.Close()
				other.Close()
			}, nil
		}
		t.Run("Dialled", func(t *testing.T) { nettest.TestConn(t, makePair) })
		t.Run("Accepted", func(t *testing.T) {
			nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
				dialled, accepted, stop, err := makePair()
				return accepted, dialled, stop, err
			})
		})
		h.tell("done")
	})
}
