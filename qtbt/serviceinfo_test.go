package qtbt

// Tests of ServiceInfo as a record; see also qtautotest_serviceinfo_test.go.

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEmptyServiceInfo(t *testing.T) {
	var s ServiceInfo
	assert.False(t, s.IsValid())
	assert.False(t, s.IsComplete())
	assert.Empty(t, s.ServiceName())
	assert.Empty(t, s.ServiceDescription())
	assert.Empty(t, s.ServiceProvider())
	assert.Zero(t, s.ServiceAvailability())
	assert.True(t, s.ServiceUUID().IsNull())
	assert.Empty(t, s.ServiceClassUUIDs())
	assert.Empty(t, s.Attributes())
	assert.Equal(t, -1, s.ServerChannel())
	assert.Equal(t, -1, s.ProtocolServiceMultiplexer())
	assert.Equal(t, UnknownProtocol, s.SocketProtocol())
	assert.False(t, s.Device().IsValid())
	for protocol := range protocolTexts {
		assert.Nil(t, s.ProtocolDescriptor(protocol))
	}
	s.RemoveAttribute(AttributeServiceName)
	assert.Nil(t, s.Attribute(AttributeServiceName))
}

func TestServiceInfoSetters(t *testing.T) {
	var s ServiceInfo
	s.SetServiceName("My Service")
	s.SetServiceDescription("What it does")
	s.SetServiceProvider("Who does it")
	s.SetServiceAvailability(0xff)
	s.SetServiceUUID(MustParseUUID(customUUID))
	s.SetDevice(NewDeviceInfo(MustParseAddress("001122334455"), "Test Device", 0))
	assert.True(t, s.IsValid())
	assert.False(t, s.IsComplete())
	assert.Equal(t, "My Service", s.ServiceName())
	assert.Equal(t, "My Service", s.Attribute(AttributeServiceName))
	assert.Equal(t, "What it does", s.ServiceDescription())
	assert.Equal(t, "Who does it", s.ServiceProvider())
	assert.Equal(t, uint8(0xff), s.ServiceAvailability())
	assert.Equal(t, MustParseUUID(customUUID), s.ServiceUUID())
	assert.Equal(t, "00:11:22:33:44:55", s.Device().Address().String())
	assert.Equal(t, []AttributeID{0x0003, 0x0008, 0x0100, 0x0101, 0x0102}, s.Attributes())

	s.SetAttribute(AttributeServiceName, "Another ServiceName")
	assert.Equal(t, "Another ServiceName", s.ServiceName())
}

func TestServiceInfoCompleteness(t *testing.T) {
	var s ServiceInfo
	s.SetAttribute(AttributeProtocolDescriptorList, MustParseUUID(customUUID))
	assert.True(t, s.Contains(AttributeProtocolDescriptorList))
	assert.True(t, s.IsComplete())
	assert.Equal(t, UnknownProtocol, s.SocketProtocol(), "a UUID alone is no list")
	s.RemoveAttribute(AttributeProtocolDescriptorList)
	assert.False(t, s.Contains(AttributeProtocolDescriptorList))
	assert.False(t, s.IsComplete())
}

func TestProtocolDescriptors(t *testing.T) {
	l2cap := Sequence{ProtocolL2CAP}
	for name, c := range map[string]struct {
		list         Sequence
		protocol     Protocol
		channel, psm int
	}{
		"empty list":             {Sequence{}, UnknownProtocol, -1, -1},
		"L2CAP without PSM":      {Sequence{l2cap, Sequence{}}, L2CAP, -1, 0},
		"L2CAP":                  {Sequence{Sequence{ProtocolL2CAP, uint16(0x1001)}}, L2CAP, -1, 0x1001},
		"RFCOMM alone":           {Sequence{Sequence{ProtocolRFCOMM}, Sequence{}}, RFCOMM, 0, -1},
		"RFCOMM":                 {Sequence{l2cap, Sequence{ProtocolRFCOMM, uint8(11)}}, RFCOMM, 11, 0},
		"RFCOMM with an int":     {Sequence{l2cap, Sequence{ProtocolRFCOMM, 11}}, RFCOMM, 11, 0},
		"RFCOMM with text":       {Sequence{Sequence{ProtocolRFCOMM, "11"}}, RFCOMM, 11, -1},
		"RFCOMM with nonsense":   {Sequence{Sequence{ProtocolRFCOMM, nil}}, RFCOMM, 0, -1},
		"something else":         {Sequence{Sequence{ProtocolATT, uint16(1)}}, UnknownProtocol, -1, -1},
		"UUID outside a list":    {Sequence{ProtocolRFCOMM, uint8(11)}, UnknownProtocol, -1, -1},
		"number before protocol": {Sequence{Sequence{uint8(3), uint8(11)}, []byte{1}}, UnknownProtocol, -1, -1},
	} {
		var s ServiceInfo
		s.SetAttribute(AttributeProtocolDescriptorList, c.list)
		assert.True(t, s.IsComplete())
		assert.Equal(t, c.protocol, s.SocketProtocol(), name)
		assert.Equal(t, c.channel, s.ServerChannel(), name)
		assert.Equal(t, c.psm, s.ProtocolServiceMultiplexer(), name)
	}
}

