//go:build cgo

package qtbt_test

// Qt's autotests of its Low Energy objects (tst_qlowenergycontroller, tst_qlowenergyservice,
// tst_qlowenergycharacteristic, tst_qlowenergydescriptor and tst_qlowenergycontroller-gattserver of
// Qt 6.4 and 6.8) in Go: the functions that need no hardware. The others are in ci/labtest. Where
// Qt's tests look for a device with a descriptor, these use a service of a peripheral.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQLowEnergyController_emptyCtor(t *testing.T) {
	for _, adapter := range [][]qtbt.Address{nil, {{}}} {
		c, err := qtbt.NewLowEnergyCentral(qtbt.DeviceInfo{}, adapter...)
		require.NoError(t, err)
		defer c.Delete()
		// Here Qt uses its back end over the kernel, which looks for the adapter when it is made.
		if c.LocalAddress().IsNull() {
			assert.Equal(t, qtbt.LowEnergyControllerInvalidBluetoothAdapterError, c.LastError())
		}
		seen := recordLowEnergy(c)
		assert.Error(t, c.ConnectToDevice())
		onQt(t, func() {
			require.Len(t, *seen, 1)
			assert.Contains(t, []string{"UnknownRemoteDeviceError", "InvalidBluetoothAdapterError"}, (*seen)[0])
		})
	}
}

func TestQLowEnergyController_defaultBehavior(t *testing.T) {
	address := qtbt.MustParseAddress("11:22:33:44:55:66")
	device := qtbt.NewDeviceInfo(address, "random", 1)
	adapters := qtbt.AllDevices()
	check := func(adapter ...qtbt.Address) *qtbt.LowEnergyController {
		c, err := qtbt.NewLowEnergyCentral(device, adapter...)
		require.NoError(t, err)
		t.Cleanup(c.Delete)
		assert.Equal(t, address, c.RemoteAddress())
		assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
		assert.Empty(t, c.Services())
		assert.Nil(t, c.CreateServiceObject(qtbt.UUID{}))
		assert.Nil(t, c.CreateServiceObject(qtbt.CharacteristicDeviceName.UUID()))
		return c
	}
	byDefault := check()
	if len(adapters) == 0 {
		assert.True(t, byDefault.LocalAddress().IsNull())
		return
	}
	assert.Equal(t, qtbt.LowEnergyControllerNoError, byDefault.LastError())
	assert.Empty(t, byDefault.ErrorString())
	assert.Equal(t, adapters[0].Address(), check(adapters[0].Address()).LocalAddress())
}

func TestQLowEnergyControllerGattServer_controllerType(t *testing.T) {
	assert.Equal(t, qtbt.PeripheralRole, newPeripheral(t).Role())
}

// The end of serviceData, which needs a controller.
func TestQLowEnergyControllerGattServer_serviceDataOfController(t *testing.T) {
	descriptors := []qtbt.LowEnergyDescriptorData{
		qtbt.NewLowEnergyDescriptorData(qtbt.DescriptorValidRange.UUID(), []byte("xyz")),
		qtbt.NewLowEnergyDescriptorData(qtbt.DescriptorReportReference.UUID(), []byte("abc")),
		qtbt.NewLowEnergyDescriptorData(qtbt.DescriptorExternalReportReference.UUID(), []byte("someval")),
	}
	var characteristic qtbt.LowEnergyCharacteristicData
	characteristic.SetUUID(qtbt.CharacteristicBatteryLevel.UUID())
	require.NoError(t, characteristic.SetDescriptors(descriptors))
	var secondary, primary qtbt.LowEnergyServiceData
	secondary.SetUUID(qtbt.ServiceClassSerialPort.UUID())
	secondary.SetType(qtbt.ServiceTypeSecondary)
	require.NoError(t, secondary.AddCharacteristic(characteristic))

	c := newPeripheral(t)
	none, err := c.AddService(qtbt.LowEnergyServiceData{})
	assert.Nil(t, none)
	assert.ErrorIs(t, err, qtbt.ErrWrongState)
	included := addService(t, c, secondary)
	assert.Equal(t, secondary.UUID(), included.ServiceUUID())
	characteristics := included.Characteristics()
	require.Len(t, characteristics, 1)
	assert.Equal(t, characteristic.UUID(), characteristics[0].UUID())
	var want, got []qtbt.UUID
	for _, d := range descriptors {
		want = append(want, d.UUID())
	}
	for _, d := range characteristics[0].Descriptors() {
		got = append(got, d.UUID())
	}
	assert.ElementsMatch(t, want, got)

	primary.SetUUID(qtbt.ServiceClassHeadset.UUID())
	primary.AddIncludedService(included)
	service := addService(t, c, primary)
	assert.Empty(t, service.Characteristics())
	assert.Equal(t, []qtbt.UUID{included.ServiceUUID()}, service.IncludedServices())
}

