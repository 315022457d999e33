package labtest

// Qt's own test of QBluetoothDeviceDiscoveryAgent (tst_qbluetoothdevicediscoveryagent of Qt 6.8:
// five functions, no data rows), told anew in Go. Each function keeps its name behind
// TestQBluetoothDeviceDiscoveryAgent_.
//
// Left out: initTestCase, which turns the adapter on, because the lab's adapters are on; the
// branches for machines without an adapter or permission, and for macOS and Android, because the
// lab is neither; discoveryTimeout, which needs no hardware and is in package qtbt. Qt's searches
// last 40 s each; here they are given less.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// searchTime is how long the searches last.
const searchTime = 3 * time.Second

func TestQBluetoothDeviceDiscoveryAgent_invalidBtAddress(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t, qtbt.MustParseAddress("11:11:11:11:11:11"))
		assert.Equal(t, qtbt.DeviceDiscoveryInvalidBluetoothAdapterError, spy.LastError())
		require.NoError(t, spy.Start())
		assert.False(t, spy.IsActive())

		spy = newDeviceSpy(t, qtbt.Address{})
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
		require.NoError(t, spy.Start())
		assert.True(t, spy.IsActive())
	}, idle)
}

func TestQBluetoothDeviceDiscoveryAgent_startStopDeviceDiscoveries(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t)
		clean := func() {
			t.Helper()
			assert.Empty(t, spy.failed)
			assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
			assert.Empty(t, spy.ErrorString())
		}
		start := func() {
			t.Helper()
			require.NoError(t, spy.Start())
			assert.True(t, spy.IsActive())
			clean()
		}
		canceledOnce := func() {
			t.Helper()
			<-spy.canceled
			assert.False(t, spy.IsActive())
			assert.Empty(t, spy.canceled)
			clean()
		}
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.DiscoveredDevices())
		clean()
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(searchTime))

		// Case 1: start, stop.
		start()
		require.NoError(t, spy.Stop())
		canceledOnce()

		// Case 2: start, start, stop.
		start()
		start()
		require.NoError(t, spy.Stop())
		canceledOnce()

		// Case 3: stop.
		require.NoError(t, spy.Stop())
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.canceled)
		assert.Empty(t, spy.finished)
		clean()

		// Case 4: start, stop, start, stop. With BlueZ 5 each stop is canceled at once.
		start()
		require.NoError(t, spy.Stop())
		assert.Len(t, spy.canceled, 1)
		start()
		require.NoError(t, spy.Stop())
		assert.Len(t, spy.canceled, 2)
		<-spy.canceled
		canceledOnce()

		// Case 5: start, stop, start, and to the end.
		start()
		require.NoError(t, spy.Stop())
		start()
		<-spy.finished
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.finished)
		assert.Len(t, spy.canceled, 1)
		clean()
	}, idle)
}

func TestQBluetoothDeviceDiscoveryAgent_deviceDiscovery(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		meet(t, h) // so that the short search finds it
		spy := newDeviceSpy(t, h.self)
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
		assert.Empty(t, spy.ErrorString())
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.DiscoveredDevices())
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(searchTime))
		require.NoError(t, spy.Start())
		assert.True(t, spy.IsActive())

		<-spy.finished
		assert.False(t, spy.IsActive())
		require.NoError(t, spy.Stop())
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.finished, "it finished once")
		assert.Empty(t, spy.failed)
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
		assert.Empty(t, spy.ErrorString())

		assert.NotEmpty(t, spy.discovered, "the other host is Qt's BT_TEST_DEVICE")
		assert.GreaterOrEqual(t, len(spy.discovered), len(spy.DiscoveredDevices()))
		for len(spy.discovered) > 0 {
			assert.True(t, (<-spy.discovered).IsValid())
		}
	}, idle)
}

func TestQBluetoothDeviceDiscoveryAgent_discoveryMethods(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		both := qtbt.ClassicMethod | qtbt.LowEnergyMethod
		require.Equal(t, both, qtbt.SupportedDiscoveryMethods(), "so Qt's branch for an unsupported one does not apply")
		spy := newDeviceSpy(t)
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(searchTime))

		require.NoError(t, spy.StartMethods(qtbt.NoMethod))
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
		assert.False(t, spy.IsActive())
		assert.Empty(t, spy.finished)
		assert.Empty(t, spy.failed)
		assert.Empty(t, spy.discovered)

		for _, methods := range []qtbt.DiscoveryMethod{both, qtbt.ClassicMethod, qtbt.LowEnergyMethod} {
			require.NoError(t, spy.StartMethods(methods))
			assert.True(t, spy.IsActive(), "%v", methods)
			<-spy.finished
			assert.False(t, spy.IsActive())
			assert.Empty(t, spy.finished)
			assert.Empty(t, spy.failed)
			assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
			assert.Empty(t, spy.ErrorString())
			for methods == both && len(spy.discovered) > 0 {
				d := <-spy.discovered
				assert.True(t, d.IsValid())
				assert.NotZero(t, d.CoreConfigurations()&qtbt.BaseRateAndLowEnergyCoreConfiguration)
			}
		}
	}, idle)
}
