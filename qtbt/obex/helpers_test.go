package obex

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pipe returns two ends of a TCP connection, which end with the test.
func pipe(t *testing.T) (a, b net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	a, err = net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	b, err = listener.Accept()
	require.NoError(t, err)
	t.Cleanup(func() {
		a.Close()
		b.Close()
	})
	return a, b
}

// received is an object as a receiver got it.
type received struct {
	Object
	content []byte
	err     error // of reading
}

// serve serves conn until the session ends, and returns what arrives. refuse may be nil.
func serve(t *testing.T, conn net.Conn, refuse func(Object) error) (objects <-chan received, ended <-chan error) {
	got, done := make(chan received, 10), make(chan error, 1)
	go func() {
		done <- Serve(t.Context(), conn, func(o Object, body io.Reader) error {
			if refuse != nil {
				if err := refuse(o); err != nil {
					return err
				}
			}
			content, err := io.ReadAll(body)
			got <- received{o, content, err}
			return err
		})
	}()
	return got, done
}

// connect returns a client of a server.
func connect(t *testing.T, refuse func(Object) error) (c *Client, objects <-chan received, ended <-chan error) {
	t.Helper()
	a, b := pipe(t)
	objects, ended = serve(t, b, refuse)
	c, err := Connect(t.Context(), a)
	require.NoError(t, err)
	return c, objects, ended
}

func random(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	return data
}

// push pushes bytes whose length the object announces.
func push(ctx context.Context, c *Client, name string, content []byte) error {
	return c.Push(ctx, Object{Name: name, Length: int64(len(content))}, bytes.NewReader(content), nil)
}

// peer is one end of a connection that sends and receives single packets.
type peer struct {
	*wire
	t *testing.T
}

func newPeer(t *testing.T, conn net.Conn) peer { return peer{newWire(conn), t} }

// sends sends a packet.
func (p peer) sends(code byte, content ...[]byte) {
	p.t.Helper()
	require.NoError(p.t, p.send(code, content...))
}

// gets receives a packet that must have a code.
func (p peer) gets(code byte) (content []byte) {
	p.t.Helper()
	got, content, err := p.receive()
	require.NoError(p.t, err)
	require.Equal(p.t, code, got, "%#x, not %#x", got, code)
	return bytes.Clone(content)
}

// greets begins a session as a client.
func (p peer) greets() {
	p.t.Helper()
	p.sends(opConnect, connection{maxPacket}.encode())
	p.gets(codeSuccess)
}

func name(text string) []byte      { return appendSized(nil, headerName, encodeText(text)) }
func length(n uint32) []byte       { return appendUint32(nil, headerLength, n) }
func part(content string) []byte   { return appendSized(nil, headerBody, []byte(content)) }
func ending(content string) []byte { return appendSized(nil, headerEndOfBody, []byte(content)) }
func packet(raw ...byte) []byte    { return raw }
