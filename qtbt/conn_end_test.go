//go:build cgo

package qtbt_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func TestConnCloseEndsWaitingCalls(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		for name, w := range waits {
			t.Run(name, func(t *testing.T) {
				a, _ := on.connPipe(t)
				const waiting = 3
				results := make(chan error, waiting)
				for range waiting {
					go func() { results <- w.call(a) }()
				}
				require.NoError(t, a.Close())
				for range waiting {
					assert.ErrorIs(t, <-results, net.ErrClosed)
				}
				assert.ErrorIs(t, w.call(a), net.ErrClosed)
			})
		}
	})
}

func TestConnCloseTwice(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, _ := on.connPipe(t)
		const closers = 4
		results := make(chan error, closers)
		for range closers {
			go func() { results <- a.Close() }()
		}
		good := 0
		for range closers {
			if err := <-results; err == nil {
				good++
			} else {
				assert.ErrorIs(t, err, net.ErrClosed)
			}
		}
		assert.Equal(t, 1, good)
		assert.ErrorIs(t, a.CloseWithError(nil), net.ErrClosed)
	})
}

func TestConnCloseOnQtThread(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		onQt(t, func() { assert.NoError(t, a.Close()) })
		_, err := b.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
	})
}

// Close during a big Write: exactly the bytes that Write reports as taken arrive.
func TestConnCloseDuringWriteDeliversCountedBytes(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		sent := randomBytes(more)
		type result struct {
			n   int
			err error
		}
		wrote := make(chan result, 1)
		go func() {
			n, err := a.Write(sent)
			wrote <- result{n, err}
		}()
		start := make([]byte, 1000) // then the Write is under way
		_, err := io.ReadFull(b, start)
		require.NoError(t, err)
		require.NoError(t, a.Close())
		r := <-wrote
		assert.ErrorIs(t, r.err, net.ErrClosed)
		rest, err := io.ReadAll(b)
		require.NoError(t, err)
		assertSame(t, sent[:r.n], append(start, rest...))
	})
}

// A reader that begins after the writer has closed gets all that fits in the buffers between them,
// then io.EOF, every time.
func TestConnKeepsBytesForALateReader(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		sent := randomBytes(more)
		require.NoError(t, a.SetWriteDeadline(soon()))
		n, err := a.Write(sent)
		assertDeadlineExceeded(t, err)
		require.NoError(t, a.Close())
		got, err := io.ReadAll(b)
		require.NoError(t, err)
		assertSame(t, sent[:n], got)
		for range 3 {
			n, err := b.Read(make([]byte, 1))
			assert.Zero(t, n)
			assert.Equal(t, io.EOF, err)
		}
	})
}

// Bytes that the peer wrote can be read even when writing to the peer has failed.
func TestConnReadsAfterFailedWrite(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		_, err := a.Write([]byte("last words"))
		require.NoError(t, err)
		require.NoError(t, a.Close())
		for err == nil {
			_, err = b.Write(make([]byte, 1000))
		}
		var op *net.OpError
		require.ErrorAs(t, err, &op)
		assert.Equal(t, "write", op.Op)
		got, err := io.ReadAll(b)
		require.NoError(t, err)
		assert.Equal(t, "last words", string(got))
	})
}

func TestConnCloseWithError(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		lost := errors.New("lost")
		result := make(chan error, 1)
		go func() { _, err := a.Read(make([]byte, 1)); result <- err }()
		require.NoError(t, a.CloseWithError(lost))
		assert.ErrorIs(t, <-result, lost)
		_, err := a.Write([]byte("x"))
		assert.ErrorIs(t, err, lost)
		_, err = b.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
	})
}

func TestConnSocketDeletedWhileReading(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		result := make(chan error, 1)
		go func() { _, err := a.Read(make([]byte, 1)); result <- err }()
		a.Socket().Delete()
		assert.ErrorIs(t, <-result, qtbt.ErrDeleted)
		_, err := b.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
		require.NoError(t, a.Close())
	})
}

