package labtest

// Tests that service records arrive on the other host as they were published, but for what Qt does
// to them.
//
// Each record is published by Go and by a C++ program that only uses Qt (qtrecords), and read on
// the other host by both and by BlueZ's sdptool. That the four ways through Qt give the same, and
// sdptool what was published, shows whose a difference is: Qt's.

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

var customUUID = qtbt.MustParseUUID("67c8770b-44f1-410a-ab9a-f9b5446f13ee")

// numbers is a sequence whose length SDP tells in two bytes.
func numbers() qtbt.Sequence {
	var s qtbt.Sequence
	for i := range uint32(100) {
		s = append(s, i)
	}
	return s
}

// everyType has an attribute of each type that can be published, as in qtrecords/records.cpp, and
// what Qt reads. The table at qtbt.FullDiscovery says the same for users.
var everyType = []struct {
	id              qtbt.AttributeID
	published, read any
}{
	{0x0200, uint8(0x22), int32(0x22)},
	{0x0201, uint16(0xfffe), int32(0xfffe)},
	{0x0202, uint32(0xfffffffe), uint32(0xfffffffe)},
	{0x0203, int8(-1), nil},
	{0x0204, int16(-2), nil},
	{0x0205, int32(-3), nil},
	{0x0210, qtbt.UUID16(0x1101), qtbt.UUID16(0x1101)},
	{0x0211, qtbt.UUID32(0x12345), qtbt.UUID32(0x12345)},
	{0x0212, customUUID, customUUID},
	{0x0213, qtbt.UUID{}, qtbt.UUID16(0)},
	{0x0220, "plain", "plain"},
	{0x0221, "Größe <&> \"'\n\t", "Größe <&> \"'\n\t"},
	{0x0222, "", ""},
	{0x0223, strings.Repeat("x", 300), strings.Repeat("x", 300)},
	{0x0230, []byte("bytes"), "bytes"},
	{0x0231, []byte("a\xff\x00b\xff"), "a\ufffd"},
	{0x0232, []byte{}, ""},
	{0x0240, true, true},
	{0x0241, false, false},
	{0x0250, qtbt.Sequence{}, qtbt.Sequence{}},
	{
		0x0251,
		qtbt.Sequence{uint8(1), int32(-1), "text", qtbt.Sequence{customUUID, qtbt.Sequence{}, true}},
		qtbt.Sequence{int32(1), nil, "text", qtbt.Sequence{customUUID, qtbt.Sequence{}, true}},
	},
	{0x0252, numbers(), numbers()},
}

// recordOf is a record that a browser finds, without a way to connect.
func recordOf(service qtbt.UUID) *qtbt.ServiceInfo {
	s := new(qtbt.ServiceInfo)
	s.SetServiceUUID(service)
	s.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{service, qtbt.ServiceClassSerialPort})
	s.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
	return s
}

// recordOfEveryType returns the record of everyType: as published, as it is on the air, and as Qt
// reads it.
func recordOfEveryType(service qtbt.UUID) (published, onAir, read *qtbt.ServiceInfo) {
	published, onAir, read = recordOf(service), recordOf(service), asQtReads(recordOf(service))
	for _, attribute := range everyType {
		published.SetAttribute(attribute.id, attribute.published)
		read.SetAttribute(attribute.id, attribute.read)
		onAir.SetAttribute(attribute.id, attribute.published)
		switch value := attribute.published.(type) {
		case []byte:
			onAir.SetAttribute(attribute.id, string(value)) // SDP has one type of text
		case qtbt.UUID:
			if value.IsNull() {
				onAir.SetAttribute(attribute.id, qtbt.UUID16(0)) // Qt publishes it as that
			}
		}
	}
	return published, onAir, read
}

// asQtReads does what Qt's full discovery does to a record: it takes the first 128-bit UUID out of
// the classes to be the service's own, and gives a service without a name one.
func asQtReads(record *qtbt.ServiceInfo) *qtbt.ServiceInfo {
	record.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{qtbt.ServiceClassSerialPort})
	record.SetServiceName("Custom Service")
	return record
}

// attributesText prints a record as qtrecords does, without the handle that the publishing host's
// BlueZ gave it.
func attributesText(s *qtbt.ServiceInfo) string {
	if s == nil {
		return "no record"
	}
	s = s.Clone()
	s.RemoveAttribute(qtbt.AttributeServiceRecordHandle)
	_, attributes, _ := strings.Cut(s.String(), "\n")
	return attributes
}

// readInAllWays reads the record of the test's service: as Qt reads it, which must be the same in
// Go and in C++, and as sdptool sees it on the air.
func readInAllWays(t *testing.T, h *host) (throughQt, onAir string) {
	t.Helper()
	service := serviceUUID(t)
	services := lookUp(t, h, qtbt.FullDiscovery, service)
	require.Len(t, services, 1)
	throughQt = attributesText(services[0])
	assert.Equal(t, readWithQt(t, h, service), throughQt, "Go reads what C++ does")
	return throughQt, attributesText(sdpRecords(t, "browse", "--xml", h.peer.String())[service])
}

