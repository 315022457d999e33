//go:build cgo

package qtbt

// Tests of ServiceInfo against QBluetoothServiceInfo: both compute values from the same random
// record.

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// randomNumberText returns text that is nearly a number.
func randomNumberText(r *rand.Rand) string {
	text := mutated(r, strconv.FormatUint(r.Uint64()>>r.IntN(65), oneOf(r, 10, 10, 16)))
	// A NUL ends the number in Qt too. But the text after a NUL may still make a QString no number,
	// unlike a QByteArray.
	text, _, _ = strings.Cut(text, "\x00")
	return strings.ToValidUTF8(text, "?")
}

// randomScalar returns a value of any type that a service attribute can have, except URLs and types
// with parts.
func randomScalar(r *rand.Rand) any {
	n := r.Uint64() >> r.IntN(65)
	if r.IntN(2) == 0 {
		n = -n
	}
	return oneOf[any](r,
		nil, uint8(n), uint16(n), uint32(n), n, int8(n), int16(n), int32(n), int64(n), n&1 == 0,
		randomUUID(r), UUID16(uint16(n)), UUID32(uint32(n)), randomNumberText(r), []byte(randomNumberText(r)),
		strings.ToValidUTF8(randomBytes(r, 12), "𝄞"), []byte(randomBytes(r, 12)))
}

// randomProtocolList returns a value for a protocol descriptor list. It is more often valid than
// not.
func randomProtocolList(r *rand.Rand) any {
	if r.IntN(20) == 0 {
		return randomValue(r, 2)
	}
	list := Sequence{}
	for range r.IntN(4) {
		descriptor := Sequence{}
		if r.IntN(8) > 0 {
			descriptor = append(descriptor, oneOf[any](r, ProtocolL2CAP, ProtocolRFCOMM, ProtocolL2CAP, ProtocolRFCOMM, ProtocolSDP))
		}
		for range r.IntN(3) {
			descriptor = append(descriptor, oneOf[any](r, uint8(r.Uint32()), randomScalar(r)))
		}
		list = append(list, oneOf[any](r, descriptor, descriptor, descriptor, descriptor, Alternative(descriptor), randomScalar(r)))
	}
	return list
}

func randomRecord(r *rand.Rand) *ServiceInfo {
	s := new(ServiceInfo)
	if r.IntN(10) > 0 {
		s.SetAttribute(AttributeProtocolDescriptorList, randomProtocolList(r))
	}
	for range r.IntN(6) {
		switch r.IntN(4) {
		case 0:
			classes := Sequence{}
			for range r.IntN(4) {
				classes = append(classes, oneOf[any](r, randomUUID(r), randomUUID(r), randomScalar(r)))
			}
			s.SetAttribute(AttributeServiceClassIDs, oneOf[any](r, classes, classes, classes, randomValue(r, 2)))
		case 1:
			s.SetAttribute(AttributeServiceAvailability, oneOf[any](r, uint8(r.Uint32()), randomScalar(r)))
		case 2:
			s.SetAttribute(AttributeServiceID, oneOf[any](r, randomUUID(r), randomScalar(r)))
		default:
			id := oneOf(r, AttributeServiceName, AttributeServiceDescription, AttributeServiceProvider)
			s.SetAttribute(id, oneOf[any](r, randomScalar(r), randomScalar(r), Sequence{"text"}))
		}
	}
	return s
}

func TestServiceInfoAgainstQt(t *testing.T) {
	require.NoError(t, Start())
	r := newRandom(t)
	for range manyInputs / 10 {
		compareService(t, randomRecord(r))
	}
}

func compareService(t *testing.T, s *ServiceInfo) {
	record, err := encodeServiceInfo(s)
	require.NoError(t, err)
	h, st := cshim.ServiceInfoNew(record)
	require.Equal(t, cshim.OK, st)
	defer cshim.Delete(h)

	qt := qts(cshim.ServiceInfoSummary(h))
	require.Equal(t, qt.Valid, s.IsValid(), "%v", s)
	require.Equal(t, qt.Complete, s.IsComplete(), "%v", s)
	require.Equal(t, qt.Availability, s.ServiceAvailability(), "%v", s)
	require.EqualValues(t, qt.SocketProtocol, s.SocketProtocol(), "%v", s)
	require.EqualValues(t, qt.ProtocolServiceMultiplexer, s.ProtocolServiceMultiplexer(), "%v", s)
	require.EqualValues(t, qt.ServerChannel, s.ServerChannel(), "%v", s)
	require.EqualValues(t, qt.ServiceUUID, s.ServiceUUID(), "%v", s)
	classes := [][16]byte{}
	for _, class := range s.ServiceClassUUIDs() {
		classes = append(classes, class)
	}
	require.Equal(t, qts(cshim.ServiceInfoClassUUIDs(h)), classes, "%v", s)
	for _, protocol := range []ProtocolUUID{ProtocolL2CAP, ProtocolRFCOMM, ProtocolSDP} {
		descriptor, err := decodeSequence(qts(cshim.ServiceInfoProtocolDescriptor(h, uint16(protocol))))
		require.NoError(t, err)
		if len(descriptor) == 0 {
			descriptor = nil
		}
		require.Equal(t, descriptor, s.ProtocolDescriptor(protocol), "%v", s)
	}
	for id, text := range map[AttributeID]string{
		AttributeServiceName:        s.ServiceName(),
		AttributeServiceDescription: s.ServiceDescription(),
		AttributeServiceProvider:    s.ServiceProvider(),
	} {
		require.Equal(t, qts(cshim.ServiceInfoText(h, id)), text, "%v", s)
	}
}
