package labtest

// Tests with BlueZ's sdptool as a third party, which sees what records are on the air and publishes
// some itself.

import (
	"encoding/hex"
	"encoding/xml"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// sdptool runs sdptool and returns what it prints.
func sdptool(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("sdptool", args...).CombinedOutput()
	require.NoError(t, err, "sdptool %v: %s", args, out)
	return string(out)
}

// sdpRecords returns the records that `sdptool browse --xml` prints, by their service's UUID.
func sdpRecords(t *testing.T, args ...string) map[qtbt.UUID]*qtbt.ServiceInfo {
	t.Helper()
	records := make(map[qtbt.UUID]*qtbt.ServiceInfo)
	documents := strings.Split(sdptool(t, args...), "<?xml")
	for _, document := range documents[1:] {
		_, document, _ = strings.Cut(document, "?>")
		document, _, _ = strings.Cut(document, "</record>")
		var root sdpElement
		require.NoError(t, xml.Unmarshal([]byte(document+"</record>"), &root), document)
		record := new(qtbt.ServiceInfo)
		for _, attribute := range root.Elements {
			id, err := strconv.ParseUint(attribute.ID, 0, 16)
			require.NoError(t, err, document)
			require.Len(t, attribute.Elements, 1, document)
			record.SetAttribute(qtbt.AttributeID(id), attribute.Elements[0].value(t))
		}
		records[record.ServiceUUID()] = record
	}
	return records
}

// sdpElement is an element of the XML in which BlueZ writes records.
type sdpElement struct {
	XMLName  xml.Name
	ID       string       `xml:"id,attr"`
	Value    string       `xml:"value,attr"`
	Encoding string       `xml:"encoding,attr"`
	Elements []sdpElement `xml:",any"`
}

func (e sdpElement) value(t *testing.T) any {
	switch kind := e.XMLName.Local; kind {
	case "nil":
		return nil
	case "uint8":
		return uint8(e.uint(t, 8))
	case "uint16":
		return uint16(e.uint(t, 16))
	case "uint32":
		return uint32(e.uint(t, 32))
	case "uint64":
		return e.uint(t, 64)
	case "int8":
		return int8(e.int(t, 8))
	case "int16":
		return int16(e.int(t, 16))
	case "int32":
		return int32(e.int(t, 32))
	case "int64":
		return e.int(t, 64)
	case "uuid":
		if strings.HasPrefix(e.Value, "0x") {
			return qtbt.UUID32(uint32(e.uint(t, 32)))
		}
		return qtbt.MustParseUUID(e.Value)
	case "boolean":
		return e.Value == "true"
	case "text":
		if e.Encoding != "hex" {
			return e.Value
		}
		text, err := hex.DecodeString(e.Value)
		require.NoError(t, err)
		return string(text)
	case "url":
		return qtbt.URL(e.Value)
	case "sequence":
		return qtbt.Sequence(e.values(t))
	case "alternate":
		return qtbt.Alternative(e.values(t))
	default:
		require.Fail(t, "sdptool knows a type that the test does not", "%q", kind)
		return nil
	}
}

func (e sdpElement) values(t *testing.T) (values []any) {
	for _, element := range e.Elements {
		values = append(values, element.value(t))
	}
	return values
}

func (e sdpElement) uint(t *testing.T, bits int) uint64 {
	n, err := strconv.ParseUint(e.Value, 0, bits)
	require.NoError(t, err)
	return n
}

func (e sdpElement) int(t *testing.T, bits int) int64 {
	n, err := strconv.ParseInt(e.Value, 0, bits)
	require.NoError(t, err)
	return n
}

// customService registers a record of a listening server on one adapter.
func customService(t *testing.T, adapter qtbt.Address, server *qtbt.Server) *qtbt.ServiceInfo {
	t.Helper()
	s := recordOf(serviceUUID(t))
	s.SetServiceName("Größe <&>")
	s.SetServiceDescription("a record of the lab tests")
	s.SetServiceProvider("qtbt")
	s.SetServiceAvailability(0xff)
	s.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ProtocolL2CAP},
		qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(server.ServerPort())},
	})
	s.SetAttribute(qtbt.AttributeBluetoothProfileDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ServiceClassSerialPort, uint16(0x0100)},
	})
	s.SetAttribute(qtbt.AttributeDocumentationURL, qtbt.URL("http://example.org/"))
	s.SetAttribute(0x0200, qtbt.Sequence{uint8(1), int16(-2), qtbt.UUID32(0x12345), true, qtbt.Sequence{"text"}})
	require.NoError(t, s.RegisterService(adapter))
	return s
}

