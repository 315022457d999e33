package labtest

// Tests on a host with two adapters: which of them Qt takes. Its BlueZ back end takes the first one
// unless it is told.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// listenOn starts a server without a service, gone at the test's end.
func listenOn(t *testing.T, protocol qtbt.Protocol, adapter qtbt.Address, port uint16) *qtbt.Server {
	t.Helper()
	server, err := qtbt.NewServer(protocol)
	require.NoError(t, err)
	t.Cleanup(server.Delete)
	require.NoError(t, server.Listen(adapter, port))
	return server
}

// publish registers the test's service for a server on an adapter, gone at the test's end.
func publish(t *testing.T, server *qtbt.Server, adapter qtbt.Address) {
	t.Helper()
	service := new(qtbt.ServiceInfo)
	service.SetServiceUUID(serviceUUID(t))
	service.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{serviceUUID(t), qtbt.ServiceClassSerialPort})
	service.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
	protocols := qtbt.Sequence{qtbt.Sequence{qtbt.ProtocolL2CAP}, qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(server.ServerPort())}}
	if server.ServerType() == qtbt.L2CAP {
		protocols = qtbt.Sequence{qtbt.Sequence{qtbt.ProtocolL2CAP, server.ServerPort()}}
	}
	service.SetAttribute(qtbt.AttributeProtocolDescriptorList, protocols)
	require.NoError(t, service.RegisterService(adapter))
	t.Cleanup(func() { service.UnregisterService() })
}

// find looks for devices with an adapter until the peer is found.
func find(t *testing.T, adapter, peer qtbt.Address) {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent(adapter)
	require.NoError(t, err)
	defer agent.Delete()
	require.Equal(t, qtbt.DeviceDiscoveryNoError, agent.LastError())
	result := make(chan bool, 100)
	agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) {
		if d.Address() == peer {
			result <- true
		}
	})
	agent.OnFinished(func() { result <- false })
	require.NoError(t, agent.StartMethods(qtbt.ClassicMethod))
	require.True(t, <-result, "adapter %v does not find %v", adapter, peer)
}

func TestListenOnOneOfTwoAdapters(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		first, second, none := h.adapters[0], h.adapters[1], qtbt.Address{}
		assert.Equal(t, first, listenOn(t, qtbt.RFCOMM, none, 0).ServerAddress())
		assert.Equal(t, second, listenOn(t, qtbt.RFCOMM, second, 0).ServerAddress())
		server, _ := listen(t, qtbt.RFCOMM)
		assert.Equal(t, first, server.ServerAddress(), "ListenService takes the first")

		assert.Equal(t, none, listenOn(t, qtbt.L2CAP, none, 0).ServerAddress(), "L2CAP listens on all adapters")
		assert.Equal(t, second, listenOn(t, qtbt.L2CAP, second, 0).ServerAddress())

		assert.Equal(t, uint16(17), listenOn(t, qtbt.RFCOMM, first, 17).ServerPort())
		assert.Equal(t, uint16(17), listenOn(t, qtbt.RFCOMM, second, 17).ServerPort(), "each adapter has channels of its own")

		power(t, "false")
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		assert.ErrorIs(t, server.Listen(none, 0), qtbt.ServerPoweredOffError, "the first is taken even when it is off")
		assert.NoError(t, server.Listen(second, 0))
	}, idle, idle})
}

// What listens on the second adapter is found and connected to through its address. The record is
// on both adapters.
func TestServeOnSecondAdapter(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		server := listenOn(t, qtbt.RFCOMM, h.adapters[1], 0)
		publish(t, server, h.adapters[1])
		sockets := accept(server)
		h.tell("listening", h.adapters[1])
		s := <-sockets
		defer s.Delete()
		assert.Equal(t, h.adapters[1], s.LocalAddress())
		ended := disconnected(s)
		s.OnReadyRead(func() { s.Write(s.ReadAll()) })
		h.tell("accepted")
		<-ended
		h.await("done")
	}, func(t *testing.T, h *host) {
		first, second := h.peer, qtbt.MustParseAddress(h.await("listening"))
		for _, h.peer = range []qtbt.Address{first, second} {
			meet(t, h)
			assert.Len(t, lookUp(t, h, qtbt.FullDiscovery, serviceUUID(t)), 1, "BlueZ registers on all adapters")
		}
		s := dial(t, h, qtbt.RFCOMM)
		assert.Equal(t, second, s.PeerAddress())
		h.await("accepted")
		exchange(t, s, 1000)
		require.NoError(t, s.Close())

		h.peer = first
		_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
		assert.Equal(t, qtbt.SocketHostNotFoundError, result.err, "nothing listens on the first adapter")
		h.tell("done")
	}, idle})
}

func TestServeL2CAPOnAllAdapters(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.L2CAP)
		sockets := accept(server)
		h.tell("listening", h.adapters[1])
		for _, adapter := range h.adapters {
			s := <-sockets
			assert.Equal(t, adapter, s.LocalAddress())
			ended := disconnected(s)
			h.tell("accepted")
			<-ended
			s.Delete()
		}
	}, func(t *testing.T, h *host) {
		first, second := h.peer, qtbt.MustParseAddress(h.await("listening"))
		for _, h.peer = range []qtbt.Address{first, second} {
			meet(t, h)
			s := dial(t, h, qtbt.L2CAP)
			h.await("accepted")
			require.NoError(t, s.Close())
		}
	}, idle})
}

// Each adapter finds devices for itself, and a socket connects only to what the first one has
// found.
func TestDialWithTwoAdapters(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		h.await("listening")
		first, second := h.adapters[0], h.adapters[1]
		find(t, second, h.peer)
		find(t, second, first)
		_, result := connect(t, h, qtbt.RFCOMM, serviceUUID(t))
		assert.Equal(t, outcome{qtbt.SocketHostNotFoundError, "Cannot find remote device"}, result,
			"the first adapter does not know the device")
		assert.NotEmpty(t, lookUp(t, h, qtbt.MinimalDiscovery), "what the second adapter has learned of it")

		agent, err := qtbt.NewServiceDiscoveryAgent(second)
		require.NoError(t, err)
		defer agent.Delete()
		require.NoError(t, agent.SetRemoteAddress(h.peer))
		require.NoError(t, agent.SetUUIDFilter(serviceUUID(t)))
		finished := make(chan struct{})
		agent.OnFinished(func() { close(finished) })
		require.NoError(t, agent.Start(qtbt.FullDiscovery))
		<-finished
		assert.Len(t, agent.DiscoveredServices(), 1, "the second adapter asks the device itself")

		find(t, first, h.peer)
		s := dial(t, h, qtbt.RFCOMM)
		assert.Equal(t, first, s.LocalAddress())
		assert.Equal(t, "lab-a", s.LocalName())
		assert.Equal(t, first.String(), h.await("connected"), "as the server sees it")
		require.NoError(t, s.Close())
	}, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening")
		s := <-sockets
		defer s.Delete()
		ended := disconnected(s)
		h.tell("connected", s.PeerAddress())
		<-ended
	}, idle})
}
