package labtest

// Qt's autotest tst_qlowenergycontroller of Qt 6.4 in Go: the functions that need a device. Their
// device, in the original a SensorTag, is a peripheral of ours on the other host. The functions
// that need none are in package qtbt, and those that differ where there is an adapter are here,
// too.
//
// Left out are the services of the SensorTag that the original only lists, and Generic Access,
// which bluetoothd does not show to its clients. Where the original waits a second for signals that
// must not come, these tests look for them after a signal that comes later.

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// withSensorTag runs a function on a host beside one with the SensorTag.
func withSensorTag(t *testing.T, f part) {
	t.Helper()
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		h.await("offered")
		f(t, h)
	}, serveSensorTag})
}

// connectToTag connects to the SensorTag and finds its services.
func connectToTag(t *testing.T, h *host) *central {
	t.Helper()
	c := newCentral(t, findPeripheral(t, h))
	assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())
	c.reach()
	c.discover()
	return c
}

func TestQLowEnergyController_emptyCtor(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, _ *host) {
		for _, adapter := range [][]qtbt.Address{nil, {{}}} {
			controller, err := qtbt.NewLowEnergyCentral(qtbt.DeviceInfo{}, adapter...)
			require.NoError(t, err)
			defer controller.Delete()
			assert.Equal(t, qtbt.LowEnergyControllerNoError, controller.LastError())
			failed := make(chan qtbt.LowEnergyControllerError, 10)
			controller.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { failed <- e })
			controller.OnConnected(func() { t.Error("connected to no device") })
			controller.OnStateChanged(func(s qtbt.LowEnergyControllerState) { t.Errorf("changed to %v", s) })
			assert.ErrorIs(t, controller.ConnectToDevice(), qtbt.LowEnergyControllerUnknownRemoteDeviceError)
			assert.Equal(t, qtbt.LowEnergyControllerUnknownRemoteDeviceError, <-failed)
		}
	}, idle})
}

func TestQLowEnergyController_defaultBehavior(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		device := qtbt.NewDeviceInfo(qtbt.MustParseAddress("11:22:33:44:55:66"), "random", 1)
		for _, adapter := range [][]qtbt.Address{nil, {h.self}} {
			controller, err := qtbt.NewLowEnergyCentral(device, adapter...)
			require.NoError(t, err)
			defer controller.Delete()
			assert.Equal(t, device.Address(), controller.RemoteAddress())
			assert.Equal(t, h.self, controller.LocalAddress())
			assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, controller.State())
			assert.Equal(t, qtbt.LowEnergyControllerNoError, controller.LastError())
			assert.Empty(t, controller.ErrorString())
			assert.Empty(t, controller.Services())
			assert.Nil(t, controller.CreateServiceObject(qtbt.UUID{}))
			assert.Nil(t, controller.CreateServiceObject(qtbt.CharacteristicDeviceName.UUID()))
		}
	}, idle})
}

