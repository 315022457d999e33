//go:build cgo && linux

package qtbt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func TestConnSyscallConn(t *testing.T) {
	a, _ := connPipe(t)
	raw, err := a.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0)
		assert.NoError(t, err)
		assert.NotZero(t, flags&unix.FD_CLOEXEC, "no child inherits it")
		assert.Equal(t, int(fd), a.Socket().SocketDescriptor())
	}))
	require.NoError(t, a.Close())
	_, err = a.SyscallConn()
	assert.ErrorIs(t, err, net.ErrClosed)
	assert.Error(t, raw.Control(func(uintptr) { t.Error("of a closed Conn") }))
	assert.Equal(t, -1, a.Socket().SocketDescriptor())

	b, _ := planes[1].connPipe(t)
	_, err = b.SyscallConn()
	assert.ErrorIs(t, err, qtbt.ErrUnsupported)
}

func init() {
	children["NewConn without descriptors"] = func() int {
		a, b, err := bttest.Pipe()
		must(err, "Pipe")
		free := useUpDescriptors()
		failed, reason := qtbt.NewConn(a)
		free()
		peer, err := qtbt.NewConn(b)
		must(err, "NewConn")
		_, err = a.Write([]byte("hello"))
		must(err, "Write")
		got := make([]byte, 5)
		_, err = io.ReadFull(peer, got)
		must(err, "Read")
		c, err := qtbt.NewConn(a)
		must(err, "NewConn")
		must(c.Close(), "Close")
		fmt.Println(failed, errors.Is(reason, syscall.EMFILE), string(got))
		return 0
	}
	children["idle conns"] = func() int {
		const pairs = 20
		var conns []*qtbt.Conn
		connect := func() {
			a, b, err := bttest.ConnPipe()
			must(err, "ConnPipe")
			conns = append(conns, a, b)
		}
		// Deleted objects go when control returns to Qt's event loop.
		settled := func() (int, qtbt.ObjectCount) {
			for range 2 {
				must(qtbt.Invoke(context.Background(), func() {}), "Invoke")
			}
			entries, err := os.ReadDir("/proc/self/fd")
			must(err, "ReadDir")
			return len(entries), qtbt.Objects()
		}
		connect() // makes what a process has once
		descriptors, objects := settled()
		for range pairs {
			connect()
		}
		descriptorsNow, objectsNow := settled()
		fmt.Println(descriptorsNow-descriptors-2*pairs, objectsNow.Live-objects.Live, objectsNow.QObjects-objects.QObjects)
		runtime.KeepAlive(conns)
		return 0
	}
}

// A Conn costs one descriptor and no Qt object. The test runs in a process of its own, so that it
// counts nothing of other tests.
func TestConnCostsOneDescriptor(t *testing.T) {
	assert.Equal(t, "0 0 0", runChild(t, "idle conns"))
}

// At the descriptor limit NewConn fails with the errno, and the Socket stays usable. The test runs
// in a process of its own, so that no other test's descriptors are closed meanwhile.
func TestNewConnFailsAtTheDescriptorLimit(t *testing.T) {
	assert.Equal(t, "<nil> true hello", runChild(t, "NewConn without descriptors"))
}

// A Socket with unsent bytes gets Qt's stream, so that they are sent.
func TestNewConnSendsUnsentBytes(t *testing.T) {
	s, peer := pipe(t)
	got := collect(peer, 10)
	var c *qtbt.Conn
	onQt(t, func() {
		_, err := s.Write([]byte("early"))
		assert.NoError(t, err)
		c, err = qtbt.NewConn(s)
		assert.NoError(t, err)
	})
	_, err := c.SyscallConn()
	assert.ErrorIs(t, err, qtbt.ErrUnsupported)
	_, err = c.Write([]byte("later"))
	require.NoError(t, err)
	assert.Equal(t, "earlylater", string(<-got))
	require.NoError(t, c.Close())
}

// The getters of the Socket under a Conn work; methods that would disturb the Conn fail.
func TestSocketUnderAConnKeepsItsGetters(t *testing.T) {
	here := qtbt.Addr{Protocol: qtbt.RFCOMM, Address: qtbt.MustParseAddress("00:AA:01:00:00:00"), Port: 1}
	there := qtbt.Addr{Protocol: qtbt.RFCOMM, Address: qtbt.MustParseAddress("00:AA:01:01:00:42"), Port: 2}
	s, peer := pipe(t)
	c, err := qtbt.ConnConfig{LocalAddr: here, RemoteAddr: there}.NewConn(s)
	require.NoError(t, err)
	assert.Same(t, s, c.Socket())
	assert.Equal(t, qtbt.ConnectedState, s.State())
	assert.Equal(t, qtbt.RFCOMM, s.SocketType())
	assert.Equal(t, here.Address, s.LocalAddress())
	assert.Equal(t, here.Port, s.LocalPort())
	assert.Equal(t, there.Address, s.PeerAddress())
	assert.Equal(t, there.Port, s.PeerPort())
	assert.Empty(t, s.PeerName(), "nobody knows the device")
	_, err = s.Write([]byte("x"))
	assert.ErrorIs(t, err, qtbt.ErrDeleted)
	assert.ErrorIs(t, s.Abort(), qtbt.ErrDeleted)
	assert.ErrorIs(t, s.OnReadyRead(func() {}).Err(), qtbt.ErrDeleted)

	got := collect(peer, 1)
	_, err = c.Write([]byte("x"))
	require.NoError(t, err)
	assert.Equal(t, "x", string(<-got))
	require.NoError(t, c.Close())
	assert.Equal(t, qtbt.UnconnectedState, s.State())
	s.Delete()
}

// A Write's error contains the errno beside Qt's code.
func TestConnErrorsHaveAnErrno(t *testing.T) {
	a, b := connPipe(t)
	require.NoError(t, b.Close())
	var err error
	for err == nil {
		_, err = a.Write([]byte("x"))
	}
	assert.ErrorIs(t, err, syscall.EPIPE)
	assert.ErrorIs(t, err, qtbt.SocketRemoteHostClosedError)
	_, err = a.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err)
}

func TestConnSetLinger(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		a, b := on.connPipe(t)
		for _, sec := range []int{-1, 0, 1} {
			require.NoError(t, a.SetLinger(sec))
		}
		_, err := a.Write([]byte("hello"))
		require.NoError(t, err)
		require.NoError(t, a.Close())
		got, err := io.ReadAll(b)
		require.NoError(t, err)
		assert.Equal(t, "hello", string(got))
		assert.ErrorIs(t, a.SetLinger(1), net.ErrClosed)
	})
}

// When Close comes after a deadline has passed, calls return Close's error.
func TestConnClosedAfterADeadline(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		for range 50 {
			a, b, err := on.pipe()
			require.NoError(t, err)
			require.NoError(t, a.SetDeadline(past))
			_, err = a.Read(make([]byte, 1))
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
			require.NoError(t, a.Close())
			for _, w := range waits {
				require.ErrorIs(t, w.call(a), net.ErrClosed)
			}
			require.NoError(t, b.Close())
			awaitGone(t, a, b)
		}
	})
}

// bttest makes Conns of the kernel's stream.
func TestConnPipeUsesTheKernelsStream(t *testing.T) {
	a, b, err := bttest.ConnPipe()
	require.NoError(t, err)
	for _, c := range []*qtbt.Conn{a, b} {
		_, err := c.SyscallConn()
		assert.NoError(t, err)
		assert.False(t, c.Direct())
		require.NoError(t, c.Close())
	}
}
