package sdp

// Tests of Find with well-behaved servers.

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	customUUID = [16]byte{
		0x67, 0xc8, 0x77, 0x0b, 0x44, 0xf1, 0x41, 0x0a,
		0xab, 0x9a, 0xf9, 0xb5, 0x44, 0x6f, 0x13, 0xee,
	}
	chatUUID = [16]byte{
		0x67, 0xc8, 0x77, 0x0b, 0x44, 0xf1, 0x41, 0x0a,
		0xab, 0x9a, 0xf9, 0xb5, 0x44, 0x6f, 0x13, 0xef,
	}
)

// goodResponses are complete responses in one packet, and the records in them.
var goodResponses = []struct {
	name    string
	packet  string
	records []Record
}{
	{"serial port", serialPort, []Record{serialPortOn(3)}},
	{"two serial ports", bluezSerialPorts, []Record{serialPortOn(5), serialPortOn(6)}},
	{"no protocols", bluezPnP, []Record{{ServiceClasses: classes(0x1200)}}},
	{"ATT over L2CAP", bluezGenericAccess, []Record{
		{ServiceClasses: classes(0x1800), Name: "Generic Access Profile", PSM: 0x1f},
	}},
	{"BNEP over L2CAP", bluezNetwork, []Record{
		{ServiceClasses: classes(0x1116), Name: "Network Access Point Service", PSM: 0x0f},
	}},
	{"128-bit UUID", bluezCustom, []Record{
		{ServiceClasses: [][16]byte{customUUID}, Name: "Custom", RFCOMMChannel: 22},
	}},
	{"dynamic PSM", bluezChat, []Record{
		{ServiceClasses: [][16]byte{chatUUID}, Name: "Chat", PSM: 0x1011},
	}},
	{"RFCOMM in full form", fullForm, []Record{
		{ServiceClasses: [][16]byte{customUUID}, RFCOMMChannel: 22},
	}},
	{"nothing", bluezNothing, nil},
}

func classes(short ...uint32) [][16]byte {
	var uuids [][16]byte
	for _, s := range short {
		uuids = append(uuids, expand(s))
	}
	return uuids
}

func serialPortOn(channel uint8) Record {
	return Record{ServiceClasses: classes(0x1101), Name: "Serial Port", RFCOMMChannel: channel}
}

func TestFindReadsRecords(t *testing.T) {
	for _, c := range goodResponses {
		t.Run(c.name, func(t *testing.T) {
			records, err := Find(script(dump(t, c.packet)), expand(0x1101), 672)
			require.NoError(t, err)
			assert.Equal(t, c.records, records)
		})
	}
}

func TestFindSendsShortestUUID(t *testing.T) {
	cases := []struct {
		name    string
		uuid    [16]byte
		request string
	}{
		{"16 bits", expand(0x1101), "06000100133503191101 0288 3509090001090004090100 00"},
		{"32 bits", expand(0x12345678), "060001001535051a12345678 0288 3509090001090004090100 00"},
		{"128 bits", customUUID, "060001002135111c67c8770b44f1410aab9af9b5446f13ee" +
			"0288 3509090001090004090100 00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := script(dump(t, bluezNothing))
			_, err := Find(server, c.uuid, 672)
			require.NoError(t, err)
			require.Len(t, server.requests, 1)
			assert.Equal(t, hex.EncodeToString(dump(t, c.request)),
				hex.EncodeToString(server.requests[0]))
		})
	}
}

func TestFindJoinsParts(t *testing.T) {
	var packets [][]byte
	for _, part := range bluezParts {
		packets = append(packets, dump(t, part))
	}
	server := script(packets...)
	records, err := Find(server, expand(0x1101), MinMTU)
	require.NoError(t, err)
	assert.Equal(t, []Record{serialPortOn(5), serialPortOn(6)}, records)

	require.Len(t, server.requests, 4)
	last := dump(t, "060004001b 3503191101 0018 3509090001090004090100 08cdf9076b48000000")
	assert.Equal(t, hex.EncodeToString(last), hex.EncodeToString(server.requests[3]))
}

func TestFindUsesConnectionAgain(t *testing.T) {
	server := script(dump(t, bluezPnP), dump(t, serialPort))
	_, err := Find(server, expand(0x1200), 672)
	require.NoError(t, err)
	records, err := Find(server, expand(0x1101), 672)
	require.NoError(t, err)
	assert.Equal(t, []Record{serialPortOn(3)}, records)
}

func TestLargestResponseFitsInMTU(t *testing.T) {
	for _, mtu := range []int{MinMTU, 672, maxMTU, maxMTU + 1} {
		server := script(dump(t, bluezNothing))
		_, err := Find(server, expand(0x1101), mtu)
		require.NoError(t, err)
		limit, _ := requestLimit(server.requests[0])
		assert.Equal(t, min(mtu, maxMTU), 5+2+limit+1+16)
	}
}

func TestSmallMTUIsRefused(t *testing.T) {
	for _, mtu := range []int{-1, 0, MinMTU - 1} {
		server := script()
		_, err := Find(server, expand(0x1101), mtu)
		require.Error(t, err)
		assert.Empty(t, server.requests)
	}
}
