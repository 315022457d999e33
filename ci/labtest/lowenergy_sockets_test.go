package labtest

// Tests of the sockets under a peripheral: who may open them, and how long they live.

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestPeripheralWithoutCapability(t *testing.T) {
	onHosts(t, func(t *testing.T, _ *host) {
		if os.Getenv(asNobody) == "" {
			repeatAsNobody(t)
			return
		}
		require.NotZero(t, os.Getuid())
		p, err := qtbt.NewLowEnergyPeripheral()
		require.NoError(t, err)
		defer p.Delete()
		descriptors := descriptorCount(t)
		for range 10 { // Qt listens though it cannot advertise
			err = p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, qtbt.LowEnergyAdvertisingData{})
			require.ErrorIs(t, err, qtbt.LowEnergyControllerAdvertisingError)
			assert.EqualError(t, err, "qtbt: start advertising: AdvertisingError: "+
				"Error occurred trying to start advertising: the process lacks the capability CAP_NET_RAW")
			assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, p.State())
		}
		assert.LessOrEqual(t, descriptorCount(t), descriptors+1, "the last socket is open until Delete")
	}, idle)
}

// The capability that the error names is enough: CAP_NET_ADMIN is not needed.
func TestPeripheralWithOneCapability(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		c.open(serviceUUID(t))
		c.disconnect()
	}, func(t *testing.T, h *host) {
		if os.Getenv(asNobody) == "" {
			repeatAsNobody(t, unix.CAP_NET_RAW)
			h.await("done")
			return
		}
		require.NotZero(t, os.Getuid())
		p := newPeripheral(t)
		p.offer()
		<-p.connected
		<-p.disconnected
	}})
}

// A child process gets none of the sockets by which Qt's raw HCI peripheral commands the adapter,
// listens, and talks to its client.
func TestChildrenInheritNoPeripheral(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		assertNoSocketInherited(t)
		h.tell("connected")
		h.await("checked")
	}, func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.offer()
		assertNoSocketInherited(t)
		h.await("connected")
		assertNoSocketInherited(t)
		h.tell("checked")
		h.await("done")
	})
}

// A peripheral that starts to advertise again closes the socket on which it listened before. Qt 6.4
// by itself keeps each of them open.
func TestAdvertiseAgainAndAgain(t *testing.T) {
	onHosts(t, func(t *testing.T, _ *host) {
		p := newPeripheral(t)
		counts := make([]int, 0, 100)
		for range cap(counts) {
			p.advertise()
			counts = append(counts, descriptorCount(t))
			require.NoError(t, p.StopAdvertising())
			assert.Equal(t, qtbt.LowEnergyControllerAdvertisingState, <-p.states)
			assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, <-p.states)
		}
		assert.Equal(t, counts[0], counts[len(counts)-1], fmt.Sprint(counts))
	}, idle)
}

// Once a peripheral has stopped advertising, clients reach the one that advertises after it. Qt 6.4
// by itself would still get them, and not accept them.
func TestStoppedPeripheralLeavesClientsToOthers(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		h.await("offered")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
		require.NoError(t, s.ReadCharacteristic(s.Characteristic(longValue)))
		assert.Equal(t, change{longValue, pattern(512)}, s.wait(s.read))
	}, func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.advertise()
		require.NoError(t, p.StopAdvertising())
		offerByBluetoothctl(t)
		h.tell("offered")
		h.await("done")
	}})
}
