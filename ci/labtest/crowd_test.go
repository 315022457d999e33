package labtest

// Tests with three hosts and more on one air.

import (
	"maps"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func findTheOthers(t *testing.T, h *host) {
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	require.NoError(t, err)
	defer agent.Delete()
	found := make(chan qtbt.DeviceInfo, 100)
	agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) { found <- d })
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { t.Errorf("%v: %s", e, agent.ErrorString()) })
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(0))
	require.NoError(t, agent.StartMethods(qtbt.ClassicMethod))
	missing := make(map[qtbt.Address]string)
	maps.Copy(missing, h.names)
	delete(missing, h.self)
	require.Len(t, missing, 2)
	for len(missing) > 0 {
		if d := <-found; missing[d.Address()] == d.Name() {
			delete(missing, d.Address())
		}
	}
}

func TestThreeHostsFindEachOther(t *testing.T) {
	threeHosts.run(t, []part{findTheOthers, findTheOthers, findTheOthers})
}

func TestTwoClientsAtOnce(t *testing.T) {
	const size = 20_000
	client := func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.RFCOMM)
		h.await("both")
		exchange(t, s, size)
		ended := disconnected(s)
		require.NoError(t, s.Close())
		<-ended
	}
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		sockets := accept(server)
		h.tell("listening")
		clients := []*qtbt.Socket{<-sockets, <-sockets}
		var peers []qtbt.Address
		for _, s := range clients {
			peers = append(peers, s.PeerAddress())
			s.OnReadyRead(func() { s.Write(s.ReadAll()) })
		}
		assert.ElementsMatch(t, h.others, peers)
		var ended []<-chan struct{}
		for _, s := range clients {
			ended = append(ended, disconnected(s))
		}
		h.tell("both")
		for i, s := range clients {
			<-ended[i]
			s.Delete()
		}
	}, client, client})
}

// A Listener serves seven hosts at once, each with several connections.
func TestSevenClients(t *testing.T) {
	const services, size = 3, 10_000
	server := func(t *testing.T, h *host) {
		echoServices(t, services)
		h.tell("listening")
		for range h.others {
			h.await("connected")
		}
		h.tell("all")
		for range h.others {
			h.await("done")
		}
	}
	client := func(t *testing.T, h *host) {
		h.await("listening")
		var conns [services]*qtbt.Conn
		for i, id := range serviceUUIDs(t, services) {
			var err error
			conns[i], err = qtbt.Dial(t.Context(), h.peer, id)
			require.NoError(t, err)
		}
		h.tell("connected")
		h.await("all")
		var exchanges sync.WaitGroup
		for _, c := range conns {
			exchanges.Go(func() { exchangeConn(t, c, size) })
		}
		exchanges.Wait()
		h.tell("done")
	}
	t.Cleanup(eightHosts.close)
	eightHosts.run(t, []part{server, client, client, client, client, client, client, client})
}

// Qt's raw HCI peripheral has one client at a time, and loses its services at the end of each
// connection.
func TestPeripheralServesThreeCentralsByTurns(t *testing.T) {
	peripheral := func(t *testing.T, h *host) {
		p := newPeripheral(t)
		require.Len(t, h.others, 3)
		for _, central := range h.others {
			p.offer()
			h.tell("turn", central)
			<-p.connected
			assert.Equal(t, central, p.RemoteAddress())
			assert.ErrorIs(t, p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{},
				qtbt.LowEnergyAdvertisingData{}), qtbt.ErrWrongState)
			assert.Equal(t, qtbt.CCCDEnableNotification(), <-p.configured)
			assert.Equal(t, change{commanded, []byte(central.String())}, <-p.changed)
			value := []byte("hello " + central.String())
			require.NoError(t, p.service.WriteCharacteristic(p.service.Characteristic(notifying), value))
			<-p.disconnected
		}
	}
	central := func(t *testing.T, h *host) {
		for h.await("turn") != h.self.String() {
		}
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		s := c.open(serviceUUID(t))
		assert.Equal(t, pattern(512), s.Characteristic(longValue).Value())
		s.subscribe(notifying, qtbt.CCCDEnableNotification())
		value := []byte(h.self.String())
		require.NoError(t, s.WriteCharacteristic(s.Characteristic(commanded), value, qtbt.WriteWithoutResponse))
		s.waitChanged(notifying, []byte("hello "+h.self.String()))
		c.disconnect()
	}
	t.Cleanup(lowEnergyCrowds.close)
	lowEnergyCrowds.run(t, []part{peripheral, central, central, central})
}
