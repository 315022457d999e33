//go:build cgo

package qtbt_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// plane is a kind of stream under a Conn.
type plane struct {
	name string
	qtbt.ConnConfig
}

var planes = []plane{{"kernel", qtbt.ConnConfig{}}, {"Qt", qtbt.ConnConfig{QtStream: true}}}

// onBothPlanes runs a test on each kind of stream.
func onBothPlanes(t *testing.T, test func(t *testing.T, on plane)) {
	for _, on := range planes {
		t.Run(on.name, func(t *testing.T) { test(t, on) })
	}
}

// pipe returns two Conns that are connected to each other.
func (on plane) pipe() (a, b *qtbt.Conn, err error) {
	if on == planes[0] {
		return bttest.ConnPipe()
	}
	s, peer, err := bttest.Pipe()
	if err != nil {
		return nil, nil, err
	}
	a, aErr := on.NewConn(s)
	b, bErr := on.NewConn(peer)
	return a, b, errors.Join(aErr, bErr)
}

// connPipe returns two Conns that are connected to each other until the test's end.
func (on plane) connPipe(t *testing.T) (a, b *qtbt.Conn) {
	t.Helper()
	a, b, err := on.pipe()
	require.NoError(t, err)
	t.Cleanup(func() {
		a.Close()
		b.Close()
		awaitGone(t, a, b)
	})
	return a, b
}

// connPipe is plane.connPipe on the plane that Conns have by default.
func connPipe(t *testing.T) (a, b *qtbt.Conn) { return planes[0].connPipe(t) }

// awaitGone waits until closed Conns have sent their bytes and left nothing that a later test would
// count.
func awaitGone(t *testing.T, conns ...*qtbt.Conn) {
	t.Helper()
	for _, c := range conns {
		for c.Socket().State() == qtbt.ConnectedState {
			runtime.Gosched()
		}
	}
	onQt(t, func() {})
	onQt(t, func() {})
}

func randomBytes(n int) []byte {
	p := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(n)}).Read(p)
	return p
}

// assertSame is assert.Equal for more bytes than should be printed.
func assertSame(t *testing.T, want, got []byte) {
	t.Helper()
	assert.Equal(t, len(want), len(got), "number of bytes")
	assert.Equal(t, sha256.Sum256(want), sha256.Sum256(got))
}

// golang.org/x/net has a test for every net.Conn.
func TestConnKeepsNetsPromises(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		nettest.TestConn(t, func() (a, b net.Conn, stop func(), err error) {
			c, d, err := on.pipe()
			if err != nil {
				return nil, nil, nil, err
			}
			return c, d, func() {
				c.Close()
				d.Close()
				awaitGone(t, c, d)
			}, nil
		})
	})
}

// All that was sent before the peer closed can be read, however late.
func TestConnReadsAllBeforeEOF(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		sent := randomBytes(1 << 20)
		go func() {
			a.Write(sent)
			a.Close()
		}()
		got, err := io.ReadAll(b)
		require.NoError(t, err)
		assertSame(t, sent, got)
		n, err := b.Read(make([]byte, 1))
		assert.Zero(t, n)
		assert.Equal(t, io.EOF, err)
	})
}

func TestConnAddresses(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		here := qtbt.Addr{Protocol: qtbt.RFCOMM, Address: qtbt.MustParseAddress("00:AA:01:00:00:00"), Port: 1}
		there := qtbt.Addr{Protocol: qtbt.L2CAP, Address: qtbt.MustParseAddress("00:AA:01:01:00:42"), Port: 0x1001}
		s, _ := pipe(t)
		on.LocalAddr, on.RemoteAddr = here, there
		c, err := on.NewConn(s)
		require.NoError(t, err)
		defer c.Close()
		assert.Equal(t, here, c.LocalAddr())
		assert.Equal(t, there, c.RemoteAddr())
		assert.Equal(t, "[00:AA:01:00:00:00]:1", c.LocalAddr().String())
		assert.Equal(t, "rfcomm", c.LocalAddr().Network())
		assert.Equal(t, "l2cap", c.RemoteAddr().Network())
		assert.Equal(t, s, c.Socket())
		a, _ := connPipe(t)
		assert.Equal(t, qtbt.Addr{Protocol: qtbt.RFCOMM}, a.LocalAddr())
	})
}