func TestQLowEnergyController_connect(t *testing.T) {
	withSensorTag(t, func(t *testing.T, h *host) {
		device := findPeripheral(t, h)
		c := newCentral(t, device)
		assert.Equal(t, device.DeviceUUID(), c.RemoteDeviceUUID())
		assert.Equal(t, qtbt.CentralRole, c.Role())
		assert.Equal(t, device.Name(), c.RemoteName())
		assert.Equal(t, qtbt.AllDevices()[0].Address(), c.LocalAddress())
		assert.Equal(t, h.peer, c.RemoteAddress())
		assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
		assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())
		assert.Empty(t, c.ErrorString())
		assert.Empty(t, c.connected)
		assert.Empty(t, c.disconnected)
		assert.Empty(t, c.Services())

		c.reach()
		assert.Empty(t, c.connected)
		assert.Empty(t, c.disconnected)
		assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())
		assert.Empty(t, c.ErrorString())
		assert.Empty(t, c.Services())

		found := make(chan qtbt.UUID, 100)
		c.OnServiceDiscovered(func(uuid qtbt.UUID) { found <- uuid })
		c.discover()
		close(found)
		var listing []qtbt.UUID
		for uuid := range found {
			listing = append(listing, uuid)
		}
		var services []*serviceSpy
		for _, data := range sensorTagServices(t) {
			assert.Contains(t, listing, data.UUID())
			s := c.service(data.UUID())
			services = append(services, s)
			assert.Equal(t, qtbt.PrimaryService, s.Type())
		}
		assert.Nil(t, c.CreateServiceObject(qtbt.UUID{}))
		assert.Nil(t, c.CreateServiceObject(qtbt.CharacteristicDeviceName.UUID()))

		for _, s := range services {
			s.discover()
			verifyServiceProperties(t, s.LowEnergyService)
		}
		for _, s := range services {
			other := c.CreateServiceObject(s.ServiceUUID())
			require.NotNil(t, other)
			assert.Equal(t, qtbt.RemoteServiceDiscovered, other.State())
			other.Delete()
		}

		c.disconnect()
		assert.Empty(t, c.disconnected)
		for _, s := range services {
			assert.Equal(t, qtbt.InvalidService, s.State())
			assert.NotEmpty(t, s.Characteristics())
			for _, c := range s.Characteristics() {
				assert.False(t, c.IsValid())
				for _, d := range c.Descriptors() {
					assert.False(t, d.IsValid())
				}
			}
		}
	})
}

func TestQLowEnergyController_concurrentDiscovery(t *testing.T) {
	withSensorTag(t, func(t *testing.T, h *host) {
		device := findPeripheral(t, h)
		c, second := newCentral(t, device), newCentral(t, device)
		for _, each := range []*central{c, second} {
			assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, each.State())
			assert.Equal(t, qtbt.LowEnergyControllerNoError, each.LastError())
			each.reach()
		}
		for _, each := range []*central{c, second} {
			assert.Equal(t, qtbt.LowEnergyControllerConnectedState, each.State())
		}
		second.disconnect()
		<-c.disconnected
		assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
		assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())

		const atOnce = 3
		var uuids []qtbt.UUID
		discover := func() (services []*serviceSpy) {
			h.await("offered")
			c.reach()
			c.discover()
			if uuids == nil {
				uuids = c.Services()
				require.GreaterOrEqual(t, len(uuids), atOnce)
				uuids = uuids[:atOnce]
			}
			for _, uuid := range uuids {
				services = append(services, c.service(uuid))
			}
			for _, s := range services {
				require.NoError(t, s.DiscoverDetails())
			}
			for _, s := range services {
				s.awaitDiscovered()
			}
			for _, s := range services {
				verifyServiceProperties(t, s.LowEnergyService)
				assert.False(t, s.Contains(qtbt.LowEnergyCharacteristic{}))
				assert.False(t, s.ContainsDescriptor(qtbt.LowEnergyDescriptor{}))
			}
			return services
		}
		first := discover()
		c.disconnect()
		again := discover()
		for i, before := range first {
			after := again[i]
			for _, c := range before.Characteristics() {
				assert.False(t, c.IsValid())
				assert.True(t, before.Contains(c))
				assert.False(t, after.Contains(c))
				for _, d := range c.Descriptors() {
					assert.False(t, d.IsValid())
					assert.True(t, before.ContainsDescriptor(d))
					assert.False(t, after.ContainsDescriptor(d))
				}
			}
			assert.Equal(t, before.ServiceUUID(), after.ServiceUUID())
			assert.Equal(t, before.ServiceName(), after.ServiceName())
			assert.Equal(t, before.Type(), after.Type())
			assert.Equal(t, qtbt.InvalidService, before.State())
			assert.Equal(t, qtbt.RemoteServiceDiscovered, after.State())
		}
		c.disconnect()
	})
}

