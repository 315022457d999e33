package sdp

// Tests of the values that records take from unusual, but well-formed attributes.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProtocolsGiveChannelOrPSM(t *testing.T) {
	cases := []struct {
		name    string
		value   any // of the ProtocolDescriptorList
		channel uint8
		psm     uint16
	}{
		{"channel", stack(l2cap(), rfcomm(number{3, 1})), 3, 0},
		{"highest channel", stack(l2cap(), rfcomm(number{30, 1})), 30, 0},
		{"channel 0", stack(l2cap(), rfcomm(number{0, 1})), 0, 0},
		{"channel 31", stack(l2cap(), rfcomm(number{31, 1})), 0, 0},
		{"channel 259", stack(l2cap(), rfcomm(number{259, 2})), 0, 0},
		{"wide channel", stack(l2cap(), rfcomm(number{7, 16})), 7, 0},
		{"channel above 64 bits", stack(rfcomm(raw{0x0c, 1, 15: 0, 16: 7})), 0, 0},
		{"channel as positive integer", stack(rfcomm(raw{0x10, 7})), 7, 0},
		{"negative channel", stack(rfcomm(raw{0x10, 0xfd})), 0, 0},
		{"channel as text", stack(rfcomm(text("7"))), 0, 0},
		{"no channel", stack(l2cap(), rfcomm()), 0, 0},
		{"PSM below RFCOMM", stack(l2cap(number{3, 2}), rfcomm(number{5, 1})), 5, 0},
		{"PSM below RFCOMM without channel", stack(l2cap(number{3, 2}), rfcomm()), 0, 0},
		{"PSM", stack(l2cap(number{0x1011, 2})), 0, 0x1011},
		{"PSM of 8 bits", stack(l2cap(number{0x11, 1})), 0, 0x11},
		{"PSM of 64 bits", stack(l2cap(number{0xfeff, 8})), 0, 0xfeff},
		{"even PSM", stack(l2cap(number{0x1010, 2})), 0, 0},
		{"PSM with bit 0x0100", stack(l2cap(number{0x1111, 2})), 0, 0},
		{"PSM above 16 bits", stack(l2cap(number{0x11011, 4})), 0, 0},
		{"PSM as UUID", stack(l2cap(uuid{0x0019, 2})), 0, 0},
		{"32-bit UUIDs", stack(seq{uuid{0x0100, 4}}, seq{uuid{3, 4}, number{9, 1}}), 9, 0},
		{"128-bit UUIDs", stack(seq{uuid{0x0100, 16}}, seq{uuid{3, 16}, number{9, 1}}), 9, 0},
		{"first alternative",
			alt{stack(l2cap(), rfcomm(number{4, 1})), stack(l2cap(number{0x1011, 2}))}, 4, 0},
		{"second alternative",
			alt{stack(l2cap()), text(""), stack(l2cap(number{0x1011, 2}))}, 0, 0x1011},
		{"useless alternatives", alt{stack(l2cap()), stack()}, 0, 0},
		{"parameter before UUID", stack(seq{number{5, 1}, uuid{3, 2}}), 0, 0},
		{"UUID outside a sequence", seq{uuid{3, 2}, number{5, 1}}, 0, 0},
		{"empty protocol", stack(seq{}), 0, 0},
		{"no sequence", number{5, 1}, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lists := encode(shortLength, seq{seq{number{attributeProtocols, 2}, c.value}})
			records, err := readRecords(lists)
			require.NoError(t, err)
			assert.Equal(t, []Record{{RFCOMMChannel: c.channel, PSM: c.psm}}, records)
		})
	}
}

func TestUnexpectedValuesAreIgnored(t *testing.T) {
	cases := []struct {
		name   string
		record seq
		want   Record
	}{
		{"empty record", seq{}, Record{}},
		{"other attributes", seq{number{0x0200, 2}, text("x"), number{0xffff, 2}, raw{0}},
			Record{}},
		{"classes outside a sequence", seq{number{attributeClasses, 2}, uuid{0x1101, 2}}, Record{}},
		{"class that is no UUID",
			seq{number{attributeClasses, 2}, seq{number{1, 1}, uuid{0x1101, 4}}},
			Record{ServiceClasses: classes(0x1101)}},
		{"name that is no text", seq{number{attributeName, 2}, number{65, 1}}, Record{}},
		{"name with NUL", seq{number{attributeName, 2}, text("Port\x00")}, Record{Name: "Port"}},
		{"name that is not UTF-8", seq{number{attributeName, 2}, text("Caf\xe9")},
			Record{Name: "Caf\ufffd"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			records, err := readRecords(encode(shortLength, seq{c.record}))
			require.NoError(t, err)
			assert.Equal(t, []Record{c.want}, records)
		})
	}
}
