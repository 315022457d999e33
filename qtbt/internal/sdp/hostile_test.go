package sdp

// Tests of Find with servers that violate the protocol, or that try to exhaust the client.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMalformedPacketsAreRefused(t *testing.T) {
	cases := []struct {
		name, packet, text string
	}{
		{"empty packet", "", "no complete header"},
		{"truncated header", "07 0001 00", "no complete header"},
		{"no parameters", "07 0001 0000", "too short"},
		{"truncated count", "07 0001 0001 00", "too short"},
		{"no continuation state", "07 0001 0002 0000", "too short"},
		{"length too large", "07 0001 0006 0002 3500 00", "a length field of 6"},
		{"length too small", "07 0001 0004 0002 3500 00", "a length field of 4"},
		{"wrong transaction", "07 0002 0005 0002 3500 00", "transaction ID 2, the request 1"},
		{"request", "06 0001 0005 0002 3500 00", "unexpected type 0x06"},
		{"response to another request", "05 0001 0005 0002 3500 00", "unexpected type 0x05"},
		{"count too large", "07 0001 0005 0003 3500 00", "have no room for 3"},
		{"count above the requested maximum", "07 0001 0005 0289 3500 00", "but 648 are allowed"},
		{"count too small", "07 0001 0005 0001 3500 00", "continuation state"},
		{"continuation state too short", "07 0001 0006 0002 3500 02 01", "length 2 has 1 bytes"},
		{"continuation state too long", "07 0001 0016 0002 3500 11" + strings.Repeat("01", 17),
			"length 17 has 17 bytes"},
		{"bytes after the continuation state", "07 0001 0007 0002 3500 01 0102",
			"length 1 has 2 bytes"},
		{"no attributes", "07 0001 0003 0000 00", "no attribute lists"},
		{"no attributes, but a continuation state", "07 0001 0004 0000 01 01", "has no attributes"},
		{"truncated error", "01 0001 0001 00", "no complete error code"},
		{"error with wrong transaction", "01 0002 0002 0003", "transaction ID 2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			records, err := Find(script(dump(t, c.packet)), expand(0x1101), 672)
			require.ErrorIs(t, err, ErrMalformed)
			assert.ErrorContains(t, err, c.text)
			assert.Empty(t, records)
		})
	}
}

func TestMalformedAttributesAreRefused(t *testing.T) {
	cases := []struct {
		name, lists, text string
	}{
		{"number instead of lists", "0801", "are no sequence"},
		{"alternative instead of lists", "3d00", "are no sequence"},
		{"bytes after the lists", "3500 00", "1 bytes follow"},
		{"number instead of a record", "3502 0801", "a record is no sequence"},
		{"attribute without value", "3505 3503 090001", "0x0001 has no value"},
		{"attribute ID of 8 bits", "3505 3503 0801 00", "no 16-bit number"},
		{"attribute ID of 32 bits", "3508 3506 0a00000001 00", "no 16-bit number"},
		{"UUID as attribute ID", "3506 3504 191101 00", "no 16-bit number"},
		{"lists longer than the response", "3503 3500", "3 bytes has only 2"},
		{"record longer than the lists", "3504 3503 0900", "3 bytes has only 2"},
		{"value longer than its record", "3507 3505 090100 2501", "1 bytes has only 0"},
		{"truncated length", "36 00", "length of a data element is truncated"},
		{"length of 4 GiB", "37 ffffffff", "4294967295 bytes has only 0"},
		{"truncated number", "3506 3504 090200 08", "1 bytes has only 0"},
		{"nil with a size", "3507 3505 090200 01 00", "type 0 has size index 1"},
		{"UUID of 8 bytes", "350e 350c 090200 1b 0000000000000000", "type 3 has size index 3"},
		{"UUID with a length", "3508 3506 090200 1d 01 00", "type 3 has size index 5"},
		{"text without length", "3507 3505 090200 20 41", "type 4 has size index 0"},
		{"Boolean of 2 bytes", "3508 3506 090200 29 0001", "type 5 has size index 1"},
		{"sequence without length", "30 00", "type 6 has size index 0"},
		{"reserved type", "3507 3505 090200 48 00", "type 9 has size index 0"},
		{"malformed value of an ignored attribute", "3507 3505 090200 3501", "1 bytes has only 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := splitter(dump(t, c.lists), func(limit int) int { return limit })
			records, err := Find(server, expand(0x1101), 672)
			require.ErrorIs(t, err, ErrMalformed)
			assert.ErrorContains(t, err, c.text)
			assert.Empty(t, records)
		})
	}
}

func TestNestingIsLimited(t *testing.T) {
	nested := func(depth int) []byte {
		value := any(number{1, 1})
		for range depth - 2 { // the lists and the record are two levels
			value = seq{value}
		}
		return encode(shortLength, seq{seq{number{attributeProtocols, 2}, value}})
	}
	_, err := readRecords(nested(maxDepth))
	require.NoError(t, err)
	_, err = readRecords(nested(maxDepth + 1))
	require.ErrorIs(t, err, ErrMalformed)
	_, err = readRecords(bytes.Repeat([]byte{0x35, 0xff}, maxAttributeBytes/2))
	require.ErrorIs(t, err, ErrMalformed)
}

