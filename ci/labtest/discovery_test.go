package labtest

// Tests of device and service discovery between the two hosts.

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// register publishes a service of a listening server with many kinds of attributes, gone at the
// test's end.
func register(t *testing.T, server *qtbt.Server) *qtbt.ServiceInfo {
	t.Helper()
	s := new(qtbt.ServiceInfo)
	s.SetServiceName("Größe <&>")
	s.SetServiceDescription("a record of the lab tests")
	s.SetServiceProvider("qtbt")
	s.SetServiceAvailability(0xff)
	s.SetServiceUUID(serviceUUID(t))
	s.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{serviceUUID(t), qtbt.ServiceClassSerialPort})
	s.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
	s.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ProtocolL2CAP},
		qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(server.ServerPort())},
	})
	s.SetAttribute(0x0206, qtbt.Sequence{uint8(0x22), []byte("bytes")})
	s.SetAttribute(0x0300, qtbt.Sequence{uint16(2), uint32(3), true, false, qtbt.UUID32(0x12345), int8(-1)})
	require.NoError(t, s.RegisterService())
	require.True(t, s.IsRegistered())
	t.Cleanup(func() { s.UnregisterService() })
	return s
}

// lookUp runs a service discovery to its end and returns what it found.
func lookUp(t *testing.T, h *host, mode qtbt.DiscoveryMode, filter ...qtbt.UUID) []*qtbt.ServiceInfo {
	t.Helper()
	agent, err := qtbt.NewServiceDiscoveryAgent()
	require.NoError(t, err)
	defer agent.Delete()
	require.NoError(t, agent.SetRemoteAddress(h.peer))
	require.NoError(t, agent.SetUUIDFilter(filter...))
	finished := make(chan struct{})
	agent.OnErrorOccurred(func(e qtbt.ServiceDiscoveryError) { t.Errorf("%v: %s", e, agent.ErrorString()) })
	agent.OnFinished(func() { close(finished) })
	require.NoError(t, agent.Start(mode))
	<-finished
	return agent.DiscoveredServices()
}

// meetService makes a host's BlueZ know the test's service on the other host, from its inquiry
// responses, as a minimal discovery wants it.
func meetService(t *testing.T, h *host) {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	require.NoError(t, err)
	defer agent.Delete()
	known := make(chan struct{}, 1)
	agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) {
		if d.Address() == h.peer && slices.Contains(d.ServiceUUIDs(), serviceUUID(t)) {
			agent.Delete()
			known <- struct{}{}
		}
	})
	agent.OnFinished(func() { assert.NoError(t, agent.StartMethods(qtbt.ClassicMethod)) })
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { t.Errorf("%v: %s", e, agent.ErrorString()) })
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(5*time.Second))
	require.NoError(t, agent.StartMethods(qtbt.ClassicMethod))
	<-known
}

func TestDeviceDiscovery(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		agent, err := qtbt.NewDeviceDiscoveryAgent(h.self)
		require.NoError(t, err)
		require.Equal(t, qtbt.DeviceDiscoveryNoError, agent.LastError())
		found, ended := make(chan qtbt.DeviceInfo, 100), make(chan string, 1)
		agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) { found <- d })
		agent.OnCanceled(func() { ended <- "canceled" })
		agent.OnFinished(func() { ended <- "finished" })
		require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(0))
		require.NoError(t, agent.StartMethods(qtbt.ClassicMethod))
		require.True(t, agent.IsActive())

		d := <-found
		for ; d.Address() != h.peer; d = <-found {
		}
		assert.True(t, d.IsValid())
		assert.Equal(t, "lab-b", d.Name())
		assert.NotZero(t, d.CoreConfigurations()&qtbt.BaseRateCoreConfiguration)
		assert.True(t, slices.ContainsFunc(agent.DiscoveredDevices(), func(d qtbt.DeviceInfo) bool {
			return d.Address() == h.peer
		}))
		require.NoError(t, agent.Stop())
		assert.Equal(t, "canceled", <-ended)
		assert.False(t, agent.IsActive())
		agent.Delete()
		h.tell("done")
	}, func(_ *testing.T, h *host) {
		h.await("done")
	})
}

// A handler may stop, restart and delete the agent that it got a device from.
func TestDeviceDiscoveryWithinHandlers(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		meet(t, h)
		agent, err := qtbt.NewDeviceDiscoveryAgent()
		require.NoError(t, err)
		require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(0))
		seen, done := 0, make(chan struct{})
		agent.OnDeviceDiscovered(func(qtbt.DeviceInfo) {
			switch seen++; {
			case seen < 5:
				assert.NoError(t, agent.Stop())
				assert.NoError(t, agent.Start())
			case seen == 5:
				agent.Delete()
				close(done)
			}
		})
		require.NoError(t, agent.Start())
		<-done
		h.tell("done")
	}, func(_ *testing.T, h *host) {
		h.await("done")
	})
}

