//go:build cgo

package qtbt_test

import (
	"crypto/sha256"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestSocketEcho(t *testing.T) {
	a, b := pipe(t)
	b.OnReadyRead(func() {
		_, err := b.Write(b.ReadAll())
		assert.NoError(t, err)
	})
	sent := make([]byte, 1<<20)
	for i := range sent {
		sent[i] = byte(rand.Uint32())
	}
	back := collect(a, len(sent))
	n, err := a.Write(sent)
	require.NoError(t, err)
	require.Equal(t, len(sent), n)
	assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(<-back))
	assert.EqualValues(t, 0, a.BytesToWrite())
}

func TestSocketHandlersRunOnQtThread(t *testing.T) {
	a, b := pipe(t)
	on := make(chan bool, 1)
	b.OnReadyRead(func() { on <- qtbt.OnQtThread() })
	a.PutChar('x')
	assert.True(t, <-on)
	assert.False(t, qtbt.OnQtThread())
}

// Qt's raw back end emits these signals in this order when the peer closes.
func TestSocketRemoteClose(t *testing.T) {
	a, b := pipe(t)
	tr := record(t, b)
	require.NoError(t, a.Close())
	assert.Equal(t, []string{
		"errorOccurred UnknownSocketError",
		"stateChanged ClosingState",
		"stateChanged UnconnectedState",
		"disconnected",
		"readChannelFinished",
	}, tr.waitFor("readChannelFinished"))
	assert.Equal(t, qtbt.UnconnectedState, b.State())
	assert.Equal(t, qtbt.SocketUnknownError, b.LastError())
}

func TestSocketLocalClose(t *testing.T) {
	a, _ := pipe(t)
	tr := record(t, a)
	require.NoError(t, a.Close())
	assert.Equal(t, []string{
		"stateChanged ClosingState",
		"stateChanged UnconnectedState",
		"disconnected",
		"readChannelFinished",
	}, tr.waitFor("readChannelFinished"))
	assert.Equal(t, -1, a.SocketDescriptor())
	require.NoError(t, a.Close(), "closing a closed socket does nothing")
}

// Qt loses bytes that were not read when the connection ends.
func TestSocketLosesUnreadBytesAtDisconnect(t *testing.T) {
	a, b := pipe(t)
	arrived, ended := make(chan struct{}), make(chan struct{})
	b.OnReadyRead(func() { close(arrived) })
	b.OnDisconnected(func() { close(ended) })
	_, err := a.Write([]byte("0123456789"))
	require.NoError(t, err)
	<-arrived
	require.NoError(t, a.Close())
	<-ended
	assert.EqualValues(t, 10, b.BytesAvailable())
	_, err = b.ReadAvailable(make([]byte, 10))
	var op *qtbt.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, "read", op.Op)
	assert.Contains(t, op.Text, "device not open")
}

func TestSetSocketDescriptorEmitsConnected(t *testing.T) {
	_, b := pipe(t)
	fd := descriptor(t, b)
	require.NoError(t, b.Close())
	tr := record(t, b)
	onQt(t, func() {
		assert.NoError(t, b.SetSocketDescriptor(fd, qtbt.RFCOMM))
		tr.add("returned")
	})
	assert.Equal(t, []string{"stateChanged ConnectedState", "connected", "returned"}, tr.waitFor("returned"))
}

func TestSocketDescriptorIsRefused(t *testing.T) {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	closed, err := os.Open(os.DevNull)
	require.NoError(t, err)
	fd := int(closed.Fd())
	require.NoError(t, closed.Close())
	for _, fd := range []int{-1, 1 << 40, fd} {
		assert.ErrorIs(t, s.SetSocketDescriptor(fd, qtbt.RFCOMM), qtbt.ErrInvalidArgument)
	}
	assert.ErrorIs(t, s.SetSocketDescriptorState(0, qtbt.Protocol(9), qtbt.ConnectedState, qtbt.ReadWrite),
		qtbt.ErrInvalidArgument)
}

