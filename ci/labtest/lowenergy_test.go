package labtest

// Tests of Low Energy: a central and a peripheral of qtbt.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// serveUntil has a host offer its services until the other one is done.
func serveUntil(mark string) part {
	return func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.offer()
		h.await(mark)
	}
}

func TestLowEnergyDiscovery(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		defer h.tell("done")
		device := findPeripheral(t, h)
		assert.NotZero(t, device.CoreConfigurations()&qtbt.LowEnergyCoreConfiguration)

		c := newCentral(t, device)
		assert.Equal(t, h.self, c.LocalAddress())
		assert.Equal(t, h.peer, c.RemoteAddress())
		c.connect()
		assert.Contains(t, c.Services(), serviceUUID(t))
		assert.Contains(t, c.Services(), secondService)
		assert.Nil(t, c.CreateServiceObject(qtbt.UUID16(0xdead)))

		full := c.open(serviceUUID(t))
		assert.Equal(t, qtbt.PrimaryService, full.Type())
		long := full.Characteristic(longValue)
		assert.Equal(t, pattern(512), long.Value())
		assert.Equal(t, qtbt.PropertyRead|qtbt.PropertyWrite, long.Properties())
		description := long.Descriptor(qtbt.DescriptorCharacteristicUserDescription.UUID())
		assert.Equal(t, []byte("long"), description.Value())
		assert.Equal(t, qtbt.DescriptorCharacteristicUserDescription, description.Type())
		assert.Empty(t, full.Characteristic(writeOnly).Value())
		var uuids []qtbt.UUID
		for _, characteristic := range full.Characteristics() {
			assert.True(t, characteristic.IsValid())
			uuids = append(uuids, characteristic.UUID())
		}
		assert.Equal(t, []qtbt.UUID{longValue, commanded, notifying, indicating, writeOnly}, uuids)

		minimal := c.open(secondService, qtbt.LowEnergyServiceSkipValueDiscovery)
		second := minimal.Characteristic(longValue)
		assert.Empty(t, second.Value())
		require.NoError(t, minimal.ReadCharacteristic(second))
		assert.Equal(t, change{longValue, []byte("second")}, minimal.wait(minimal.read))
		assert.Equal(t, []byte("second"), second.Value())

		again := c.CreateServiceObject(serviceUUID(t))
		require.NotNil(t, again)
		defer again.Delete()
		assert.Equal(t, long, again.Characteristic(longValue), "of another object for the service")
		assert.True(t, again.Contains(long))
		assert.False(t, minimal.Contains(long))
		assert.ErrorIs(t, minimal.ReadCharacteristic(long), qtbt.LowEnergyServiceOperationError)
		assert.Equal(t, qtbt.LowEnergyServiceOperationError, <-minimal.failed)
	}, serveUntil("done"))
}

func TestLowEnergyReadAndWrite(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)

		long := s.Characteristic(longValue)
		require.NoError(t, s.ReadCharacteristic(long))
		assert.Equal(t, change{longValue, pattern(512)}, s.wait(s.read))

		for _, value := range [][]byte{[]byte("short"), pattern(300), nil} {
			require.NoError(t, s.WriteCharacteristic(long, value))
			assert.Equal(t, change{longValue, value}, s.wait(s.written))
			assert.ElementsMatch(t, value, long.Value())
			h.tell("written")
			h.await("seen")
		}
		assert.ErrorIs(t, s.WriteCharacteristic(long, make([]byte, 513)), qtbt.ErrInvalidArgument)

		require.NoError(t, s.WriteCharacteristic(s.Characteristic(commanded), []byte("command"), qtbt.WriteWithoutResponse))
		h.await("commanded")

		require.NoError(t, s.ReadCharacteristic(s.Characteristic(writeOnly)))
		assert.Equal(t, qtbt.LowEnergyServiceCharacteristicReadError, <-s.failed)

		description := long.Descriptor(qtbt.DescriptorCharacteristicUserDescription.UUID())
		require.NoError(t, s.ReadDescriptor(description))
		assert.Equal(t, change{description.UUID(), []byte("long")}, s.wait(s.read))
		require.NoError(t, s.WriteDescriptor(description, []byte("other")))
		assert.Equal(t, change{description.UUID(), []byte("other")}, s.wait(s.written))
		assert.Equal(t, []byte("other"), description.Value())
		h.await("described")
	}, func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.offer()
		for _, value := range [][]byte{[]byte("short"), pattern(300), nil} {
			h.await("written")
			for got := range p.changed {
				assert.Equal(t, longValue, got.uuid)
				if len(got.value) == len(value) { // a long write is signalled for each part
					assert.ElementsMatch(t, value, got.value)
					break
				}
			}
			assert.ElementsMatch(t, value, p.service.Characteristic(longValue).Value())
			for len(p.changed) > 0 {
				<-p.changed
			}
			h.tell("seen")
		}
		assert.Equal(t, change{commanded, []byte("command")}, <-p.changed)
		h.tell("commanded")
		assert.Equal(t, []byte("other"), <-p.configured)
		h.tell("described")
		h.await("done")
	})
}

