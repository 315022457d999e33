//go:build cgo

package qtbt

// Tests of the Low Energy data classes against Qt's: what their setters make of random arguments,
// and when two of them are equal.

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// encodedAs encodes a value of one of the Low Energy data classes.
func encodedAs(t *testing.T, value any) []byte {
	t.Helper()
	var data []byte
	var err error
	switch v := value.(type) {
	case LowEnergyAdvertisingParameters:
		data, err = encodeAdvertisingParameters(v)
	case LowEnergyAdvertisingData:
		data, err = encodeAdvertisingData(v)
	case LowEnergyConnectionParameters:
		data, err = encodeConnectionParameters(v)
	case LowEnergyDescriptorData:
		data, err = encodeElement(nil, descriptorDataElement(v))
	case LowEnergyCharacteristicData:
		data, err = encodeElement(nil, characteristicDataElement(v))
	case LowEnergyServiceData:
		data, err = encodeLowEnergyServiceData(v)
	default:
		data, err = encodeElement(nil, value)
	}
	require.NoError(t, err)
	return data
}

// lowEnergyValue returns a value that Go's setters have made, and the arguments in the form in
// which Qt's setters get them.
type lowEnergyValue[T any] func(r *rand.Rand) (value T, arguments Sequence)

func randomUint16Duration(r *rand.Rand) (time.Duration, uint16) {
	ms := uint16(r.Uint32() >> (16 + r.IntN(17)))
	return time.Duration(ms) * time.Millisecond, ms
}

func randomConstraints(r *rand.Rand) ATTAccessConstraint { return ATTAccessConstraint(r.IntN(8)) }

func randomShortUUID(r *rand.Rand) UUID {
	return oneOf(r, UUID{}, UUID16(1), UUID16(2), UUID32(0x10000), randomUUID(r))
}

func someBytes(r *rand.Rand) []byte { return []byte(randomBytes(r, oneOf(r, 0, 2, 40, 600))) }

func randomAdvertisingParameters(r *rand.Rand) (p LowEnergyAdvertisingParameters, args Sequence) {
	mode := oneOf(r, AdvInd, AdvScanInd, AdvNonConnInd)
	policy := FilterPolicy(r.IntN(4))
	minimum, minimumMs := randomUint16Duration(r)
	maximum, maximumMs := randomUint16Duration(r)
	whiteList, listed := []AddressInfo{}, Sequence{}
	for range r.IntN(3) {
		info := AddressInfo{AddressFromUint64(r.Uint64N(1 << 48)), RemoteAddressType(r.IntN(2))}
		whiteList = append(whiteList, info)
		listed = append(listed, info.Address.Uint64(), int32(info.Type))
	}
	p.SetMode(mode)
	p.SetWhiteList(whiteList, policy)
	if err := p.SetInterval(minimum, maximum); err != nil {
		panic(err)
	}
	return p, Sequence{int32(mode), int32(policy), minimumMs, maximumMs, listed}
}

func randomAdvertisingData(r *rand.Rand) (a LowEnergyAdvertisingData, args Sequence) {
	name := strings.ToValidUTF8(randomBytes(r, 40), "ä")
	manufacturer := oneOf(r, uint16(r.Uint32()), InvalidManufacturerID())
	data, raw := someBytes(r), someBytes(r)
	powerLevel := r.IntN(2) == 0
	mode := oneOf(r, DiscoverabilityNone, DiscoverabilityLimited, DiscoverabilityGeneral)
	services, elements := []UUID{}, Sequence{}
	for range r.IntN(20) {
		uuid := randomShortUUID(r)
		services, elements = append(services, uuid), append(elements, uuid)
	}
	a.SetLocalName(name)
	a.SetManufacturerData(manufacturer, data)
	a.SetIncludePowerLevel(powerLevel)
	a.SetDiscoverability(mode)
	a.SetServices(services)
	a.SetRawData(raw)
	return a, Sequence{name, manufacturer, data, powerLevel, int32(mode), elements, raw}
}

func randomConnectionParameters(r *rand.Rand) (p LowEnergyConnectionParameters, args Sequence) {
	// Qt's double is exact to the nanosecond for less than 13 days.
	interval := func() time.Duration {
		return time.Duration(r.Int64N(1<<51)-1<<50) >> r.IntN(51)
	}
	minimum, maximum := interval(), interval()
	latency := int32(r.Uint32()) >> r.IntN(32)
	timeout := max(-1, int32(r.Uint32())>>r.IntN(32))
	p.SetIntervalRange(minimum, maximum)
	p.SetLatency(int(latency))
	if err := p.SetSupervisionTimeout(time.Duration(timeout) * time.Millisecond); err != nil {
		panic(err)
	}
	return p, Sequence{int64(minimum), int64(maximum), latency, timeout}
}

