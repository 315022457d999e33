package qtbt_test

// Qt's autotest of QBluetoothServiceInfo (tests/auto/qbluetoothserviceinfo of Qt 6.8), rewritten in
// Go. Each function is a test and each row of data a subtest, under the same names.
//
// Copies of a QBluetoothServiceInfo share one record, as copies of the pointer do in Go. The end of
// tst_assignment registers a service, which needs a Bluetooth adapter. It is in ci/labtest, under
// the same name.

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

var rowProtocols = []qtbt.ProtocolUUID{
	qtbt.ProtocolSDP, qtbt.ProtocolUDP, qtbt.ProtocolRFCOMM, qtbt.ProtocolTCP, qtbt.ProtocolTCSBin, qtbt.ProtocolTCSAT,
	qtbt.ProtocolATT, qtbt.ProtocolOBEX, qtbt.ProtocolIP, qtbt.ProtocolFTP, qtbt.ProtocolHTTP, qtbt.ProtocolWSP,
	qtbt.ProtocolBNEP, qtbt.ProtocolUPnP, qtbt.ProtocolHIDP, qtbt.ProtocolHardcopyControlChannel,
	qtbt.ProtocolHardcopyDataChannel, qtbt.ProtocolHardcopyNotification, qtbt.ProtocolAVCTP, qtbt.ProtocolAVDTP,
	qtbt.ProtocolCMTP, qtbt.ProtocolUDICPlain, qtbt.ProtocolMCAPControlChannel, qtbt.ProtocolMCAPDataChannel,
	qtbt.ProtocolL2CAP,
}

func TestQBluetoothServiceInfo_construction(t *testing.T) {
	empty := new(qtbt.ServiceInfo)
	assert.False(t, empty.IsValid())
	assert.False(t, empty.IsComplete())
	assert.False(t, empty.IsRegistered())
	assert.Empty(t, empty.ServiceName())
	assert.Empty(t, empty.ServiceDescription())
	assert.Empty(t, empty.ServiceProvider())
	assert.True(t, empty.ServiceUUID().IsNull())
	assert.Empty(t, empty.ServiceClassUUIDs())
	assert.Empty(t, empty.Attributes())
	assert.Equal(t, -1, empty.ServerChannel())
	assert.Equal(t, -1, empty.ProtocolServiceMultiplexer())

	device := qtbt.NewDeviceInfo(qtbt.MustParseAddress("001122334455"), "Test Device", 0)
	otherDevice := qtbt.NewDeviceInfo(qtbt.MustParseAddress("554433221100"), "Test Device2", 0)
	service := new(qtbt.ServiceInfo)
	service.SetServiceName("My Service")
	service.SetDevice(device)
	copied := service
	for _, s := range []*qtbt.ServiceInfo{service, copied} {
		assert.True(t, s.IsValid())
		assert.False(t, s.IsComplete())
		assert.False(t, s.IsRegistered())
		assert.Equal(t, "My Service", s.ServiceName())
		assert.Equal(t, device.Address(), s.Device().Address())
	}

	copied.SetAttribute(qtbt.AttributeServiceName, "Another ServiceName")
	copied.SetDevice(otherDevice)
	for _, s := range []*qtbt.ServiceInfo{service, copied} {
		assert.Equal(t, "Another ServiceName", s.ServiceName())
		assert.Equal(t, "Another ServiceName", s.Attribute(qtbt.AttributeServiceName))
		assert.Equal(t, otherDevice.Address(), s.Device().Address())
	}

	for _, s := range []*qtbt.ServiceInfo{empty, service, copied} {
		for _, protocol := range rowProtocols {
			assert.Empty(t, s.ProtocolDescriptor(protocol), "%v", protocol)
		}
	}
}

