package labtest

// Qt's autotest tst_qbluetoothsocket in Go: the functions that need an adapter, or differ where
// there is one. Their peer, in the original Qt's bttestui on another device, is an echo server of
// ours on the other host. For the other functions, see package qtbt.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// findService finds the test's service on the other host. The original looks on all devices nearby
// for it, which takes long and is a row of tst_serviceDiscovery.
func findService(t *testing.T, h *host) *qtbt.ServiceInfo {
	t.Helper()
	h.await("listening")
	meet(t, h)
	services := lookUp(t, h, qtbt.FullDiscovery, serviceUUID(t))
	require.Len(t, services, 1)
	return services[0]
}

// socketSpy counts a socket's signals. It is used on the Qt thread only.
type socketSpy struct {
	states                             []qtbt.SocketState
	connected, disconnected, readyRead int
	bytesWritten                       []int64
	more                               chan struct{} // a signal came
}

func spyOn(t *testing.T, s *qtbt.Socket) *socketSpy {
	spy := &socketSpy{more: make(chan struct{}, 1000)}
	on := func(count *int) func() {
		return func() {
			*count++
			spy.more <- struct{}{}
		}
	}
	s.OnConnected(on(&spy.connected))
	s.OnDisconnected(on(&spy.disconnected))
	s.OnReadyRead(on(&spy.readyRead))
	s.OnStateChanged(func(state qtbt.SocketState) { spy.states = append(spy.states, state) })
	s.OnBytesWritten(func(n int64) {
		spy.bytesWritten = append(spy.bytesWritten, n)
		spy.more <- struct{}{}
	})
	s.OnErrorOccurred(func(e qtbt.SocketError) { t.Errorf("%v: %s", e, s.ErrorString()) })
	return spy
}

// await waits until what it asks on the Qt thread, after each signal, is so.
func (spy *socketSpy) await(t *testing.T, is func() bool) {
	t.Helper()
	for {
		var so bool
		onQt(t, func() { so = is() })
		if so {
			return
		}
		<-spy.more
	}
}

// onQt runs f on the Qt thread, so that no signal comes between its steps.
func onQt(t *testing.T, f func()) {
	t.Helper()
	require.NoError(t, qtbt.Invoke(t.Context(), f))
}

func assertOpen(t *testing.T, s *qtbt.Socket, open bool) {
	t.Helper()
	assert.Equal(t, open, s.IsWritable())
	assert.Equal(t, open, s.IsReadable())
	assert.Equal(t, open, s.IsOpen())
	assert.Equal(t, open, s.OpenMode() != qtbt.NotOpen)
}

// connectAndSpy connects a new socket to a service, as both functions of the original do.
func connectAndSpy(t *testing.T, protocol qtbt.Protocol, service *qtbt.ServiceInfo) (*qtbt.Socket, *socketSpy) {
	t.Helper()
	s, err := qtbt.NewSocket(protocol)
	require.NoError(t, err)
	t.Cleanup(s.Delete)
	spy := spyOn(t, s)
	assert.Equal(t, protocol, s.SocketType())
	assert.Equal(t, qtbt.UnconnectedState, s.State())
	assertOpen(t, s, false)

	onQt(t, func() {
		assert.NoError(t, s.ConnectToServiceInfo(service))
		assert.Equal(t, []qtbt.SocketState{qtbt.ConnectingState}, spy.states)
		assert.Equal(t, qtbt.ConnectingState, s.State())
		spy.states = nil
	})
	spy.await(t, func() bool { return spy.connected > 0 })
	onQt(t, func() {
		assert.Equal(t, 1, spy.connected)
		assert.Equal(t, []qtbt.SocketState{qtbt.ConnectedState}, spy.states)
		assert.Equal(t, qtbt.ConnectedState, s.State())
		assertOpen(t, s, true)
		spy.states = nil
	})
	return s, spy
}

// awaitEnd waits until a socket has said that its connection has ended, in the states of that and
// no other.
func (spy *socketSpy) awaitEnd(t *testing.T) {
	t.Helper()
	spy.await(t, func() bool { return spy.disconnected > 0 })
	onQt(t, func() {
		assert.Equal(t, 1, spy.disconnected)
		assert.Equal(t, []qtbt.SocketState{qtbt.ClosingState, qtbt.UnconnectedState}, spy.states)
	})
}

