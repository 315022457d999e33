//go:build cgo

package qtbt_test

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
	"github.com/goqtbt/bluetooth/qtbt/internal/lent"
)

var newListener = lent.NewListener.(func(qtbt.Addr, *qtbt.ServiceInfo, int, func()) (*qtbt.Listener, func(*qtbt.Conn) error))

var listenAddr = qtbt.Addr{Protocol: qtbt.RFCOMM, Address: qtbt.MustParseAddress("00:AA:01:00:00:00"), Port: 3}

// feed makes a Listener, and a function that makes a new client connect to it.
func feed(t *testing.T, backlog int) (l *qtbt.Listener, connect func() (*qtbt.Conn, error)) {
	t.Helper()
	l, offer := newListener(listenAddr, nil, backlog, nil)
	t.Cleanup(func() { l.Close() })
	return l, func() (*qtbt.Conn, error) {
		near, far := connPipe(t)
		return near, offer(far)
	}
}

func TestListenerAccepts(t *testing.T) {
	l, connect := feed(t, 2)
	assert.Equal(t, listenAddr, l.Addr())
	assert.Nil(t, l.ServiceInfo())
	near, err := connect()
	require.NoError(t, err)
	far, err := l.Accept()
	require.NoError(t, err)
	_, err = near.Write([]byte("x"))
	require.NoError(t, err)
	_, err = far.Read(make([]byte, 1))
	require.NoError(t, err)

	accepted := make(chan *qtbt.Conn)
	go func() {
		c, err := l.AcceptConn()
		assert.NoError(t, err)
		accepted <- c
	}()
	_, err = connect()
	require.NoError(t, err)
	assert.NotNil(t, <-accepted, "an Accept that waits")
}

func TestListenerManyClientsAtOnce(t *testing.T) {
	const clients = 50
	l, connect := feed(t, clients)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				assert.ErrorIs(t, err, net.ErrClosed)
				return
			}
			go func() {
				io.Copy(c, c)
				c.Close()
			}()
		}
	}()
	done := make(chan error, clients)
	for i := range clients {
		near, err := connect()
		require.NoError(t, err)
		go func() {
			_, err := near.Write([]byte{byte(i)})
			p := make([]byte, 1)
			_, readErr := io.ReadFull(near, p)
			assert.Equal(t, byte(i), p[0])
			done <- errors.Join(err, readErr, near.Close())
		}()
	}
	for range clients {
		require.NoError(t, <-done)
	}
}

func TestListenerDeadlines(t *testing.T) {
	l, connect := feed(t, 1)
	accept := func() error { _, err := l.Accept(); return err }
	require.NoError(t, l.SetDeadline(past))
	_, err := connect()
	require.NoError(t, err)
	assertDeadlineExceeded(t, accept())
	require.NoError(t, l.SetDeadline(time.Time{}))
	require.NoError(t, accept(), "the Accept that waited through it")

	deadline := soon()
	require.NoError(t, l.SetDeadline(deadline))
	assertDeadlineExceeded(t, accept())
	assert.False(t, time.Now().Before(deadline), "ended too early")

	require.NoError(t, l.SetDeadline(far()))
	result := make(chan error, 1)
	go func() { result <- accept() }()
	require.NoError(t, l.SetDeadline(past))
	assertDeadlineExceeded(t, <-result)
}

func TestListenerClose(t *testing.T) {
	const waiting = 3
	closes := 0
	l, _ := newListener(listenAddr, nil, 1, func() { closes++ })
	results := make(chan error, waiting)
	for range waiting {
		go func() { _, err := l.Accept(); results <- err }()
	}
	require.NoError(t, l.Close())
	for range waiting {
		assert.ErrorIs(t, <-results, net.ErrClosed)
	}
	c, err := l.Accept()
	assert.Nil(t, c)
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, net.OpError{Op: "accept", Net: "rfcomm", Addr: listenAddr, Err: net.ErrClosed}, *op)
	assert.ErrorIs(t, l.Close(), net.ErrClosed)
	assert.ErrorIs(t, l.SetDeadline(far()), net.ErrClosed)
	assert.Equal(t, listenAddr, l.Addr())
	assert.Equal(t, 1, closes)
}

// Close ends the connections that nobody has accepted, and no others.
func TestListenerCloseEndsOnlyWaitingConnections(t *testing.T) {
	l, connect := feed(t, 2)
	accepted, err := connect()
	require.NoError(t, err)
	far, err := l.Accept()
	require.NoError(t, err)
	waiting, err := connect()
	require.NoError(t, err)
	require.NoError(t, l.Close())

	_, err = waiting.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err)
	_, err = far.Write([]byte("x"))
	require.NoError(t, err)
	_, err = accepted.Read(make([]byte, 1))
	require.NoError(t, err)
}

func TestListenerBacklog(t *testing.T) {
	l, connect := feed(t, 2)
	for range 2 {
		_, err := connect()
		require.NoError(t, err)
	}
	refused, err := connect()
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, "offer", op.Op)
	_, err = refused.Write([]byte("x"))
	assert.NoError(t, err, "the connection is left alone")
	_, err = l.Accept()
	require.NoError(t, err)
	_, err = connect()
	assert.NoError(t, err, "there is room again")
	require.NoError(t, l.Close())
	_, err = connect()
	assert.ErrorIs(t, err, net.ErrClosed)
}

func TestListenerOfferNil(t *testing.T) {
	l, offer := newListener(listenAddr, nil, -5, nil)
	defer l.Close()
	assert.ErrorIs(t, offer(nil), qtbt.ErrInvalidArgument)
}

func TestListenerOnQtThread(t *testing.T) {
	l, connect := feed(t, 1)
	_, err := connect()
	require.NoError(t, err)
	onQt(t, func() {
		_, err := l.Accept()
		assert.NoError(t, err, "an Accept that need not wait")
		_, err = l.Accept()
		assert.ErrorIs(t, err, qtbt.ErrOnQtThread)
		assert.NoError(t, l.Close())
	})
}

// A Listener can accept the connections of a Server that has handlers of the program's own.
func TestListenerAcceptsConnectionsOfAServer(t *testing.T) {
	l, offer := newListener(listenAddr, nil, 1, nil)
	defer l.Close()
	s, peer, err := bttest.Pipe()
	require.NoError(t, err)
	defer peer.Delete()
	onQt(t, func() {
		c, err := qtbt.NewConn(s)
		if assert.NoError(t, err) {
			assert.NoError(t, offer(c))
		}
	})
	c, err := l.Accept()
	require.NoError(t, err)
	_, err = peer.Write([]byte("x"))
	require.NoError(t, err)
	_, err = c.Read(make([]byte, 1))
	require.NoError(t, err)
	require.NoError(t, c.Close())
}

// All ways to listen refuse a service name that Qt would publish differently.
func TestListenRefusesNames(t *testing.T) {
	s, err := qtbt.NewServer(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	for _, name := range []string{"a\x01b", "\x1b[2J", "a\x00b", "a\xffb", "a\ufffeb", "a\xed\xa0\x80b"} {
		_, err := s.ListenService(someService, name)
		assert.ErrorIs(t, err, qtbt.ErrInvalidAttribute, "%q", name)
		for _, lc := range []qtbt.ListenConfig{{}, {Adapter: someDevice}} {
			_, err = lc.ListenService(t.Context(), someService, name)
			assert.ErrorIs(t, err, qtbt.ErrInvalidAttribute, "%q on %v", name, lc.Adapter)
		}
	}
}
