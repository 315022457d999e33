//go:build cgo

package qtbt

// Tests of what the shim accepts and refuses as a value of one of the Low Energy data classes.

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// lowEnergyElements has a value of each kind, with something in each part.
func lowEnergyElements() map[cshim.LowEnergyKind]Sequence {
	descriptor := Sequence{UUID16(1), []byte{1}, true, uint32(1), false, uint32(2)}
	characteristic := Sequence{
		UUID16(2), []byte{2}, uint32(2), uint32(1), uint32(2), int32(0), int32(9), Sequence{descriptor},
	}
	return map[cshim.LowEnergyKind]Sequence{
		cshim.LowEnergyAdvertisingParameters: {
			int32(2), int32(3), uint16(20), uint16(30), Sequence{uint64(1), int32(1)},
		},
		cshim.LowEnergyAdvertisingData: {
			"name", uint16(1), []byte{1}, true, int32(2), Sequence{UUID16(1)}, []byte{2},
		},
		cshim.LowEnergyConnectionParameters: {
			int64(7500 * time.Microsecond), int64(4 * time.Second), int32(1), int32(32000),
		},
		cshim.LowEnergyDescriptorData:     descriptor,
		cshim.LowEnergyCharacteristicData: characteristic,
		cshim.LowEnergyServiceData: {
			int32(ServiceTypeSecondary), UUID16(3), Sequence{uint64(1)}, Sequence{characteristic},
		},
	}
}

func TestLowEnergyValuesThatAreCutOffAreRefused(t *testing.T) {
	for kind, element := range lowEnergyElements() {
		data := encodedAs(t, element)
		assert.Equal(t, data, qts(cshim.LowEnergyValuesHeld(kind, data)))
		for n := range data {
			_, st := cshim.LowEnergyValuesHeld(kind, data[:n])
			assert.Equal(t, cshim.InvalidArgument, st, "%x", data[:n])
		}
	}
}

func TestLowEnergyValuesWithWrongPartsAreRefused(t *testing.T) {
	refused := func(kind cshim.LowEnergyKind, element Sequence) {
		t.Helper()
		_, st := cshim.LowEnergyValuesHeld(kind, encodedAs(t, element))
		assert.Equal(t, cshim.InvalidArgument, st, "%v", element)
	}
	for kind, element := range lowEnergyElements() {
		refused(kind, Sequence{})
		refused(kind, append(slices.Clone(element), nil))
		for i := range element {
			refused(kind, slices.Delete(slices.Clone(element), i, i+1))
			for _, wrong := range []any{nil, uint8(1), URL("a"), Alternative{}, Sequence{nil}} {
				changed := slices.Clone(element)
				changed[i] = wrong
				refused(kind, changed)
			}
		}
	}
	service := lowEnergyElements()[cshim.LowEnergyServiceData]
	_, st := cshim.LowEnergyValuesHeld(cshim.LowEnergyServiceData+1, encodedAs(t, service))
	assert.Equal(t, cshim.InvalidArgument, st)
}

func TestEnumeratorsWithoutNameAreRefused(t *testing.T) {
	for name, value := range map[string]struct {
		kind  cshim.LowEnergyKind
		value any
	}{
		"mode":            {cshim.LowEnergyAdvertisingParameters, LowEnergyAdvertisingParameters{mode: 1}},
		"filter policy":   {cshim.LowEnergyAdvertisingParameters, LowEnergyAdvertisingParameters{filterPolicy: 4}},
		"address type":    {cshim.LowEnergyAdvertisingParameters, LowEnergyAdvertisingParameters{whiteList: []AddressInfo{{Type: 2}}}},
		"discoverability": {cshim.LowEnergyAdvertisingData, LowEnergyAdvertisingData{discoverability: -1}},
		"service type":    {cshim.LowEnergyServiceData, LowEnergyServiceData{typeFromPrimary: 2}},
	} {
		_, st := cshim.LowEnergyValuesHeld(value.kind, encodedAs(t, value.value))
		assert.Equal(t, cshim.InvalidArgument, st, name)
	}
}

func TestServicesThatIncludeNilAreRefused(t *testing.T) {
	for _, included := range []*LowEnergyService{nil, {}} {
		var s LowEnergyServiceData
		s.AddIncludedService(included)
		_, st := cshim.LowEnergyValuesHeld(cshim.LowEnergyServiceData, encodedAs(t, s))
		assert.Equal(t, cshim.InvalidArgument, st)
	}
}

// A service has one attribute, and a characteristic without descriptors two.
func TestServicesOfTooManyAttributesAreRefused(t *testing.T) {
	characteristics := func(n int) (s LowEnergyServiceData) {
		var c LowEnergyCharacteristicData
		c.SetUUID(UUID16(1))
		s.characteristics = slices.Repeat([]LowEnergyCharacteristicData{c}, n)
		return s
	}
	s := characteristics(0xffff / 2)
	_, st := cshim.LowEnergyValuesHeld(cshim.LowEnergyServiceData, encodedAs(t, s))
	assert.Equal(t, cshim.OK, st)
	require.NoError(t, s.characteristics[0].AddDescriptor(NewLowEnergyDescriptorData(UUID16(1), nil)))
	_, st = cshim.LowEnergyValuesHeld(cshim.LowEnergyServiceData, encodedAs(t, s))
	assert.Equal(t, cshim.InvalidArgument, st)
}

func TestNamesThatAreNotUTF8AreSentAsUTF8(t *testing.T) {
	var a LowEnergyAdvertisingData
	a.SetLocalName("a\xffb")
	want := a
	want.SetLocalName("a\ufffdb")
	assert.Equal(t, encodedAs(t, want), qts(cshim.LowEnergyValuesHeld(cshim.LowEnergyAdvertisingData, encodedAs(t, a))))
}

func TestMalformedConnectionParametersAreRefused(t *testing.T) {
	for _, element := range []any{
		nil, Sequence{}, Sequence{int64(1), int64(2), int32(3)}, Sequence{int64(1), int64(2), int64(3), int32(4)},
	} {
		_, err := decodeConnectionParameters(encodedAs(t, element))
		assert.ErrorIs(t, err, ErrInvalidAttribute)
	}
}

// FuzzLowEnergyValues looks for values that Qt's classes hold in one way at first and in another
// after they have been read back.
func FuzzLowEnergyValues(f *testing.F) {
	for kind, element := range lowEnergyElements() {
		data, err := encodeElement(nil, element)
		require.NoError(f, err)
		f.Add(int32(kind), data)
	}
	f.Fuzz(func(t *testing.T, kind int32, data []byte) {
		held, st := cshim.LowEnergyValuesHeld(cshim.LowEnergyKind(kind), data)
		if st != cshim.OK {
			require.Equal(t, cshim.InvalidArgument, st)
			return
		}
		again, st := cshim.LowEnergyValuesHeld(cshim.LowEnergyKind(kind), held)
		require.Equal(t, cshim.OK, st)
		require.Equal(t, held, again)
	})
}
