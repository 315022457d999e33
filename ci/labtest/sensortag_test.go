package labtest

// A peripheral that stands for the SensorTag that Qt's autotests of Low Energy need.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// tagUUID returns a UUID of the SensorTag's vendor.
func tagUUID(number uint16) qtbt.UUID {
	uuid := qtbt.MustParseUUID("f0000000-0451-4000-b000-000000000000")
	uuid[2], uuid[3] = byte(number>>8), byte(number)
	return uuid
}

// The SensorTag's services, and their characteristics that tests use.
var (
	temperature     = tagUUID(0xaa00)
	temperatureData = tagUUID(0xaa01)

	humidity       = tagUUID(0xaa20)
	humidityData   = tagUUID(0xaa21)
	humidityConfig = tagUUID(0xaa22)

	lights       = tagUUID(0xaa60)
	lightsData   = tagUUID(0xaa61)
	lightsConfig = tagUUID(0xaa62)

	update         = tagUUID(0xffc0)
	updateIdentity = tagUUID(0xffc1)
	updateBlock    = tagUUID(0xffc2)

	deviceInformation = qtbt.ServiceClassDeviceInformation.UUID()
)

// imageHeader is the notification of updateIdentity after a write to it.
var imageHeader = []byte{1, 0, 0, 0x7c, 'A', 'A', 'A', 'A'}

// sensorTagServices returns the services in the order in which the peripheral adds them.
func sensorTagServices(t *testing.T) []qtbt.LowEnergyServiceData {
	t.Helper()
	const read, write, notify = qtbt.PropertyRead, qtbt.PropertyWrite, qtbt.PropertyNotify
	const command = qtbt.PropertyWriteNoResponse
	described := func(uuid qtbt.UUID, properties qtbt.PropertyType, value []byte, text string) qtbt.LowEnergyCharacteristicData {
		c := attribute(t, uuid, properties, value)
		c.SetValueLength(0, len(value))
		description := qtbt.NewLowEnergyDescriptorData(
			qtbt.DescriptorCharacteristicUserDescription.UUID(), []byte(text))
		require.NoError(t, description.SetWritePermissions(false))
		require.NoError(t, c.AddDescriptor(description))
		return c
	}
	service := func(uuid qtbt.UUID, characteristics ...qtbt.LowEnergyCharacteristicData) (s qtbt.LowEnergyServiceData) {
		s.SetUUID(uuid)
		require.NoError(t, s.SetCharacteristics(characteristics))
		return s
	}
	return []qtbt.LowEnergyServiceData{
		service(deviceInformation,
			attribute(t, qtbt.CharacteristicModelNumberString.UUID(), read, []byte("N.A.\x00")),
			attribute(t, qtbt.CharacteristicFirmwareRevisionString.UUID(), read, []byte("1.5 (Oct 23 2013)\x00")),
			attribute(t, qtbt.CharacteristicManufacturerNameString.UUID(), read, []byte("Texas Instruments\x00"))),
		service(temperature,
			described(temperatureData, read|notify, []byte{0, 0, 0, 0}, "IR Temp. Data"),
			described(tagUUID(0xaa02), read|write, []byte{0}, "IR Temp. Conf.")),
		service(humidity,
			described(humidityData, read|notify, []byte{0, 0, 0, 0}, "Humid. Data"),
			described(humidityConfig, read|write, []byte{0}, "Humid. Conf.")),
		service(lights,
			described(lightsData, read, []byte{0x3f, 0}, "Test Data"),
			described(lightsConfig, read|write, []byte{0}, "Test Config")),
		service(update,
			described(updateIdentity, write|command|notify, imageHeader, "Img Identify"),
			described(updateBlock, write|command|notify, pattern(18), "Img Block")),
	}
}

// serveSensorTag is the peripheral's part, until the other host is done. Its mark "offered" reports
// that a client can connect, also after an earlier client has disconnected.
func serveSensorTag(t *testing.T, h *host) {
	p := newPeripheral(t)
	for {
		for _, data := range sensorTagServices(t) {
			s, err := p.AddService(data)
			require.NoError(t, err)
			t.Cleanup(s.Delete)
			s.OnCharacteristicChanged(func(c qtbt.LowEnergyCharacteristic, value []byte) {
				switch c.UUID() {
				case humidityConfig:
					if value[0] == 1 {
						measure(t, s)
					}
				case updateIdentity:
					assert.NoError(t, s.WriteCharacteristic(c, imageHeader))
				}
			})
		}
		p.advertise()
		h.tell("offered")
		select {
		case <-p.disconnected:
		case <-h.mark("done"):
			return
		}
	}
}

// measure notifies of four humidities.
func measure(t *testing.T, s *qtbt.LowEnergyService) {
	for n := range byte(4) {
		assert.NoError(t, s.WriteCharacteristic(s.Characteristic(humidityData), []byte{n, 1, 2, 3}))
	}
}

// verifyServiceProperties checks all that full discovery finds of a service of the SensorTag, as
// the function of this name does in Qt's autotest.
func verifyServiceProperties(t *testing.T, s *qtbt.LowEnergyService) {
	t.Helper()
	for _, data := range sensorTagServices(t) {
		if data.UUID() != s.ServiceUUID() {
			continue
		}
		characteristics := s.Characteristics()
		require.Len(t, characteristics, len(data.Characteristics()))
		for i, want := range data.Characteristics() {
			c := characteristics[i]
			assert.Equal(t, want.UUID(), c.UUID())
			assert.Equal(t, want.Properties(), c.Properties())
			if want.Properties()&qtbt.PropertyRead != 0 {
				assert.Equal(t, want.Value(), c.Value())
			} else {
				assert.Empty(t, c.Value())
			}
			assert.True(t, c.IsValid())
			assert.True(t, s.Contains(c))
			descriptors := c.Descriptors()
			require.Len(t, descriptors, len(want.Descriptors()))
			for j, want := range want.Descriptors() {
				d := descriptors[j]
				assert.True(t, d.IsValid())
				assert.Equal(t, want.UUID(), d.UUID())
				assert.Equal(t, want.UUID(), d.Type().UUID())
				assert.Equal(t, want.Value(), d.Value())
				assert.True(t, s.ContainsDescriptor(d))
			}
		}
		return
	}
	t.Errorf("the SensorTag has no service %v", s.ServiceUUID())
}
