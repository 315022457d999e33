//go:build cgo

package bttest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

var (
	here    = qtbt.MustParseAddress("00:AA:01:00:00:00")
	there   = qtbt.MustParseAddress("00:AA:01:01:00:42")
	service = qtbt.MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a01")
	other   = qtbt.MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a02")
)

// listen makes a host offer the service until the test's end.
func listen(t *testing.T, h *bttest.Host) *qtbt.Listener {
	t.Helper()
	l, err := h.Listen(t.Context(), service, "test")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

// connect returns the two ends of a connection to a Listener.
func connect(t *testing.T, from, to *bttest.Host, l *qtbt.Listener) (near, far *qtbt.Conn) {
	t.Helper()
	near, err := from.Dial(t.Context(), to.Address(), service)
	require.NoError(t, err)
	t.Cleanup(func() { near.Close() })
	far, err = l.AcceptConn()
	require.NoError(t, err)
	t.Cleanup(func() { far.Close() })
	return near, far
}

func TestAirConnects(t *testing.T) {
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	l := listen(t, a)
	assert.Equal(t, "test", l.ServiceInfo().ServiceName())
	assert.Equal(t, service, l.ServiceInfo().ServiceUUID())
	near, far := connect(t, b, a, l)
	assert.Equal(t, l.Addr(), near.RemoteAddr())
	assert.Equal(t, l.Addr(), far.LocalAddr())
	assert.Equal(t, qtbt.Addr{Protocol: qtbt.RFCOMM, Address: there}, near.LocalAddr())
	assert.Equal(t, near.LocalAddr(), far.RemoteAddr())
	go func() {
		near.Write([]byte("hello"))
		near.Close()
	}()
	got, err := io.ReadAll(far)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(got))
	assert.Same(t, a, air.Host(here), "one host an address")
}

// assertFails checks the two layers of an error.
func assertFails(t *testing.T, err error, op string, code qtbt.Code) {
	t.Helper()
	var outer *net.OpError
	require.ErrorAs(t, err, &outer)
	assert.Equal(t, op, outer.Op)
	assert.Equal(t, "rfcomm", outer.Net)
	var inner *qtbt.OpError
	require.ErrorAs(t, err, &inner)
	assert.Equal(t, code, inner.Code)
}

func TestAirErrors(t *testing.T) {
	ctx := t.Context()
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	l := listen(t, a)

	_, err := b.Dial(ctx, here, other)
	assertFails(t, err, "dial", qtbt.SocketHostNotFoundError)
	_, err = b.Dial(ctx, qtbt.MustParseAddress("02:00:00:00:00:01"), service)
	assertFails(t, err, "dial", qtbt.SocketHostNotFoundError)
	_, err = bttest.NewAir().Host(there).Dial(ctx, here, service)
	assertFails(t, err, "dial", qtbt.SocketHostNotFoundError)
	_, err = a.Listen(ctx, service, "again")
	assertFails(t, err, "listen", qtbt.ServerUnknownError)
	_, err = b.Listen(ctx, service, "on another host")
	assert.NoError(t, err)

	require.NoError(t, l.Close())
	_, err = b.Dial(ctx, here, service)
	assertFails(t, err, "dial", qtbt.SocketHostNotFoundError)
	listen(t, a) // succeeds, as the UUID is free again
}

func TestAirPower(t *testing.T) {
	ctx := t.Context()
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	l := listen(t, a)
	near, far := connect(t, b, a, l)
	a.SetPowered(false)
	for _, c := range []*qtbt.Conn{near, far} {
		_, err := c.Read(make([]byte, 1))
		assert.ErrorIs(t, err, qtbt.SocketUnknownError)
	}
	_, err := b.Dial(ctx, here, service)
	assertFails(t, err, "dial", qtbt.SocketHostNotFoundError)
	_, err = a.Dial(ctx, there, service)
	assertFails(t, err, "dial", qtbt.DeviceDiscoveryPoweredOffError)
	_, err = a.Listen(ctx, other, "off")
	assertFails(t, err, "listen", qtbt.ServerPoweredOffError)
	a.SetPowered(true)
	connect(t, b, a, l)
}

