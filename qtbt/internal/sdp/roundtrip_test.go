package sdp

// A property test: Find reads what a server encodes, however the server splits it.

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindReadsWhatServerEncodes(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0))
		var records []Record
		list := seq{}
		for range r.IntN(20) {
			record, attributes := randomRecord(r)
			records = append(records, record)
			list = append(list, attributes)
		}
		longerLength := func(shortest byte) byte { return shortest + byte(r.IntN(int(8-shortest))) }
		lists := encode(longerLength, list)
		server := splitter(lists, func(limit int) int { return 1 + r.IntN(limit) })
		got, err := Find(server, expand(0x1101), MinMTU+r.IntN(1000))
		require.NoError(t, err, "seed %d", seed)
		require.Equal(t, records, got, "seed %d", seed)
	}
}

func TestFindReadsLargestAnswer(t *testing.T) {
	// The list takes exactly the limit: 64 records of 1024 bytes. The first is 3 bytes shorter, to
	// leave room for the header of the list.
	list := seq{}
	for range 64 {
		list = append(list, seq{number{0x0200, 2}, text(make([]byte, 1024-9))})
	}
	list[0] = seq{number{0x0200, 2}, text(make([]byte, 1024-9-3))}
	lists := encode(shortLength, list)
	require.Equal(t, maxAttributeBytes, len(lists))
	records, err := Find(splitter(lists, func(limit int) int { return limit }), expand(0x1101), 672)
	require.NoError(t, err)
	assert.Len(t, records, 64)
}

// randomRecord returns a record and the attributes that describe it.
func randomRecord(r *rand.Rand) (Record, seq) {
	var record Record
	attributes := seq{number{0x0000, 2}, number{uint64(r.Uint32()), 4}}
	if n := r.IntN(4); n > 0 {
		list := seq{}
		for range n {
			class, element := randomUUID(r)
			record.ServiceClasses = append(record.ServiceClasses, class)
			list = append(list, element)
		}
		attributes = append(attributes, number{attributeClasses, 2}, list)
	}
	if r.IntN(4) > 0 {
		var protocols any
		record.RFCOMMChannel, record.PSM, protocols = randomProtocols(r)
		attributes = append(attributes, number{attributeProtocols, 2}, protocols)
	}
	if r.IntN(2) == 0 {
		record.Name = fmt.Sprintf("Größe %0*d", r.IntN(300), 1)
		attributes = append(attributes, number{attributeName, 2}, text(record.Name))
	}
	return record, attributes
}

func randomUUID(r *rand.Rand) (full [16]byte, element any) {
	switch r.IntN(4) {
	case 0:
		short := r.Uint32N(1 << 16)
		return expand(short), uuid{short, 2}
	case 1:
		short := r.Uint32()
		return expand(short), uuid{short, 4}
	case 2:
		short := r.Uint32()
		return expand(short), uuid{short, 16}
	default:
		for i := range full {
			full[i] = byte(r.Uint32())
		}
		return full, full
	}
}

// randomProtocols returns a channel or a PSM and the protocol descriptor list that describes it.
func randomProtocols(r *rand.Rand) (channel uint8, psm uint16, list any) {
	width := []int{2, 4, 16}[r.IntN(3)]
	base, serial, att := uuid{0x0100, width}, uuid{0x0003, width}, uuid{0x0007, width}
	parameterWidth := 1 << (1 + r.IntN(4))
	switch r.IntN(3) {
	case 0:
		channel = uint8(1 + r.IntN(maxRFCOMMChannel))
		list = seq{seq{base}, seq{serial, number{uint64(channel), parameterWidth / 2}}}
	case 1:
		psm = uint16(r.Uint32())&^0x0100 | 1
		list = seq{seq{base, number{uint64(psm), parameterWidth}}, seq{att}}
	default:
		list = seq{seq{base}, seq{att, text("parameter")}}
	}
	if r.IntN(3) == 0 {
		list = alt{seq{seq{att}}, list, seq{}}
	}
	return channel, psm, list
}
