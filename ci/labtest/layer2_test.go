package labtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// serveConns listens until the test's end, and has each connection handled in a goroutine of its
// own.
func serveConns(t *testing.T, lc qtbt.ListenConfig, id qtbt.UUID, handle func(*qtbt.Conn)) *qtbt.Listener {
	t.Helper()
	l, err := lc.ListenService(t.Context(), id, "qtbt lab test")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go acceptAll(l, handle)
	return l
}

// acceptAll has each connection of a Listener handled in a goroutine of its own, and closed after
// that.
func acceptAll(l *qtbt.Listener, handle func(*qtbt.Conn)) {
	for {
		c, err := l.AcceptConn()
		if err != nil {
			return
		}
		go func() {
			handle(c)
			c.Close()
		}()
	}
}

func echoConn(c *qtbt.Conn) { io.Copy(c, c) }

// echoService is the part of a host that echoes until the other one is done.
func echoService(lc qtbt.ListenConfig) part {
	return func(t *testing.T, h *host) {
		lc.QtStream = h.qtStream
		serveConns(t, lc, serviceUUID(t), echoConn)
		h.tell("listening")
		h.await("done")
	}
}

// listenConfig has the host's kind of streams.
func (h *host) listenConfig() *qtbt.ListenConfig { return &qtbt.ListenConfig{QtStream: h.qtStream} }

// echoServices has n services of the test's echo until its end.
func echoServices(t *testing.T, n int) {
	t.Helper()
	for _, id := range serviceUUIDs(t, n) {
		serveConns(t, qtbt.ListenConfig{}, id, echoConn)
	}
}

// exchangeConn sends random bytes to an echoing peer, checks what comes back, and closes the
// connection.
func exchangeConn(t *testing.T, c *qtbt.Conn, size int) {
	t.Helper()
	defer c.Close()
	sent := randomBytes(size, 0)
	go c.Write(sent)
	got := make([]byte, size)
	_, err := io.ReadFull(c, got)
	if assert.NoError(t, err) {
		assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(got))
	}
}

func randomBytes(size int, seed byte) []byte {
	p := make([]byte, size)
	rand.NewChaCha8([32]byte{seed}).Read(p)
	return p
}

// dialConn is a Dial of the test's service that must succeed.
func dialConn(t *testing.T, h *host) *qtbt.Conn {
	t.Helper()
	c, err := (&qtbt.Dialer{QtStream: h.qtStream}).DialService(t.Context(), h.peer, serviceUUID(t))
	require.NoError(t, err)
	return c
}

func TestListenPoweredOffLayer2(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		power(t, "false")
		_, err := qtbt.Listen(t.Context(), serviceUUID(t), "off")
		assert.ErrorIs(t, err, qtbt.ServerPoweredOffError)
		_, err = qtbt.Dial(t.Context(), h.peer, serviceUUID(t))
		t.Log(err)
		assert.ErrorIs(t, err, qtbt.DeviceDiscoveryPoweredOffError)
		power(t, "true")
		l, err := qtbt.Listen(t.Context(), serviceUUID(t), "on")
		require.NoError(t, err)
		require.NoError(t, l.Close())
	}, idle)
}

// BlueZ allows one connection to a UUID at a time from a host, so clients at once are clients of
// several services.
func TestListenersManyClients(t *testing.T) {
	const clients = 4
	onHosts(t, func(t *testing.T, h *host) {
		echoServices(t, clients)
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		conns := make([]*qtbt.Conn, clients)
		var dials sync.WaitGroup
		for i, id := range serviceUUIDs(t, clients) {
			dials.Go(func() {
				var err error
				conns[i], err = qtbt.Dial(t.Context(), h.peer, id)
				assert.NoError(t, err)
			})
		}
		dials.Wait()
		require.False(t, t.Failed())
		var exchanges sync.WaitGroup
		for _, c := range conns {
			exchanges.Go(func() { exchangeConn(t, c, 20_000) })
		}
		exchanges.Wait()
		for range 3 {
			c, err := qtbt.Dial(t.Context(), h.peer, serviceUUIDs(t, 1)[0])
			require.NoError(t, err)
			exchangeConn(t, c, 1000)
		}
		h.tell("done")
	})
}

// Both hosts send 5 MB at once, and close; each gets all of it, then io.EOF.
func TestConnBothDirections(t *testing.T) {
	both := func(t *testing.T, h *host, c *qtbt.Conn, mine, others byte) {
		size := 5_000_000
		// The option has the same code for each byte, and half as many take half as long.
		if h.qtStream {
			size /= 2
		}
		wrote := make(chan error, 1)
		go func() { _, err := c.Write(randomBytes(size, mine)); wrote <- err }()
		got := make([]byte, size)
		began := time.Now()
		_, err := io.ReadFull(c, got)
		require.NoError(t, err)
		t.Logf("%.0f KB/s", float64(size)/time.Since(began).Seconds()/1000)
		assert.Equal(t, sha256.Sum256(randomBytes(size, others)), sha256.Sum256(got))
		require.NoError(t, <-wrote)
	}
	onBothPlanes(t, func(t *testing.T, h *host) {
		l, err := h.listenConfig().ListenService(t.Context(), serviceUUID(t), "bulk")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		c, err := l.AcceptConn()
		require.NoError(t, err)
		both(t, h, c, 1, 2)
		_, err = c.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
		require.NoError(t, c.Close())
	}, func(t *testing.T, h *host) {
		h.await("listening")
		c := dialConn(t, h)
		both(t, h, c, 2, 1)
		require.NoError(t, c.Close())
	})
}