func TestSocketReading(t *testing.T) {
	a, b := pipe(t)
	line := make(chan struct{}, 1)
	b.OnReadyRead(func() {
		if b.BytesAvailable() == 11 {
			line <- struct{}{}
		}
	})
	_, err := a.Write([]byte("one\ntwo\nxyz"))
	require.NoError(t, err)
	<-line
	assert.True(t, b.CanReadLine())
	assert.False(t, b.AtEnd())
	p := make([]byte, 4)
	n, err := b.Peek(p)
	require.NoError(t, err)
	assert.Equal(t, "one\n", string(p[:n]))
	require.NoError(t, b.StartTransaction())
	assert.True(t, b.IsTransactionStarted())
	assert.Equal(t, "one\n", string(b.ReadLine()))
	require.NoError(t, b.RollbackTransaction())
	assert.Equal(t, "on", string(b.ReadLine(3)), "Qt counts a terminating zero")
	skipped, err := b.Skip(2)
	require.NoError(t, err)
	assert.EqualValues(t, 2, skipped)
	assert.Equal(t, "two\n", string(b.ReadLine()))
	c, ok := b.GetChar()
	assert.True(t, ok)
	assert.Equal(t, byte('x'), c)
	require.NoError(t, b.UngetChar(c))
	assert.EqualValues(t, 3, b.BytesAvailable())
	assert.Equal(t, "xyz", string(b.ReadAll()))
	assert.Nil(t, b.ReadAll())
	_, ok = b.GetChar()
	assert.False(t, ok)
	n, err = b.ReadAvailable(p)
	assert.NoError(t, err)
	assert.Zero(t, n, "it does not wait")
}

func TestSocketReadsUpToItsMaximum(t *testing.T) {
	a, b := pipe(t)
	arrived := make(chan struct{}, 10)
	b.OnReadyRead(func() { arrived <- struct{}{} })
	_, err := a.Write([]byte("some bytes"))
	require.NoError(t, err)
	<-arrived
	for _, want := range []string{"some", " byt", "es", ""} {
		got, err := b.Read(4)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	got, err := b.Read(1 << 62)
	assert.NoError(t, err)
	assert.Empty(t, got)
	_, err = b.Read(-1)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	b.Abort()
	_, err = b.Read(4)
	assert.ErrorAs(t, err, new(*qtbt.OpError))
	_, err = (*qtbt.Socket)(nil).Read(4)
	assert.ErrorIs(t, err, qtbt.ErrDeleted)
}

func TestSocketAsDevice(t *testing.T) {
	a, _ := pipe(t)
	assert.True(t, a.IsOpen() && a.IsReadable() && a.IsWritable() && a.IsSequential())
	assert.Equal(t, qtbt.ReadWrite, a.OpenMode())
	assert.Equal(t, qtbt.RFCOMM, a.SocketType())
	assert.Equal(t, qtbt.ConnectedState, a.State())
	assert.False(t, a.IsTextModeEnabled())
	require.NoError(t, a.SetTextModeEnabled(true))
	assert.True(t, a.IsTextModeEnabled())
	assert.Equal(t, 1, a.ReadChannelCount())
	assert.Equal(t, 1, a.WriteChannelCount())
	assert.Zero(t, a.CurrentReadChannel())
	assert.Zero(t, a.CurrentWriteChannel())
	for _, timeout := range []time.Duration{-1, 0, math.MaxInt64} {
		assert.False(t, a.WaitForReadyRead(timeout))
		assert.False(t, a.WaitForBytesWritten(timeout))
	}
	assert.Error(t, a.SeekTo(1))
	assert.Error(t, a.Reset())
	assert.Zero(t, a.Pos())
	require.NoError(t, a.SetPreferredSecurityFlags(qtbt.Secure|qtbt.Encryption))
	assert.Equal(t, qtbt.Secure|qtbt.Encryption, a.PreferredSecurityFlags())
}

func TestSocketNotConnected(t *testing.T) {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	_, err = s.Write([]byte("x"))
	assert.ErrorIs(t, err, qtbt.SocketOperationError)
	_, err = s.ReadAvailable(make([]byte, 1))
	assert.ErrorIs(t, err, qtbt.SocketOperationError)
	require.NoError(t, s.Open(qtbt.ReadWrite))
	_, err = s.Write([]byte("x"))
	assert.ErrorIs(t, err, qtbt.SocketOperationError)
	assert.ErrorContains(t, err, "Cannot write while not connected")
}

func TestSocketEmptyWriteIsQtsError(t *testing.T) {
	a, _ := pipe(t)
	_, err := a.Write(nil)
	assert.ErrorIs(t, err, qtbt.SocketOperationError)
}

func TestSocketUnbufferedWriteMayBeShort(t *testing.T) {
	a, b := pipe(t)
	fd := descriptor(t, b)
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	require.NoError(t, s.SetSocketDescriptorState(fd, qtbt.RFCOMM, qtbt.ConnectedState, qtbt.ReadWrite|qtbt.Unbuffered))
	n, err := s.Write(make([]byte, 16<<20))
	assert.ErrorIs(t, err, io.ErrShortWrite)
	assert.Positive(t, n)
	require.NoError(t, a.Abort())
}

func TestSocketConcurrentWriters(t *testing.T) {
	a, b := pipe(t)
	const writers, each = 8, 200
	got := collect(b, writers*each*3)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for range each {
				n, err := a.Write([]byte{byte(i), byte(i), byte(i)})
				assert.NoError(t, err)
				assert.Equal(t, 3, n)
			}
		})
	}
	wg.Wait()
	count := make([]int, writers)
	data := <-got
	for i := 0; i < len(data); i += 3 {
		require.Equal(t, data[i], data[i+1], "a write is not torn")
		require.Equal(t, data[i], data[i+2], "a write is not torn")
		count[data[i]]++
	}
	for _, n := range count {
		assert.Equal(t, each, n)
	}
}

