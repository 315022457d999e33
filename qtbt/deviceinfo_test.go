package qtbt

// Tests of DeviceInfo; see also qtautotest_deviceinfo_test.go.

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDeviceInfoSetters(t *testing.T) {
	var d DeviceInfo
	assert.False(t, d.IsValid())
	assert.Equal(t, UnknownCoreConfiguration, d.CoreConfigurations())
	assert.Equal(t, "invalid device", d.String())

	d.SetName("Desk")
	d.SetCached(true)
	d.SetRSSI(-60)
	d.SetDeviceUUID(UUID16(0x1101))
	d.SetCoreConfigurations(LowEnergyCoreConfiguration)
	assert.Equal(t, "Desk", d.Name())
	assert.True(t, d.IsCached())
	assert.Equal(t, int16(-60), d.RSSI())
	assert.Equal(t, UUID16(0x1101), d.DeviceUUID())
	assert.Equal(t, LowEnergyCoreConfiguration, d.CoreConfigurations())
	assert.False(t, d.IsValid())
}

func TestDeviceInfoString(t *testing.T) {
	assert.Equal(t, `AA:BB:CC:DD:EE:FF "Desk" ComputerDevice`,
		NewDeviceInfo(MustParseAddress("aabbccddeeff"), "Desk", 0x104).String())
	assert.Equal(t, `67c8770b-44f1-410a-ab9a-f9b5446f13ee "Watch" WearableDevice`,
		NewDeviceInfoFromUUID(MustParseUUID(customUUID), "Watch", 0x704).String())
}

func TestDeviceInfoServiceUUIDs(t *testing.T) {
	var d DeviceInfo
	uuids := []UUID{ProtocolL2CAP.UUID(), ProtocolRFCOMM.UUID()}
	d.SetServiceUUIDs(uuids)
	uuids[0] = UUID{}
	assert.Equal(t, []UUID{ProtocolL2CAP.UUID(), ProtocolRFCOMM.UUID()}, d.ServiceUUIDs())
	d.SetServiceUUIDs(nil)
	assert.Empty(t, d.ServiceUUIDs())
}

func TestServiceData(t *testing.T) {
	battery, heart := ServiceClassBatteryService.UUID(), ServiceClassHeartRate.UUID()
	var d DeviceInfo
	assert.True(t, d.SetServiceData(battery, []byte{100}))
	assert.False(t, d.SetServiceData(battery, []byte{100}))
	assert.True(t, d.SetServiceData(heart, nil))
	assert.Equal(t, []UUID{heart, battery}, d.ServiceIDs())
	assert.Equal(t, []byte{100}, d.ServiceData(battery))
	assert.Equal(t, []byte{}, d.ServiceData(heart))
	assert.Nil(t, d.ServiceData(UUID{}))
	assert.Equal(t, map[UUID][][]byte{battery: {{100}}, heart: {{}}}, d.AllServiceData())
}

func TestDeviceInfoCopies(t *testing.T) {
	original := fullDeviceInfo()
	copied := original
	assert.True(t, original.Equal(copied))
	copied.SetManufacturerData(7, []byte("new"))
	copied.SetServiceData(UUID16(7), []byte("new"))
	copied.SetServiceUUIDs(nil)
	assert.True(t, original.Equal(fullDeviceInfo()), "a copy is independent")
}

func TestDeviceInfoEqual(t *testing.T) {
	assert.True(t, DeviceInfo{}.Equal(DeviceInfo{}))
	assert.False(t, DeviceInfo{}.Equal(NewDeviceInfo(Address{}, "", 0)))

	for name, change := range map[string]func(*DeviceInfo){
		"address":            func(d *DeviceInfo) { *d = NewDeviceInfo(Address{}, "Desk", 0x5a0204) },
		"name":               func(d *DeviceInfo) { d.SetName("Other") },
		"cached":             func(d *DeviceInfo) { d.SetCached(false) },
		"device UUID":        func(d *DeviceInfo) { d.SetDeviceUUID(UUID16(1)) },
		"core configuration": func(d *DeviceInfo) { d.SetCoreConfigurations(BaseRateCoreConfiguration) },
		"services":           func(d *DeviceInfo) { d.SetServiceUUIDs([]UUID{UUID16(1)}) },
		"manufacturer data":  func(d *DeviceInfo) { d.SetManufacturerData(1, []byte("c")) },
		"service data":       func(d *DeviceInfo) { d.SetServiceData(UUID16(1), []byte("c")) },
	} {
		d := fullDeviceInfo()
		change(&d)
		assert.False(t, d.Equal(fullDeviceInfo()), name)
	}

	d := fullDeviceInfo()
	d.SetRSSI(0)
	assert.True(t, d.Equal(fullDeviceInfo()), "signal strength does not count")

	var ab, ba DeviceInfo
	ab.SetManufacturerData(1, []byte("a"))
	ab.SetManufacturerData(1, []byte("b"))
	ba.SetManufacturerData(1, []byte("b"))
	ba.SetManufacturerData(1, []byte("a"))
	assert.True(t, ab.Equal(ba), "the order of data does not count")
}

func fullDeviceInfo() DeviceInfo {
	d := NewDeviceInfo(MustParseAddress("AABBCCDDEEFF"), "Desk", 0x5a0204)
	d.SetCached(true)
	d.SetRSSI(-60)
	d.SetDeviceUUID(MustParseUUID(customUUID))
	d.SetCoreConfigurations(BaseRateAndLowEnergyCoreConfiguration)
	d.SetServiceUUIDs([]UUID{ServiceClassSerialPort.UUID(), MustParseUUID(customUUID)})
	d.SetManufacturerData(1, []byte("a"))
	d.SetManufacturerData(1, []byte("b"))
	d.SetManufacturerData(2, []byte{0xff})
	d.SetServiceData(ServiceClassBatteryService.UUID(), []byte{100})
	return d
}
