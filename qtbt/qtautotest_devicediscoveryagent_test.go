//go:build cgo

// What needs no hardware of Qt's own test of QBluetoothDeviceDiscoveryAgent (tst_qbluetoothdevicediscoveryagent of Qt 6.8),
// told anew in Go. The other four of its five functions are in ci/labtest, with the reasons for what is left out.

package qtbt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothDeviceDiscoveryAgent_discoveryTimeout(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t)
	if qtbt.CurrentBackend() == qtbt.BackendDummy {
		assert.Equal(t, -1, agent.LowEnergyDiscoveryTimeout())
		require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(20000))
		assert.Equal(t, -1, agent.LowEnergyDiscoveryTimeout(), "not supported, so ignored")
		return
	}
	assert.Equal(t, 40000, agent.LowEnergyDiscoveryTimeout())
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(-1))
	assert.Equal(t, 40000, agent.LowEnergyDiscoveryTimeout(), "negative values are ignored")
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(20000))
	assert.Equal(t, 20000, agent.LowEnergyDiscoveryTimeout())
}