// What was written before Close arrives, also at a reader that comes late, then io.EOF: in both
// directions.
func TestConnLateReader(t *testing.T) {
	sent := randomBytes(5_000_000, 1) // more than all buffers hold
	lateReader(t, qtbt.RFCOMM, sent, func(t *testing.T, c *qtbt.Conn) int {
		require.NoError(t, c.SetWriteDeadline(time.Now().Add(time.Second)))
		n, err := c.Write(sent)
		assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
		return n
	})
}

// The kernel drops what an L2CAP reader leaves lying for long, so there it is a few packets.
func TestConnLateReaderOverL2CAP(t *testing.T) {
	sent := randomBytes(5_000, 1)
	lateReader(t, qtbt.L2CAP, sent, func(t *testing.T, c *qtbt.Conn) int {
		n, err := c.Write(sent)
		require.NoError(t, err)
		return n
	})
}

// lateReader has either end read only when the other has written what it can of sent, and closed.
func lateReader(t *testing.T, protocol qtbt.Protocol, sent []byte, write func(*testing.T, *qtbt.Conn) int) {
	writeAndClose := func(t *testing.T, h *host, c *qtbt.Conn) {
		n := write(t, c)
		require.NoError(t, c.Close())
		h.tell("wrote", n)
		h.await("read")
	}
	read := func(t *testing.T, h *host, c *qtbt.Conn) {
		n, err := strconv.Atoi(h.await("wrote"))
		require.NoError(t, err)
		got, err := io.ReadAll(c)
		require.NoError(t, err)
		assert.Equal(t, n, len(got))
		assert.Equal(t, sha256.Sum256(sent[:n]), sha256.Sum256(got))
		require.NoError(t, c.Close())
		h.tell("read")
	}
	onBothPlanes(t, func(t *testing.T, h *host) {
		l, err := (&qtbt.ListenConfig{Protocol: protocol, QtStream: h.qtStream}).ListenService(t.Context(), serviceUUID(t), "late")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		c, err := l.AcceptConn()
		require.NoError(t, err)
		read(t, h, c)
		c, err = l.AcceptConn()
		require.NoError(t, err)
		writeAndClose(t, h, c)
	}, func(t *testing.T, h *host) {
		dial := func() *qtbt.Conn {
			c, err := (&qtbt.Dialer{Protocol: protocol, QtStream: h.qtStream}).DialService(t.Context(), h.peer, serviceUUID(t))
			require.NoError(t, err)
			return c
		}
		h.await("listening")
		writeAndClose(t, h, dial())
		read(t, h, dial())
	})
}

// A process that is killed leaves its peer with all that it had sent, and an end.
func TestConnPeerKilled(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, h *host) {
		l, err := h.listenConfig().ListenService(t.Context(), serviceUUID(t), "killed")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		c, err := l.AcceptConn()
		require.NoError(t, err)
		defer c.Close()
		p := make([]byte, 5)
		_, err = io.ReadFull(c, p)
		require.NoError(t, err)
		assert.Equal(t, "hello", string(p))
		h.tell("connected")
		_, err = c.Read(p)
		assert.Error(t, err)
		t.Log(err)
	}, func(t *testing.T, h *host) {
		if os.Getenv(victim) != "" {
			c := dialConn(t, h)
			c.Write([]byte("hello"))
			select {}
		}
		h.await("listening")
		self, err := os.Executable()
		require.NoError(t, err)
		child := exec.Command(self, onlyThisTest(t))
		child.Env = append(os.Environ(), victim+"=1")
		child.Stdout, child.Stderr = os.Stderr, os.Stderr
		require.NoError(t, child.Start())
		h.await("connected")
		require.NoError(t, child.Process.Kill())
		require.Error(t, child.Wait())
	})
}

func TestHTTPOverBluetooth(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, h *host) {
		l, err := h.listenConfig().ListenService(t.Context(), serviceUUID(t), "web")
		require.NoError(t, err)
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			w.Write(body)
		})}
		served := make(chan error, 1)
		go func() { served <- server.Serve(l) }()
		h.tell("listening")
		h.await("done")
		require.NoError(t, server.Shutdown(t.Context()))
		assert.Equal(t, http.ErrServerClosed, <-served)
	}, func(t *testing.T, h *host) {
		h.await("listening")
		transport := &http.Transport{
			MaxConnsPerHost: 1,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				c, err := (&qtbt.Dialer{QtStream: h.qtStream}).DialService(ctx, h.peer, serviceUUID(t))
				if err != nil {
					return nil, err
				}
				return c, nil
			},
		}
		client := &http.Client{Transport: transport}
		body := randomBytes(20_000, 1)
		for range 5 {
			response, err := client.Post("http://lab-a/echo", "application/octet-stream", bytes.NewReader(body))
			require.NoError(t, err)
			got, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			response.Body.Close()
			assert.Equal(t, sha256.Sum256(body), sha256.Sum256(got))
		}
		transport.CloseIdleConnections()
		h.tell("done")
	})
}

// A Write over the MTU leaves as several packets.
func TestConnL2CAP(t *testing.T) {
	onBothPlanes(t, echoService(qtbt.ListenConfig{Protocol: qtbt.L2CAP}), func(t *testing.T, h *host) {
		h.await("listening")
		c, err := (&qtbt.Dialer{Protocol: qtbt.L2CAP, QtStream: h.qtStream}).DialService(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err)
		assert.Equal(t, "l2cap", c.RemoteAddr().Network())
		exchangeConn(t, c, 50_000)
		h.tell("done")
	})
}
