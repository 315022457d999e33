// Tests of DeviceInfo, among them the cases of Qt's own test of QBluetoothDeviceInfo.

package qtbt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClassOfDevice(t *testing.T) {
	address, uuid := MustParseAddress("001122334455"), MustParseUUID("6C903349-31E2-40EF-826B-1E62C0D884E2")
	for _, c := range []struct {
		class    uint32
		services ServiceClass
		major    MajorDeviceClass
		minor    MinorDeviceClass
	}{
		{0x000000, NoService, MiscellaneousDevice, UncategorizedMiscellaneous},
		{0x000100, NoService, ComputerDevice, UncategorizedComputer},
		{0x000104, NoService, ComputerDevice, DesktopComputer},
		{0x000118, NoService, ComputerDevice, WearableComputer},
		{0x000200, NoService, PhoneDevice, UncategorizedPhone},
		{0x000204, NoService, PhoneDevice, CellularPhone},
		{0x000214, NoService, PhoneDevice, CommonIsdnAccessPhone},
		{0x000300, NoService, NetworkDevice, NetworkFullService},
		{0x000320, NoService, NetworkDevice, NetworkLoadFactorOne},
		{0x0003e0, NoService, NetworkDevice, NetworkNoService},
		{0x000400, NoService, AudioVideoDevice, UncategorizedAudioVideoDevice},
		{0x000448, NoService, AudioVideoDevice, GamingDevice},
		{0x000500, NoService, PeripheralDevice, UncategorizedPeripheral},
		{0x0005d8, NoService, PeripheralDevice, KeyboardWithPointingDevicePeripheral | CardReaderPeripheral},
		{0x000600, NoService, ImagingDevice, UncategorizedImagingDevice},
		{0x000680, NoService, ImagingDevice, ImagePrinter},
		{0x000700, NoService, WearableDevice, UncategorizedWearableDevice},
		{0x000714, NoService, WearableDevice, WearableGlasses},
		{0x000800, NoService, ToyDevice, UncategorizedToy},
		{0x000814, NoService, ToyDevice, ToyGame},
		{0x001f00, NoService, UncategorizedDevice, 0},
		{0x002000, PositioningService, MiscellaneousDevice, UncategorizedMiscellaneous},
		{0x100000, InformationService, MiscellaneousDevice, UncategorizedMiscellaneous},
		{0xffe000, AllServices, MiscellaneousDevice, UncategorizedMiscellaneous},
	} {
		byAddress := NewDeviceInfo(address, "My Bluetooth Device", c.class)
		assert.Equal(t, address, byAddress.Address())
		assert.True(t, byAddress.DeviceUuid().IsNull())
		byUUID := NewDeviceInfoFromUuid(uuid, "My Bluetooth Device", c.class)
		assert.Equal(t, uuid, byUUID.DeviceUuid())
		assert.True(t, byUUID.Address().IsNull())

		for _, d := range []DeviceInfo{byAddress, byUUID} {
			assert.True(t, d.IsValid())
			assert.Equal(t, "My Bluetooth Device", d.Name())
			assert.Equal(t, c.services, d.ServiceClasses(), "%06x", c.class)
			assert.Equal(t, c.major, d.MajorDeviceClass(), "%06x", c.class)
			assert.Equal(t, c.minor, d.MinorDeviceClass(), "%06x", c.class)
			assert.Equal(t, UnknownCoreConfiguration, d.CoreConfigurations())
		}
	}
}

func TestDeviceInfoSetters(t *testing.T) {
	var d DeviceInfo
	assert.False(t, d.IsValid())
	assert.Equal(t, UnknownCoreConfiguration, d.CoreConfigurations())
	assert.Equal(t, "invalid device", d.String())

	d.SetName("Desk")
	d.SetCached(true)
	d.SetRssi(-60)
	d.SetDeviceUuid(UUID16(0x1101))
	d.SetCoreConfigurations(LowEnergyCoreConfiguration)
	assert.Equal(t, "Desk", d.Name())
	assert.True(t, d.IsCached())
	assert.Equal(t, int16(-60), d.Rssi())
	assert.Equal(t, UUID16(0x1101), d.DeviceUuid())
	assert.Equal(t, LowEnergyCoreConfiguration, d.CoreConfigurations())
	assert.False(t, d.IsValid())
}

