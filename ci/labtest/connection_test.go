package labtest

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

const echoSize = 200_000

func echoServer(protocol qtbt.Protocol) part {
	return func(t *testing.T, h *host) {
		server, _ := listen(t, protocol)
		ended := echo(t, server)
		h.tell("listening")
		<-ended
	}
}

func echoClient(t *testing.T, h *host) {
	h.await("listening")
	meet(t, h)
	s := dial(t, h, qtbt.RFCOMM)
	exchange(t, s, echoSize)
	ended := disconnected(s)
	require.NoError(t, s.Close())
	<-ended
}

func TestEchoServerOnA(t *testing.T) {
	onHosts(t, echoServer(qtbt.RFCOMM), echoClient)
}

func TestEchoServerOnB(t *testing.T) {
	onHosts(t, echoClient, echoServer(qtbt.RFCOMM))
}

// Qt joins writes that wait, and the kernel ends the connection at a packet over L2CAP's MTU (672
// bytes by default): so one packet at a time.
func TestEchoL2CAP(t *testing.T) {
	const packets, size = 50, 600
	onHosts(t, echoServer(qtbt.L2CAP), func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.L2CAP)
		assert.Equal(t, qtbt.L2CAP, s.SocketType())
		for range packets {
			exchange(t, s, size)
		}
		ended := disconnected(s)
		require.NoError(t, s.Close())
		<-ended
	})
}

// What both ends know of a connection.
func TestNamesAddressesPorts(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, service := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		assert.Equal(t, h.self, server.ServerAddress())
		port := server.ServerPort()
		assert.True(t, port >= 1 && port <= 30, "port %d", port)
		assert.EqualValues(t, port, service.ServerChannel())
		assert.Equal(t, "qtbt lab test", service.ServiceName())
		assert.Equal(t, serviceUUID(t), service.ServiceUUID())
		assert.True(t, service.IsRegistered())
		assert.Equal(t, []qtbt.UUID{serviceUUID(t), qtbt.UUID16(0x1101)}, service.ServiceClassUUIDs())
		h.tell("listening", port)
		s := <-sockets
		defer s.Delete()
		assert.Equal(t, qtbt.ConnectedState, s.State(), "a server's socket starts connected")
		assert.Equal(t, h.peer, s.PeerAddress())
		assert.Equal(t, h.self, s.LocalAddress())
		assert.Equal(t, port, s.LocalPort())
		assert.Equal(t, "lab-a", s.LocalName())
		h.tell("done")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.RFCOMM)
		assert.Equal(t, h.peer, s.PeerAddress())
		assert.Equal(t, h.self, s.LocalAddress())
		assert.Equal(t, "lab-a", s.PeerName())
		assert.Equal(t, "lab-b", s.LocalName())
		assert.NotZero(t, s.PeerPort())
		assert.Equal(t, qtbt.RFCOMM, s.SocketType())
		h.await("done")
		h.tell("done")
	})
}

func TestServiceInfoIsEnoughToConnect(t *testing.T) {
	onHosts(t, echoServer(qtbt.RFCOMM), func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		var service qtbt.ServiceInfo
		service.SetServiceUUID(serviceUUID(t))
		service.SetDevice(qtbt.NewDeviceInfo(h.peer, "", 0))
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		require.NoError(t, err)
		defer s.Delete()
		connected := make(chan struct{})
		s.OnConnected(func() { close(connected) })
		require.NoError(t, s.ConnectToServiceInfo(&service))
		<-connected
		exchange(t, s, 1000)
		require.NoError(t, s.Close())
	})
}

func TestWrongUUID(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		listen(t, qtbt.RFCOMM)
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		_, result := connect(t, h, qtbt.RFCOMM, qtbt.MustParseUUID("00000000-1111-2222-3333-444444444444"))
		assert.Equal(t, outcome{qtbt.SocketHostNotFoundError, "Cannot connect to remote profile"}, result)
		h.tell("done")
	})
}

// The service is still registered, but nobody listens.
func TestConnectionRefused(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, service := listen(t, qtbt.RFCOMM)
		require.NoError(t, server.Close())
		assert.True(t, service.IsRegistered(), "Close does not unregister")
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
		assert.Equal(t, outcome{qtbt.SocketHostNotFoundError, "Cannot connect to remote profile"}, result)
		h.tell("done")
	})
}

func TestUnregisteredServiceIsGone(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		_, service := listen(t, qtbt.RFCOMM)
		require.NoError(t, service.UnregisterService())
		assert.False(t, service.IsRegistered())
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
		assert.Equal(t, qtbt.SocketHostNotFoundError, result.err)
		h.tell("done")
	})
}

// The server closes: its listening socket first, which leaves the connection alone, then that too.
func TestServerCloses(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening")
		s := <-sockets
		defer s.Delete()
		require.NoError(t, server.Close())
		assert.False(t, server.IsListening())
		got := make(chan []byte, 1)
		s.OnReadyRead(func() { got <- s.ReadAll() })
		h.tell("closed")
		assert.Equal(t, "still there", string(<-got))
		require.NoError(t, s.Close())
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.RFCOMM)
		ended := disconnected(s)
		h.await("closed")
		_, err := s.Write([]byte("still there"))
		require.NoError(t, err)
		<-ended
		assert.Equal(t, qtbt.UnconnectedState, s.State())
	})
}

// victim marks the process that TestPeerKilled kills.
const victim = "QTBT_LABTEST_VICTIM"

func TestPeerKilled(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening")
		s := <-sockets
		defer s.Delete()
		ended := disconnected(s)
		h.tell("connected")
		<-ended
		assert.Equal(t, qtbt.UnconnectedState, s.State())
	}, func(t *testing.T, h *host) {
		if os.Getenv(victim) != "" {
			meet(t, h)
			dial(t, h, qtbt.RFCOMM)
			select {}
		}
		h.await("listening")
		self, err := os.Executable()
		require.NoError(t, err)
		child := exec.Command(self, onlyThisTest(t))
		child.Env = append(os.Environ(), victim+"=1")
		child.Stdout, child.Stderr = os.Stderr, os.Stderr
		require.NoError(t, child.Start())
		ended := make(chan error, 1)
		go func() { ended <- child.Wait() }()
		select {
		case <-h.mark("connected"):
		case err := <-ended:
			require.Fail(t, "the victim ended by itself", "%v", err)
		}
		require.NoError(t, child.Process.Kill())
		require.Error(t, <-ended)
	})
}

func TestClientsOneAfterAnother(t *testing.T) {
	const clients = 3
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		ended := echo(t, server)
		h.tell("listening")
		for range clients {
			<-ended
		}
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		for range clients {
			s := dial(t, h, qtbt.RFCOMM)
			exchange(t, s, 1000)
			ended := disconnected(s)
			require.NoError(t, s.Close())
			<-ended
		}
	})
}

// A peer that nobody here wrote: BlueZ's rctest sends to a Server.
func TestThirdPartyClient(t *testing.T) {
	const frames, size = 20, 500
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening", server.ServerPort())
		s := <-sockets
		defer s.Delete()
		count, all := 0, make(chan struct{})
		take := func() {
			if count += len(s.ReadAll()); count == frames*size {
				close(all)
			}
		}
		s.OnReadyRead(take)
		<-all
		h.tell("received")
	}, func(t *testing.T, h *host) {
		port := h.await("listening")
		out, err := exec.Command("rctest", "-s", "-P", port, "-N", "20", "-b", "500", h.peer.String()).CombinedOutput()
		t.Logf("%s", out)
		require.NoError(t, err)
		h.await("received")
	})
}