func TestQLowEnergyController_writeCharacteristic(t *testing.T) {
	withSensorTag(t, func(t *testing.T, h *host) {
		c := connectToTag(t, h)
		s := c.discovered(lights)
		data, config := s.Characteristic(lightsData), s.Characteristic(lightsConfig)
		assert.True(t, data.IsValid())
		assert.Equal(t, qtbt.PropertyRead, data.Properties())
		assert.True(t, s.Contains(data))
		assert.True(t, config.IsValid())
		assert.Equal(t, qtbt.PropertyRead|qtbt.PropertyWrite, config.Properties())
		assert.True(t, s.Contains(config))
		assert.Equal(t, []byte{0x3f, 0}, data.Value())
		assert.Equal(t, []byte{0}, config.Value())

		s.writes(config, 0x81)
		assert.Equal(t, []byte{0x81}, config.Value())

		assert.Empty(t, s.read)
		require.NoError(t, s.ReadCharacteristic(config))
		assert.Equal(t, signal[qtbt.LowEnergyCharacteristic]{config, []byte{0x81}}, <-s.read)
		assert.Equal(t, []byte{0x81}, config.Value())
		onQt(t, func() {})
		assert.Empty(t, s.read)

		s.writes(config, 0)
		assert.Equal(t, []byte{0}, config.Value())

		// two bytes for a characteristic of one.
		s.fails(qtbt.LowEnergyServiceCharacteristicWriteError, s.WriteCharacteristic(config, []byte{0x11, 0x11}))
		assert.Equal(t, []byte{0}, config.Value())

		s.fails(qtbt.LowEnergyServiceCharacteristicWriteError, s.WriteCharacteristic(data, []byte{0xff, 0xff}))
		assert.Equal(t, []byte{0x3f, 0}, data.Value())

		c.disconnect()
		s.fails(qtbt.LowEnergyServiceOperationError, s.WriteCharacteristic(config, []byte{0xff, 0xff}))
		assert.Equal(t, []byte{0}, config.Value())

		assert.True(t, s.Contains(config))
		assert.True(t, s.Contains(data))
		assert.False(t, s.Contains(qtbt.LowEnergyCharacteristic{}))
	})
}

func TestQLowEnergyController_writeCharacteristicNoResponse(t *testing.T) {
	withSensorTag(t, func(t *testing.T, h *host) {
		c := connectToTag(t, h)
		s := c.discovered(update)
		identity, block := s.Characteristic(updateIdentity), s.Characteristic(updateBlock)
		assert.True(t, identity.IsValid())
		assert.NotZero(t, identity.Properties()&qtbt.PropertyWrite)
		assert.NotZero(t, identity.Properties()&qtbt.PropertyWriteNoResponse)
		assert.Zero(t, identity.Properties()&qtbt.PropertyRead)
		assert.True(t, block.IsValid())

		for _, each := range []qtbt.LowEnergyCharacteristic{identity, block} {
			configuration := each.ClientCharacteristicConfiguration()
			assert.True(t, configuration.IsValid())
			s.writesDescriptor(configuration, qtbt.CCCDEnableNotification())
		}

		s.fails(qtbt.LowEnergyServiceCharacteristicReadError, s.ReadCharacteristic(identity))

		for _, image := range []byte{0, 1} { // the SensorTag's images A and B
			s.writes(identity, image)
			assert.Equal(t, signal[qtbt.LowEnergyCharacteristic]{identity, imageHeader}, <-s.changed)
			// The values that the device notifies of are not those that can be read.
			assert.Empty(t, identity.Value())
			assert.Empty(t, block.Value())
		}
		for _, image := range []byte{0, 1} {
			require.NoError(t, s.WriteCharacteristic(identity, []byte{image}, qtbt.WriteWithoutResponse))
			assert.Equal(t, signal[qtbt.LowEnergyCharacteristic]{identity, imageHeader}, <-s.changed)
			onQt(t, func() {})
			assert.Empty(t, s.written)
			assert.Empty(t, s.changed)
			assert.Empty(t, identity.Value())
			assert.Empty(t, block.Value())
		}
		c.disconnect()
	})
}

