package qtbt_test

// Qt's autotest of QBluetoothDeviceInfo (tests/auto/qbluetoothdeviceinfo of Qt 6.8), rewritten in
// Go. Each function is a test and each row of data a subtest, under the same names. Qt switches
// Bluetooth on first; no case needs it.

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

// deviceRow is a row of tst_construction_data, which serves tst_assignment too.
type deviceRow struct {
	name          string
	class         uint32
	services      qtbt.ServiceClass
	major         qtbt.MajorDeviceClass
	minor         qtbt.MinorDeviceClass
	configuration qtbt.CoreConfiguration
}

var deviceRows = []deviceRow{
	{"0x000000 COD", 0x000000, qtbt.NoService, qtbt.MiscellaneousDevice, qtbt.UncategorizedMiscellaneous, classic},
	{"0x000100 COD", 0x000100, qtbt.NoService, qtbt.ComputerDevice, qtbt.UncategorizedComputer, classic},
	{"0x000104 COD", 0x000104, qtbt.NoService, qtbt.ComputerDevice, qtbt.DesktopComputer, dual},
	{"0x000118 COD", 0x000118, qtbt.NoService, qtbt.ComputerDevice, qtbt.WearableComputer, dual},
	{"0x000200 COD", 0x000200, qtbt.NoService, qtbt.PhoneDevice, qtbt.UncategorizedPhone, dual},
	{"0x000204 COD", 0x000204, qtbt.NoService, qtbt.PhoneDevice, qtbt.CellularPhone, dual},
	{"0x000214 COD", 0x000214, qtbt.NoService, qtbt.PhoneDevice, qtbt.CommonISDNAccessPhone, dual},
	{"0x000300 COD", 0x000300, qtbt.NoService, qtbt.NetworkDevice, qtbt.NetworkFullService, dual},
	{"0x000320 COD", 0x000320, qtbt.NoService, qtbt.NetworkDevice, qtbt.NetworkLoadFactorOne, dual},
	{"0x0003E0 COD", 0x0003e0, qtbt.NoService, qtbt.NetworkDevice, qtbt.NetworkNoService, dual},
	{"0x000400 COD", 0x000400, qtbt.NoService, qtbt.AudioVideoDevice, qtbt.UncategorizedAudioVideoDevice, dual},
	{"0x000448 COD", 0x000448, qtbt.NoService, qtbt.AudioVideoDevice, qtbt.GamingDevice, dual},
	{"0x000500 COD", 0x000500, qtbt.NoService, qtbt.PeripheralDevice, qtbt.UncategorizedPeripheral, dual},
	{"0x0005D8 COD", 0x0005d8, qtbt.NoService, qtbt.PeripheralDevice,
		qtbt.KeyboardWithPointingDevicePeripheral | qtbt.CardReaderPeripheral, dual},
	{"0x000600 COD", 0x000600, qtbt.NoService, qtbt.ImagingDevice, qtbt.UncategorizedImagingDevice, dual},
	{"0x000680 COD", 0x000680, qtbt.NoService, qtbt.ImagingDevice, qtbt.ImagePrinter, lowEnergy},
	{"0x000700 COD", 0x000700, qtbt.NoService, qtbt.WearableDevice, qtbt.UncategorizedWearableDevice, lowEnergy},
	{"0x000714 COD", 0x000714, qtbt.NoService, qtbt.WearableDevice, qtbt.WearableGlasses, lowEnergy},
	{"0x000800 COD", 0x000800, qtbt.NoService, qtbt.ToyDevice, qtbt.UncategorizedToy, lowEnergy},
	{"0x000814 COD", 0x000814, qtbt.NoService, qtbt.ToyDevice, qtbt.ToyGame, lowEnergy},
	{"0x001f00 COD", 0x001f00, qtbt.NoService, qtbt.UncategorizedDevice, 0, lowEnergy},
	{"0x002000 COD", 0x002000, qtbt.PositioningService, qtbt.MiscellaneousDevice, qtbt.UncategorizedMiscellaneous, lowEnergy},
	{"0x100000 COD", 0x100000, qtbt.InformationService, qtbt.MiscellaneousDevice, qtbt.UncategorizedMiscellaneous, lowEnergy},
	{"0xFFE000 COD", 0xffe000, qtbt.AllServices, qtbt.MiscellaneousDevice, qtbt.UncategorizedMiscellaneous, lowEnergy},
}

const (
	classic   = qtbt.BaseRateCoreConfiguration
	lowEnergy = qtbt.LowEnergyCoreConfiguration
	dual      = qtbt.BaseRateAndLowEnergyCoreConfiguration

	rowDeviceName = "My Bluetooth Device"
)

var rowDeviceUUID = qtbt.MustParseUUID("6C903349-31E2-40EF-826B-1E62C0D884E2")

func (row deviceRow) check(t *testing.T, d qtbt.DeviceInfo, configuration qtbt.CoreConfiguration) {
	t.Helper()
	assert.True(t, d.IsValid())
	assert.True(t, d.Address().IsNull(), "the null address, as in all rows")
	assert.Equal(t, rowDeviceName, d.Name())
	assert.Equal(t, row.services, d.ServiceClasses())
	assert.Equal(t, row.major, d.MajorDeviceClass())
	assert.Equal(t, row.minor, d.MinorDeviceClass())
	assert.Equal(t, configuration, d.CoreConfigurations())
}

