//go:build cgo

package qtbt_test

// Tests of LowEnergyService, and of its characteristics and descriptors, with local services: they
// need no adapter.

import (
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

var (
	heartRateService = qtbt.ServiceClassHeartRate.UUID()
	measurement      = qtbt.CharacteristicHeartRateMeasurement.UUID()
	location         = qtbt.CharacteristicBodySensorLocation.UUID()
	configuration    = qtbt.DescriptorClientCharacteristicConfiguration.UUID()
)

// heartRate is a service with a characteristic that notifies, and one of 1 to 2 bytes that can be
// read.
func heartRate(t *testing.T) (data qtbt.LowEnergyServiceData) {
	t.Helper()
	var rate, where qtbt.LowEnergyCharacteristicData
	rate.SetUUID(measurement)
	rate.SetProperties(qtbt.PropertyNotify)
	rate.SetValue([]byte{0, 60})
	require.NoError(t, rate.AddDescriptor(qtbt.NewLowEnergyDescriptorData(configuration, qtbt.CCCDDisable())))
	where.SetUUID(location)
	where.SetProperties(qtbt.PropertyRead)
	where.SetValue([]byte{1})
	where.SetValueLength(1, 2)
	data.SetUUID(heartRateService)
	require.NoError(t, data.AddCharacteristic(rate))
	require.NoError(t, data.AddCharacteristic(where))
	return data
}

// readable is a service of a UUID that clients can only read.
func readable(t *testing.T, uuid qtbt.UUID) (data qtbt.LowEnergyServiceData) {
	t.Helper()
	var c qtbt.LowEnergyCharacteristicData
	c.SetUUID(location)
	c.SetProperties(qtbt.PropertyRead)
	c.SetValue([]byte("readable"))
	data.SetUUID(uuid)
	require.NoError(t, data.AddCharacteristic(c))
	return data
}

func addService(t *testing.T, p *qtbt.LowEnergyController, data qtbt.LowEnergyServiceData) *qtbt.LowEnergyService {
	t.Helper()
	s, err := p.AddService(data)
	require.NoError(t, err)
	t.Cleanup(s.Delete)
	return s
}

func TestLocalService(t *testing.T) {
	s := addService(t, newPeripheral(t), heartRate(t))
	assert.Equal(t, qtbt.LocalService, s.State())
	assert.Equal(t, qtbt.PrimaryService, s.Type())
	assert.Equal(t, heartRateService, s.ServiceUUID())
	assert.Equal(t, "Heart Rate", s.ServiceName())
	assert.Equal(t, qtbt.LowEnergyServiceNoError, s.LastError())
	assert.Empty(t, s.IncludedServices())

	all := s.Characteristics()
	require.Len(t, all, 2)
	rate := s.Characteristic(measurement)
	assert.Equal(t, all[0], rate)
	assert.True(t, rate.IsValid())
	assert.Equal(t, measurement, rate.UUID())
	assert.Equal(t, "Heart Rate Measurement", rate.Name())
	assert.Equal(t, qtbt.PropertyNotify, rate.Properties())
	assert.Equal(t, []byte{0, 60}, rate.Value())
	assert.True(t, s.Contains(rate))

	d := rate.ClientCharacteristicConfiguration()
	assert.Equal(t, []qtbt.LowEnergyDescriptor{d}, rate.Descriptors())
	assert.True(t, d.IsValid())
	assert.Equal(t, configuration, d.UUID())
	assert.Equal(t, qtbt.DescriptorClientCharacteristicConfiguration, d.Type())
	assert.Equal(t, "Client Characteristic Configuration", d.Name())
	assert.Equal(t, qtbt.CCCDDisable(), d.Value())
	assert.True(t, s.ContainsDescriptor(d))
	assert.Equal(t, qtbt.LowEnergyDescriptor{}, all[1].ClientCharacteristicConfiguration())
	assert.Equal(t, qtbt.LowEnergyCharacteristic{}, s.Characteristic(configuration))
}

func TestWritesToALocalService(t *testing.T) {
	s := addService(t, newPeripheral(t), heartRate(t))
	where := s.Characteristic(location)
	require.NoError(t, s.WriteCharacteristic(where, []byte{5, 6}))
	assert.Equal(t, []byte{5, 6}, where.Value())
	err := s.WriteCharacteristic(where, []byte{1, 2, 3})
	assert.ErrorIs(t, err, qtbt.LowEnergyServiceCharacteristicWriteError)
	assert.ErrorContains(t, err, "invalid length")
	assert.Equal(t, []byte{5, 6}, where.Value())

	d := s.Characteristic(measurement).ClientCharacteristicConfiguration()
	require.NoError(t, s.WriteDescriptor(d, qtbt.CCCDEnableNotification()))
	assert.Equal(t, qtbt.CCCDEnableNotification(), d.Value())
	assert.ErrorIs(t, s.WriteDescriptor(d, []byte{1}), qtbt.LowEnergyServiceDescriptorWriteError)

	assert.ErrorIs(t, s.WriteCharacteristic(where, make([]byte, 513)), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.WriteDescriptor(d, make([]byte, 513)), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.WriteCharacteristic(where, []byte{1}, 9), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.WriteCharacteristic(where, []byte{1}, qtbt.WriteWithResponse, qtbt.WriteSigned), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, s.DiscoverDetails(9), qtbt.ErrInvalidArgument)
}

func TestOperationsThatAServiceRefuses(t *testing.T) {
	p := newPeripheral(t)
	s, other := addService(t, p, heartRate(t)), addService(t, p, readable(t, qtbt.UUID16(0xa000)))
	foreign := other.Characteristics()[0]
	own := s.Characteristic(measurement)
	var errs []qtbt.LowEnergyServiceError
	s.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { errs = append(errs, e) })
	for _, err := range []error{
		s.ReadCharacteristic(own),
		s.ReadDescriptor(own.ClientCharacteristicConfiguration()),
		s.WriteCharacteristic(foreign, []byte("x")),
		s.WriteCharacteristic(qtbt.LowEnergyCharacteristic{}, nil),
		s.WriteDescriptor(qtbt.LowEnergyDescriptor{}, nil),
	} {
		assert.ErrorIs(t, err, qtbt.LowEnergyServiceOperationError)
	}
	onQt(t, func() { assert.Len(t, errs, 5) })
	assert.Equal(t, qtbt.LowEnergyServiceOperationError, s.LastError())
	assert.False(t, s.Contains(foreign))
	assert.False(t, s.Contains(qtbt.LowEnergyCharacteristic{}))
	assert.False(t, s.ContainsDescriptor(qtbt.LowEnergyDescriptor{}))
	assert.Equal(t, []byte("readable"), foreign.Value())
	require.NoError(t, s.DiscoverDetails(), "Qt ignores it in this state")
}