func TestServiceClassUUIDs(t *testing.T) {
	var s ServiceInfo
	custom := MustParseUUID("e8e10f95-1a70-4b27-9ccf-02010264e9c8")
	s.SetAttribute(AttributeServiceClassIDs, Sequence{custom, ServiceClassSerialPort})
	assert.Equal(t, []UUID{custom, UUID16(0x1101)}, s.ServiceClassUUIDs())
	s.SetAttribute(AttributeServiceClassIDs, Sequence{"no UUID"})
	assert.Equal(t, []UUID{{}}, s.ServiceClassUUIDs())
	s.SetAttribute(AttributeServiceClassIDs, custom)
	assert.Empty(t, s.ServiceClassUUIDs())
}

func TestAttributesAreCopied(t *testing.T) {
	var s ServiceInfo
	descriptor := []byte{5, 1}
	list := Sequence{uint8(0x22), descriptor}
	s.SetAttribute(0x206, Sequence{list})
	list[0], descriptor[0] = "changed", 0
	want := Sequence{Sequence{uint8(0x22), []byte{5, 1}}}
	assert.Equal(t, want, s.Attribute(0x206))
	s.Attribute(0x206).(Sequence)[0].(Sequence)[1].([]byte)[0] = 7
	assert.Equal(t, want, s.Attribute(0x206))
}

func TestServiceInfoClone(t *testing.T) {
	var s ServiceInfo
	s.SetServiceName("one")
	s.SetDevice(NewDeviceInfo(MustParseAddress("001122334455"), "Test Device", 0))
	clone := s.Clone()
	assert.Equal(t, "one", clone.ServiceName())
	assert.True(t, clone.Device().Equal(s.Device()))
	clone.SetServiceName("two")
	assert.Equal(t, "one", s.ServiceName())
}

func TestAttributeConversions(t *testing.T) {
	for _, c := range []struct {
		value  any
		text   string
		number uint32
	}{
		{"text", "text", 0},
		{" 42 ", " 42 ", 42},
		{[]byte("bytes"), "bytes", 0},
		{URL("x://y/"), "x://y/", 0},
		{uint8(65), "A", 65},
		{uint16(2), "2", 2},
		{uint32(math.MaxUint32), "4294967295", math.MaxUint32},
		{uint64(4), "4", 4},
		{int8(-1), "ÿ", math.MaxUint32},
		{int16(6), "6", 6},
		{int32(7), "7", 7},
		{int64(8), "8", 8},
		{true, "true", 1},
		{false, "false", 0},
		{nil, "", 0},
		{Sequence{"text"}, "", 0},
	} {
		assert.Equal(t, c.text, attributeText(c.value))
		assert.Equal(t, c.number, attributeUint(c.value))
	}
}

func TestServiceInfoString(t *testing.T) {
	var s ServiceInfo
	s.SetServiceName("Echo")
	s.SetAttribute(0x206, Sequence{Sequence{uint8(34), []byte{5, 1}}})
	s.SetDevice(NewDeviceInfo(MustParseAddress("001122334455"), "Desk", 0x104))
	assert.Equal(t, []string{
		`service on 00:11:22:33:44:55 "Desk" ComputerDevice`,
		`0x0100 string "Echo"`,
		`0x0206 Sequence{Sequence{uint8 34, bytes 0501}}`,
	}, strings.Split(s.String(), "\n"))
}

func TestServiceInfoFromManyGoroutines(t *testing.T) {
	var s ServiceInfo
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s.SetAttribute(AttributeID(i), Sequence{i})
			s.SetDevice(NewDeviceInfo(Address{}, "", 0))
			_, _, _ = s.Attribute(AttributeID(i)), s.String(), s.Clone()
		})
	}
	wg.Wait()
	assert.Len(t, s.Attributes(), 8)
}
