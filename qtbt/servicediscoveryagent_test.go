//go:build cgo

package qtbt_test

// Tests of ServiceDiscoveryAgent that need no adapter. Qt's own test checks the same without one.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func newServiceDiscoveryAgent(t *testing.T, adapter ...qtbt.Address) *qtbt.ServiceDiscoveryAgent {
	t.Helper()
	agent, err := qtbt.NewServiceDiscoveryAgent(adapter...)
	require.NoError(t, err)
	t.Cleanup(agent.Delete)
	return agent
}

func TestNewServiceDiscoveryAgent(t *testing.T) {
	agent := newServiceDiscoveryAgent(t)
	assert.Equal(t, qtbt.ServiceDiscoveryNoError, agent.LastError())
	assert.Empty(t, agent.ErrorString())
	assert.False(t, agent.IsActive())
	assert.Empty(t, agent.DiscoveredServices())
	assert.True(t, agent.RemoteAddress().IsNull())
	assert.Empty(t, agent.UUIDFilter())

	_, err := qtbt.NewServiceDiscoveryAgent(noAdapter, noAdapter)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestServiceDiscoveryWithoutItsAdapter(t *testing.T) {
	agent := newServiceDiscoveryAgent(t, noAdapter)
	assert.Equal(t, qtbt.ServiceDiscoveryInvalidBluetoothAdapterError, agent.LastError())
	require.NoError(t, agent.Start())
	assert.False(t, agent.IsActive())
	require.NoError(t, agent.Stop())
}

func TestServiceDiscoveryFilters(t *testing.T) {
	agent := newServiceDiscoveryAgent(t)
	custom := qtbt.MustParseUUID("e8e10f95-1a70-4b27-9ccf-02010264e9c8")
	require.NoError(t, agent.SetUUIDFilter(custom, qtbt.ServiceClassSerialPort.UUID()))
	assert.Equal(t, []qtbt.UUID{custom, qtbt.UUID16(0x1101)}, agent.UUIDFilter())
	require.NoError(t, agent.SetUUIDFilter())
	assert.Empty(t, agent.UUIDFilter())

	require.NoError(t, agent.SetRemoteAddress(noAdapter))
	assert.Equal(t, noAdapter, agent.RemoteAddress())

	require.NoError(t, agent.SetUUIDFilter(custom))
	require.NoError(t, agent.Clear())
	assert.Empty(t, agent.UUIDFilter(), "Clear resets the filter")
	assert.Equal(t, noAdapter, agent.RemoteAddress())
}

func TestServiceDiscoveryModes(t *testing.T) {
	agent := newServiceDiscoveryAgent(t)
	assert.ErrorIs(t, agent.Start(qtbt.FullDiscovery, qtbt.FullDiscovery), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, agent.Start(7), qtbt.ErrInvalidArgument)
}

// Without a Bluetooth daemon, a discovery ends with an error and then as finished. With one, it
// ends in either way.
func TestServiceDiscoveryEnds(t *testing.T) {
	for _, mode := range []qtbt.DiscoveryMode{qtbt.MinimalDiscovery, qtbt.FullDiscovery} {
		agent := newServiceDiscoveryAgent(t)
		require.NoError(t, agent.SetRemoteAddress(noAdapter))
		finished := make(chan bool, 1)
		failed := false
		agent.OnErrorOccurred(func(qtbt.ServiceDiscoveryError) { failed = true })
		agent.OnFinished(func() { finished <- failed })
		require.NoError(t, agent.Start(mode))
		assert.Equal(t, <-finished, agent.LastError() != qtbt.ServiceDiscoveryNoError)
		assert.False(t, agent.IsActive())
		assert.Empty(t, agent.DiscoveredServices())
	}
}
