package qtbt_test

// Qt's autotest tst_qlowenergycontroller-gattserver of Qt 6.4 in Go: the functions about values.
// The function serviceData is here as far as it needs no controller. Its end and controllerType are
// in qtautotest_lowenergy_test.go, and the two functions that need a server are in ci/labtest. Qt's
// cmacVerifier has no counterpart: it is about a class that Qt does not export.

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQLowEnergyControllerGattServer_advertisingParameters(t *testing.T) {
	var params qtbt.LowEnergyAdvertisingParameters
	assert.True(t, params.Equal(qtbt.LowEnergyAdvertisingParameters{}))
	assert.Equal(t, qtbt.IgnoreWhiteList, params.FilterPolicy())
	assert.Equal(t, 1280*time.Millisecond, params.MinimumInterval())
	assert.Equal(t, 1280*time.Millisecond, params.MaximumInterval())
	assert.Equal(t, qtbt.AdvInd, params.Mode())
	assert.Empty(t, params.WhiteList())

	require.NoError(t, params.SetInterval(100*time.Millisecond, 200*time.Millisecond))
	assert.Equal(t, 100*time.Millisecond, params.MinimumInterval())
	assert.Equal(t, 200*time.Millisecond, params.MaximumInterval())
	require.NoError(t, params.SetInterval(200*time.Millisecond, 100*time.Millisecond))
	assert.Equal(t, 200*time.Millisecond, params.MinimumInterval())
	assert.Equal(t, 200*time.Millisecond, params.MaximumInterval())

	params.SetMode(qtbt.AdvScanInd)
	assert.Equal(t, qtbt.AdvScanInd, params.Mode())

	whiteList := []qtbt.AddressInfo{{Address: qtbt.Address{}, Type: qtbt.PublicAddress}}
	params.SetWhiteList(whiteList, qtbt.UseWhiteListForConnecting)
	assert.Equal(t, whiteList, params.WhiteList())
	assert.Equal(t, qtbt.UseWhiteListForConnecting, params.FilterPolicy())
	assert.False(t, params.Equal(qtbt.LowEnergyAdvertisingParameters{}))

	var info qtbt.AddressInfo
	assert.Equal(t, qtbt.Address{}, info.Address)
	assert.Equal(t, qtbt.PublicAddress, info.Type)
}

func TestQLowEnergyControllerGattServer_advertisingData(t *testing.T) {
	var data qtbt.LowEnergyAdvertisingData
	assert.True(t, data.Equal(qtbt.LowEnergyAdvertisingData{}))
	assert.Equal(t, qtbt.DiscoverabilityNone, data.Discoverability())
	assert.False(t, data.IncludePowerLevel())
	assert.Empty(t, data.LocalName())
	assert.Empty(t, data.ManufacturerData())
	assert.Equal(t, qtbt.InvalidManufacturerID(), data.ManufacturerID())
	assert.Empty(t, data.Services())

	data.SetDiscoverability(qtbt.DiscoverabilityLimited)
	assert.Equal(t, qtbt.DiscoverabilityLimited, data.Discoverability())

	data.SetIncludePowerLevel(true)
	assert.True(t, data.IncludePowerLevel())

	data.SetLocalName("A device name")
	assert.Equal(t, "A device name", data.LocalName())

	data.SetManufacturerData(0xfffd, []byte("some data"))
	assert.Equal(t, uint16(0xfffd), data.ManufacturerID())
	assert.Equal(t, []byte("some data"), data.ManufacturerData())

	services := []qtbt.UUID{
		qtbt.ServiceClassCurrentTimeService.UUID(), qtbt.ServiceClassDeviceInformation.UUID(),
	}
	data.SetServices(services)
	assert.Equal(t, services, data.Services())

	rawData := bytes.Repeat([]byte("x"), 7)
	data.SetRawData(rawData)
	assert.Equal(t, rawData, data.RawData())

	assert.False(t, data.Equal(qtbt.LowEnergyAdvertisingData{}))
}

func TestQLowEnergyControllerGattServer_connectionParameters(t *testing.T) {
	var params qtbt.LowEnergyConnectionParameters
	assert.Equal(t, qtbt.LowEnergyConnectionParameters{}, params)
	params.SetIntervalRange(8*time.Millisecond, 9*time.Millisecond)
	assert.Equal(t, 8*time.Millisecond, params.MinimumInterval())
	assert.Equal(t, 9*time.Millisecond, params.MaximumInterval())
	params.SetIntervalRange(9*time.Millisecond, 8*time.Millisecond)
	assert.Equal(t, 9*time.Millisecond, params.MinimumInterval())
	assert.Equal(t, 9*time.Millisecond, params.MaximumInterval())
	params.SetLatency(50)
	assert.Equal(t, 50, params.Latency())
	require.NoError(t, params.SetSupervisionTimeout(time.Second))
	assert.Equal(t, time.Second, params.SupervisionTimeout())
	copied := params
	assert.Equal(t, params, copied)
	var assigned qtbt.LowEnergyConnectionParameters
	assert.NotEqual(t, params, assigned)
	assigned = params
	assert.Equal(t, params, assigned)
}

