package labtest

// Qt's autotest tst_qlowenergycontroller-gattserver of Qt 6.4 in Go: the two functions that need a
// server, with the services of Qt's test server. For the other functions, see package qtbt.
//
// Through bluetoothd a central of Qt does not see all that the original expects. So these
// assertions are left out: the Generic Access service, which bluetoothd does not show; included
// services; a new value after a signed write, which bluetoothd sends as a plain write, so that the
// server refuses it; connectionUpdated. A value of 1024 bytes is cut to 512, the most that the
// attribute protocol allows. When a client reconnects that has not unsubscribed, bluetoothd
// subscribes for it again, which the original expects of bonded devices only.

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// The services and characteristics of Qt's test server.
var (
	runningSpeed = qtbt.ServiceClassRunningSpeedAndCadence.UUID()

	customService16 = qtbt.UUID16(0x2000)
	customLong      = qtbt.UUID16(0x5000)
	customSecret    = qtbt.UUID16(0x5001)
	customIndices   = qtbt.UUID16(0x5002)
	customNotices   = qtbt.UUID16(0x5003)
	customSigned    = qtbt.UUID16(0x5004)

	customService128 = qtbt.MustParseUUID("c47774c7-f237-4523-8968-e4ae75431daf")
	customValue128   = qtbt.MustParseUUID("c0ad61b1-79e7-42f9-ace0-0a9aa0d0a4f8")
)

const serverName = "Qt GATT server"

// gattServer is Qt's test server.
type gattServer struct {
	*peripheral
	custom *qtbt.LowEnergyService
}

// serve adds the services and advertises them.
func (g *gattServer) serve() {
	t := g.t
	t.Helper()
	const read, write, notify, indicate = qtbt.PropertyRead, qtbt.PropertyWrite, qtbt.PropertyNotify, qtbt.PropertyIndicate
	var uuids []qtbt.UUID
	add := func(uuid qtbt.UUID, included *qtbt.LowEnergyService, characteristics ...qtbt.LowEnergyCharacteristicData,
	) *qtbt.LowEnergyService {
		var data qtbt.LowEnergyServiceData
		data.SetUUID(uuid)
		if included != nil {
			data.AddIncludedService(included)
		}
		require.NoError(t, data.SetCharacteristics(characteristics))
		s, err := g.AddService(data)
		require.NoError(t, err)
		t.Cleanup(s.Delete)
		uuids = append(uuids, uuid)
		return s
	}
	running := add(runningSpeed, nil,
		attribute(t, qtbt.CharacteristicRSCMeasurement.UUID(), notify, []byte{1 << 2, 0, 0, 0}),
		attribute(t, qtbt.CharacteristicRSCFeature.UUID(), read, []byte{1 << 2, 0}))
	add(qtbt.ServiceClassGenericAccess.UUID(), running,
		attribute(t, qtbt.CharacteristicDeviceName.UUID(), read|write, []byte(serverName)),
		attribute(t, qtbt.CharacteristicAppearance.UUID(), read, []byte{128, 0}))
	long := attribute(t, customLong, read, bytes.Repeat([]byte("x"), 1024))
	secret := attribute(t, customSecret, read, []byte("something"))
	secret.SetReadConstraints(qtbt.ATTAuthorizationRequired)
	g.custom = add(customService16, nil, long, secret,
		attribute(t, customIndices, read|indicate, []byte("something")),
		attribute(t, customNotices, read|notify, []byte("something")),
		attribute(t, customSigned, read|qtbt.PropertyWriteSigned, []byte("initial")))
	add(customService128, nil, attribute(t, customValue128, read, bytes.Repeat([]byte("a"), 15)))

	var advertisement qtbt.LowEnergyAdvertisingData
	advertisement.SetDiscoverability(qtbt.DiscoverabilityLimited)
	advertisement.SetServices(uuids)
	advertisement.SetIncludePowerLevel(true)
	advertisement.SetLocalName(serverName)
	require.NoError(t, g.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, advertisement))
}

// send changes a value. A client that has subscribed is notified.
func (g *gattServer) send(uuid qtbt.UUID, value string) {
	characteristic := g.custom.Characteristic(uuid)
	assert.True(g.t, characteristic.IsValid())
	assert.NoError(g.t, g.custom.WriteCharacteristic(characteristic, []byte(value)))
	assert.Equal(g.t, []byte(value), characteristic.Value())
}

func TestQLowEnergyControllerGattServer_advertisedData(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		device := findAdvertiser(t, h, runningSpeed)
		services := device.ServiceUUIDs()
		assert.GreaterOrEqual(t, len(services), 3)
		assert.Contains(t, services, qtbt.ServiceClassGenericAccess.UUID())
		assert.Contains(t, services, runningSpeed)
		assert.Contains(t, services, customService16)
	}, func(t *testing.T, h *host) {
		g := &gattServer{peripheral: newPeripheral(t)}
		g.serve()
		h.await("done")
	}})
}

