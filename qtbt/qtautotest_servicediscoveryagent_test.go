//go:build cgo

package qtbt_test

// Qt's autotest tst_qbluetoothservicediscoveryagent in Go: the part that needs no adapter. The rest
// is in ci/labtest.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothServiceDiscoveryAgent_invalidBtAddress(t *testing.T) {
	agent := newServiceDiscoveryAgent(t, qtbt.MustParseAddress("11:11:11:11:11:11"))
	assert.Equal(t, qtbt.ServiceDiscoveryInvalidBluetoothAdapterError, agent.LastError())
	require.NoError(t, agent.Start())
	assert.False(t, agent.IsActive())

	agent = newServiceDiscoveryAgent(t, qtbt.Address{})
	assert.Equal(t, qtbt.ServiceDiscoveryNoError, agent.LastError())
}