func TestSocketConnectBadInput(t *testing.T) {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	assert.ErrorIs(t, s.ConnectToServiceInfo(nil), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.ConnectToPort(qtbt.Address{}, 31), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.ConnectToService(qtbt.Address{}, qtbt.UUID{}, qtbt.ReadOnly, qtbt.ReadOnly),
		qtbt.ErrInvalidArgument)
	_, err = qtbt.NewSocket(qtbt.Protocol(77))
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

// Qt's write queues a call, which comes after the abort and no longer finds a descriptor.
func TestSocketAbortWithPendingBytes(t *testing.T) {
	a, _ := pipe(t)
	tr := record(t, a)
	onQt(t, func() {
		_, err := a.Write([]byte("never sent"))
		assert.NoError(t, err)
		assert.NoError(t, a.Abort())
		assert.EqualValues(t, 10, a.BytesToWrite())
	})
	assert.Equal(t, []string{
		"stateChanged ClosingState",
		"stateChanged UnconnectedState",
		"disconnected",
		"readChannelFinished",
		"errorOccurred NetworkError",
	}, tr.waitFor("errorOccurred NetworkError"))
	assert.Equal(t, "Network Error: Bad file descriptor", a.ErrorString())
}

// If more bytes are pending than that call sends, Qt would go on with a notifier that the abort has
// deleted.
func TestSocketAbortWithManyPendingBytes(t *testing.T) {
	a, _ := pipe(t)
	tr := record(t, a)
	onQt(t, func() {
		_, err := a.Write(make([]byte, 1025))
		assert.NoError(t, err)
		assert.NoError(t, a.Abort())
	})
	onQt(t, func() {})
	assert.NotContains(t, tr.waitFor("readChannelFinished"), "errorOccurred NetworkError")
	assert.Equal(t, qtbt.UnconnectedState, a.State())
}