func TestLowEnergyNotifications(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
		s.subscribe(notifying, qtbt.CCCDEnableNotification())
		s.subscribe(indicating, qtbt.CCCDEnableIndication())
		h.tell("subscribed")
		s.waitChanged(notifying, []byte("notified"))
		s.waitChanged(indicating, []byte("indicated"))
		assert.Equal(t, []byte("indicated"), s.Characteristic(indicating).Value())

		s.subscribe(notifying, qtbt.CCCDDisable())
		h.tell("unsubscribed")
		s.waitChanged(indicating, []byte("after"))
		assert.Empty(t, s.changed, "notified after the subscription's end")
	}, func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.offer()
		h.await("subscribed")
		assert.Equal(t, qtbt.CCCDEnableNotification(), <-p.configured)
		assert.Equal(t, qtbt.CCCDEnableIndication(), <-p.configured)
		send := func(uuid qtbt.UUID, value string) {
			require.NoError(t, p.service.WriteCharacteristic(p.service.Characteristic(uuid), []byte(value)))
		}
		send(notifying, "notified")
		send(indicating, "indicated")
		h.await("unsubscribed")
		assert.Equal(t, qtbt.CCCDDisable(), <-p.configured)
		send(notifying, "unheard")
		send(indicating, "after")
		h.await("done")
	})
}

func TestLowEnergyDisconnectAndReconnect(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		for _, end := range []func(){
			func() { require.NoError(t, c.DisconnectFromDevice()) },
			func() { h.tell("disconnect") },
		} {
			c.connect()
			s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
			long := s.Characteristic(longValue)
			require.NoError(t, s.ReadCharacteristic(long))
			s.wait(s.read)
			end()
			assert.Equal(t, qtbt.InvalidService, <-s.states)
			<-c.disconnected
			assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
			assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())

			assert.Empty(t, c.Services())
			assert.False(t, long.IsValid())
			assert.Equal(t, longValue, long.UUID())
			assert.Equal(t, pattern(512), long.Value())
			assert.ErrorIs(t, s.ReadCharacteristic(long), qtbt.LowEnergyServiceOperationError)
			assert.Equal(t, qtbt.LowEnergyServiceOperationError, <-s.failed)
			s.Delete()
			assert.Equal(t, pattern(512), long.Value(), "of a deleted service")
			h.await("offered")
		}
	}, func(t *testing.T, h *host) {
		p := newPeripheral(t)
		p.offer()
		<-p.connected
		<-p.disconnected
		assert.Equal(t, qtbt.InvalidService, p.service.State())
		p.offer()
		h.tell("offered")
		<-p.connected
		h.await("disconnect")
		require.NoError(t, p.DisconnectFromDevice())
		<-p.disconnected
		p.offer()
		h.tell("offered")
		h.await("done")
	})
}
