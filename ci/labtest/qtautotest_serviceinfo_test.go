package labtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// The end of tst_assignment of Qt's autotest of QBluetoothServiceInfo, which needs an adapter, in
// our words; the rest of that autotest is in package qtbt's tests. Qt runs it on one host, and so
// do we: on both.
func TestQBluetoothServiceInfo_assignment(t *testing.T) {
	onHosts(t, registerAndUnregister, registerAndUnregister)
}

func registerAndUnregister(t *testing.T, _ *host) {
	for _, row := range []struct {
		name     string
		protocol qtbt.Protocol
	}{
		{"assignment_data_l2cp", qtbt.L2CAP},
		{"assignment_data_rfcomm", qtbt.RFCOMM},
	} {
		t.Run(row.name, func(t *testing.T) {
			service := new(qtbt.ServiceInfo)
			service.SetServiceName("My Service")
			service.SetDevice(qtbt.NewDeviceInfo(qtbt.MustParseAddress("001122334455"), "Test Device", 0))
			service.SetServiceUUID(qtbt.ServiceClassSerialPort.UUID())
			assert.False(t, service.IsRegistered())

			server, err := qtbt.NewServer(row.protocol)
			require.NoError(t, err)
			t.Cleanup(server.Delete)
			require.NoError(t, server.Listen(qtbt.Address{}, 0))
			assert.True(t, server.IsListening())
			port := server.ServerPort()
			assert.Positive(t, port)

			list := qtbt.Sequence{qtbt.Sequence{qtbt.ProtocolL2CAP, port}}
			if row.protocol == qtbt.RFCOMM {
				list = qtbt.Sequence{qtbt.Sequence{qtbt.ProtocolL2CAP}, qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(port)}}
			}
			service.SetAttribute(qtbt.AttributeProtocolDescriptorList, list)

			require.NoError(t, service.RegisterService())
			second := service // Qt's copies share one record
			assert.True(t, service.IsRegistered())
			assert.True(t, second.IsRegistered())

			require.NoError(t, second.UnregisterService())
			assert.False(t, service.IsRegistered())
			assert.False(t, second.IsRegistered())
			assert.True(t, server.IsListening())
			server.Close()
			assert.False(t, server.IsListening())
		})
	}
}