func TestRecordsAreLimited(t *testing.T) {
	records := func(n int) []byte {
		list := seq{}
		for range n {
			list = append(list, seq{})
		}
		return encode(shortLength, list)
	}
	got, err := readRecords(records(maxRecords))
	require.NoError(t, err)
	assert.Len(t, got, maxRecords)
	_, err = readRecords(records(maxRecords + 1))
	require.ErrorIs(t, err, ErrMalformed)
}

// endless returns a server that sends parts of the given size, with a continuation state from next.
func endless(size int, next func(round int) []byte) *fakeServer {
	round := 0
	return &fakeServer{respond: func(request []byte) []byte {
		round++
		return encodeResponse(request, make([]byte, size), next(round))
	}}
}

func counter(round int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(round)) }

func TestEndlessServersAreStopped(t *testing.T) {
	constant := func(int) []byte { return []byte{1} }
	alternating := func(round int) []byte { return counter(round % 2) }
	cases := []struct {
		name   string
		server *fakeServer
		rounds int
		text   string
	}{
		{"same continuation state", endless(24, constant), 2, "repeats the continuation state 01"},
		{"two continuation states in turn", endless(1, alternating), maxRounds,
			"incomplete after 1024 rounds"},
		{"single bytes", endless(1, counter), maxRounds, "incomplete after 1024 rounds"},
		{"large parts", endless(648, counter), 102, "exceed 65536 bytes"},
		{"no attributes", endless(0, counter), 1, "has no attributes"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Find(c.server, expand(0x1101), 672)
			require.ErrorIs(t, err, ErrMalformed)
			assert.ErrorContains(t, err, c.text)
			assert.Len(t, c.server.requests, c.rounds)
		})
	}
}

func TestLaterPartIsChecked(t *testing.T) {
	first := dump(t, bluezParts[0])
	cases := []struct{ name, packet, text string }{
		{"first transaction again", bluezParts[0], "has transaction ID 1, the request 2"},
		{"truncated packet", "07 0002 0023 0018 19", "a length field of 35"},
		{"end without the rest", "07 0002 0003 0000 00", "86 bytes has only 22"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Find(script(first, dump(t, c.packet)), expand(0x1101), MinMTU)
			require.ErrorIs(t, err, ErrMalformed)
			assert.ErrorContains(t, err, c.text)
		})
	}
}

func TestPacketAboveMTUIsRefused(t *testing.T) {
	_, err := Find(script(dump(t, bluezSerialPorts)), expand(0x1101), MinMTU)
	require.ErrorIs(t, err, ErrMalformed)
}

func TestServerErrorIsReturned(t *testing.T) {
	cases := []struct {
		packet string
		code   uint16
		text   string
	}{
		{"01 0001 0002 0001", 1, "invalid/unsupported SDP version (0x0001)"},
		{"01 0001 0002 0002", 2, "invalid service record handle (0x0002)"},
		{"01 0001 0002 0003", 3, "invalid request syntax (0x0003)"},
		{"01 0001 0002 0004", 4, "invalid PDU size (0x0004)"},
		{"01 0001 0002 0005", 5, "invalid continuation state (0x0005)"},
		{"01 0001 0004 0006 1234", 6, "insufficient resources to satisfy request (0x0006)"},
		{"01 0001 0002 ffff", 0xffff, "reserved error code (0xffff)"},
	}
	for _, c := range cases {
		_, err := Find(script(dump(t, c.packet)), expand(0x1101), 672)
		var serverError *ServerError
		require.ErrorAs(t, err, &serverError)
		assert.Equal(t, c.code, serverError.Code)
		assert.EqualError(t, err, "sdp: the server refuses the request: "+c.text)
		assert.NotErrorIs(t, err, ErrMalformed)
	}
}

func TestEndOfConnectionIsReturned(t *testing.T) {
	_, err := Find(script(), expand(0x1101), 672)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	_, err = Find(script(dump(t, bluezParts[0])), expand(0x1101), MinMTU)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// brokenConn is a connection whose Read and Write return fixed results.
type brokenConn struct {
	written           int
	writeErr, readErr error
}

func (c brokenConn) Write([]byte) (int, error) { return c.written, c.writeErr }
func (c brokenConn) Read([]byte) (int, error)  { return 0, c.readErr }

func TestConnectionErrorsAreReturned(t *testing.T) {
	errBroken := errors.New("broken")
	_, err := Find(brokenConn{writeErr: errBroken}, expand(0x1101), 672)
	require.ErrorIs(t, err, errBroken)
	_, err = Find(brokenConn{written: 5}, expand(0x1101), 672)
	require.ErrorIs(t, err, io.ErrShortWrite)
	_, err = Find(brokenConn{written: 24, readErr: errBroken}, expand(0x1101), 672)
	require.ErrorIs(t, err, errBroken)
	_, err = Find(brokenConn{written: 24}, expand(0x1101), 672)
	require.ErrorIs(t, err, ErrMalformed)
}
