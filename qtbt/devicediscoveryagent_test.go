//go:build cgo

package qtbt_test

// Tests of DeviceDiscoveryAgent that need no adapter. Qt's own test checks the same without one.

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// noAdapter is the address of no local adapter.
var noAdapter = qtbt.MustParseAddress("11:11:11:11:11:11")

func newDeviceDiscoveryAgent(t *testing.T, adapter ...qtbt.Address) *qtbt.DeviceDiscoveryAgent {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent(adapter...)
	require.NoError(t, err)
	t.Cleanup(agent.Delete)
	return agent
}

func TestNewDeviceDiscoveryAgent(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t)
	assert.Equal(t, qtbt.DeviceDiscoveryNoError, agent.LastError())
	assert.Empty(t, agent.ErrorString())
	assert.False(t, agent.IsActive())
	assert.Empty(t, agent.DiscoveredDevices())

	_, err := qtbt.NewDeviceDiscoveryAgent(noAdapter, noAdapter)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestDeviceDiscoveryWithoutItsAdapter(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t, noAdapter)
	assert.Equal(t, qtbt.DeviceDiscoveryInvalidBluetoothAdapterError, agent.LastError())
	assert.NotEmpty(t, agent.ErrorString())

	errs := make(chan qtbt.DeviceDiscoveryError, 1)
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { errs <- e })
	agent.OnFinished(func() { t.Error("finished in spite of the error") })
	require.NoError(t, agent.Start())
	assert.Equal(t, qtbt.DeviceDiscoveryInputOutputError, <-errs)
	assert.False(t, agent.IsActive())
	assert.Equal(t, qtbt.DeviceDiscoveryInputOutputError, agent.LastError())
	require.NoError(t, agent.Stop())
}

func TestLowEnergyDiscoveryTimeoutOutOfRange(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t)
	before := agent.LowEnergyDiscoveryTimeout()
	const most = math.MaxInt32 * time.Millisecond
	for _, timeout := range []time.Duration{most + 1, math.MaxInt64} {
		assert.ErrorIs(t, agent.SetLowEnergyDiscoveryTimeout(timeout), qtbt.ErrInvalidArgument)
		assert.Equal(t, before, agent.LowEnergyDiscoveryTimeout())
	}
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(most))
	if before >= 0 {
		assert.Equal(t, most, agent.LowEnergyDiscoveryTimeout())
	}
}

func TestLowEnergyDiscoveryTimeoutIsRoundedUp(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t)
	if agent.LowEnergyDiscoveryTimeout() < 0 {
		t.Skip("the platform does not let a program choose the timeout")
	}
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(time.Nanosecond))
	assert.Equal(t, time.Millisecond, agent.LowEnergyDiscoveryTimeout())
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(time.Second+time.Microsecond))
	assert.Equal(t, 1001*time.Millisecond, agent.LowEnergyDiscoveryTimeout())
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(-time.Nanosecond))
	assert.Equal(t, 1001*time.Millisecond, agent.LowEnergyDiscoveryTimeout(), "negative")
}

func TestDiscoveryMethods(t *testing.T) {
	if qtbt.CurrentBackend() == qtbt.BackendBlueZ {
		assert.Equal(t, qtbt.ClassicMethod|qtbt.LowEnergyMethod, qtbt.SupportedDiscoveryMethods())
	}
	agent := newDeviceDiscoveryAgent(t)
	var errs []qtbt.DeviceDiscoveryError
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { errs = append(errs, e) })

	onQt(t, func() { require.NoError(t, agent.StartMethods(qtbt.NoMethod)) })
	assert.False(t, agent.IsActive())
	assert.Empty(t, errs)

	onQt(t, func() { require.NoError(t, agent.StartMethods(0x40)) })
	assert.Equal(t, []qtbt.DeviceDiscoveryError{qtbt.DeviceDiscoveryUnsupportedDiscoveryMethod}, errs)
	assert.False(t, agent.IsActive())
}

func TestDiscoveryStrings(t *testing.T) {
	assert.Equal(t, "NoMethod", qtbt.NoMethod.String())
	assert.Equal(t, "ClassicMethod|LowEnergyMethod", (qtbt.ClassicMethod | qtbt.LowEnergyMethod).String())
	assert.Equal(t, "MinimalDiscovery", qtbt.MinimalDiscovery.String())
	assert.Equal(t, "FullDiscovery", qtbt.FullDiscovery.String())
	assert.Equal(t, "PoweredOffError", qtbt.DeviceDiscoveryPoweredOffError.Error())
	assert.Equal(t, "UnknownError", qtbt.DeviceDiscoveryUnknownError.String())
	assert.Equal(t, "DeviceDiscoveryError(50)", qtbt.DeviceDiscoveryError(50).String())
	assert.Equal(t, "MissingPermissionsError", qtbt.ServiceDiscoveryMissingPermissionsError.Error())
	assert.Equal(t, "ServiceDiscoveryError(50)", qtbt.ServiceDiscoveryError(50).String())
}