func TestRecordsOfEveryType(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		record, _, _ := recordOfEveryType(serviceUUID(t))
		require.NoError(t, record.RegisterService(h.self))
		h.tell("published-by-Go")
		h.await("read-from-Go")
		require.NoError(t, record.UnregisterService())

		printed, withdraw := publishWithQt(t, "publish", serviceUUID(t).String(), "every-type")
		assert.Equal(t, attributesText(record), printed, "C++ publishes the same")
		h.tell("published-by-C++")
		h.await("read-from-C++")
		withdraw()
	}, func(t *testing.T, h *host) {
		meet(t, h)
		_, wantOnAir, wantRead := recordOfEveryType(serviceUUID(t))
		for _, publisher := range []string{"Go", "C++"} {
			h.await("published-by-" + publisher)
			read, onAir := readInAllWays(t, h)
			assert.Equal(t, attributesText(wantOnAir), onAir, "published by %s", publisher)
			assert.Equal(t, attributesText(wantRead), read, "published by %s", publisher)
			h.tell("read-from-" + publisher)
		}
	}, buildQtrecords)
}

// unpublishable has what Qt does to the values that RegisterService refuses, in the attributes that
// C++ publishes.
var unpublishable = []struct {
	name      string // in qtrecords/records.cpp
	published any
	onAir     string
}{
	{"nil", nil, ""},
	{"uint64", uint64(1), ""},
	{"int64", int64(1), ""},
	{"alternative", qtbt.Alternative{uint32(1), uint32(2)}, "0x0200 uint32 1\n"},
	{"sequence", qtbt.Sequence{uint32(1), uint64(2), uint32(3)}, "0x0200 Sequence{uint32 1, uint32 3}\n"},
	{"control", "a\x01b", "0x0200 string \"ab\"\n"},
}

func TestRecordsThatQtCannotPublish(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		for i, c := range unpublishable {
			record := recordOf(serviceUUID(t))
			record.SetAttribute(0x0200, c.published)
			record.SetAttribute(0x0201, "what follows")
			assert.ErrorIs(t, record.RegisterService(), qtbt.ErrInvalidAttribute, c.name)

			printed, withdraw := publishWithQt(t, "publish", serviceUUID(t).String(), c.name)
			assert.Equal(t, attributesText(record), printed)
			h.tell(fmt.Sprintf("published-%d", i))
			h.await(fmt.Sprintf("read-%d", i))
			withdraw()
		}
	}, func(t *testing.T, h *host) {
		meet(t, h)
		const follows = `0x0201 string "what follows"`
		for i, c := range unpublishable {
			h.await(fmt.Sprintf("published-%d", i))
			read, onAir := readInAllWays(t, h)
			assert.Equal(t, attributesText(recordOf(serviceUUID(t)))+"\n"+c.onAir+follows, onAir, c.name)
			assert.Equal(t, attributesText(asQtReads(recordOf(serviceUUID(t))))+"\n"+c.onAir+follows, read, c.name)
			h.tell(fmt.Sprintf("read-%d", i))
		}
	}, buildQtrecords)
}

// foreign has attributes of types that other systems publish, in BlueZ's form, and what Qt 6.4.2
// reads.
var foreign = []struct {
	id          qtbt.AttributeID
	xml         string
	onAir, read any
}{
	{0x0200, `<nil/>`, nil, nil},
	{0x0201, `<uint64 value="0x123456789abcdef0"/>`, uint64(0x123456789abcdef0), uint64(0x9abcdef0)},
	{0x0202, `<int64 value="-4"/>`, int64(-4), nil},
	{
		0x0203, `<alternate><uint8 value="1"/><text value="a"/></alternate>`,
		qtbt.Alternative{uint8(1), "a"}, nil,
	},
	{
		0x0204, `<sequence><nil/><alternate><uint32 value="1"/></alternate><int64 value="2"/><uint32 value="3"/></sequence>`,
		qtbt.Sequence{nil, qtbt.Alternative{uint32(1)}, int64(2), uint32(3)},
		qtbt.Sequence{nil, nil, nil, uint32(3)},
	},
	{0x0205, `<text value="what follows"/>`, "what follows", "what follows"},
}