func TestServiceDiscovery(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		require.NoError(t, server.Listen(qtbt.Address{}, 0))
		service := register(t, server)
		assert.ErrorIs(t, service.RegisterService(), qtbt.ErrAlreadyRegistered)
		h.tell("registered", server.ServerPort())
		h.await("found")
		require.NoError(t, service.UnregisterService())
		assert.ErrorIs(t, service.UnregisterService(), qtbt.ErrNotRegistered)
		h.tell("unregistered")
		h.await("gone")
	}, func(t *testing.T, h *host) {
		port := h.await("registered")
		meet(t, h)
		services := lookUp(t, h, qtbt.FullDiscovery, serviceUUID(t))
		require.Len(t, services, 1)
		s := services[0]
		assert.Equal(t, h.peer, s.Device().Address())
		assert.Equal(t, "Größe <&>", s.ServiceName())
		assert.Equal(t, "a record of the lab tests", s.ServiceDescription())
		assert.Equal(t, "qtbt", s.ServiceProvider())
		assert.Equal(t, uint8(0xff), s.ServiceAvailability())
		assert.Equal(t, serviceUUID(t), s.ServiceUUID())
		assert.Equal(t, []qtbt.UUID{qtbt.ServiceClassSerialPort.UUID()}, s.ServiceClassUUIDs())
		assert.Equal(t, qtbt.RFCOMM, s.SocketProtocol())
		assert.Equal(t, port, strconv.Itoa(s.ServerChannel()))
		assert.Zero(t, s.ProtocolServiceMultiplexer())
		assert.False(t, s.IsRegistered())
		assert.Equal(t, qtbt.Sequence{int32(0x22), "bytes"}, s.Attribute(0x0206), "Qt's types on BlueZ")
		assert.Equal(t, qtbt.Sequence{int32(2), uint32(3), true, false, qtbt.UUID32(0x12345), nil}, s.Attribute(0x0300))

		assert.NotEmpty(t, lookUp(t, h, qtbt.FullDiscovery), "the public browse group")
		h.tell("found")
		h.await("unregistered")
		assert.Empty(t, lookUp(t, h, qtbt.FullDiscovery, serviceUUID(t)))
		h.tell("gone")
	})
}

// A handler may stop, restart and delete the agent that it got a service from. Qt alone would crash
// on the stop.
func TestServiceDiscoveryWithinHandlers(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		_, _ = listen(t, qtbt.RFCOMM)
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meetService(t, h)
		agentOf := func() *qtbt.ServiceDiscoveryAgent {
			agent, err := qtbt.NewServiceDiscoveryAgent()
			require.NoError(t, err)
			t.Cleanup(agent.Delete)
			require.NoError(t, agent.SetRemoteAddress(h.peer))
			return agent
		}

		stopped, ended := agentOf(), make(chan int, 1)
		seen := 0
		stopped.OnServiceDiscovered(func(*qtbt.ServiceInfo) {
			seen++
			assert.NoError(t, stopped.Stop())
		})
		stopped.OnFinished(func() { ended <- seen })
		require.NoError(t, stopped.Start(qtbt.MinimalDiscovery))
		assert.Equal(t, 1, <-ended, "services that Stop came after")

		restarted, found := agentOf(), make(chan struct{}, 1)
		first := true
		restarted.OnServiceDiscovered(func(s *qtbt.ServiceInfo) {
			if first {
				first = false
				assert.NoError(t, restarted.Stop())
				assert.NoError(t, restarted.Start(qtbt.FullDiscovery))
			} else if s.ServerChannel() > 0 { // which only a full discovery tells
				found <- struct{}{}
			}
		})
		require.NoError(t, restarted.Start(qtbt.MinimalDiscovery))
		<-found

		for _, mode := range []qtbt.DiscoveryMode{qtbt.MinimalDiscovery, qtbt.FullDiscovery} {
			deleted, done := agentOf(), make(chan struct{}, 100)
			deleted.OnServiceDiscovered(func(*qtbt.ServiceInfo) {
				deleted.Delete()
				done <- struct{}{}
			})
			require.NoError(t, deleted.Start(mode))
			<-done
			require.NoError(t, qtbt.Invoke(t.Context(), func() {}))
			assert.Empty(t, done, "a service after Delete")
		}
		h.tell("done")
	})
}
