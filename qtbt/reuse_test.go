//go:build cgo

package qtbt_test

// Tests that use a Socket again, also from within its own handlers.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

var (
	nobody    = qtbt.MustParseAddress("00:11:22:33:44:55")
	noService = qtbt.MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a0f")
)

// endWithUnsentBytes holds ways to end a's connection while it has bytes to send.
var endWithUnsentBytes = map[string]func(t *testing.T, a, b *qtbt.Socket){
	"abort": func(_ *testing.T, a, _ *qtbt.Socket) {
		a.Write(make([]byte, 4<<20))
		a.Abort()
	},
	"abort in bytesWritten": func(_ *testing.T, a, _ *qtbt.Socket) {
		n := 0
		a.OnBytesWritten(func(int64) {
			if n++; n == 2 {
				a.Abort()
			}
		})
		a.Write(make([]byte, 4<<20))
	},
	"abort in stateChanged": func(_ *testing.T, a, _ *qtbt.Socket) {
		a.OnStateChanged(func(s qtbt.SocketState) {
			if s == qtbt.ClosingState {
				a.Abort()
			}
		})
		a.Write(make([]byte, 4<<20))
		a.Close()
	},
	"abort in errorOccurred": func(_ *testing.T, a, b *qtbt.Socket) {
		a.OnErrorOccurred(func(qtbt.SocketError) { a.Abort() })
		a.Write(make([]byte, 4<<20))
		b.Delete()
	},
}

// A connection sends no bytes that the socket's last connection left unsent.
func TestReuseDropsUnsentBytes(t *testing.T) {
	for name, end := range endWithUnsentBytes {
		t.Run(name, func(t *testing.T) {
			a, b := pipe(t)
			ended := make(chan struct{})
			disconnected := a.OnDisconnected(func() { close(ended) })
			end(t, a, b)
			<-ended
			disconnected.Cancel()
			c, d := pipe(t)
			arrived := collect(d, 3)
			fd := descriptor(t, c)
			require.NoError(t, a.SetSocketDescriptor(fd, qtbt.RFCOMM))
			_, err := a.Write([]byte("new"))
			require.NoError(t, err)
			assert.Equal(t, "new", string(<-arrived))
		})
	}
}

// An abort also ends a connection that a handler of stateChanged(Closing) has made in its place,
// and drops its unsent bytes.
func TestReuseWithinAbort(t *testing.T) {
	a, _ := pipe(t)
	other, _ := pipe(t)
	fd := descriptor(t, other)
	aborted := make(chan struct{})
	n := 0
	a.OnStateChanged(func(s qtbt.SocketState) {
		if n++; n > 1 {
			return
		}
		assert.Equal(t, qtbt.ClosingState, s)
		assert.NoError(t, a.SetSocketDescriptor(fd, qtbt.RFCOMM))
		_, err := a.Write([]byte("new"))
		assert.NoError(t, err)
	})
	a.OnBytesWritten(func(int64) {
		assert.NoError(t, a.Abort())
		close(aborted)
	})
	_, err := a.Write([]byte("x"))
	require.NoError(t, err)
	<-aborted
	onQt(t, func() {})
	assert.Equal(t, qtbt.UnconnectedState, a.State())
	assert.Zero(t, a.BytesToWrite())
}

// Giving up a lookup must not depend on how the socket's last connection ended.
func TestReuseAndGiveUpLookup(t *testing.T) {
	for name, end := range endWithUnsentBytes {
		for giveUpName, giveUp := range map[string]func(*qtbt.Socket) error{
			"close": (*qtbt.Socket).Close, "abort": (*qtbt.Socket).Abort,
		} {
			t.Run(name+" "+giveUpName, func(t *testing.T) {
				a, b := pipe(t)
				ended := make(chan struct{})
				disconnected := a.OnDisconnected(func() { close(ended) })
				end(t, a, b)
				<-ended
				disconnected.Cancel()
				a.OnStateChanged(func(s qtbt.SocketState) {
					if s == qtbt.ServiceLookupState {
						assert.NoError(t, giveUp(a))
					}
				})
				require.NoError(t, a.ConnectToService(nobody, noService))
				onQt(t, func() {}) // postponed calls have run
				assert.Equal(t, qtbt.UnconnectedState, a.State())
				assert.Zero(t, a.BytesToWrite())
			})
		}
	}
}

