package labtest

// Tests of finding some services of the other host, minimally and fully, and of connecting to what
// was found.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// serviceUUIDs are UUIDs of the test's own, the first of them serviceUUID.
func serviceUUIDs(t *testing.T, count int) []qtbt.UUID {
	uuids := make([]qtbt.UUID, count)
	for i := range uuids {
		uuids[i] = serviceUUID(t)
		uuids[i][15] ^= byte(i)
	}
	return uuids
}

func TestServiceDiscoveryFilteredByUUIDs(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		ids := serviceUUIDs(t, 3)
		for i := len(ids) - 1; i >= 0; i-- { // serviceUUID(t) last: who has seen it has seen all
			service := recordOf(ids[i])
			require.NoError(t, service.RegisterService())
			defer service.UnregisterService()
		}
		h.tell("registered")
		h.await("found")
	}, func(t *testing.T, h *host) {
		h.await("registered")
		meetService(t, h)
		ids := serviceUUIDs(t, 3)
		found := func(mode qtbt.DiscoveryMode, filter ...qtbt.UUID) (uuids []qtbt.UUID) {
			for _, s := range lookUp(t, h, mode, filter...) {
				assert.Equal(t, h.peer, s.Device().Address())
				if s.ServiceUUID().MinimumSize() == 16 { // BlueZ publishes services of its own
					uuids = append(uuids, s.ServiceUUID())
				}
			}
			return uuids
		}
		none, serialPort := qtbt.NewUUID(), qtbt.ServiceClassSerialPort.UUID()
		for _, mode := range []qtbt.DiscoveryMode{qtbt.MinimalDiscovery, qtbt.FullDiscovery} {
			assert.ElementsMatch(t, ids, found(mode), mode)
			assert.ElementsMatch(t, ids[:1], found(mode, ids[0]), mode)
			assert.ElementsMatch(t, ids[1:], found(mode, ids[1], ids[2]), mode)
			assert.ElementsMatch(t, ids[1:2], found(mode, none, ids[1]), mode)
			assert.Empty(t, found(mode, none), mode)
		}
		assert.ElementsMatch(t, ids, found(qtbt.FullDiscovery, serialPort), "by class")
		assert.ElementsMatch(t, ids, found(qtbt.FullDiscovery, ids[0], serialPort), "each once")
		h.tell("found")
	})
}

// A service found minimally says L2CAP, whatever it is: Qt's BlueZ back end makes that up. The
// connection is right.
func TestConnectToDiscoveredService(t *testing.T) {
	claimed := map[qtbt.DiscoveryMode]qtbt.Protocol{qtbt.MinimalDiscovery: qtbt.L2CAP, qtbt.FullDiscovery: qtbt.RFCOMM}
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		ended := echo(t, server)
		h.tell("listening")
		for range claimed {
			<-ended
		}
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meetService(t, h)
		for mode, protocol := range claimed {
			services := lookUp(t, h, mode, serviceUUID(t))
			require.Len(t, services, 1)
			assert.Equal(t, protocol, services[0].SocketProtocol())
			assert.Equal(t, serviceUUID(t), services[0].ServiceUUID())

			s, err := qtbt.NewSocket(qtbt.RFCOMM)
			require.NoError(t, err)
			defer s.Delete()
			connected := make(chan struct{})
			s.OnConnected(func() { close(connected) })
			s.OnErrorOccurred(func(e qtbt.SocketError) { t.Errorf("%v: %s", e, s.ErrorString()) })
			require.NoError(t, s.ConnectToServiceInfo(services[0]))
			<-connected
			assert.Equal(t, protocol, s.SocketType())
			if mode == qtbt.FullDiscovery {
				assert.EqualValues(t, services[0].ServerChannel(), s.PeerPort())
			}
			exchange(t, s, 1000)
			ended := disconnected(s)
			require.NoError(t, s.Close())
			<-ended
		}
	})
}
