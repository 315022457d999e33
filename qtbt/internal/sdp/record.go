package sdp

// Service records: this file reads from the attribute lists how to connect to a service.

import "strings"

// maxRecords is the maximum number of records in a response. A device has a few dozen records at
// most. The limit bounds the memory for records, because an empty record takes only 2 bytes of the
// response.
const maxRecords = 256

// maxRFCOMMChannel is the highest channel number of RFCOMM.
const maxRFCOMMChannel = 30

// The IDs of the attributes that Find requests, in ascending order.
const (
	attributeClasses   = 0x0001 // ServiceClassIDList
	attributeProtocols = 0x0004 // ProtocolDescriptorList
	attributeName      = 0x0100 // ServiceName in the record's first language
)

// The UUIDs of the protocols that carry a channel or a PSM.
var (
	uuidRFCOMM = expand(0x0003)
	uuidL2CAP  = expand(0x0100)
)

// Record describes one service of the remote device. Its UUIDs are in their full form, with the
// most significant byte first.
type Record struct {
	ServiceClasses [][16]byte
	Name           string // empty if the record has no name
	RFCOMMChannel  uint8  // 1 to 30, or 0 if the record has no valid channel
	PSM            uint16 // 0 if the service uses RFCOMM, or if the record has no valid PSM
}

// readRecords reads the joined attribute lists: a sequence that has one sequence for each record.
func readRecords(lists []byte) ([]Record, error) {
	if len(lists) == 0 {
		return nil, malformed("the response has no attribute lists")
	}
	list, rest, err := cutElement(lists)
	switch {
	case err != nil:
		return nil, err
	case len(rest) > 0:
		return nil, malformed("%d bytes follow the attribute lists", len(rest))
	case list.kind != kindSequence:
		return nil, malformed("the attribute lists are no sequence")
	}
	if err := checkElements(list.value, 1); err != nil {
		return nil, err
	}
	var records []Record
	for attributes := range list.children(kindSequence) {
		if len(records) == maxRecords {
			return nil, malformed("the response has more than %d records", maxRecords)
		}
		record, err := readRecord(attributes)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, nil
}

// readRecord reads one record: a sequence in which attribute IDs and values alternate.
func readRecord(attributes element) (Record, error) {
	var r Record
	if attributes.kind != kindSequence {
		return r, malformed("a record is no sequence")
	}
	var id uint64
	haveID := false
	for e := range attributes.children(kindSequence) {
		if haveID {
			r.setAttribute(id, e)
			haveID = false
			continue
		}
		if e.kind != kindUint || len(e.value) != 2 {
			return r, malformed("an attribute ID is no 16-bit number")
		}
		id, haveID = e.number()
	}
	if haveID {
		return r, malformed("the attribute 0x%04x has no value", id)
	}
	return r, nil
}

// setAttribute keeps the value of an attribute. It ignores other attributes, and values of
// unexpected types.
func (r *Record) setAttribute(id uint64, value element) {
	switch id {
	case attributeClasses:
		r.ServiceClasses = nil
		for e := range value.children(kindSequence) {
			if uuid, ok := e.uuid(); ok {
				r.ServiceClasses = append(r.ServiceClasses, uuid)
			}
		}
	case attributeProtocols:
		r.RFCOMMChannel, r.PSM = readProtocols(value)
	case attributeName:
		if value.kind == kindText { // some devices send the NUL that ends the string in C
			name := strings.TrimRight(string(value.value), "\x00")
			r.Name = strings.ToValidUTF8(name, "\ufffd")
		}
	}
}

// readProtocols reads a protocol descriptor list: one stack of protocols, or alternative stacks. It
// returns the channel or PSM of the first stack that has one.
func readProtocols(list element) (channel uint8, psm uint16) {
	if list.kind == kindSequence {
		return readStack(list)
	}
	for stack := range list.children(kindAlternative) {
		if channel, psm = readStack(stack); channel != 0 || psm != 0 {
			return channel, psm
		}
	}
	return 0, 0
}

// readStack reads one stack: a sequence of protocols, from the lowest to the highest. Each protocol
// is a sequence of its UUID and its parameters.
func readStack(stack element) (channel uint8, psm uint16) {
	overRFCOMM := false
	for protocol := range stack.children(kindSequence) {
		uuid, parameter := readProtocol(protocol)
		switch uuid {
		case uuidRFCOMM:
			overRFCOMM = true
			if parameter <= maxRFCOMMChannel {
				channel = uint8(parameter)
			}
		case uuidL2CAP:
			if validPSM(parameter) {
				psm = uint16(parameter)
			}
		}
	}
	if overRFCOMM {
		psm = 0 // the PSM below RFCOMM is RFCOMM's own
	}
	return channel, psm
}

// readProtocol returns a protocol's UUID and its first parameter. The parameter is 0 if it is
// missing or no number, and the UUID is all zeros if it is missing.
func readProtocol(protocol element) (uuid [16]byte, parameter uint64) {
	i := 0
	for e := range protocol.children(kindSequence) {
		if i == 0 {
			uuid, _ = e.uuid()
		} else {
			parameter, _ = e.number()
			break
		}
		i++
	}
	return uuid, parameter
}

// validPSM reports whether L2CAP allows the PSM: its lowest byte is odd, and the lowest bit of its
// second byte is 0.
func validPSM(psm uint64) bool {
	return psm <= 0xffff && psm&0x0001 == 1 && psm&0x0100 == 0
}