// A handler may begin and end lookups in each signal of a lookup that fails.
func TestLookAgainWithinHandlers(t *testing.T) {
	const lookups = 5
	for name, end := range map[string]func(*qtbt.Socket){
		"connect":           func(*qtbt.Socket) {},
		"abort and connect": func(s *qtbt.Socket) { s.Abort() },
		"close and connect": func(s *qtbt.Socket) { s.Close() },
	} {
		for signal, on := range map[string]func(*qtbt.Socket, func()){
			"errorOccurred": func(s *qtbt.Socket, f func()) {
				s.OnErrorOccurred(func(qtbt.SocketError) { f() })
			},
			"stateChanged": func(s *qtbt.Socket, f func()) {
				s.OnStateChanged(func(st qtbt.SocketState) {
					if st == qtbt.UnconnectedState {
						f()
					}
				})
			},
		} {
			t.Run(name+" in "+signal, func(t *testing.T) {
				s, err := qtbt.NewSocket(qtbt.RFCOMM)
				require.NoError(t, err)
				defer s.Delete()
				n, done := 0, make(chan struct{})
				on(s, func() {
					if n++; n < lookups {
						end(s)
						s.ConnectToService(nobody, noService)
					} else if n == lookups {
						close(done)
					}
				})
				require.NoError(t, s.ConnectToService(nobody, noService))
				<-done
				onQt(t, func() {})
				assert.Equal(t, qtbt.UnconnectedState, s.State())
				assert.Equal(t, qtbt.SocketServiceNotFoundError, s.LastError())
			})
		}
	}
}

// After the peer's end, a handler of that error may abort and connect. Qt would close the new
// connection.
func TestHandlerMayConnectAfterPeersEnd(t *testing.T) {
	a, b := pipe(t)
	var errs []qtbt.SocketError
	done := make(chan struct{})
	a.OnErrorOccurred(func(e qtbt.SocketError) {
		if errs = append(errs, e); len(errs) == 1 {
			assert.NoError(t, a.Abort())
			assert.NoError(t, a.ConnectToService(nobody, noService))
		} else {
			close(done)
		}
	})
	b.Delete()
	<-done
	want := []qtbt.SocketError{qtbt.SocketUnknownError, qtbt.SocketServiceNotFoundError}
	assert.Equal(t, want, errs)
}

// A handler may do anything to a socket whose Read, Peek, Skip or ReadLine fails.
func TestHandlersOfReadErrors(t *testing.T) {
	reads := map[string]func(*qtbt.Socket){
		"Read":     func(s *qtbt.Socket) { s.ReadAvailable(make([]byte, 5)) },
		"Peek":     func(s *qtbt.Socket) { s.Peek(make([]byte, 5)) },
		"Skip":     func(s *qtbt.Socket) { s.Skip(2) },
		"ReadLine": func(s *qtbt.Socket) { s.ReadLine() },
		"ReadAll":  func(s *qtbt.Socket) { s.ReadAll() },
		"GetChar":  func(s *qtbt.Socket) { s.GetChar() },
	}
	acts := map[string]func(*testing.T, *qtbt.Socket){
		"Open":        func(_ *testing.T, s *qtbt.Socket) { s.Open(qtbt.ReadWrite) },
		"Open closed": func(_ *testing.T, s *qtbt.Socket) { s.Open(qtbt.NotOpen) },
		"Close":       func(_ *testing.T, s *qtbt.Socket) { s.Close() },
		"Abort":       func(_ *testing.T, s *qtbt.Socket) { s.Abort() },
		"Delete":      func(_ *testing.T, s *qtbt.Socket) { s.Delete() },
		"UngetChar":   func(_ *testing.T, s *qtbt.Socket) { s.UngetChar('x') },
		"SetSocketDescriptor": func(t *testing.T, s *qtbt.Socket) {
			other, _ := pipe(t)
			fd := descriptor(t, other)
			err := s.SetSocketDescriptorState(fd, qtbt.RFCOMM, qtbt.ConnectedState, qtbt.WriteOnly)
			assert.NoError(t, err)
		},
	}
	for name, read := range reads {
		acts[name] = func(_ *testing.T, s *qtbt.Socket) { read(s) }
	}
	for readName, read := range reads {
		for actName, act := range acts {
			t.Run(actName+" in "+readName, func(t *testing.T) {
				a, _ := pipe(t)
				require.NoError(t, a.Abort())
				require.NoError(t, a.Open(qtbt.ReadWrite))
				calls := 0
				a.OnErrorOccurred(func(e qtbt.SocketError) {
					if calls++; calls == 1 {
						assert.Equal(t, qtbt.SocketOperationError, e)
						assert.Zero(t, a.BytesAvailable())
						act(t, a)
					}
				})
				onQt(t, func() { read(a) })
				assert.NotZero(t, calls)
			})
		}
	}
}
