//go:build cgo

package qtbt_test

// Qt's autotest tst_qbluetoothsocket in Go: the functions that need no adapter. ci/labtest has
// tst_serviceConnection and tst_clientCommunication, and tests what BlueZ makes of the last two
// functions here.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func newSocket(t *testing.T, protocol qtbt.Protocol) *qtbt.Socket {
	t.Helper()
	socket, err := qtbt.NewSocket(protocol)
	require.NoError(t, err)
	t.Cleanup(socket.Delete)
	return socket
}

func TestQBluetoothSocket_construction(t *testing.T) {
	for name, protocol := range map[string]qtbt.Protocol{
		"unknown protocol": qtbt.UnknownProtocol,
		"rfcomm socket":    qtbt.RFCOMM,
		"l2cap socket":     qtbt.L2CAP,
	} {
		t.Run(name, func(t *testing.T) {
			blank := newSocket(t, qtbt.UnknownProtocol)
			assert.Equal(t, qtbt.UnknownProtocol, blank.SocketType())
			assert.Equal(t, qtbt.SocketNoError, blank.LastError())
			assert.Empty(t, blank.ErrorString())
			assert.Equal(t, qtbt.Address{}, blank.PeerAddress())
			assert.Empty(t, blank.PeerName())
			assert.Zero(t, blank.PeerPort())
			assert.Equal(t, qtbt.UnconnectedState, blank.State())
			assert.Equal(t, -1, blank.SocketDescriptor())
			assert.Zero(t, blank.BytesAvailable())
			assert.Zero(t, blank.BytesToWrite())
			assert.False(t, blank.CanReadLine())
			assert.True(t, blank.IsSequential())
			assert.True(t, blank.AtEnd())
			assert.Zero(t, blank.Pos())
			assert.Zero(t, blank.Size())
			assert.False(t, blank.IsOpen())
			assert.False(t, blank.IsReadable())
			assert.False(t, blank.IsWritable())
			assert.Equal(t, qtbt.NotOpen, blank.OpenMode())
			assert.Empty(t, blank.ReadAll())
			n, err := blank.ReadAvailable(make([]byte, 10))
			assert.Zero(t, n)
			assert.Error(t, err, "Qt's -1")

			assert.Equal(t, protocol, newSocket(t, protocol).SocketType())
		})
	}
}

func TestQBluetoothSocket_error(t *testing.T) {
	socket := newSocket(t, qtbt.UnknownProtocol)
	failed := false
	socket.OnErrorOccurred(func(qtbt.SocketError) { failed = true })
	assert.Equal(t, qtbt.SocketNoError, socket.LastError())
	assert.Empty(t, socket.ErrorString())
	onQt(t, func() { assert.False(t, failed) })
}

func TestQBluetoothSocket_preferredSecurityFlags(t *testing.T) {
	socket := newSocket(t, qtbt.UnknownProtocol)
	want := qtbt.NoSecurity
	switch qtbt.CurrentBackend() {
	case qtbt.BackendBlueZ:
		want = qtbt.Authorization // without bluetoothd; see ci/labtest for the other case
	case qtbt.BackendAndroid, qtbt.BackendDarwin:
		want = qtbt.Secure
	}
	assert.Equal(t, want, socket.PreferredSecurityFlags())

	want = qtbt.Authentication | qtbt.Encryption
	require.NoError(t, socket.SetPreferredSecurityFlags(want))
	if qtbt.CurrentBackend() == qtbt.BackendDarwin {
		want = qtbt.Secure
	}
	assert.Equal(t, want, socket.PreferredSecurityFlags())
}

func TestQBluetoothSocket_unsupportedProtocolError(t *testing.T) {
	if qtbt.CurrentBackend() == qtbt.BackendAndroid {
		t.Skip("Android makes it an RFCOMM socket, as Qt's test says")
	}
	socket := newSocket(t, qtbt.UnknownProtocol)
	assert.Equal(t, qtbt.UnknownProtocol, socket.SocketType())
	assert.Equal(t, qtbt.SocketNoError, socket.LastError())
	assert.Empty(t, socket.ErrorString())
	failed := make(chan qtbt.SocketError, 10)
	socket.OnErrorOccurred(func(e qtbt.SocketError) { failed <- e })
	for name, connect := range map[string]func() error{
		"to a service": func() error { return socket.ConnectToServiceInfo(new(qtbt.ServiceInfo)) },
		"to a port":    func() error { return socket.ConnectToPort(qtbt.Address{}, 1) },
		"to a UUID":    func() error { return socket.ConnectToService(qtbt.Address{}, qtbt.UUID{}) },
	} {
		require.NoError(t, connect(), name)
		assert.Equal(t, qtbt.SocketUnsupportedProtocolError, <-failed, name)
		onQt(t, func() { assert.Empty(t, failed, "one error") })
		assert.NotEmpty(t, socket.ErrorString(), name)
		assert.Equal(t, qtbt.UnconnectedState, socket.State(), name)
	}
}