func TestDeviceInfoString(t *testing.T) {
	assert.Equal(t, `AA:BB:CC:DD:EE:FF "Desk" ComputerDevice`,
		NewDeviceInfo(MustParseAddress("aabbccddeeff"), "Desk", 0x104).String())
	assert.Equal(t, `67c8770b-44f1-410a-ab9a-f9b5446f13ee "Watch" WearableDevice`,
		NewDeviceInfoFromUuid(MustParseUUID(customUUID), "Watch", 0x704).String())
}

func TestDeviceInfoServiceUuids(t *testing.T) {
	var d DeviceInfo
	uuids := []UUID{ProtocolL2cap.UUID(), ProtocolRfcomm.UUID()}
	d.SetServiceUuids(uuids)
	uuids[0] = UUID{}
	assert.Equal(t, []UUID{ProtocolL2cap.UUID(), ProtocolRfcomm.UUID()}, d.ServiceUuids())
	d.SetServiceUuids(nil)
	assert.Empty(t, d.ServiceUuids())
}

func TestManufacturerData(t *testing.T) {
	const avm = 0x1f
	first, second := []byte{0xab, 0xcd}, []byte{0xcd, 0xef}

	var d DeviceInfo
	assert.Empty(t, d.ManufacturerIds())
	assert.Nil(t, d.ManufacturerData(avm))

	assert.True(t, d.SetManufacturerData(avm, first))
	assert.False(t, d.SetManufacturerData(avm, first))
	assert.Equal(t, first, d.ManufacturerData(avm))
	assert.Equal(t, map[uint16][][]byte{avm: {first}}, d.AllManufacturerData())

	assert.True(t, d.SetManufacturerData(avm, second))
	assert.False(t, d.SetManufacturerData(avm, first))
	assert.False(t, d.SetManufacturerData(avm, second))
	assert.Equal(t, second, d.ManufacturerData(avm), "the newest counts")
	assert.Equal(t, map[uint16][][]byte{avm: {second, first}}, d.AllManufacturerData())
	assert.Equal(t, []uint16{avm, avm}, d.ManufacturerIds())
}

func TestServiceData(t *testing.T) {
	battery, heart := ServiceClassBatteryService.UUID(), ServiceClassHeartRate.UUID()
	var d DeviceInfo
	assert.True(t, d.SetServiceData(battery, []byte{100}))
	assert.False(t, d.SetServiceData(battery, []byte{100}))
	assert.True(t, d.SetServiceData(heart, nil))
	assert.Equal(t, []UUID{heart, battery}, d.ServiceIds())
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
	copied.SetServiceUuids(nil)
	assert.True(t, original.Equal(fullDeviceInfo()), "a copy is independent")
}

func TestDeviceInfoEqual(t *testing.T) {
	assert.True(t, DeviceInfo{}.Equal(DeviceInfo{}))
	assert.False(t, DeviceInfo{}.Equal(NewDeviceInfo(Address{}, "", 0)))

	for name, change := range map[string]func(*DeviceInfo){
		"address":            func(d *DeviceInfo) { *d = NewDeviceInfo(Address{}, "Desk", 0x5a0204) },
		"name":               func(d *DeviceInfo) { d.SetName("Other") },
		"cached":             func(d *DeviceInfo) { d.SetCached(false) },
		"device UUID":        func(d *DeviceInfo) { d.SetDeviceUuid(UUID16(1)) },
		"core configuration": func(d *DeviceInfo) { d.SetCoreConfigurations(BaseRateCoreConfiguration) },
		"services":           func(d *DeviceInfo) { d.SetServiceUuids([]UUID{UUID16(1)}) },
		"manufacturer data":  func(d *DeviceInfo) { d.SetManufacturerData(1, []byte("c")) },
		"service data":       func(d *DeviceInfo) { d.SetServiceData(UUID16(1), []byte("c")) },
	} {
		d := fullDeviceInfo()
		change(&d)
		assert.False(t, d.Equal(fullDeviceInfo()), name)
	}

	d := fullDeviceInfo()
	d.SetRssi(0)
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
	d.SetRssi(-60)
	d.SetDeviceUuid(MustParseUUID(customUUID))
	d.SetCoreConfigurations(BaseRateAndLowEnergyCoreConfiguration)
	d.SetServiceUuids([]UUID{ServiceClassSerialPort.UUID(), MustParseUUID(customUUID)})
	d.SetManufacturerData(1, []byte("a"))
	d.SetManufacturerData(1, []byte("b"))
	d.SetManufacturerData(2, []byte{0xff})
	d.SetServiceData(ServiceClassBatteryService.UUID(), []byte{100})
	return d
}