func TestQLowEnergyControllerGattServer_serverCommunication(t *testing.T) {
	lowEnergyHosts.run(t, []part{useGattServer, func(t *testing.T, h *host) {
		g := &gattServer{peripheral: newPeripheral(t)}
		g.serve()
		var written int // used on the Qt thread only
		g.custom.OnDescriptorWritten(func(qtbt.LowEnergyDescriptor, []byte) {
			if written++; written != 2 {
				return
			}
			g.send(customIndices, "indicated")
			g.send(customNotices, "notified")
			var parameters qtbt.LowEnergyConnectionParameters
			parameters.SetIntervalRange(30*time.Millisecond, 62500*time.Microsecond)
			parameters.SetLatency(5)
			assert.NoError(t, parameters.SetSupervisionTimeout(5500*time.Millisecond))
			assert.NoError(t, g.RequestConnectionUpdate(parameters))
		})
		<-g.disconnected
		g.serve()
		g.send(customIndices, "indicated2")
		g.send(customNotices, "notified2")
		h.tell("again")
		h.await("done")
	}})
}

// useGattServer is the client's part of serverCommunication.
func useGattServer(t *testing.T, h *host) {
	defer h.tell("done")
	c := newCentral(t, findAdvertiser(t, h, runningSpeed))
	c.reach()
	c.discover()
	assert.ElementsMatch(t, []qtbt.UUID{runningSpeed, customService16, customService128}, c.Services())

	running := c.discovered(runningSpeed)
	assert.Empty(t, running.IncludedServices())
	assert.Len(t, running.Characteristics(), 2)
	measurement := running.Characteristic(qtbt.CharacteristicRSCMeasurement.UUID())
	assert.True(t, measurement.IsValid())
	assert.Len(t, measurement.Descriptors(), 1)
	configuration := measurement.ClientCharacteristicConfiguration()
	assert.True(t, configuration.IsValid())
	assert.Equal(t, []byte{0, 0}, configuration.Value())
	assert.Equal(t, qtbt.PropertyNotify, measurement.Properties())
	assert.Empty(t, measurement.Value(), "it cannot be read")
	checkReadOnly(t, running, qtbt.CharacteristicRSCFeature.UUID(), []byte{1 << 2, 0})

	custom128 := c.discovered(customService128)
	assert.Equal(t, customService128, custom128.ServiceUUID())
	assert.Empty(t, custom128.IncludedServices())
	assert.Len(t, custom128.Characteristics(), 1)
	checkReadOnly(t, custom128, customValue128, bytes.Repeat([]byte("a"), 15))

	custom := c.discovered(customService16)
	assert.Empty(t, custom.IncludedServices())
	assert.Len(t, custom.Characteristics(), 5)
	checkReadOnly(t, custom, customLong, bytes.Repeat([]byte("x"), 512))
	checkReadOnly(t, custom, customSecret, nil) // it cannot be read without authorization
	indices, notices := custom.Characteristic(customIndices), custom.Characteristic(customNotices)
	assert.Equal(t, qtbt.PropertyRead|qtbt.PropertyIndicate, indices.Properties())
	assert.Equal(t, qtbt.PropertyRead|qtbt.PropertyNotify, notices.Properties())
	for _, each := range []qtbt.LowEnergyCharacteristic{indices, notices} {
		assert.True(t, each.IsValid())
		assert.Len(t, each.Descriptors(), 1)
		assert.True(t, each.ClientCharacteristicConfiguration().IsValid())
	}
	signed := custom.Characteristic(customSigned)
	assert.True(t, signed.IsValid())
	assert.Equal(t, qtbt.PropertyRead|qtbt.PropertyWriteSigned, signed.Properties())
	assert.Empty(t, signed.Descriptors())
	assert.Equal(t, []byte("initial"), signed.Value())

	long := custom.Characteristic(customLong)
	custom.fails(qtbt.LowEnergyServiceCharacteristicWriteError, custom.WriteCharacteristic(long, []byte("whatever")))
	custom.fails(qtbt.LowEnergyServiceCharacteristicWriteError,
		custom.WriteCharacteristic(signed, []byte("1"), qtbt.WriteSigned))

	custom.writesDescriptor(indices.ClientCharacteristicConfiguration(), qtbt.CCCDEnableIndication())
	custom.writesDescriptor(notices.ClientCharacteristicConfiguration(), qtbt.CCCDEnableNotification())
	sent := []signal[qtbt.LowEnergyCharacteristic]{<-custom.changed, <-custom.changed}
	assert.ElementsMatch(t, []signal[qtbt.LowEnergyCharacteristic]{
		{indices, []byte("indicated")}, {notices, []byte("notified")},
	}, sent)
	assert.Equal(t, []byte("indicated"), indices.Value())
	assert.Equal(t, []byte("notified"), notices.Value())
	c.disconnect()

	h.await("again")
	c.reach()
	c.discover()
	custom = c.discovered(customService16)
	for _, want := range []struct {
		uuid                 qtbt.UUID
		value, configuration []byte
	}{
		{customIndices, []byte("indicated2"), qtbt.CCCDEnableIndication()},
		{customNotices, []byte("notified2"), qtbt.CCCDEnableNotification()},
	} {
		characteristic := custom.Characteristic(want.uuid)
		assert.True(t, characteristic.IsValid())
		assert.Equal(t, want.value, characteristic.Value())
		configuration := characteristic.ClientCharacteristicConfiguration()
		assert.True(t, configuration.IsValid())
		assert.Equal(t, want.configuration, configuration.Value())
	}
}

// checkReadOnly checks a characteristic that can only be read, and has no descriptors.
func checkReadOnly(t *testing.T, s *serviceSpy, uuid qtbt.UUID, value []byte) {
	t.Helper()
	c := s.Characteristic(uuid)
	assert.True(t, c.IsValid())
	assert.Empty(t, c.Descriptors())
	assert.Equal(t, qtbt.PropertyRead, c.Properties())
	assert.Equal(t, value, c.Value())
}
