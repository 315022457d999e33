package qtbt

// Tests of the Low Energy data classes; see also qtautotest_gattserver_test.go.

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A slice that a setter got or a getter returned does not belong to the value.
func TestLowEnergyValuesShareNoMemoryWithTheCaller(t *testing.T) {
	spoil := func(data []byte) {
		for i := range data {
			data[i] = 0xff
		}
	}
	given := []byte{1, 2}
	d := NewLowEnergyDescriptorData(UUID16(1), given)
	spoil(given)
	spoil(d.Value())
	assert.Equal(t, []byte{1, 2}, d.Value())

	given = []byte{1, 2}
	d.SetValue(given)
	spoil(given)
	assert.Equal(t, []byte{1, 2}, d.Value())

	given = []byte{1, 2}
	var c LowEnergyCharacteristicData
	c.SetUUID(UUID16(1))
	c.SetValue(given)
	spoil(given)
	spoil(c.Value())
	assert.Equal(t, []byte{1, 2}, c.Value())
	descriptors := []LowEnergyDescriptorData{d}
	require.NoError(t, c.SetDescriptors(descriptors))
	descriptors[0] = LowEnergyDescriptorData{}
	c.Descriptors()[0] = LowEnergyDescriptorData{}
	assert.Equal(t, []LowEnergyDescriptorData{d}, c.Descriptors())

	var s LowEnergyServiceData
	characteristics, included := []LowEnergyCharacteristicData{c}, []*LowEnergyService{{}}
	require.NoError(t, s.SetCharacteristics(characteristics))
	s.SetIncludedServices(included)
	characteristics[0], included[0] = LowEnergyCharacteristicData{}, nil
	s.Characteristics()[0], s.IncludedServices()[0] = LowEnergyCharacteristicData{}, nil
	assert.Equal(t, []LowEnergyCharacteristicData{c}, s.Characteristics())
	assert.NotNil(t, s.IncludedServices()[0])

	var a LowEnergyAdvertisingData
	manufacturer, raw, services := []byte{1}, []byte{2}, []UUID{UUID16(3)}
	a.SetManufacturerData(1, manufacturer)
	a.SetRawData(raw)
	a.SetServices(services)
	spoil(manufacturer)
	spoil(raw)
	spoil(a.ManufacturerData())
	spoil(a.RawData())
	services[0], a.Services()[0] = UUID{}, UUID{}
	assert.Equal(t, []byte{1}, a.ManufacturerData())
	assert.Equal(t, []byte{2}, a.RawData())
	assert.Equal(t, []UUID{UUID16(3)}, a.Services())

	var p LowEnergyAdvertisingParameters
	list := []AddressInfo{{Type: RandomAddress}}
	p.SetWhiteList(list, IgnoreWhiteList)
	list[0], p.WhiteList()[0] = AddressInfo{}, AddressInfo{}
	assert.Equal(t, []AddressInfo{{Type: RandomAddress}}, p.WhiteList())
}

// What is added to one of two copies does not appear in the other.
func TestLowEnergyValuesAreIndependentCopies(t *testing.T) {
	descriptor := func(n uint16) LowEnergyDescriptorData { return NewLowEnergyDescriptorData(UUID16(n), nil) }
	var c LowEnergyCharacteristicData
	c.SetUUID(UUID16(1))
	for n := range uint16(3) {
		require.NoError(t, c.AddDescriptor(descriptor(n)))
	}
	c2 := c
	require.NoError(t, c.AddDescriptor(descriptor(10)))
	require.NoError(t, c2.AddDescriptor(descriptor(20)))
	assert.Equal(t, descriptor(10), c.Descriptors()[3])
	assert.Equal(t, descriptor(20), c2.Descriptors()[3])
	assert.False(t, c.Equal(c2))

	var s LowEnergyServiceData
	for range 3 {
		require.NoError(t, s.AddCharacteristic(c))
		s.AddIncludedService(nil)
	}
	s2 := s
	require.NoError(t, s.AddCharacteristic(c))
	require.NoError(t, s2.AddCharacteristic(c2))
	s.AddIncludedService(&LowEnergyService{})
	s2.AddIncludedService(nil)
	assert.True(t, c.Equal(s.Characteristics()[3]))
	assert.True(t, c2.Equal(s2.Characteristics()[3]))
	assert.NotNil(t, s.IncludedServices()[3])
	assert.Nil(t, s2.IncludedServices()[3])
}

func TestInvalidPartsAreLeftOutWithAnError(t *testing.T) {
	valid := NewLowEnergyDescriptorData(UUID16(1), nil)
	var c LowEnergyCharacteristicData
	err := c.SetDescriptors([]LowEnergyDescriptorData{{}, valid, {}, valid})
	assert.ErrorIs(t, err, ErrInvalidArgument)
	assert.EqualError(t, err, "qtbt: add descriptor: invalid argument: not adding invalid descriptor to characteristic")
	assert.Len(t, c.Descriptors(), 2)
	require.NoError(t, c.SetDescriptors(nil))
	assert.Empty(t, c.Descriptors())

	var s LowEnergyServiceData
	err = s.SetCharacteristics([]LowEnergyCharacteristicData{c, {}})
	assert.ErrorIs(t, err, ErrInvalidArgument)
	assert.EqualError(t, err, "qtbt: add characteristic: invalid argument: not adding invalid characteristic to service")
	assert.Empty(t, s.Characteristics())
}