func TestQLowEnergyController_readWriteDescriptor(t *testing.T) {
	on, off := qtbt.CCCDEnableNotification(), qtbt.CCCDDisable()
	withSensorTag(t, func(t *testing.T, h *host) {
		c := connectToTag(t, h)
		s := c.discovered(humidity)
		data, config := s.Characteristic(humidityData), s.Characteristic(humidityConfig)
		assert.True(t, data.IsValid())
		notification := data.Descriptor(qtbt.DescriptorClientCharacteristicConfiguration.UUID())
		assert.True(t, notification.IsValid())
		assert.Equal(t, off, notification.Value())
		assert.True(t, s.ContainsDescriptor(notification))
		assert.True(t, s.Contains(data))
		assert.True(t, s.Contains(config))
		assert.Equal(t, []byte{0}, config.Value())

		s.writesDescriptor(notification, on)
		s.writes(config, 1)
		assert.Equal(t, []byte{1}, config.Value())
		for n := range byte(4) {
			assert.Equal(t, signal[qtbt.LowEnergyCharacteristic]{data, []byte{n, 1, 2, 3}}, <-s.changed)
		}
		assert.Equal(t, []byte{3, 1, 2, 3}, data.Value())
		s.writes(config, 0)

		s.readsDescriptor(notification, on)
		s.writesDescriptor(notification, off)
		for range 2 {
			s.writesDescriptor(notification, on)
			s.writesDescriptor(notification, off)
		}
		s.readsDescriptor(notification, off)

		// four bytes for a descriptor of two.
		s.fails(qtbt.LowEnergyServiceDescriptorWriteError, s.WriteDescriptor(notification, []byte{0x11, 0x11, 0x22, 0x22}))
		assert.Equal(t, off, notification.Value())

		c.disconnect()
		s.fails(qtbt.LowEnergyServiceOperationError, s.WriteDescriptor(notification, on))
		assert.Equal(t, off, notification.Value())
	})
}

func TestQLowEnergyController_errorCases(t *testing.T) {
	withSensorTag(t, func(t *testing.T, h *host) {
		c := connectToTag(t, h)
		thermometer, undiscovered := c.service(temperature), c.service(update)
		var noCharacteristic qtbt.LowEnergyCharacteristic
		var noDescriptor qtbt.LowEnergyDescriptor
		for _, s := range []*serviceSpy{thermometer, undiscovered} {
			assert.Empty(t, s.Characteristics())
			assert.False(t, s.Contains(noCharacteristic))
			assert.False(t, s.ContainsDescriptor(noDescriptor))
			s.spyOnAttributes()
		}

		thermometer.discover()
		assert.False(t, thermometer.Contains(noCharacteristic))
		assert.False(t, thermometer.ContainsDescriptor(noDescriptor))
		for _, s := range []*serviceSpy{thermometer, undiscovered} {
			s.fails(qtbt.LowEnergyServiceOperationError, s.ReadCharacteristic(noCharacteristic))
			s.fails(qtbt.LowEnergyServiceOperationError, s.ReadDescriptor(noDescriptor))
			s.fails(qtbt.LowEnergyServiceOperationError, s.WriteCharacteristic(noCharacteristic, []byte("foo")))
			s.fails(qtbt.LowEnergyServiceOperationError, s.WriteDescriptor(noDescriptor, []byte("foo")))
		}

		data := thermometer.Characteristic(temperatureData)
		assert.True(t, data.IsValid())
		assert.Zero(t, data.Properties()&(qtbt.PropertyWrite|qtbt.PropertyWriteNoResponse|qtbt.PropertyWriteSigned))
		thermometer.fails(qtbt.LowEnergyServiceCharacteristicWriteError, thermometer.WriteCharacteristic(data, []byte("ABCD")))
		description := data.Descriptor(qtbt.DescriptorCharacteristicUserDescription.UUID())
		assert.True(t, description.IsValid())
		thermometer.fails(qtbt.LowEnergyServiceDescriptorWriteError, thermometer.WriteDescriptor(description, []byte("ABCD")))

		undiscovered.discover()
		identity := undiscovered.Characteristic(updateIdentity)
		assert.True(t, identity.IsValid())
		undiscovered.fails(qtbt.LowEnergyServiceCharacteristicReadError, undiscovered.ReadCharacteristic(identity))
		c.disconnect()
	})
}