// A Conn of a socket has the bytes that the socket received before.
func TestNewConnTakesWhatArrived(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		s, peer := pipe(t)
		arrived := make(chan struct{})
		seen := s.OnReadyRead(func() { close(arrived) })
		_, err := peer.Write([]byte("early"))
		require.NoError(t, err)
		<-arrived
		seen.Cancel()
		c, err := on.NewConn(s)
		require.NoError(t, err)
		defer c.Close()
		p := make([]byte, 5)
		_, err = io.ReadFull(c, p)
		require.NoError(t, err)
		assert.Equal(t, "early", string(p))
	})
}

func TestNewConnBadInput(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		unconnected, err := qtbt.NewSocket(qtbt.RFCOMM)
		require.NoError(t, err)
		defer unconnected.Delete()
		_, err = on.NewConn(unconnected)
		assert.ErrorIs(t, err, qtbt.SocketOperationError)
		assert.ErrorContains(t, err, "UnconnectedState")

		deleted, _ := pipe(t)
		deleted.Delete()
		for _, s := range []*qtbt.Socket{nil, new(qtbt.Socket), deleted} {
			c, err := on.NewConn(s)
			assert.Nil(t, c)
			assert.ErrorIs(t, err, qtbt.ErrDeleted)
		}

		s, _ := pipe(t)
		c, err := on.NewConn(s)
		require.NoError(t, err)
		defer c.Close()
		_, err = on.NewConn(s)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
		assert.ErrorContains(t, err, "belongs to a Conn already")
	})
}

func TestMethodsOfNilAndZeroConnReturnErrDeleted(t *testing.T) {
	for _, none := range []any{(*qtbt.Conn)(nil), new(qtbt.Conn), (*qtbt.Listener)(nil), new(qtbt.Listener)} {
		errs := callAll(reflect.ValueOf(none))
		assert.NotEmpty(t, errs)
		for method, err := range errs {
			assert.ErrorIs(t, err, qtbt.ErrDeleted, method)
			var op *net.OpError
			assert.ErrorAs(t, err, &op, method)
		}
	}
}

func TestConnAllowsEmptyBuffers(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, _ := on.connPipe(t)
		for _, p := range [][]byte{nil, {}} {
			n, err := a.Write(p)
			assert.NoError(t, err)
			assert.Zero(t, n)
			n, err = a.Read(p)
			assert.NoError(t, err)
			assert.Zero(t, n)
		}
	})
}

// A Write is not torn by another Write, and no byte goes to two Reads.
func TestConnCallsDoNotTearEachOther(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		const writers, each, size = 8, 100, 100
		for i := range writers {
			go func() {
				for range each {
					n, err := a.Write(bytes.Repeat([]byte{byte(i)}, size))
					assert.NoError(t, err)
					assert.Equal(t, size, n)
				}
			}()
		}
		count := make([]int, writers)
		for range writers * each {
			p := make([]byte, size)
			_, err := io.ReadFull(b, p)
			require.NoError(t, err)
			require.Equal(t, bytes.Repeat(p[:1], size), p, "a torn write")
			count[p[0]]++
		}
		assert.Equal(t, slices.Repeat([]int{each}, writers), count)

		var total atomic.Int64
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				n, err := io.Copy(io.Discard, b)
				assert.NoError(t, err)
				total.Add(n)
			})
		}
		_, err := a.Write(make([]byte, more))
		require.NoError(t, err)
		require.NoError(t, a.Close())
		readers.Wait()
		assert.EqualValues(t, more, total.Load())
	})
}

// Buffers may lie in objects with pointers, as net/http's do. cgo refuses such objects unless it
// knows that only the bytes are used.
func TestConnBufferMayLieBesidePointers(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		type holder struct {
			pointer *int
			buffer  [1]byte
		}
		a, b := on.connPipe(t)
		from, to := &holder{new(int), [1]byte{'x'}}, &holder{pointer: new(int)}
		// The call goes through interfaces, so that the objects lie in the heap.
		_, err := io.MultiWriter(a).Write(from.buffer[:])
		require.NoError(t, err)
		_, err = io.ReadFull(b, to.buffer[:])
		require.NoError(t, err)
		assert.Equal(t, from.buffer, to.buffer)

		s, peer := pipe(t)
		arrived := collect(peer, 1)
		_, err = s.Write(from.buffer[:])
		require.NoError(t, err)
		assert.Equal(t, "x", string(<-arrived))
		_, err = peer.Peek(to.buffer[:])
		require.NoError(t, err)
		_, err = peer.ReadAvailable(to.buffer[:])
		require.NoError(t, err)
	})
}
