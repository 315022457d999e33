package describe_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

func TestKind(t *testing.T) {
	for class, want := range map[uint32]string{
		0x000104: "desktop computer",
		0x5a020c: "smart phone",
		0x240404: "headset",
		0x002540: "keyboard",
		0x0006a0: "imaging device",
		0x0001fc: "computer",
		0:        "",
		0x001f00: "",
	} {
		assert.Equal(t, want, describe.Kind(qtbt.NewDeviceInfo(qtbt.Address{}, "", class)), "%#06x", class)
	}
}

func TestRadio(t *testing.T) {
	for configuration, want := range map[qtbt.CoreConfiguration]string{
		qtbt.UnknownCoreConfiguration:              "",
		qtbt.LowEnergyCoreConfiguration:            "LE",
		qtbt.BaseRateCoreConfiguration:             "classic",
		qtbt.BaseRateAndLowEnergyCoreConfiguration: "classic and LE",
	} {
		var d qtbt.DeviceInfo
		d.SetCoreConfigurations(configuration)
		assert.Equal(t, want, describe.Radio(d))
	}
}

func TestUUIDs(t *testing.T) {
	own := qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60")
	assert.Equal(t, "Serial Port Profile, Radio Frequency Communication, 0x9999, "+own.String(), describe.UUIDs([]qtbt.UUID{
		qtbt.ServiceClassSerialPort.UUID(), qtbt.ProtocolRFCOMM.UUID(), qtbt.UUID16(0x9999), own,
	}))
}

func TestTextIsHarmless(t *testing.T) {
	assert.Equal(t, "Größe ?[31mred? 图", describe.Text("Größe \x1b[31mred\n 图"))
}

func TestFailure(t *testing.T) {
	adapter := qtbt.MustParseAddress("00:11:22:33:44:55")
	assert.ErrorContains(t, describe.Failure(qtbt.DeviceDiscoveryPoweredOffError, "", adapter), "the Bluetooth adapter is off")
	assert.ErrorContains(t, describe.Failure(qtbt.DeviceDiscoveryInvalidBluetoothAdapterError, "", adapter), adapter.String())
	err := describe.Failure(qtbt.DeviceDiscoveryInputOutputError, "Bluetooth adapter error", qtbt.Address{})
	assert.EqualError(t, err, "Bluetooth adapter error (InputOutputError)")
	assert.ErrorIs(t, err, qtbt.DeviceDiscoveryInputOutputError)
}
