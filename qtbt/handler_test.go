//go:build cgo

package qtbt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestHandlersRunInOrderOfSubscription(t *testing.T) {
	a, b := pipe(t)
	tr := newTrace()
	b.OnReadyRead(func() { tr.add("first") })
	var third *qtbt.Subscription
	b.OnReadyRead(func() {
		tr.add("second")
		third.Cancel()
		b.OnReadyRead(func() { tr.add("late") })
	})
	third = b.OnReadyRead(func() { tr.add("third") })
	b.OnReadyRead(func() { tr.add("last") })
	a.PutChar('x')
	assert.Equal(t, []string{"first", "second", "last"}, tr.waitFor("last"))
}

func TestCanceledHandlerIsNotCalled(t *testing.T) {
	a, b := pipe(t)
	calls := 0
	subscription := b.OnReadyRead(func() { calls++ })
	subscription.Cancel()
	subscription.Cancel()
	(*qtbt.Subscription)(nil).Cancel()
	got := collect(b, 1)
	a.PutChar('x')
	<-got
	assert.Zero(t, calls)
}

func TestNilHandler(t *testing.T) {
	a, _ := pipe(t)
	assert.ErrorIs(t, a.OnConnected(nil).Err(), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, a.OnStateChanged(nil).Err(), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, a.OnChannelBytesWritten(nil).Err(), qtbt.ErrInvalidArgument)
}

// A handler may end its own object, in each way, within each signal.
func TestHandlerMayEndItsObject(t *testing.T) {
	ends := map[string]func(*qtbt.Socket){
		"Close":                 func(s *qtbt.Socket) { s.Close() },
		"Abort":                 func(s *qtbt.Socket) { s.Abort() },
		"DisconnectFromService": func(s *qtbt.Socket) { s.DisconnectFromService() },
		"Delete":                func(s *qtbt.Socket) { s.Delete() },
	}
	// Each function subscribes a handler for one signal, which calls end, and then provokes the
	// signal.
	signals := map[string]func(t *testing.T, s, peer *qtbt.Socket, end func()){
		"readyRead": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnReadyRead(end)
			peer.PutChar('x')
		},
		"bytesWritten": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnBytesWritten(func(int64) { end() })
			s.Write(make([]byte, 100_000)) // more than one chunk, so that bytes are left to write
		},
		"stateChanged": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnStateChanged(func(qtbt.SocketState) { end() })
			peer.Close()
		},
		"errorOccurred": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnErrorOccurred(func(qtbt.SocketError) { end() })
			peer.Close()
		},
		"disconnected": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnDisconnected(end)
			peer.Close()
		},
		"readChannelFinished": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			s.OnReadChannelFinished(end)
			peer.Close()
		},
		"connected": func(t *testing.T, s, peer *qtbt.Socket, end func()) {
			fd := descriptor(t, s)
			s.Abort()
			s.OnConnected(end)
			require.NoError(t, s.SetSocketDescriptor(fd, qtbt.RFCOMM))
		},
	}
	for signal, provoke := range signals {
		for name, end := range ends {
			t.Run(name+" in "+signal, func(t *testing.T) {
				s, peer := pipe(t)
				ended := make(chan struct{})
				first := true
				provoke(t, s, peer, func() {
					end(s)
					if first {
						first = false
						close(ended)
					}
				})
				<-ended
				onQt(t, func() {}) // all postponed calls have run
				state := s.State()
				assert.Contains(t, []qtbt.SocketState{qtbt.UnconnectedState, qtbt.ClosingState}, state)
			})
		}
	}
}

func TestReuseWithinDisconnected(t *testing.T) {
	a, b := pipe(t)
	c, _ := pipe(t)
	fd := descriptor(t, c)
	again := make(chan error, 1)
	b.OnDisconnected(func() { again <- b.SetSocketDescriptor(fd, qtbt.RFCOMM) })
	require.NoError(t, a.Close())
	require.NoError(t, <-again)
	assert.Equal(t, qtbt.ConnectedState, b.State())
}

func TestNoSignalAfterDelete(t *testing.T) {
	a, b := pipe(t)
	deleted := false
	b.OnReadyRead(func() { assert.False(t, deleted) })
	for range 100 {
		a.PutChar('x')
	}
	b.Delete()
	onQt(t, func() { deleted = true })
	a.PutChar('x')
	assert.ErrorIs(t, b.OnReadyRead(func() {}).Err(), qtbt.ErrDeleted)
}

func TestDeleteEndsTheLaterHandlersOfASignal(t *testing.T) {
	a, b := pipe(t)
	b.OnReadyRead(b.Delete)
	b.OnReadyRead(func() { assert.Fail(t, "a handler runs after Delete") })
	tr := record(t, a)
	a.PutChar('x')
	tr.waitFor("readChannelFinished")
}

// On either data plane, a Conn ends the socket's handlers.
func TestNewConnEndsHandlers(t *testing.T) {
	for _, qtStream := range []bool{false, true} {
		a, b := pipe(t)
		b.OnReadyRead(func() { assert.Fail(t, "a handler runs after NewConn") })
		c, err := qtbt.ConnConfig{QtStream: qtStream}.NewConn(b)
		require.NoError(t, err)
		a.PutChar('x')
		_, err = c.Read(make([]byte, 1))
		require.NoError(t, err)
		require.NoError(t, c.Close())
	}
}