func TestDescriptorPermissions(t *testing.T) {
	var d LowEnergyDescriptorData
	assert.True(t, d.IsReadable())
	assert.True(t, d.IsWritable())
	require.NoError(t, d.SetReadPermissions(true, ATTEncryptionRequired))
	require.NoError(t, d.SetWritePermissions(true, ATTAuthenticationRequired))
	before := d

	twice := []ATTAccessConstraint{ATTEncryptionRequired, ATTAuthorizationRequired}
	assert.ErrorIs(t, d.SetReadPermissions(false, twice...), ErrInvalidArgument)
	assert.ErrorIs(t, d.SetWritePermissions(false, twice...), ErrInvalidArgument)
	assert.True(t, before.Equal(d))

	require.NoError(t, d.SetReadPermissions(false))
	require.NoError(t, d.SetWritePermissions(false))
	assert.False(t, d.IsReadable())
	assert.False(t, d.IsWritable())
	assert.Zero(t, d.ReadConstraints())
	assert.Zero(t, d.WriteConstraints())
}

func TestValueLengthsBeyondQtsInt(t *testing.T) {
	var c LowEnergyCharacteristicData
	for _, test := range []struct{ minimum, maximum, wantMinimum, wantMaximum int }{
		{0, math.MaxInt, 0, math.MaxInt32},
		{math.MinInt, 3, math.MinInt32, 3},
		{math.MinInt, math.MinInt, math.MinInt32, math.MinInt32},
		{math.MaxInt, 0, math.MaxInt32, math.MaxInt32},
	} {
		c.SetValueLength(test.minimum, test.maximum)
		assert.Equal(t, test.wantMinimum, c.MinimumValueLength())
		assert.Equal(t, test.wantMaximum, c.MaximumValueLength())
	}
}

func TestAdvertisingIntervals(t *testing.T) {
	var p LowEnergyAdvertisingParameters
	require.NoError(t, p.SetInterval(0, math.MaxUint16*time.Millisecond))
	assert.Equal(t, time.Duration(0), p.MinimumInterval())
	assert.Equal(t, 65535*time.Millisecond, p.MaximumInterval())
	require.NoError(t, p.SetInterval(time.Nanosecond, 2*time.Millisecond+1))
	assert.Equal(t, time.Millisecond, p.MinimumInterval())
	assert.Equal(t, 3*time.Millisecond, p.MaximumInterval())

	before := p
	for _, wrong := range []time.Duration{-1, math.MinInt64, 65535*time.Millisecond + 1, math.MaxInt64} {
		assert.ErrorIs(t, p.SetInterval(wrong, time.Second), ErrInvalidArgument, wrong)
		assert.ErrorIs(t, p.SetInterval(time.Second, wrong), ErrInvalidArgument, wrong)
	}
	assert.True(t, before.Equal(p))
}

func TestConnectionParametersOutOfRange(t *testing.T) {
	var p LowEnergyConnectionParameters
	p.SetIntervalRange(math.MinInt64, math.MaxInt64)
	assert.Equal(t, time.Duration(math.MinInt64), p.MinimumInterval())
	assert.Equal(t, time.Duration(math.MaxInt64), p.MaximumInterval())

	p.SetLatency(math.MaxInt)
	assert.Equal(t, math.MaxInt32, p.Latency())
	p.SetLatency(math.MinInt)
	assert.Equal(t, math.MinInt32, p.Latency())

	require.NoError(t, p.SetSupervisionTimeout(1))
	assert.Equal(t, time.Millisecond, p.SupervisionTimeout())
	before := p
	assert.ErrorIs(t, p.SetSupervisionTimeout(math.MaxInt32*time.Millisecond+1), ErrInvalidArgument)
	assert.Equal(t, before, p)
	require.NoError(t, p.SetSupervisionTimeout(-time.Hour))
	assert.Equal(t, -time.Millisecond, p.SupervisionTimeout())
}

// Setters accept values of any size: what Qt sends of them is described at each.
func TestLowEnergyValuesOfAnySize(t *testing.T) {
	long := make([]byte, 1<<20)
	var a LowEnergyAdvertisingData
	a.SetLocalName(string(long))
	a.SetManufacturerData(1, long)
	a.SetRawData(long)
	assert.Len(t, a.LocalName(), len(long))
	assert.Len(t, a.ManufacturerData(), len(long))
	assert.Len(t, a.RawData(), len(long))

	d := NewLowEnergyDescriptorData(UUID{}, long)
	var c LowEnergyCharacteristicData
	c.SetValue(long)
	assert.Len(t, d.Value(), len(long))
	assert.Len(t, c.Value(), len(long))
}

func TestNamesOfLowEnergyValues(t *testing.T) {
	assert.Equal(t, "PropertyRead|PropertyNotify", (PropertyRead | PropertyNotify).String())
	assert.Equal(t, "PropertyExtendedProperty|0x100", (PropertyExtendedProperty | 0x100).String())
	assert.Equal(t, "PropertyUnknown", PropertyUnknown.String())
	assert.Equal(t, "ServiceTypeSecondary", ServiceTypeSecondary.String())
	assert.Equal(t, "DiscoverabilityLimited", DiscoverabilityLimited.String())
	assert.Equal(t, "AdvScanInd", AdvScanInd.String())
	assert.Equal(t, "AdvertisingMode(1)", AdvertisingMode(1).String())
	assert.Equal(t, "UseWhiteListForScanning", UseWhiteListForScanning.String())
	assert.Equal(t, "RandomAddress", RandomAddress.String())
	info := AddressInfo{MustParseAddress("00:11:22:33:44:55"), PublicAddress}
	assert.Equal(t, "00:11:22:33:44:55 PublicAddress", info.String())
}

func TestCCCDValues(t *testing.T) {
	CCCDEnableNotification()[0] = 7
	assert.Equal(t, []byte{0, 0}, CCCDDisable())
	assert.Equal(t, []byte{1, 0}, CCCDEnableNotification())
	assert.Equal(t, []byte{2, 0}, CCCDEnableIndication())
}