func TestQBluetoothServiceInfo_assignment(t *testing.T) {
	for _, row := range []struct {
		name         string
		protocolUUID qtbt.ProtocolUUID
		protocol     qtbt.Protocol
	}{
		{"assignment_data_l2cp", qtbt.ProtocolL2CAP, qtbt.L2CAP},
		{"assignment_data_rfcomm", qtbt.ProtocolRFCOMM, qtbt.RFCOMM},
	} {
		t.Run(row.name, func(t *testing.T) {
			device := qtbt.NewDeviceInfo(qtbt.MustParseAddress("001122334455"), "Test Device", 0)
			service := new(qtbt.ServiceInfo)
			service.SetServiceName("My Service")
			service.SetDevice(device)

			assigned := new(qtbt.ServiceInfo)
			assert.False(t, assigned.IsValid())
			assert.False(t, assigned.IsRegistered())
			assert.False(t, assigned.IsComplete())
			assigned = service
			for _, s := range []*qtbt.ServiceInfo{service, assigned} {
				assert.True(t, s.IsValid())
				assert.False(t, s.IsRegistered())
				assert.False(t, s.IsComplete())
				assert.Equal(t, "My Service", s.ServiceName())
				assert.Equal(t, device.Address(), s.Device().Address())
			}
			assert.True(t, assigned.Contains(qtbt.AttributeServiceName))

			assigned.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.MustParseUUID("67c8770b-44f1-410a-ab9a-f9b5446f13ee"))
			assert.True(t, assigned.Contains(qtbt.AttributeProtocolDescriptorList))
			assert.True(t, assigned.IsComplete())
			assert.NotEmpty(t, assigned.Attributes())
			assigned.RemoveAttribute(qtbt.AttributeProtocolDescriptorList)
			assert.False(t, assigned.Contains(qtbt.AttributeProtocolDescriptorList))
			assert.False(t, assigned.IsComplete())

			assert.Equal(t, -1, assigned.ServerChannel())
			assert.Equal(t, -1, assigned.ProtocolServiceMultiplexer())
			assigned.SetAttribute(qtbt.AttributeProtocolDescriptorList,
				qtbt.Sequence{qtbt.Sequence{row.protocolUUID}, qtbt.Sequence{}})
			if row.protocol == qtbt.L2CAP {
				assert.Equal(t, -1, assigned.ServerChannel())
				assert.NotEqual(t, -1, assigned.ProtocolServiceMultiplexer())
			} else {
				assert.NotEqual(t, -1, assigned.ServerChannel())
				assert.Equal(t, -1, assigned.ProtocolServiceMultiplexer())
			}
			assert.Equal(t, row.protocol, assigned.SocketProtocol())
		})
	}
}

func TestQBluetoothServiceInfo_serviceClassUuids(t *testing.T) {
	service := new(qtbt.ServiceInfo)
	assert.Empty(t, service.ServiceClassUUIDs())

	custom := qtbt.MustParseUUID("e8e10f95-1a70-4b27-9ccf-02010264e9c8")
	service.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{custom, qtbt.ServiceClassSerialPort})
	assert.Equal(t, []qtbt.UUID{custom, qtbt.ServiceClassSerialPort.UUID()}, service.ServiceClassUUIDs())
}

// A HID descriptor must stay binary. Qt looks for a QByteArray in its debug output, and this test
// looks for bytes.
func TestQBluetoothServiceInfo_writeByteArray(t *testing.T) {
	const text = "05010906a101850105079508750119e029e7150025018102950175088103050795067508150026ff00190029ff8100050895057501" +
		"190129059102950175039103c005010902a10185020901a1000509190129031500250175019503810275059501810105010930093109381581" +
		"257f750895038106c0c0"
	descriptor, err := hex.DecodeString(text)
	require.NoError(t, err)

	service := new(qtbt.ServiceInfo)
	service.SetAttribute(0x0206, qtbt.Sequence{qtbt.Sequence{uint8(0x22), descriptor}})
	assert.Equal(t, qtbt.Sequence{qtbt.Sequence{uint8(0x22), descriptor}}, service.Attribute(0x0206))
	assert.Contains(t, service.String(), "0x0206 Sequence{Sequence{uint8 34, bytes "+text+"}}")
}
