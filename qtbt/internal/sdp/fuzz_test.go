package sdp

// A fuzz test of Find: any bytes from the server lead to valid records or to one of Find's errors.

import (
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The ways in which the fuzz test turns its input into a server.
const (
	fuzzPackets = iota // the input is a row of packets, each with its length in front
	fuzzParams         // the same, but the server adds correct headers
	fuzzLists          // the input is the attribute lists, and the server splits them
	fuzzModes
)

func FuzzFind(f *testing.F) {
	for _, c := range goodResponses {
		packet := dump(f, c.packet)
		f.Add(joinPackets(packet), uint16(672), uint8(fuzzPackets))
		f.Add(joinPackets(packet[headerSize:]), uint16(672), uint8(fuzzParams))
		f.Add(packet[headerSize+countSize:len(packet)-1], uint16(672), uint8(fuzzLists))
	}
	var packets, params [][]byte
	for _, part := range bluezParts {
		packet := dump(f, part)
		packets, params = append(packets, packet), append(params, packet[headerSize:])
	}
	f.Add(joinPackets(packets...), uint16(MinMTU), uint8(fuzzPackets))
	f.Add(joinPackets(params...), uint16(MinMTU), uint8(fuzzParams))
	f.Add(joinPackets(dump(f, "01 0001 0002 0003")), uint16(MinMTU), uint8(fuzzPackets))

	f.Fuzz(func(t *testing.T, input []byte, mtu uint16, mode uint8) {
		server := fuzzServer(input, mode%fuzzModes)
		records, err := Find(server, expand(0x1101), int(mtu))
		assert.LessOrEqual(t, len(server.requests), maxRounds)
		if err != nil {
			var serverError *ServerError
			known := errors.Is(err, ErrMalformed) || errors.Is(err, io.ErrUnexpectedEOF) ||
				errors.As(err, &serverError) || mtu < MinMTU
			assert.True(t, known, "unexpected error: %v", err)
			assert.Nil(t, records)
			return
		}
		assert.LessOrEqual(t, len(records), maxRecords)
		for _, r := range records {
			assert.LessOrEqual(t, r.RFCOMMChannel, uint8(maxRFCOMMChannel))
			assert.True(t, r.PSM == 0 || validPSM(uint64(r.PSM)) && r.RFCOMMChannel == 0)
			assert.LessOrEqual(t, len(r.ServiceClasses), maxAttributeBytes/3)
			assert.LessOrEqual(t, len(r.Name), 2*maxAttributeBytes)
		}
	})
}

func fuzzServer(input []byte, mode uint8) *fakeServer {
	if mode == fuzzLists {
		return splitter(input, func(limit int) int { return limit })
	}
	return &fakeServer{respond: func(request []byte) []byte {
		var packet []byte
		if packet, input = cutPacket(input); packet != nil && mode == fuzzParams {
			packet = encodePacket(pduSearchAttributeResponse, request, packet)
		}
		return packet
	}}
}

// joinPackets puts the length of each packet in front of it.
func joinPackets(packets ...[]byte) []byte {
	var joined []byte
	for _, packet := range packets {
		joined = binary.BigEndian.AppendUint16(joined, uint16(len(packet)))
		joined = append(joined, packet...)
	}
	return joined
}

// cutPacket splits the first packet off the result of joinPackets. It returns nil at the end.
func cutPacket(joined []byte) (packet, rest []byte) {
	if len(joined) < 2 {
		return nil, nil
	}
	n := min(int(binary.BigEndian.Uint16(joined)), len(joined)-2)
	return joined[2 : 2+n], joined[2+n:]
}