func TestRetryOfAServiceDoesNotNest(t *testing.T) {
	s := addService(t, newPeripheral(t), heartRate(t))
	own := s.Characteristic(measurement)
	again, deepest := retry(func() error { return s.ReadCharacteristic(own) })
	s.OnErrorOccurred(func(qtbt.LowEnergyServiceError) { again() })
	require.Error(t, s.ReadCharacteristic(own))
	assert.Equal(t, 1, <-deepest)
}

// Qt would abort the process when a client writes to the first of the two.
func TestSecondServiceOfAUUIDThatClientsCouldWrite(t *testing.T) {
	p := newPeripheral(t)
	addService(t, p, heartRate(t))
	_, err := p.AddService(readable(t, heartRateService))
	assert.ErrorIs(t, err, qtbt.ErrDuplicateService)

	uuid := qtbt.UUID16(0xa000)
	addService(t, p, readable(t, uuid))
	addService(t, p, readable(t, uuid))
	var writable qtbt.LowEnergyCharacteristicData
	writable.SetUUID(location)
	writable.SetProperties(qtbt.PropertyWriteNoResponse)
	data := readable(t, uuid)
	require.NoError(t, data.AddCharacteristic(writable))
	addService(t, p, data)
	_, err = p.AddService(readable(t, uuid))
	assert.ErrorIs(t, err, qtbt.ErrDuplicateService)
}

