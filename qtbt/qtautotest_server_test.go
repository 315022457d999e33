//go:build cgo

package qtbt_test

// Qt's autotest tst_qbluetoothserver in Go: the function that needs no adapter. The other one is in
// ci/labtest.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothServer_construction(t *testing.T) {
	for _, protocol := range []qtbt.Protocol{qtbt.RFCOMM, qtbt.L2CAP, qtbt.UnknownProtocol} {
		server, err := qtbt.NewServer(protocol)
		require.NoError(t, err)
		defer server.Delete()
		assert.False(t, server.IsListening())
		assert.Equal(t, 1, server.MaxPendingConnections())
		assert.False(t, server.HasPendingConnections())
		assert.Nil(t, server.NextPendingConnection())
		assert.Equal(t, qtbt.ServerNoError, server.LastError())
		assert.Equal(t, protocol, server.ServerType())
	}
}