// The device of the original is a programmable one, and the test skipped by default. Its encrypted
// characteristic is the device's name, which bluetoothd does not show; here it is one of the test's
// service. The original has to be run twice: with a characteristic that is encrypted for readers,
// and with one that is only for writers.
func TestQLowEnergyController_customProgrammableDevice(t *testing.T) {
	revision := []byte("Application version 2.3.0.0 of a program that is longer than a packet")
	softwareRevision := qtbt.CharacteristicSoftwareRevisionString.UUID()
	manufacturer := qtbt.CharacteristicManufacturerNameString.UUID()
	use := func(t *testing.T, h *host) {
		defer h.tell("done")
		c := connectToTag(t, h)
		h.tell("connected")
		packet, err := strconv.Atoi(h.await("packet"))
		require.NoError(t, err)
		s := c.discovered(serviceUUID(t))
		reads := func(s *serviceSpy, c qtbt.LowEnergyCharacteristic, value []byte) {
			t.Helper()
			assert.True(t, c.IsValid())
			assert.Equal(t, value, c.Value())
			require.NoError(t, s.ReadCharacteristic(c))
			assert.Equal(t, signal[qtbt.LowEnergyCharacteristic]{c, value}, <-s.read)
			onQt(t, func() {})
			assert.Empty(t, s.read)
			assert.Empty(t, s.failed)
			assert.Equal(t, value, c.Value())
		}
		encrypted := s.Characteristic(longValue)
		reads(s, encrypted, []byte("CSR HR Sensor"))
		s.writes(encrypted, []byte("ZZZ HR Sensor")...)
		assert.Empty(t, s.read)
		assert.Empty(t, s.failed)
		assert.Equal(t, []byte("ZZZ HR Sensor"), encrypted.Value())

		s = c.discovered(deviceInformation)
		reads(s, s.Characteristic(softwareRevision), revision)
		// It fills a packet, so that the client has to ask whether there is more.
		reads(s, s.Characteristic(manufacturer), pattern(packet-1))
		c.disconnect()
	}
	for _, row := range []struct {
		name        string
		read, write qtbt.ATTAccessConstraint
	}{
		{"encrypted read", qtbt.ATTEncryptionRequired, qtbt.ATTEncryptionRequired},
		{"encrypted write", 0, qtbt.ATTEncryptionRequired},
	} {
		t.Run(row.name, func(t *testing.T) {
			lowEnergyHosts.run(t, []part{use, func(t *testing.T, h *host) {
				p := newPeripheral(t)
				encrypted := attribute(t, longValue, qtbt.PropertyRead|qtbt.PropertyWrite, []byte("CSR HR Sensor"))
				encrypted.SetReadConstraints(row.read)
				encrypted.SetWriteConstraints(row.write)
				var own, information qtbt.LowEnergyServiceData
				own.SetUUID(serviceUUID(t))
				require.NoError(t, own.AddCharacteristic(encrypted))
				information.SetUUID(deviceInformation)
				require.NoError(t, information.AddCharacteristic(
					attribute(t, softwareRevision, qtbt.PropertyRead, revision)))
				require.NoError(t, information.AddCharacteristic(
					attribute(t, manufacturer, qtbt.PropertyRead, nil)))
				_, err := p.AddService(own)
				require.NoError(t, err)
				s, err := p.AddService(information)
				require.NoError(t, err)
				p.advertise()
				h.await("connected")
				require.NoError(t, s.WriteCharacteristic(s.Characteristic(manufacturer), pattern(p.MTU()-1)))
				h.tell("packet", p.MTU())
				h.await("done")
			}})
		})
	}
}