func TestServicesThatCannotBeAdded(t *testing.T) {
	p := newPeripheral(t)
	_, err := p.AddService(qtbt.LowEnergyServiceData{})
	assert.ErrorIs(t, err, qtbt.ErrWrongState)
	assert.ErrorContains(t, err, "Not adding invalid service")

	deleted := addService(t, p, heartRate(t))
	deleted.Delete()
	for _, included := range []*qtbt.LowEnergyService{nil, {}, deleted} {
		data := readable(t, qtbt.UUID16(0xa000))
		data.AddIncludedService(included)
		_, err = p.AddService(data)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	}
	var c qtbt.LowEnergyCharacteristicData
	c.SetUUID(location)
	var huge qtbt.LowEnergyServiceData
	huge.SetUUID(qtbt.UUID16(0xa000))
	require.NoError(t, huge.SetCharacteristics(slices.Repeat([]qtbt.LowEnergyCharacteristicData{c}, 0x7fff)))
	_, err = p.AddService(huge)
	assert.ErrorIs(t, err, qtbt.ErrWrongState)
	assert.ErrorContains(t, err, "Not enough attribute handles")
	require.NoError(t, huge.AddCharacteristic(c)) // with more than 65535 attributes, Qt would crash
	_, err = p.AddService(huge)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestIncludedService(t *testing.T) {
	p := newPeripheral(t)
	inner := addService(t, p, heartRate(t))
	data := readable(t, qtbt.UUID16(0xa000))
	data.AddIncludedService(inner)
	outer := addService(t, p, data)
	assert.Equal(t, []qtbt.UUID{heartRateService}, outer.IncludedServices())
	assert.Equal(t, qtbt.PrimaryService|qtbt.IncludedService, inner.Type())
}

func TestCharacteristicsOutliveServiceAndController(t *testing.T) {
	p := newPeripheral(t)
	s := addService(t, p, heartRate(t))
	rate := s.Characteristic(measurement)
	d := rate.ClientCharacteristicConfiguration()
	s.Delete()
	assert.Empty(t, s.Characteristics())
	assert.False(t, s.Contains(rate))
	assert.Equal(t, []byte{0, 60}, rate.Value())
	assert.True(t, rate.IsValid())

	other := addService(t, p, readable(t, qtbt.UUID16(0xa000)))
	p.Delete()
	onQt(t, func() {}) // the deletion is deferred
	assert.Equal(t, qtbt.LocalService, other.State(), "as in Qt, if nothing was connected")
	assert.Equal(t, []byte{0, 60}, rate.Value())
	assert.Equal(t, measurement, rate.UUID())
	assert.Equal(t, qtbt.CCCDDisable(), d.Value())
	assert.ErrorIs(t, other.WriteCharacteristic(other.Characteristics()[0], []byte("x")), qtbt.LowEnergyServiceOperationError)
	assert.ErrorIs(t, other.DiscoverDetails(), qtbt.LowEnergyServiceOperationError)
}

func TestForgottenServiceLeavesItsCharacteristics(t *testing.T) {
	p := newPeripheral(t)
	before := qtbt.Objects()
	rate := func() qtbt.LowEnergyCharacteristic {
		s, err := p.AddService(heartRate(t))
		require.NoError(t, err)
		return s.Characteristic(measurement)
	}()
	for qtbt.Objects().Forgotten == before.Forgotten {
		runtime.GC()
	}
	onQt(t, func() {})
	assert.Equal(t, before.Live, qtbt.Objects().Live)
	assert.Equal(t, []byte{0, 60}, rate.Value())
}