func TestQLowEnergyService_flags(t *testing.T) {
	flags := qtbt.PrimaryService
	flags |= qtbt.IncludedService
	assert.NotZero(t, flags&qtbt.PrimaryService)
	assert.NotZero(t, flags&qtbt.IncludedService)
}

func TestQLowEnergyCharacteristic_constructionDefault(t *testing.T) {
	var characteristic qtbt.LowEnergyCharacteristic
	same := characteristic
	for _, c := range []qtbt.LowEnergyCharacteristic{characteristic, same} {
		assert.False(t, c.IsValid())
		assert.Empty(t, c.Value())
		assert.True(t, c.UUID().IsNull())
		assert.Empty(t, c.Name())
		assert.Empty(t, c.Descriptors())
		assert.Equal(t, qtbt.LowEnergyDescriptor{}, c.Descriptor(qtbt.UUID{}))
		assert.Equal(t, qtbt.LowEnergyDescriptor{}, c.Descriptor(configuration))
		assert.Equal(t, qtbt.LowEnergyDescriptor{}, c.ClientCharacteristicConfiguration())
		assert.Equal(t, qtbt.PropertyUnknown, c.Properties())
	}
	assert.True(t, characteristic == same)
}

func TestQLowEnergyCharacteristic_assignCompare(t *testing.T) {
	s := addService(t, newPeripheral(t), heartRate(t))
	for _, reference := range s.Characteristics() {
		assert.Equal(t, reference, s.Characteristic(reference.UUID()))
		target := reference
		assert.True(t, target == reference)
		assert.True(t, target.IsValid())
		assert.Equal(t, reference.Name(), target.Name())
		assert.NotEmpty(t, target.Name())
		assert.Equal(t, reference.UUID(), target.UUID())
		assert.Equal(t, reference.Value(), target.Value())
		assert.Equal(t, reference.Properties(), target.Properties())
		assert.Equal(t, reference.Descriptors(), target.Descriptors())
		for _, d := range target.Descriptors() {
			assert.Equal(t, d, reference.Descriptor(d.UUID()))
		}
		target = qtbt.LowEnergyCharacteristic{}
		assert.False(t, target.IsValid())
		assert.False(t, target == reference)
	}
	all := s.Characteristics()
	assert.NotEqual(t, all[0], all[1])
}

func TestQLowEnergyDescriptor_constructionDefault(t *testing.T) {
	var descriptor qtbt.LowEnergyDescriptor
	same := descriptor
	for _, d := range []qtbt.LowEnergyDescriptor{descriptor, same} {
		assert.False(t, d.IsValid())
		assert.Empty(t, d.Value())
		assert.True(t, d.UUID().IsNull())
		assert.Empty(t, d.Name())
		assert.Equal(t, qtbt.DescriptorUnknownDescriptorType, d.Type())
	}
	assert.True(t, descriptor == same)
}

func TestQLowEnergyDescriptor_assignCompare(t *testing.T) {
	s := addService(t, newPeripheral(t), heartRate(t))
	reference := s.Characteristic(measurement).Descriptors()[0]
	target := reference
	assert.True(t, target == reference)
	assert.True(t, target.IsValid())
	assert.NotEmpty(t, target.Name())
	assert.Equal(t, reference.UUID(), target.UUID())
	assert.Equal(t, reference.Value(), target.Value())
	assert.NotEqual(t, qtbt.DescriptorUnknownDescriptorType, target.Type())
	target = qtbt.LowEnergyDescriptor{}
	assert.False(t, target.IsValid())
	assert.False(t, target == reference)
}
