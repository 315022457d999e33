package labtest

// Qt's autotest tst_qbluetoothserver in Go: the function that needs an adapter. For
// tst_construction, see package qtbt. Qt's test also runs where there is no adapter, with the same
// result as here in TestNoBluetoothDaemon.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothServer_receive(t *testing.T) {
	const port = 20
	newServer := func(t *testing.T) (*qtbt.Server, <-chan qtbt.ServerError) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		t.Cleanup(server.Delete)
		failed := make(chan qtbt.ServerError, 10)
		server.OnErrorOccurred(func(e qtbt.ServerError) { failed <- e })
		return server, failed
	}
	onHosts(t, func(t *testing.T, h *host) {
		t.Run("offline mode", func(t *testing.T) {
			power(t, "false")
			server, failed := newServer(t)
			require.Error(t, server.Listen(h.self, port))
			assert.Equal(t, qtbt.Address{}, server.ServerAddress())
			assert.Zero(t, server.ServerPort())
			assert.Equal(t, qtbt.ServerPoweredOffError, <-failed)
			assert.False(t, server.IsListening())
			assert.Equal(t, qtbt.ServerPoweredOffError, server.LastError())
		})
		t.Run("online mode", func(t *testing.T) {
			power(t, "true")
			server, failed := newServer(t)
			require.NoError(t, server.Listen(h.self, port))
			assert.Equal(t, qtbt.ServerNoError, server.LastError())
			assert.Equal(t, h.self, server.ServerAddress())
			assert.EqualValues(t, port, server.ServerPort())
			assert.True(t, server.IsListening())
			assert.False(t, server.HasPendingConnections())

			require.NoError(t, server.Close())
			assert.Equal(t, qtbt.ServerNoError, server.LastError())
			assert.Contains(t, []qtbt.Address{h.self, {}}, server.ServerAddress())
			assert.Zero(t, server.ServerPort())
			assert.False(t, server.IsListening())
			assert.False(t, server.HasPendingConnections())
			assert.Empty(t, failed)
		})
	}, idle)
}
