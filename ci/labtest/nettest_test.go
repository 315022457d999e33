package labtest

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"

	"github.com/goqtbt/bluetooth/qtbt"
)

// golang.org/x/net's judge of net.Conns, on connections over the air. Its pairs have to be in one process: so host b has
// both ends, each dialled to a service of its own on host a, which passes on what comes between the two connections that
// it accepted. What the judge sees is thus what two dialled Conns keep of net's promises, with two accepted ones and the
// air between them.
func TestConnKeepsNetsPromises(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		var accepted [2]chan *qtbt.Conn
		for i, id := range serviceUUIDs(t, 2) {
			accepted[i] = make(chan *qtbt.Conn)
			l, err := qtbt.Listen(t.Context(), id, "relay")
			require.NoError(t, err)
			defer l.Close()
			go func() {
				defer close(accepted[i])
				for {
					c, err := l.AcceptConn()
					if err != nil {
						return
					}
					accepted[i] <- c
				}
			}()
		}
		go func() {
			for c := range accepted[0] {
				if d := <-accepted[1]; d != nil {
					go passOn(c, d)
					go passOn(d, c)
				}
			}
		}()
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		ids := serviceUUIDs(t, 2)
		nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
			var ends [2]*qtbt.Conn
			for i := range ends {
				var err error
				if ends[i], err = qtbt.Dial(t.Context(), h.peer, ids[i]); err != nil {
					return nil, nil, nil, err
				}
			}
			return ends[0], ends[1], func() {
				ends[0].Close()
				ends[1].Close()
			}, nil
		})
		h.tell("done")
	})
}

func passOn(from, to *qtbt.Conn) {
	io.Copy(to, from)
	to.Close()
}
