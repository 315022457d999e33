package labtest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// idle is the part of a host that only has to be there.
func idle(t *testing.T, h *host) {}

func TestListenPoweredOff(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		power(t, "false")
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		signalled := make(chan qtbt.ServerError, 1)
		server.OnErrorOccurred(func(e qtbt.ServerError) { signalled <- e })
		err = server.Listen(qtbt.Address{}, 0)
		assert.ErrorIs(t, err, qtbt.ServerPoweredOffError)
		assert.EqualError(t, err, "qtbt: listen: PoweredOffError: Bluetooth device is powered off")
		assert.Equal(t, qtbt.ServerPoweredOffError, <-signalled)
		assert.Equal(t, qtbt.ServerPoweredOffError, server.LastError())
		assert.False(t, server.IsListening())
		_, err = server.ListenService(serviceUUID(t), "off")
		assert.ErrorIs(t, err, qtbt.ServerPoweredOffError)
		power(t, "true")
		require.NoError(t, server.Listen(qtbt.Address{}, 0), "the same server, powered on")
		assert.Equal(t, qtbt.ServerPoweredOffError, server.LastError(), "Qt keeps the last error")
	}, idle)
}

func TestAdapterPoweredOffWhileServing(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening")
		s := <-sockets
		defer s.Delete()
		ended := disconnected(s)
		h.await("connected")
		power(t, "false")
		<-ended
		assert.Equal(t, qtbt.UnconnectedState, s.State())
		assert.ErrorIs(t, func() error { _, err := s.Write([]byte("x")); return err }(), qtbt.SocketOperationError)
		assert.True(t, server.IsListening(), "Qt does not notice")
		require.NoError(t, server.Close())
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.RFCOMM)
		ended := disconnected(s)
		h.tell("connected")
		<-ended
		assert.Equal(t, qtbt.UnconnectedState, s.State())
	})
}

func TestPortInUse(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		for _, c := range []struct {
			protocol qtbt.Protocol
			port     uint16
			code     qtbt.ServerError
		}{
			{qtbt.RFCOMM, 17, qtbt.ServerServiceAlreadyRegisteredError},
			{qtbt.L2CAP, 0x1001, qtbt.ServerInputOutputError},
		} {
			first, err := qtbt.NewServer(c.protocol)
			require.NoError(t, err)
			defer first.Delete()
			second, err := qtbt.NewServer(c.protocol)
			require.NoError(t, err)
			defer second.Delete()
			require.NoError(t, first.Listen(h.self, c.port))
			assert.Equal(t, c.port, first.ServerPort())
			signalled := make(chan qtbt.ServerError, 1)
			second.OnErrorOccurred(func(e qtbt.ServerError) { signalled <- e })
			assert.ErrorIs(t, second.Listen(h.self, c.port), c.code)
			assert.Equal(t, c.code, <-signalled)
			require.NoError(t, first.Close())
			require.NoError(t, second.Listen(h.self, c.port), "the port is free again")
		}
	}, idle)
}

func TestListenTwice(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		server.OnErrorOccurred(func(e qtbt.ServerError) { t.Errorf("Qt does not signal this, but got %v", e) })
		assert.ErrorContains(t, server.Listen(qtbt.Address{}, 0), "already in listen mode")
		_, err := server.ListenService(qtbt.NewUUID(), "twice")
		assert.Error(t, err)
		assert.True(t, server.IsListening())
		require.NoError(t, server.SetMaxPendingConnections(5))
		assert.Equal(t, 1, server.MaxPendingConnections(), "Qt ignores this while listening")
		require.NoError(t, server.Close())
		require.NoError(t, server.SetMaxPendingConnections(5))
		assert.Equal(t, 5, server.MaxPendingConnections())
		require.NoError(t, server.SetSecurityFlags(qtbt.Encryption))
		require.NoError(t, server.Listen(qtbt.Address{}, 0))
		assert.Equal(t, qtbt.Encryption, server.SecurityFlags())
		assert.False(t, server.HasPendingConnections())
		assert.Nil(t, server.NextPendingConnection())
	}, idle)
}