func randomDescriptorData(r *rand.Rand) (d LowEnergyDescriptorData, args Sequence) {
	uuid, value := randomShortUUID(r), someBytes(r)
	readable, writable := r.IntN(2) == 0, r.IntN(2) == 0
	read, write := randomConstraints(r), randomConstraints(r)
	d = NewLowEnergyDescriptorData(uuid, value)
	if err := d.SetReadPermissions(readable, read); err != nil {
		panic(err)
	}
	if err := d.SetWritePermissions(writable, write); err != nil {
		panic(err)
	}
	return d, Sequence{uuid, value, readable, uint32(read), writable, uint32(write)}
}

func randomCharacteristicData(r *rand.Rand) (c LowEnergyCharacteristicData, args Sequence) {
	uuid, value, properties := randomShortUUID(r), someBytes(r), PropertyType(r.IntN(256))
	read, write := randomConstraints(r), randomConstraints(r)
	minimum, maximum := int32(r.Uint32())>>r.IntN(32), int32(r.Uint32())>>r.IntN(32)
	descriptors, elements := []LowEnergyDescriptorData{}, Sequence{}
	for range r.IntN(3) {
		descriptor, element := randomDescriptorData(r)
		descriptors, elements = append(descriptors, descriptor), append(elements, element)
	}
	c.SetUUID(uuid)
	c.SetValue(value)
	c.SetProperties(properties)
	c.SetReadConstraints(read)
	c.SetWriteConstraints(write)
	c.SetValueLength(int(minimum), int(maximum))
	_ = c.SetDescriptors(descriptors) // Qt leaves out invalid ones too
	return c, Sequence{uuid, value, uint32(properties), uint32(read), uint32(write), minimum, maximum, elements}
}

func randomServiceData(r *rand.Rand) (s LowEnergyServiceData, args Sequence) {
	serviceType, uuid := oneOf(r, ServiceTypePrimary, ServiceTypeSecondary), randomShortUUID(r)
	included, handles := []*LowEnergyService{}, Sequence{}
	for range r.IntN(3) {
		handle := 1 + r.Uint64N(3)
		included = append(included, &LowEnergyService{o: &object{handle: cshim.Handle(handle)}})
		handles = append(handles, handle)
	}
	characteristics, elements := []LowEnergyCharacteristicData{}, Sequence{}
	for range r.IntN(3) {
		characteristic, element := randomCharacteristicData(r)
		characteristics, elements = append(characteristics, characteristic), append(elements, element)
	}
	s.SetType(serviceType)
	s.SetUUID(uuid)
	s.SetIncludedServices(included)
	_ = s.SetCharacteristics(characteristics) // Qt leaves out invalid ones too
	return s, Sequence{int32(serviceType), uuid, handles, elements}
}

func checkSettersAgainstQt[T any](t *testing.T, kind cshim.LowEnergyKind, random lowEnergyValue[T]) {
	t.Helper()
	require.NoError(t, Start()) // which takes over what Qt logs
	var zero T
	require.Equal(t, qts(cshim.LowEnergyValuesDefault(kind)), encodedAs(t, zero))
	r := newRandom(t)
	for range manyInputs / 10 {
		value, args := random(r)
		held, st := cshim.LowEnergyValuesHeld(kind, encodedAs(t, args))
		require.Equal(t, cshim.OK, st, "%v", args)
		require.Equal(t, held, encodedAs(t, value), "%v", args)
	}
}

func TestLowEnergyAdvertisingParametersAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyAdvertisingParameters, randomAdvertisingParameters)
}

func TestLowEnergyAdvertisingDataAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyAdvertisingData, randomAdvertisingData)
}

func TestLowEnergyConnectionParametersAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyConnectionParameters, randomConnectionParameters)
}

func TestLowEnergyDescriptorDataAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyDescriptorData, randomDescriptorData)
}

func TestLowEnergyCharacteristicDataAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyCharacteristicData, randomCharacteristicData)
}

func TestLowEnergyServiceDataAgainstQt(t *testing.T) {
	checkSettersAgainstQt(t, cshim.LowEnergyServiceData, randomServiceData)
}

func TestConnectionParametersFromQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs / 10 {
		p, _ := randomConnectionParameters(r)
		held := qts(cshim.LowEnergyValuesHeld(cshim.LowEnergyConnectionParameters, encodedAs(t, p)))
		back, err := decodeConnectionParameters(held)
		require.NoError(t, err)
		require.Equal(t, p, back)
	}
}

// fewOf returns a random function that returns one of n values, so that two of them are often
// equal.
func fewOf[T any](r *rand.Rand, n int, random lowEnergyValue[T]) func() T {
	values := make([]T, n)
	for i := range values {
		values[i], _ = random(r)
	}
	return func() T { return values[r.IntN(n)] }
}

// changing returns one of few values after up to two of the changes.
func changing[T any](r *rand.Rand, some func() T, changes ...func(*T)) func() T {
	return func() T {
		value := some()
		for range r.IntN(3) {
			changes[r.IntN(len(changes))](&value)
		}
		return value
	}
}

// checkEqualAgainstQt checks that Qt's operator== returns what equal returns.
func checkEqualAgainstQt[T any](t *testing.T, kind cshim.LowEnergyKind, some func() T, equal func(a, b T) bool) {
	t.Helper()
	require.NoError(t, Start())
	count := 0
	for range manyInputs / 10 {
		a, b := some(), some()
		qt := qts(cshim.LowEnergyValuesEqual(kind, encodedAs(t, a), encodedAs(t, b)))
		require.Equal(t, qt, equal(a, b), "%+v\n%+v", a, b)
		if qt {
			count++
		}
	}
	t.Logf("%d equal", count)
	require.NotZero(t, count)
}

func TestLowEnergyAdvertisingParametersEqualAgainstQt(t *testing.T) {
	r := newRandom(t)
	some := changing(r, fewOf(r, 2, randomAdvertisingParameters),
		func(p *LowEnergyAdvertisingParameters) { p.SetMode(oneOf(r, AdvInd, AdvScanInd)) },
		func(p *LowEnergyAdvertisingParameters) { p.SetWhiteList(p.WhiteList(), FilterPolicy(r.IntN(2))) },
		func(p *LowEnergyAdvertisingParameters) {
			p.SetWhiteList([]AddressInfo{{Type: RemoteAddressType(r.IntN(2))}}, IgnoreWhiteList)
		},
		func(p *LowEnergyAdvertisingParameters) {
			require.NoError(t, p.SetInterval(time.Second, time.Duration(1+r.IntN(2))*time.Second))
		},
	)
	checkEqualAgainstQt(t, cshim.LowEnergyAdvertisingParameters, some, LowEnergyAdvertisingParameters.Equal)
}

func TestLowEnergyAdvertisingDataEqualAgainstQt(t *testing.T) {
	r := newRandom(t)
	some := changing(r, fewOf(r, 2, randomAdvertisingData),
		func(a *LowEnergyAdvertisingData) { a.SetLocalName(oneOf(r, "", "a")) },
		func(a *LowEnergyAdvertisingData) { a.SetManufacturerData(uint16(r.IntN(2)), nil) },
		func(a *LowEnergyAdvertisingData) { a.SetManufacturerData(0, []byte{byte(r.IntN(2))}) },
		func(a *LowEnergyAdvertisingData) { a.SetIncludePowerLevel(r.IntN(2) == 0) },
		func(a *LowEnergyAdvertisingData) { a.SetDiscoverability(Discoverability(r.IntN(3))) },
		func(a *LowEnergyAdvertisingData) {
			a.SetServices(oneOf(r, nil, []UUID{UUID16(1), UUID16(2)}, []UUID{UUID16(2), UUID16(1)}))
		},
		func(a *LowEnergyAdvertisingData) { a.SetRawData([]byte{byte(r.IntN(2))}) },
	)
	checkEqualAgainstQt(t, cshim.LowEnergyAdvertisingData, some, LowEnergyAdvertisingData.Equal)
}

func TestLowEnergyConnectionParametersEqualAgainstQt(t *testing.T) {
	r := newRandom(t)
	some := changing(r, fewOf(r, 2, randomConnectionParameters),
		func(p *LowEnergyConnectionParameters) { p.SetIntervalRange(p.MinimumInterval(), time.Hour) },
		func(p *LowEnergyConnectionParameters) { p.SetIntervalRange(time.Second, time.Second) },
		func(p *LowEnergyConnectionParameters) { p.SetLatency(r.IntN(2)) },
		func(p *LowEnergyConnectionParameters) {
			require.NoError(t, p.SetSupervisionTimeout(time.Duration(r.IntN(2))*time.Second))
		},
	)
	equal := func(a, b LowEnergyConnectionParameters) bool { return a == b }
	checkEqualAgainstQt(t, cshim.LowEnergyConnectionParameters, some, equal)
}

