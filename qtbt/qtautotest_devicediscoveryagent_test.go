//go:build cgo

package qtbt_test

// The part of Qt's own test of QBluetoothDeviceDiscoveryAgent (tst_qbluetoothdevicediscoveryagent
// of Qt 6.8) that needs no hardware, rewritten in Go. The other four of its five functions are in
// ci/labtest, with the reasons for what is left out.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothDeviceDiscoveryAgent_discoveryTimeout(t *testing.T) {
	agent := newDeviceDiscoveryAgent(t)
	if qtbt.CurrentBackend() == qtbt.BackendDummy {
		assert.Equal(t, -time.Millisecond, agent.LowEnergyDiscoveryTimeout())
		require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(20*time.Second))
		assert.Equal(t, -time.Millisecond, agent.LowEnergyDiscoveryTimeout(), "not supported")
		return
	}
	assert.Equal(t, 40*time.Second, agent.LowEnergyDiscoveryTimeout())
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(-time.Millisecond))
	assert.Equal(t, 40*time.Second, agent.LowEnergyDiscoveryTimeout(), "negative")
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(20*time.Second))
	assert.Equal(t, 20*time.Second, agent.LowEnergyDiscoveryTimeout())
}
