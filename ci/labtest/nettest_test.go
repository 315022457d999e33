package labtest

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"

	"github.com/goqtbt/bluetooth/qtbt"
)

// golang.org/x/net's judge of net.Conns, on connections between the hosts. It looks closer at the
// first Conn of a pair: that is the end that was dialled in one test, and the one that was accepted
// in the other.

func TestDialledConnKeepsNetsPromises(t *testing.T) {
	judge(t, func(dialled, accepted net.Conn) (net.Conn, net.Conn) { return dialled, accepted })
}

func TestAcceptedConnKeepsNetsPromises(t *testing.T) {
	judge(t, func(dialled, accepted net.Conn) (net.Conn, net.Conn) { return accepted, dialled })
}

func judge(t *testing.T, order func(dialled, accepted net.Conn) (net.Conn, net.Conn)) {
	onBothPlanes(t, func(t *testing.T, h *host) {
		l, err := h.listenConfig().ListenService(t.Context(), serviceUUID(t), "judged")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		lendConns(t, h, l)
	}, func(t *testing.T, h *host) {
		h.await("listening")
		b := newBorrower(t, h)
		id := serviceUUID(t)
		nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
			dialled, err := (&qtbt.Dialer{QtStream: h.qtStream}).DialService(t.Context(), h.peer, id)
			if err != nil {
				return nil, nil, nil, err
			}
			accepted := b.accepted(t, dialled)
			first, second := order(dialled, accepted)
			return first, second, func() {
				dialled.Close()
				accepted.Close()
			}, nil
		})
		h.tell("done")
	})
}