func TestAirLosesLinks(t *testing.T) {
	air := bttest.NewAir()
	a, b, c := air.Host(here), air.Host(there), air.Host(qtbt.MustParseAddress("00:AA:01:02:00:42"))
	l := listen(t, a)
	near, far := connect(t, b, a, l)
	third, _ := connect(t, c, a, l)
	result := make(chan error, 1)
	go func() { _, err := near.Read(make([]byte, 1)); result <- err }()
	air.LoseLinks(a, b)
	err := <-result
	assert.NotEqual(t, io.EOF, err)
	assert.ErrorIs(t, err, qtbt.SocketUnknownError)
	assert.ErrorIs(t, err, syscall.ETIMEDOUT)
	_, err = far.Write([]byte("x"))
	assert.ErrorIs(t, err, qtbt.SocketUnknownError)
	_, err = third.Write([]byte("x"))
	assert.NoError(t, err, "another link")
	connect(t, b, a, l)
}

func TestAirInjectedErrors(t *testing.T) {
	ctx := t.Context()
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	first, second := errors.New("first"), errors.New("second")
	a.FailListen(first)
	_, err := a.Listen(ctx, service, "")
	assert.ErrorIs(t, err, first)
	l := listen(t, a)
	b.FailDial(first)
	b.FailDial(second)
	_, err = b.Dial(ctx, here, service)
	assert.ErrorIs(t, err, first)
	_, err = b.Dial(ctx, here, service)
	assert.ErrorIs(t, err, second)
	connect(t, b, a, l)
}

func TestAirBadInput(t *testing.T) {
	h := bttest.NewAir().Host(here)
	//lint:ignore SA1012 the misuse under test
	_, err := h.Dial(nil, there, service)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	//lint:ignore SA1012 the misuse under test
	_, err = h.Listen(nil, service, "")
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	_, err = h.Dial(t.Context(), qtbt.Address{}, service)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.Dial(ctx, there, service)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = h.Listen(ctx, service, "")
	assert.ErrorIs(t, err, context.Canceled)
}

// If more clients connect than may wait for Accept, their connections end, as over the air.
func TestAirBacklog(t *testing.T) {
	const waiting = 64
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	listen(t, a)
	for range waiting {
		c, err := b.Dial(t.Context(), here, service)
		require.NoError(t, err)
		defer c.Close()
	}
	c, err := b.Dial(t.Context(), here, service)
	require.NoError(t, err)
	defer c.Close()
	_, err = c.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err)
}

// A host can have as many services as RFCOMM has channels.
func TestAirChannels(t *testing.T) {
	h := bttest.NewAir().Host(here)
	seen := make(map[net.Addr]bool)
	for {
		l, err := h.Listen(t.Context(), qtbt.NewUUID(), "")
		if err != nil {
			assertFails(t, err, "listen", qtbt.ServerUnknownError)
			break
		}
		defer l.Close()
		require.False(t, seen[l.Addr()], "a channel twice")
		seen[l.Addr()] = true
	}
	assert.Len(t, seen, 30)
}

func TestAirServesHTTP(t *testing.T) {
	air := bttest.NewAir()
	a, b := air.Host(here), air.Host(there)
	l, err := a.Listen(t.Context(), service, "web")
	require.NoError(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		w.Write(body)
	})}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()

	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := b.Dial(ctx, here, service)
		if err != nil {
			return nil, err
		}
		return c, nil
	}}
	client := &http.Client{Transport: transport}
	body := make([]byte, 1<<20)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for range 5 {
				got, err := post(client, body)
				assert.NoError(t, err)
				assert.Equal(t, len(body), len(got))
			}
		})
	}
	clients.Wait()
	transport.CloseIdleConnections()
	require.NoError(t, server.Shutdown(t.Context()))
	assert.Equal(t, http.ErrServerClosed, <-served)
}

func post(client *http.Client, body []byte) ([]byte, error) {
	response, err := client.Post("http://device/echo", "application/octet-stream", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}