// Close sends what was written, even if it comes immediately.
func TestConnCloseSendsWrittenBytes(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		forgetLeftovers(t)
		before := qtbt.Objects()
		descriptors := openDescriptors(t)
		for range 100 {
			a, b, err := on.pipe()
			require.NoError(t, err)
			_, err = a.Write([]byte("hello"))
			require.NoError(t, err)
			require.NoError(t, a.Close())
			got, err := io.ReadAll(b)
			require.NoError(t, err)
			assert.Equal(t, "hello", string(got))
			require.NoError(t, b.Close())
		}
		awaitObjects(t, before)
		assert.Equal(t, descriptors, openDescriptors(t))
	})
}

// awaitObjects waits until there are no more objects than before.
func awaitObjects(t *testing.T, before qtbt.ObjectCount) {
	t.Helper()
	for now := qtbt.Objects(); now.Live > before.Live || now.QObjects > before.QObjects; now = qtbt.Objects() {
		runtime.GC()
		onQt(t, func() {})
	}
}

func TestForgottenConnsAreCleanedUp(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		forgetLeftovers(t)
		before := qtbt.Objects()
		descriptors := openDescriptors(t)
		func() {
			for range 10 {
				a, _, err := on.pipe()
				require.NoError(t, err)
				_, err = a.Write([]byte("hello"))
				require.NoError(t, err)
			}
		}()
		awaitObjects(t, before)
		if on.QtStream {
			assert.GreaterOrEqual(t, qtbt.Objects().Forgotten, before.Forgotten+20)
		}
		for openDescriptors(t) > descriptors {
			runtime.GC()
		}
	})
}

// A Conn that a goroutine reads stays alive, even if nothing else refers to it.
func TestConnsWithAReaderStayAlive(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		got := make(chan string, 1)
		go func(c *qtbt.Conn) {
			p := make([]byte, 1)
			c.Read(p)
			got <- string(p)
		}(b)
		runtime.GC()
		runtime.GC()
		_, err := a.Write([]byte("x"))
		require.NoError(t, err)
		assert.Equal(t, "x", <-got)
	})
}

func init() {
	children["stop conns"] = func() int {
		a, peer, err := bttest.ConnPipe()
		must(err, "ConnPipe")
		defer runtime.KeepAlive(peer) // otherwise its cleanup would close the connection
		l, _ := newListener(qtbt.Addr{}, nil, 1, nil)
		calls := map[string]func() error{
			"accept": func() error { _, err := l.Accept(); return err },
		}
		for name, w := range waits {
			calls[name] = func() error { return w.call(a) }
		}
		var wg sync.WaitGroup
		var begun sync.WaitGroup
		for name, call := range calls {
			begun.Add(1)
			wg.Go(func() {
				begun.Done()
				if err := call(); !errors.Is(err, qtbt.ErrStopped) {
					fmt.Println("waiting", name, err)
				}
			})
		}
		begun.Wait()
		must(qtbt.Stop(), "Stop")
		wg.Wait()
		for name, call := range calls {
			if err := call(); !errors.Is(err, qtbt.ErrStopped) {
				fmt.Println(name, err)
			}
		}
		_, err = qtbt.NewConn(a.Socket())
		if !errors.Is(err, qtbt.ErrStopped) {
			fmt.Println("NewConn", err)
		}
		must(a.Close(), "Close")
		must(l.Close(), "Close")
		fmt.Println(qtbt.Objects().QObjects)
		return 0
	}
}

func TestStopEndsWaitingCalls(t *testing.T) {
	assert.Equal(t, "0", runChild(t, "stop conns"))
}

// Idle connections cost neither goroutines nor threads.
func TestIdleConnsCostNoGoroutineOrThread(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		const pairs = 500
		tasks := func() int {
			entries, err := os.ReadDir("/proc/self/task")
			require.NoError(t, err)
			return len(entries)
		}
		on.connPipe(t)
		goroutines, threads := runtime.NumGoroutine(), tasks()
		var conns [pairs][2]*qtbt.Conn
		for i := range conns {
			conns[i][0], conns[i][1] = on.connPipe(t)
		}
		assert.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
		assert.LessOrEqual(t, tasks(), threads+5, "Go's runtime adds threads now and then")
		for _, pair := range conns {
			_, err := pair[0].Write([]byte("x"))
			require.NoError(t, err)
		}
		for _, pair := range conns {
			_, err := pair[1].Read(make([]byte, 1))
			require.NoError(t, err)
		}
	})
}