func TestListenOnUnknownAdapter(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		assert.ErrorIs(t, server.Listen(h.peer, 0), qtbt.ServerUnknownError)
		assert.ErrorIs(t, server.Listen(h.self, 31), qtbt.ErrInvalidArgument)
	}, idle)
}

func TestConnectToUnknownDevice(t *testing.T) {
	onHosts(t, idle, func(t *testing.T, h *host) {
		h.peer = qtbt.MustParseAddress("02:00:00:00:00:01")
		_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
		assert.Equal(t, outcome{qtbt.SocketHostNotFoundError, "Cannot find remote device"}, result)
	})
}

func TestConnectToPortIsNotSupportedByBlueZ(t *testing.T) {
	onHosts(t, idle, func(t *testing.T, h *host) {
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		require.NoError(t, err)
		defer s.Delete()
		failed := make(chan qtbt.SocketError, 1)
		s.OnErrorOccurred(func(e qtbt.SocketError) { failed <- e })
		require.NoError(t, s.ConnectToPort(h.peer, 1))
		assert.Equal(t, qtbt.SocketServiceNotFoundError, <-failed)
		assert.Equal(t, "Connecting to port is not supported via Bluez DBus", s.ErrorString())
		assert.Equal(t, qtbt.UnconnectedState, s.State())
	})
}

// Qt 6 crashes when a client's socket is ended within connected.
func TestEndWithinConnected(t *testing.T) {
	ends := []func(*qtbt.Socket){
		func(s *qtbt.Socket) { s.Abort() },
		func(s *qtbt.Socket) { s.Close() },
		func(s *qtbt.Socket) { s.Delete() },
	}
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		ended := echo(t, server)
		h.tell("listening")
		for range ends {
			<-ended
		}
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		for _, end := range ends {
			s, err := qtbt.NewSocket(qtbt.RFCOMM)
			require.NoError(t, err)
			connected := make(chan struct{})
			s.OnConnected(func() {
				end(s)
				close(connected)
			})
			require.NoError(t, s.ConnectToService(h.peer, serviceUUID(t)))
			<-connected
			require.NoError(t, qtbt.Invoke(t.Context(), func() {}))
			assert.Equal(t, qtbt.UnconnectedState, s.State())
			s.Delete()
		}
	})
}

// A server and a client on a host without bluetoothd fail.
func withoutBluetooth(t *testing.T, h *host) {
	server, err := qtbt.NewServer(qtbt.RFCOMM)
	require.NoError(t, err)
	defer server.Delete()
	assert.ErrorIs(t, server.Listen(qtbt.Address{}, 0), qtbt.ServerUnknownError)
	_, err = server.ListenService(serviceUUID(t), "nobody")
	assert.ErrorIs(t, err, qtbt.ServerUnknownError)
	assert.False(t, server.IsListening())
	_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
	assert.NotZero(t, result.err)
	t.Log(result)
}

func TestNoBluetoothDaemon(t *testing.T) {
	onHosts(t, withoutBluetooth, idle, func(ctx context.Context, l *lab.Lab) error {
		return l.Host("a").StopBluetooth(ctx)
	})
}

func TestNoDBus(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		assert.ErrorIs(t, server.Listen(qtbt.Address{}, 0), qtbt.ErrNoBus)
		_, err = server.ListenService(serviceUUID(t), "nobody")
		assert.ErrorIs(t, err, qtbt.ErrNoBus)
		assert.False(t, server.IsListening())
		_, err = qtbt.NewSocket(qtbt.RFCOMM)
		assert.ErrorIs(t, err, qtbt.ErrNoBus)
	}, idle, func(ctx context.Context, l *lab.Lab) error {
		return l.Host("a").StopBus(ctx)
	})
}