func TestRecordsOfTypesThatOthersPublish(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		id := serviceUUID(t).String()
		xml := `<record><attribute id="0x0001"><sequence><uuid value="` + id + `"/><uuid value="0x1101"/></sequence></attribute>` +
			`<attribute id="0x0003"><uuid value="` + id + `"/></attribute>` +
			`<attribute id="0x0005"><sequence><uuid value="0x1002"/></sequence></attribute>`
		for _, attribute := range foreign {
			xml += fmt.Sprintf(`<attribute id="0x%04x">%s</attribute>`, attribute.id, attribute.xml)
		}
		_, withdraw := publishWithQt(t, "publish-xml", id, xml+`</record>`)
		h.tell("published")
		h.await("read")
		withdraw()
	}, func(t *testing.T, h *host) {
		meet(t, h)
		wantOnAir, wantRead := recordOf(serviceUUID(t)), asQtReads(recordOf(serviceUUID(t)))
		for _, attribute := range foreign {
			wantOnAir.SetAttribute(attribute.id, attribute.onAir)
			wantRead.SetAttribute(attribute.id, attribute.read)
		}
		h.await("published")
		read, onAir := readInAllWays(t, h)
		assert.Equal(t, attributesText(wantOnAir), onAir)
		assert.Equal(t, attributesText(wantRead), read)
		h.tell("read")
	}, buildQtrecords)
}

// Qt publishes a URL as QUrl::toString shows it to people. It reaches the other host whole, but
// there, before Qt 6.4.3, Qt's helper program sdpscanner copies it into a buffer of 1024 bytes
// without a look at its length and without an end: what the buffer held before follows. Nor does it
// escape "&" for the XML in which it hands records to Qt, which then reads no further.
func TestRecordsWithURL(t *testing.T) {
	urls := []struct {
		name     string // in qtrecords/records.cpp
		url      qtbt.URL
		onAir    string
		wantRead string // among the attributes
		notRead  string
	}{
		{"url", "http://example.org/", "http://example.org/", `0x0200 string "http://example.org/`, ""},
		{"url-escaped", "http://example.org/%C3%B6%20/", "http://example.org/ö /", `0x0200 string "http://example.org/ö /`, ""},
		{"url-ampersand", "http://example.org/?a&b", "http://example.org/?a&b", `0x0100 string "Custom Service"`, "what follows"},
	}
	onHosts(t, func(t *testing.T, h *host) {
		for _, c := range urls {
			record := recordOf(serviceUUID(t))
			record.SetAttribute(0x0200, c.url)
			record.SetAttribute(0x0201, "what follows")
			require.NoError(t, record.RegisterService())
			h.tell(c.name + "-by-Go")
			h.await(c.name + "-from-Go")
			require.NoError(t, record.UnregisterService())
			_, withdraw := publishWithQt(t, "publish", serviceUUID(t).String(), c.name)
			h.tell(c.name + "-by-C++")
			h.await(c.name + "-from-C++")
			withdraw()
		}
	}, func(t *testing.T, h *host) {
		meet(t, h)
		for _, c := range urls {
			for _, publisher := range []string{"Go", "C++"} {
				h.await(c.name + "-by-" + publisher)
				assert.Contains(t, sdptool(t, "browse", "--xml", h.peer.String()), `<url value="`+c.onAir+`" />`)
				services := lookUp(t, h, qtbt.FullDiscovery, serviceUUID(t))
				require.Len(t, services, 1)
				read := attributesText(services[0])
				assert.Equal(t, readWithQt(t, h, serviceUUID(t)), read, "Go reads what C++ does")
				assert.Contains(t, read, c.wantRead)
				if c.notRead != "" {
					assert.NotContains(t, read, c.notRead)
				}
				h.tell(c.name + "-from-" + publisher)
			}
		}
	}, buildQtrecords)
}

// See TestRecordsWithURL: sdpscanner does not survive a URL that is longer than its buffer.
func TestRecordsWithLongURL(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		record := recordOf(serviceUUID(t))
		record.SetAttribute(0x0200, qtbt.URL("http://example.org/"+strings.Repeat("x", 5000)))
		require.NoError(t, record.RegisterService())
		h.tell("published")
		h.await("read")
		require.NoError(t, record.UnregisterService())
	}, func(t *testing.T, h *host) {
		meet(t, h)
		h.await("published")
		agent, err := qtbt.NewServiceDiscoveryAgent()
		require.NoError(t, err)
		defer agent.Delete()
		require.NoError(t, agent.SetRemoteAddress(h.peer))
		require.NoError(t, agent.SetUUIDFilter(serviceUUID(t)))
		finished := make(chan struct{})
		agent.OnFinished(func() { close(finished) })
		require.NoError(t, agent.Start(qtbt.FullDiscovery))
		<-finished
		assert.Equal(t, qtbt.ServiceDiscoveryInputOutputError, agent.LastError())
		assert.Equal(t, "Unable to perform SDP scan", agent.ErrorString())

		program, err := qtrecords()
		require.NoError(t, err)
		cpp := exec.Command(program, "read", h.peer.String(), serviceUUID(t).String())
		assert.Error(t, cpp.Run())
		assert.Equal(t, int(qtbt.ServiceDiscoveryInputOutputError), cpp.ProcessState.ExitCode(), "C++ fails alike")
		h.tell("read")
	}, buildQtrecords)
}
