//go:build cgo

package qtbt_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// past is a deadline that has passed.
var past = time.Unix(1, 0)

// soon is a deadline that a test waits for.
func soon() time.Time { return time.Now().Add(50 * time.Millisecond) }

// far is a deadline that no test reaches.
func far() time.Time { return time.Now().Add(time.Hour) }

// more is more bytes than all buffers between two ends hold.
const more = 4 << 20

// waits holds the two calls that wait, on a Conn on which they wait for ever.
var waits = map[string]struct {
	call func(*qtbt.Conn) error
	set  func(*qtbt.Conn, time.Time) error
}{
	"read": {
		func(c *qtbt.Conn) error { _, err := c.Read(make([]byte, 1)); return err },
		(*qtbt.Conn).SetReadDeadline,
	},
	"write": {
		func(c *qtbt.Conn) error { _, err := c.Write(make([]byte, more)); return err },
		(*qtbt.Conn).SetWriteDeadline,
	},
}

func assertDeadlineExceeded(t *testing.T, err error) {
	t.Helper()
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.True(t, op.Timeout())
	assert.Equal(t, "rfcomm", op.Net)
}

func TestConnDeadlines(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		for name, w := range waits {
			// start makes the call, which then most likely waits, and returns a channel for its
			// error.
			start := func(c *qtbt.Conn) <-chan error {
				result := make(chan error, 1)
				began := make(chan struct{})
				go func() {
					close(began)
					result <- w.call(c)
				}()
				<-began
				return result
			}
			t.Run(name+" past", func(t *testing.T) {
				a, _ := on.connPipe(t)
				require.NoError(t, w.set(a, past))
				assertDeadlineExceeded(t, w.call(a))
				assertDeadlineExceeded(t, w.call(a))
			})
			t.Run(name+" future", func(t *testing.T) {
				a, _ := on.connPipe(t)
				deadline := soon()
				require.NoError(t, w.set(a, deadline))
				assertDeadlineExceeded(t, w.call(a))
				assert.False(t, time.Now().Before(deadline), "ended too early")
			})
			t.Run(name+" set while waiting", func(t *testing.T) {
				a, _ := on.connPipe(t)
				result := start(a)
				require.NoError(t, w.set(a, soon()))
				assertDeadlineExceeded(t, <-result)
			})
			t.Run(name+" moved nearer while waiting", func(t *testing.T) {
				a, _ := on.connPipe(t)
				require.NoError(t, w.set(a, far()))
				result := start(a)
				require.NoError(t, w.set(a, past))
				assertDeadlineExceeded(t, <-result)
			})
			t.Run(name+" moved away while waiting", func(t *testing.T) {
				a, _ := on.connPipe(t)
				first := soon()
				require.NoError(t, w.set(a, first))
				result := start(a)
				require.NoError(t, w.set(a, far()))
				select {
				case err := <-result:
					t.Error("ended by a deadline that was moved away:", err)
				case <-time.After(2 * time.Until(first)):
				}
				require.NoError(t, a.SetDeadline(past))
				assertDeadlineExceeded(t, <-result)
			})
			t.Run(name+" taken away", func(t *testing.T) {
				a, b := on.connPipe(t)
				require.NoError(t, w.set(a, past))
				assertDeadlineExceeded(t, w.call(a))
				require.NoError(t, w.set(a, time.Time{}))
				go io.Copy(b, b)
				_, err := a.Write([]byte("x"))
				require.NoError(t, err)
				_, err = a.Read(make([]byte, 1))
				require.NoError(t, err)
			})
		}
	})
}

// The deadline of one direction does not affect the other direction.
func TestConnDeadlinesAreSeparate(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		require.NoError(t, a.SetReadDeadline(past))
		require.NoError(t, b.SetWriteDeadline(past))
		_, err := a.Write([]byte("x"))
		require.NoError(t, err)
		_, err = b.Read(make([]byte, 1))
		require.NoError(t, err)
	})
}

// Bytes that arrived stay readable when a deadline has passed.
func TestConnDeadlineLosesNothing(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		_, err := a.Write([]byte("hello"))
		require.NoError(t, err)
		require.NoError(t, b.SetReadDeadline(past))
		p := make([]byte, 5)
		_, err = b.Read(p)
		assertDeadlineExceeded(t, err)
		require.NoError(t, b.SetReadDeadline(time.Time{}))
		_, err = io.ReadFull(b, p)
		require.NoError(t, err)
		assert.Equal(t, "hello", string(p))
	})
}

// A Write that a deadline ends returns how many bytes it took. Exactly these arrive, and the rest
// can follow.
func TestConnWriteCountsBytesBeforeADeadline(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		sent := randomBytes(more)
		require.NoError(t, a.SetWriteDeadline(soon()))
		n, err := a.Write(sent)
		assertDeadlineExceeded(t, err)
		assert.Positive(t, n)
		require.Less(t, n, len(sent), "the writer is held back while nobody reads")

		got := make([]byte, n)
		_, err = io.ReadFull(b, got)
		require.NoError(t, err)
		assertSame(t, sent[:n], got)
		require.NoError(t, b.SetReadDeadline(soon()))
		_, err = b.Read(got)
		assertDeadlineExceeded(t, err)

		require.NoError(t, a.SetWriteDeadline(time.Time{}))
		require.NoError(t, b.SetReadDeadline(time.Time{}))
		go func() {
			a.Write(sent[n:])
			a.Close()
		}()
		rest, err := io.ReadAll(b)
		require.NoError(t, err)
		assertSame(t, sent[n:], rest)
	})
}

func TestConnDeadlineOfAClosedConnIsAnError(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, _ := on.connPipe(t)
		require.NoError(t, a.Close())
		for _, set := range []func(time.Time) error{a.SetDeadline, a.SetReadDeadline, a.SetWriteDeadline} {
			assert.ErrorIs(t, set(far()), net.ErrClosed)
		}
	})
}

// On the Qt thread no call waits, neither for the peer nor for another goroutine's Read or Write.
func TestConnNeverWaitsOnQtThread(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		onQt(t, func() {
			n, err := a.Read(make([]byte, 1))
			assert.Zero(t, n)
			assert.ErrorIs(t, err, qtbt.ErrOnQtThread)
			n, err = a.Write(make([]byte, more))
			assert.Positive(t, n)
			assert.ErrorIs(t, err, qtbt.ErrOnQtThread)
		})
		for name, w := range waits {
			result := make(chan error, 1)
			go func() { result <- w.call(a) }()
			for err := error(nil); !errors.Is(err, qtbt.ErrOnQtThread); {
				require.NoError(t, qtbt.Invoke(context.Background(), func() { err = w.call(a) }), name)
			}
			require.NoError(t, w.set(a, past))
			assertDeadlineExceeded(t, <-result)
		}
		_, err := b.Write([]byte("x"))
		require.NoError(t, err)
		require.NoError(t, a.SetDeadline(time.Time{}))
		p := make([]byte, 1)
		var n int
		for n == 0 {
			onQt(t, func() { n, _ = a.Read(p) })
		}
		assert.Equal(t, "x", string(p))
	})
}