func TestRegisteredServiceIsSeenBySdptool(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, err := qtbt.NewServer(qtbt.RFCOMM)
		require.NoError(t, err)
		defer server.Delete()
		require.NoError(t, server.Listen(h.self, 0))
		service := customService(t, h.self, server)
		local := []string{"browse", "--xml", "local"}
		assert.Equal(t, attributesText(service), attributesText(sdpRecords(t, local...)[serviceUUID(t)]))
		h.tell("port", server.ServerPort())
		h.tell("registered", hex.EncodeToString([]byte(attributesText(service))))
		h.await("seen")
		require.NoError(t, service.UnregisterService())
		assert.NotContains(t, sdpRecords(t, local...), serviceUUID(t))
		h.tell("unregistered")
		h.await("gone")
	}, func(t *testing.T, h *host) {
		meet(t, h)
		port := h.await("port")
		registered, err := hex.DecodeString(h.await("registered"))
		require.NoError(t, err)
		browse := []string{"browse", "--xml", h.peer.String()}
		assert.Equal(t, string(registered), attributesText(sdpRecords(t, browse...)[serviceUUID(t)]))
		shown := sdptool(t, "browse", h.peer.String())
		assert.Contains(t, shown, "Service Name: Größe <&>\nService Description: a record of the lab tests\nService Provider: qtbt\n")
		assert.Contains(t, shown, "\"RFCOMM\" (0x0003)\n    Channel: "+port+"\n")
		h.tell("seen")
		h.await("unregistered")
		assert.NotContains(t, sdpRecords(t, browse...), serviceUUID(t))
		assert.NotContains(t, sdptool(t, "browse", h.peer.String()), "a record of the lab tests")
		h.tell("gone")
	})
}

func TestServiceOfSdptoolIsDiscovered(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		sdptool(t, "add", "--channel=7", "SP")
		h.tell("added")
		h.await("found")
	}, func(t *testing.T, h *host) {
		meet(t, h)
		h.await("added")
		services := lookUp(t, h, qtbt.FullDiscovery, qtbt.ServiceClassSerialPort.UUID())
		require.Len(t, services, 1)
		s := services[0]
		assert.Equal(t, "Serial Port", s.ServiceName())
		assert.Equal(t, "COM Port", s.ServiceDescription())
		assert.Equal(t, "BlueZ", s.ServiceProvider())
		assert.Equal(t, h.peer, s.Device().Address())
		assert.Equal(t, qtbt.ServiceClassSerialPort.UUID(), s.ServiceUUID())
		assert.Equal(t, uint8(0xff), s.ServiceAvailability())
		assert.Equal(t, uint32(0xffff), s.Attribute(qtbt.AttributeServiceInfoTimeToLive))
		assert.Equal(t, uint32(0x1234), s.Attribute(qtbt.AttributeServiceRecordState))
		assert.Equal(t, []qtbt.UUID{qtbt.ServiceClassSerialPort.UUID()}, s.ServiceClassUUIDs())
		assert.Equal(t, qtbt.RFCOMM, s.SocketProtocol())
		assert.Equal(t, 7, s.ServerChannel())
		assert.Equal(t, qtbt.Sequence{qtbt.Sequence{qtbt.ServiceClassSerialPort.UUID(), int32(0x0100)}},
			s.Attribute(qtbt.AttributeBluetoothProfileDescriptorList))
		assert.Equal(t, qtbt.Sequence{int32(0x656e), int32(0x006a), int32(0x0100)},
			s.Attribute(qtbt.AttributeLanguageBaseAttributeIDList))
		h.tell("found")
	})
}
