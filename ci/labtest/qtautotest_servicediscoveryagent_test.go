package labtest

// Qt's autotest tst_qbluetoothservicediscoveryagent in Go. For what it checks without an adapter,
// see package qtbt.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func newServiceDiscoveryAgent(t *testing.T, adapter ...qtbt.Address) *qtbt.ServiceDiscoveryAgent {
	t.Helper()
	agent, err := qtbt.NewServiceDiscoveryAgent(adapter...)
	require.NoError(t, err)
	t.Cleanup(agent.Delete)
	return agent
}

func TestQBluetoothServiceDiscoveryAgent_invalidBtAddress(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		agent := newServiceDiscoveryAgent(t, qtbt.MustParseAddress("11:11:11:11:11:11"))
		assert.Equal(t, qtbt.ServiceDiscoveryInvalidBluetoothAdapterError, agent.LastError())
		require.NoError(t, agent.Start())
		assert.False(t, agent.IsActive())

		agent = newServiceDiscoveryAgent(t, qtbt.Address{})
		assert.Equal(t, qtbt.ServiceDiscoveryNoError, agent.LastError())
		require.NoError(t, agent.Start())
		assert.True(t, agent.IsActive())
	}, idle)
}

func TestQBluetoothServiceDiscoveryAgent_serviceDiscoveryStop(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		agent := newServiceDiscoveryAgent(t)
		canceled, finished := make(chan struct{}, 10), make(chan struct{}, 10)
		agent.OnCanceled(func() { canceled <- struct{}{} })
		agent.OnFinished(func() { finished <- struct{}{} })
		require.NoError(t, agent.Start(qtbt.FullDiscovery))
		require.True(t, agent.IsActive())
		require.NoError(t, agent.Stop())
		<-canceled
		assert.False(t, agent.IsActive())
		// A latent signal would come before the end of a later discovery, or be a second one of it.
		later := newServiceDiscoveryAgent(t)
		end := make(chan struct{})
		later.OnFinished(func() { close(end) })
		require.NoError(t, later.SetRemoteAddress(h.peer))
		require.NoError(t, later.Start(qtbt.FullDiscovery))
		<-end
		assert.Empty(t, canceled)
		assert.Empty(t, finished)
	}, idle)
}

// The rows that the original has commented out are the two with filters.
func TestQBluetoothServiceDiscoveryAgent_serviceDiscovery(t *testing.T) {
	rows := []struct {
		name   string
		all    bool // devices
		filter []qtbt.UUID
		found  bool
	}{
		{name: "default filter", found: true},
		{name: "public browse group", filter: []qtbt.UUID{qtbt.ServiceClassPublicBrowseGroup.UUID()}},
		{name: "l2cap", filter: []qtbt.UUID{qtbt.ProtocolL2CAP.UUID()}},
		{name: "all devices", all: true, found: true},
	}
	onHosts(t, func(t *testing.T, h *host) {
		meet(t, h)
		for _, row := range rows {
			t.Run(row.name, func(t *testing.T) {
				agent := newServiceDiscoveryAgent(t, h.self)
				device := h.peer
				if row.all {
					device = qtbt.Address{}
				}
				require.NoError(t, agent.SetRemoteAddress(device))
				assert.False(t, agent.IsActive())
				assert.Empty(t, agent.DiscoveredServices())
				assert.Empty(t, agent.UUIDFilter())
				require.NoError(t, agent.SetUUIDFilter(row.filter...))
				assert.ElementsMatch(t, row.filter, agent.UUIDFilter())

				services, finished := make(chan *qtbt.ServiceInfo, 100), make(chan struct{}, 10)
				agent.OnServiceDiscovered(func(s *qtbt.ServiceInfo) { services <- s })
				agent.OnErrorOccurred(func(e qtbt.ServiceDiscoveryError) { t.Errorf("%v: %s", e, agent.ErrorString()) })
				agent.OnFinished(func() { finished <- struct{}{} })
				require.NoError(t, agent.Start(qtbt.FullDiscovery))
				<-finished
				onQt(t, func() {}) // the last services are told after that
				assert.Equal(t, qtbt.ServiceDiscoveryNoError, agent.LastError())
				assert.Empty(t, agent.ErrorString())
				assert.Empty(t, finished, "finished once")

				assert.Equal(t, row.found, len(services) > 0)
				assert.Len(t, agent.DiscoveredServices(), len(services))
				for len(services) > 0 {
					s := <-services
					assert.True(t, s.IsValid())
					assert.False(t, s.IsRegistered())
				}
				require.NoError(t, agent.Clear())
				assert.Empty(t, agent.DiscoveredServices())
				require.NoError(t, agent.Stop())
				assert.False(t, agent.IsActive())
			})
		}
	}, idle)
}

// The original's two adapters are one on each host here. Its discovery is a minimal one, in which
// BlueZ's back end makes a 16-bit UUID a service's class and never its own, as the original
// expects: so this one is full.
func TestQBluetoothServiceDiscoveryAgent_serviceDiscoveryAdapters(t *testing.T) {
	service := qtbt.ProtocolFTP.UUID()
	onHosts(t, func(t *testing.T, h *host) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		require.NoError(t, server.Listen(h.self, 0))
		var s qtbt.ServiceInfo
		s.SetServiceName("serviceName")
		s.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
		s.SetAttribute(qtbt.AttributeBluetoothProfileDescriptorList, qtbt.Sequence{
			qtbt.Sequence{qtbt.ServiceClassSerialPort, uint16(0x0100)},
		})
		s.SetServiceUUID(service)
		s.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
			qtbt.Sequence{qtbt.ProtocolL2CAP},
			qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(server.ServerPort())},
		})
		require.NoError(t, s.RegisterService())
		assert.True(t, server.IsListening())
		h.tell("registered")
		h.await("found")
		require.NoError(t, s.UnregisterService())
	}, func(t *testing.T, h *host) {
		h.await("registered")
		meet(t, h)
		agent := newServiceDiscoveryAgent(t, h.self)
		require.NoError(t, agent.SetRemoteAddress(h.peer))
		assert.False(t, agent.IsActive())
		assert.Empty(t, agent.DiscoveredServices())
		finished := make(chan struct{})
		agent.OnFinished(func() { close(finished) })
		require.NoError(t, agent.Start(qtbt.FullDiscovery))
		<-finished
		counter := 0
		for _, s := range agent.DiscoveredServices() {
			if s.ServiceUUID() == service {
				counter++
			}
		}
		assert.Equal(t, 1, counter)
		h.tell("found")
	})
}