func TestQBluetoothSocket_serviceConnection(t *testing.T) {
	onHosts(t, echoServer(qtbt.RFCOMM), func(t *testing.T, h *host) {
		service := findService(t, h)
		s, spy := connectAndSpy(t, qtbt.UnknownProtocol, service)
		assert.Equal(t, h.self, s.LocalAddress())
		assert.Equal(t, "lab-b", s.LocalName())
		assert.Equal(t, "lab-a", s.PeerName())
		assert.Equal(t, service.Device().Address(), s.PeerAddress())

		onQt(t, func() {
			assert.NoError(t, s.Abort())
			assertOpen(t, s, false)
		})
		spy.awaitEnd(t)
	})
}

func TestQBluetoothSocket_clientCommunication(t *testing.T) {
	rows := map[string][]string{
		"two line test": {"Echo: Test line one.\n", "Echo: Test line two, with longer data.\n"},
	}
	onHosts(t, echoServer(qtbt.RFCOMM), func(t *testing.T, h *host) {
		service := findService(t, h)
		for name, data := range rows {
			t.Run(name, func(t *testing.T) {
				s, spy := connectAndSpy(t, qtbt.RFCOMM, service)
				assert.Zero(t, s.BytesToWrite())
				assert.Zero(t, s.BytesAvailable())
				for _, line := range data {
					sendAndRead(t, s, spy, line)
				}
				assertOpen(t, s, true)
				var joined string
				for _, line := range data {
					joined += line
				}
				sendAndRead(t, s, spy, joined)

				onQt(t, func() {
					assert.NoError(t, s.DisconnectFromService())
					assertOpen(t, s, false)
				})
				spy.awaitEnd(t)
			})
		}
	})
}

// sendAndRead sends a text that is echoed, and checks all that a socket tells of it.
func sendAndRead(t *testing.T, s *qtbt.Socket, spy *socketSpy, text string) {
	t.Helper()
	size := int64(len(text))
	onQt(t, func() {
		spy.readyRead, spy.bytesWritten = 0, nil
		n, err := s.Write([]byte(text))
		assert.NoError(t, err)
		assert.EqualValues(t, size, n)
		if s.OpenMode()&qtbt.Unbuffered != 0 {
			assert.Zero(t, s.BytesToWrite())
		} else {
			assert.Equal(t, size, s.BytesToWrite())
		}
	})
	spy.await(t, func() bool { return len(spy.bytesWritten) > 0 && spy.readyRead > 0 })
	onQt(t, func() {
		assert.Equal(t, []int64{size}, spy.bytesWritten)
		assert.Equal(t, 1, spy.readyRead)
		if s.OpenMode()&qtbt.Unbuffered != 0 {
			assert.LessOrEqual(t, s.BytesAvailable(), size)
		} else {
			assert.Equal(t, size, s.BytesAvailable())
		}
		assert.True(t, s.CanReadLine())
		assert.Equal(t, text, string(s.ReadAll()))
	})
}

// With bluetoothd, another back end of Qt than without.
func TestQBluetoothSocket_preferredSecurityFlags(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		s, err := qtbt.NewSocket(qtbt.UnknownProtocol)
		require.NoError(t, err)
		defer s.Delete()
		assert.Equal(t, qtbt.NoSecurity, s.PreferredSecurityFlags())
		require.NoError(t, s.SetPreferredSecurityFlags(qtbt.Authentication|qtbt.Encryption))
		assert.Equal(t, qtbt.Authentication|qtbt.Encryption, s.PreferredSecurityFlags())
	}, idle)
}

func TestQBluetoothSocket_unsupportedProtocolError(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		s, err := qtbt.NewSocket(qtbt.UnknownProtocol)
		require.NoError(t, err)
		defer s.Delete()
		assert.Equal(t, qtbt.UnknownProtocol, s.SocketType())
		assert.Equal(t, qtbt.SocketNoError, s.LastError())
		assert.Empty(t, s.ErrorString())
		failed := make(chan qtbt.SocketError, 10)
		s.OnErrorOccurred(func(e qtbt.SocketError) { failed <- e })
		for _, c := range []struct {
			connect func() error
			want    qtbt.SocketError
		}{
			{func() error { return s.ConnectToServiceInfo(new(qtbt.ServiceInfo)) }, qtbt.SocketUnsupportedProtocolError},
			{func() error { return s.ConnectToPort(qtbt.Address{}, 1) }, qtbt.SocketServiceNotFoundError},
			{func() error { return s.ConnectToService(qtbt.Address{}, qtbt.UUID{}) }, qtbt.SocketUnsupportedProtocolError},
		} {
			require.NoError(t, c.connect())
			assert.Equal(t, c.want, <-failed)
			onQt(t, func() { assert.Empty(t, failed, "one error") })
			assert.NotEmpty(t, s.ErrorString())
			assert.Equal(t, qtbt.UnconnectedState, s.State())
		}
	}, idle)
}