func TestQBluetoothDeviceInfo_construction(t *testing.T) {
	for _, row := range deviceRows {
		t.Run(row.name, func(t *testing.T) {
			var none qtbt.DeviceInfo
			assert.False(t, none.IsValid())
			assert.Equal(t, qtbt.UnknownCoreConfiguration, none.CoreConfigurations())

			byAddress := qtbt.NewDeviceInfo(qtbt.MustParseAddress("000000000000"), rowDeviceName, row.class)
			row.check(t, byAddress, qtbt.UnknownCoreConfiguration)
			assert.True(t, byAddress.DeviceUUID().IsNull())
			byAddress.SetDeviceUUID(rowDeviceUUID)
			byUUID := qtbt.NewDeviceInfoFromUUID(rowDeviceUUID, rowDeviceName, row.class)
			row.check(t, byUUID, qtbt.UnknownCoreConfiguration)

			for _, d := range []qtbt.DeviceInfo{byAddress, byUUID} {
				d.SetCoreConfigurations(row.configuration)
				copied := d
				for _, d := range []qtbt.DeviceInfo{d, copied} {
					row.check(t, d, row.configuration)
					assert.Equal(t, rowDeviceUUID, d.DeviceUUID())
				}
			}
		})
	}
}

func TestQBluetoothDeviceInfo_assignment(t *testing.T) {
	for _, row := range deviceRows {
		t.Run(row.name, func(t *testing.T) {
			d := qtbt.NewDeviceInfo(qtbt.MustParseAddress("000000000000"), rowDeviceName, row.class)
			d.SetDeviceUUID(rowDeviceUUID)
			d.SetCoreConfigurations(row.configuration)

			constructed := d
			var assigned1, assigned2 qtbt.DeviceInfo
			assert.False(t, assigned1.IsValid())
			assert.False(t, assigned2.IsValid())
			assigned2 = d
			assigned1 = assigned2
			for _, copied := range []qtbt.DeviceInfo{constructed, assigned1, assigned2} {
				row.check(t, copied, row.configuration)
				assert.Equal(t, rowDeviceUUID, copied.DeviceUUID())
				assert.True(t, copied.Equal(d))
				assert.False(t, copied.Equal(qtbt.DeviceInfo{}))
			}
			var none qtbt.DeviceInfo
			assert.True(t, none.Equal(qtbt.DeviceInfo{}))
		})
	}
}

func TestQBluetoothDeviceInfo_serviceUuids(t *testing.T) {
	var d qtbt.DeviceInfo
	d.SetServiceUUIDs([]qtbt.UUID{qtbt.ProtocolL2CAP.UUID(), qtbt.ProtocolRFCOMM.UUID()})
	assert.Len(t, d.ServiceUUIDs(), 2)
	d.SetServiceUUIDs([]qtbt.UUID{})
	assert.Empty(t, d.ServiceUUIDs())
}

func TestQBluetoothDeviceInfo_cached(t *testing.T) {
	d := qtbt.NewDeviceInfo(qtbt.MustParseAddress("AABBCCDDEEFF"), rowDeviceName, 0x002000)
	copied := d
	assert.False(t, d.IsCached())
	d.SetCached(true)
	assert.True(t, d.IsCached())
	assert.False(t, d.Equal(copied))
	d.SetCached(false)
	assert.False(t, d.IsCached())
}

// Go's flags are numbers, and joining them needs no operators of the binding. Only the values are
// left to test.
func TestQBluetoothDeviceInfo_flags(t *testing.T) {
	configurations := lowEnergy | classic
	assert.Equal(t, lowEnergy, configurations&lowEnergy)
	assert.Equal(t, classic, configurations&classic)
	assert.Equal(t, dual, configurations)

	services := qtbt.AudioService | qtbt.CapturingService
	assert.Equal(t, qtbt.AudioService, services&qtbt.AudioService)
	assert.Equal(t, qtbt.CapturingService, services&qtbt.CapturingService)
	assert.Zero(t, services&^(qtbt.AudioService|qtbt.CapturingService))
}

func TestQBluetoothDeviceInfo_manufacturerData(t *testing.T) {
	const avm = 0x1f
	first, second := []byte{0xab, 0xcd}, []byte{0xcd, 0xef}

	var d qtbt.DeviceInfo
	assert.Empty(t, d.ManufacturerIDs())
	assert.Nil(t, d.ManufacturerData(avm))

	assert.True(t, d.SetManufacturerData(avm, first))
	assert.False(t, d.SetManufacturerData(avm, first))
	assert.Equal(t, first, d.ManufacturerData(avm))
	assert.Equal(t, map[uint16][][]byte{avm: {first}}, d.AllManufacturerData())

	assert.True(t, d.SetManufacturerData(avm, second))
	assert.False(t, d.SetManufacturerData(avm, first))
	assert.False(t, d.SetManufacturerData(avm, second))
	assert.Len(t, d.ManufacturerIDs(), 2)
	assert.ElementsMatch(t, [][]byte{first, second}, d.AllManufacturerData()[avm])
	assert.Equal(t, second, d.ManufacturerData(avm), "the latest")
}