// someDescriptorData returns a function that returns descriptors of which two are often equal.
func someDescriptorData(r *rand.Rand) func() LowEnergyDescriptorData {
	permissions := func(set func(bool, ...ATTAccessConstraint) error) {
		if err := set(r.IntN(2) == 0, ATTAccessConstraint(r.IntN(2))); err != nil {
			panic(err)
		}
	}
	return changing(r, fewOf(r, 2, randomDescriptorData),
		func(d *LowEnergyDescriptorData) { d.SetUUID(UUID16(uint16(r.IntN(2)))) },
		func(d *LowEnergyDescriptorData) { d.SetValue(make([]byte, r.IntN(2))) },
		func(d *LowEnergyDescriptorData) { permissions(d.SetReadPermissions) },
		func(d *LowEnergyDescriptorData) { permissions(d.SetWritePermissions) },
	)
}

func TestLowEnergyDescriptorDataEqualAgainstQt(t *testing.T) {
	some := someDescriptorData(newRandom(t))
	checkEqualAgainstQt(t, cshim.LowEnergyDescriptorData, some, LowEnergyDescriptorData.Equal)
}

// someCharacteristicData is someDescriptorData for characteristics.
func someCharacteristicData(r *rand.Rand) func() LowEnergyCharacteristicData {
	descriptor := someDescriptorData(r)
	return changing(r, fewOf(r, 2, randomCharacteristicData),
		func(c *LowEnergyCharacteristicData) { c.SetUUID(UUID16(uint16(r.IntN(2)))) },
		func(c *LowEnergyCharacteristicData) { c.SetValue(make([]byte, r.IntN(2))) },
		func(c *LowEnergyCharacteristicData) { c.SetProperties(oneOf(r, PropertyRead, PropertyWrite)) },
		func(c *LowEnergyCharacteristicData) { c.SetReadConstraints(ATTAccessConstraint(r.IntN(2))) },
		func(c *LowEnergyCharacteristicData) { c.SetWriteConstraints(ATTAccessConstraint(r.IntN(2))) },
		func(c *LowEnergyCharacteristicData) { c.SetValueLength(1+r.IntN(2), 2) },
		func(c *LowEnergyCharacteristicData) { c.SetValueLength(2, 0) },
		func(c *LowEnergyCharacteristicData) {
			_ = c.SetDescriptors([]LowEnergyDescriptorData{descriptor()}) // which may be invalid
		},
	)
}

// qtFindsEqual is Qt's operator== of two characteristics that are no copies of each other. Its
// fault is described at LowEnergyCharacteristicData.Equal.
func qtFindsEqual(a, b LowEnergyCharacteristicData) bool {
	if a.MinimumValueLength() != b.MaximumValueLength() || a.MaximumValueLength() != b.MaximumValueLength() {
		return false
	}
	b.SetValueLength(a.MinimumValueLength(), a.MaximumValueLength())
	return a.Equal(b)
}

func TestLowEnergyCharacteristicDataEqualAgainstQt(t *testing.T) {
	some := someCharacteristicData(newRandom(t))
	checkEqualAgainstQt(t, cshim.LowEnergyCharacteristicData, some, qtFindsEqual)
}

func TestLowEnergyServiceDataEqualAgainstQt(t *testing.T) {
	r := newRandom(t)
	characteristic := someCharacteristicData(r)
	included := []*LowEnergyService{{o: &object{handle: 1}}, {o: &object{handle: 2}}}
	some := changing(r, func() LowEnergyServiceData { return LowEnergyServiceData{} },
		func(s *LowEnergyServiceData) { s.SetType(oneOf(r, ServiceTypePrimary, ServiceTypeSecondary)) },
		func(s *LowEnergyServiceData) { s.SetUUID(UUID16(uint16(r.IntN(2)))) },
		func(s *LowEnergyServiceData) { s.AddIncludedService(oneOf(r, included...)) },
		// which may be invalid.
		func(s *LowEnergyServiceData) { _ = s.AddCharacteristic(characteristic()) },
	)
	checkEqualAgainstQt(t, cshim.LowEnergyServiceData, some, func(a, b LowEnergyServiceData) bool {
		equal := slices.EqualFunc(a.characteristics, b.characteristics, qtFindsEqual)
		a.characteristics, b.characteristics = nil, nil
		return equal && a.Equal(b)
	})
}