func TestQLowEnergyControllerGattServer_serviceData(t *testing.T) {
	var descriptor qtbt.LowEnergyDescriptorData
	assert.False(t, descriptor.IsValid())

	descriptor.SetUUID(qtbt.DescriptorValidRange.UUID())
	assert.Equal(t, qtbt.DescriptorValidRange.UUID(), descriptor.UUID())
	assert.True(t, descriptor.IsValid())
	assert.False(t, descriptor.Equal(qtbt.LowEnergyDescriptorData{}))

	descriptor.SetValue([]byte("xyz"))
	assert.Equal(t, []byte("xyz"), descriptor.Value())

	require.NoError(t, descriptor.SetReadPermissions(true, qtbt.ATTAuthenticationRequired))
	assert.True(t, descriptor.IsReadable())
	assert.Equal(t, qtbt.ATTAuthenticationRequired, descriptor.ReadConstraints())

	require.NoError(t, descriptor.SetWritePermissions(false))
	assert.False(t, descriptor.IsWritable())

	descriptor2 := qtbt.NewLowEnergyDescriptorData(qtbt.DescriptorReportReference.UUID(), []byte("abc"))
	assert.False(t, descriptor2.Equal(qtbt.LowEnergyDescriptorData{}))
	assert.True(t, descriptor2.IsValid())
	assert.Equal(t, qtbt.DescriptorReportReference.UUID(), descriptor2.UUID())
	assert.Equal(t, []byte("abc"), descriptor2.Value())

	var characteristic qtbt.LowEnergyCharacteristicData
	assert.False(t, characteristic.IsValid())

	characteristic.SetUUID(qtbt.CharacteristicBatteryLevel.UUID())
	assert.False(t, characteristic.Equal(qtbt.LowEnergyCharacteristicData{}))
	assert.Equal(t, qtbt.CharacteristicBatteryLevel.UUID(), characteristic.UUID())
	assert.True(t, characteristic.IsValid())

	characteristic.SetValue([]byte("value"))
	assert.Equal(t, []byte("value"), characteristic.Value())

	characteristic.SetValueLength(4, 7)
	assert.Equal(t, 4, characteristic.MinimumValueLength())
	assert.Equal(t, 7, characteristic.MaximumValueLength())
	characteristic.SetValueLength(5, 2)
	assert.Equal(t, 5, characteristic.MinimumValueLength())
	assert.Equal(t, 5, characteristic.MaximumValueLength())

	properties := qtbt.PropertyRead | qtbt.PropertyWriteSigned
	characteristic.SetProperties(properties)
	assert.Equal(t, properties, characteristic.Properties())

	characteristic.SetReadConstraints(qtbt.ATTEncryptionRequired)
	assert.Equal(t, qtbt.ATTEncryptionRequired, characteristic.ReadConstraints())
	constraints := qtbt.ATTAuthenticationRequired | qtbt.ATTAuthorizationRequired
	characteristic.SetWriteConstraints(constraints)
	assert.Equal(t, constraints, characteristic.WriteConstraints())

	require.NoError(t, characteristic.AddDescriptor(descriptor))
	assert.Len(t, characteristic.Descriptors(), 1)
	require.NoError(t, characteristic.SetDescriptors(nil))
	assert.Empty(t, characteristic.Descriptors())
	require.NoError(t, characteristic.SetDescriptors([]qtbt.LowEnergyDescriptorData{descriptor, descriptor2}))
	descriptor3 := qtbt.NewLowEnergyDescriptorData(qtbt.DescriptorExternalReportReference.UUID(), []byte("someval"))
	require.NoError(t, characteristic.AddDescriptor(descriptor3))
	assert.Error(t, characteristic.AddDescriptor(qtbt.LowEnergyDescriptorData{}))
	assert.Equal(t, []qtbt.LowEnergyDescriptorData{descriptor, descriptor2, descriptor3}, characteristic.Descriptors())

	var secondary qtbt.LowEnergyServiceData
	assert.False(t, secondary.IsValid())

	secondary.SetUUID(qtbt.ServiceClassSerialPort.UUID())
	assert.Equal(t, qtbt.ServiceClassSerialPort.UUID(), secondary.UUID())
	assert.True(t, secondary.IsValid())
	assert.False(t, secondary.Equal(qtbt.LowEnergyServiceData{}))

	secondary.SetType(qtbt.ServiceTypeSecondary)
	assert.Equal(t, qtbt.ServiceTypeSecondary, secondary.Type())

	require.NoError(t, secondary.AddCharacteristic(characteristic))
	assert.Len(t, secondary.Characteristics(), 1)
	require.NoError(t, secondary.SetCharacteristics(nil))
	assert.Empty(t, secondary.Characteristics())
	both := []qtbt.LowEnergyCharacteristicData{characteristic, {}}
	assert.Error(t, secondary.SetCharacteristics(both))
	assert.Equal(t, []qtbt.LowEnergyCharacteristicData{characteristic}, secondary.Characteristics())

	var backup qtbt.LowEnergyServiceData
	backup.SetUUID(qtbt.ServiceClassSerialPort.UUID())
	assert.Equal(t, qtbt.ServiceClassSerialPort.UUID(), backup.UUID())
	assert.True(t, backup.IsValid())
	assert.False(t, backup.Equal(qtbt.LowEnergyServiceData{}))
	backup.SetType(qtbt.ServiceTypeSecondary)
	assert.Equal(t, qtbt.ServiceTypeSecondary, backup.Type())
	assert.Error(t, backup.SetCharacteristics(both))
	assert.Equal(t, []qtbt.LowEnergyCharacteristicData{characteristic}, backup.Characteristics())
	assert.True(t, backup.Equal(secondary))
}
