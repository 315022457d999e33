package labtest

// Centrals and services as Qt's autotests of Low Energy watch them.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// discover finds the services of a connected device.
func (c *central) discover() {
	t := c.t
	t.Helper()
	var states []qtbt.LowEnergyControllerState // used on the Qt thread only
	spy := c.OnStateChanged(func(s qtbt.LowEnergyControllerState) { states = append(states, s) })
	require.NoError(t, c.DiscoverServices())
	<-c.finished
	spy.Cancel()
	assert.Equal(t, []qtbt.LowEnergyControllerState{
		qtbt.LowEnergyControllerDiscoveringState, qtbt.LowEnergyControllerDiscoveredState,
	}, states)
}

// disconnect ends the connection without an error.
func (c *central) disconnect() {
	c.t.Helper()
	require.NoError(c.t, c.DisconnectFromDevice())
	<-c.disconnected
	assert.Equal(c.t, qtbt.LowEnergyControllerUnconnectedState, c.State())
	assert.Equal(c.t, qtbt.LowEnergyControllerNoError, c.LastError())
}

// signal is one signal of an attribute.
type signal[Attribute any] struct {
	of    Attribute
	value []byte
}

// serviceSpy is a device's service with the signals that it emits.
type serviceSpy struct {
	*qtbt.LowEnergyService
	t                                 *testing.T
	states                            chan qtbt.LowEnergyServiceState
	failed                            chan qtbt.LowEnergyServiceError
	read, written, changed            chan signal[qtbt.LowEnergyCharacteristic]
	descriptorRead, descriptorWritten chan signal[qtbt.LowEnergyDescriptor]
}

// service returns an object for a service of the device. Its details are not known yet.
func (c *central) service(uuid qtbt.UUID) *serviceSpy {
	t := c.t
	t.Helper()
	assert.Contains(t, c.Services(), uuid)
	service := c.CreateServiceObject(uuid)
	require.NotNil(t, service)
	t.Cleanup(service.Delete)
	assert.Equal(t, qtbt.RemoteService, service.State())
	s := &serviceSpy{LowEnergyService: service, t: t,
		states: make(chan qtbt.LowEnergyServiceState, 10), failed: make(chan qtbt.LowEnergyServiceError, 10)}
	s.OnStateChanged(func(state qtbt.LowEnergyServiceState) { s.states <- state })
	s.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { s.failed <- e })
	return s
}

// discovered returns an object for a service of the device with all details and values known. It
// reports the signals of attributes from then on.
func (c *central) discovered(uuid qtbt.UUID) *serviceSpy {
	s := c.service(uuid)
	s.discover()
	s.spyOnAttributes()
	return s
}

func (s *serviceSpy) discover() {
	s.t.Helper()
	require.NoError(s.t, s.DiscoverDetails())
	s.awaitDiscovered()
}

func (s *serviceSpy) awaitDiscovered() {
	s.t.Helper()
	require.Equal(s.t, qtbt.RemoteServiceDiscovering, <-s.states)
	require.Equal(s.t, qtbt.RemoteServiceDiscovered, <-s.states)
	assert.Empty(s.t, s.failed)
}

func (s *serviceSpy) spyOnAttributes() {
	characteristic := func(on func(func(qtbt.LowEnergyCharacteristic, []byte)) *qtbt.Subscription,
	) chan signal[qtbt.LowEnergyCharacteristic] {
		signals := make(chan signal[qtbt.LowEnergyCharacteristic], 100)
		on(func(c qtbt.LowEnergyCharacteristic, value []byte) {
			signals <- signal[qtbt.LowEnergyCharacteristic]{c, value}
		})
		return signals
	}
	descriptor := func(on func(func(qtbt.LowEnergyDescriptor, []byte)) *qtbt.Subscription,
	) chan signal[qtbt.LowEnergyDescriptor] {
		signals := make(chan signal[qtbt.LowEnergyDescriptor], 100)
		on(func(d qtbt.LowEnergyDescriptor, value []byte) { signals <- signal[qtbt.LowEnergyDescriptor]{d, value} })
		return signals
	}
	s.read = characteristic(s.OnCharacteristicRead)
	s.written = characteristic(s.OnCharacteristicWritten)
	s.changed = characteristic(s.OnCharacteristicChanged)
	s.descriptorRead = descriptor(s.OnDescriptorRead)
	s.descriptorWritten = descriptor(s.OnDescriptorWritten)
}

// fails checks that a call leads to one error, and to no signal of an attribute.
func (s *serviceSpy) fails(want qtbt.LowEnergyServiceError, call error) {
	s.t.Helper()
	if call != nil { // Qt emits the error within the call
		assert.ErrorIs(s.t, call, want)
	}
	assert.Equal(s.t, want, <-s.failed)
	onQt(s.t, func() {})
	assert.Equal(s.t, want, s.LastError())
	assert.Empty(s.t, s.failed)
	for _, signals := range []any{s.read, s.written, s.descriptorRead, s.descriptorWritten} {
		assert.Empty(s.t, signals)
	}
}

// writes writes a characteristic with a response.
func (s *serviceSpy) writes(c qtbt.LowEnergyCharacteristic, value ...byte) {
	s.t.Helper()
	require.NoError(s.t, s.WriteCharacteristic(c, value))
	assert.Equal(s.t, signal[qtbt.LowEnergyCharacteristic]{c, value}, <-s.written)
}

// writesDescriptor writes a descriptor.
func (s *serviceSpy) writesDescriptor(d qtbt.LowEnergyDescriptor, value []byte) {
	s.t.Helper()
	require.NoError(s.t, s.WriteDescriptor(d, value))
	assert.Equal(s.t, signal[qtbt.LowEnergyDescriptor]{d, value}, <-s.descriptorWritten)
	assert.Equal(s.t, value, d.Value())
}

// readsDescriptor reads a descriptor.
func (s *serviceSpy) readsDescriptor(d qtbt.LowEnergyDescriptor, value []byte) {
	s.t.Helper()
	require.NoError(s.t, s.ReadDescriptor(d))
	assert.Equal(s.t, signal[qtbt.LowEnergyDescriptor]{d, value}, <-s.descriptorRead)
	onQt(s.t, func() {})
	assert.Empty(s.t, s.descriptorRead)
	assert.Equal(s.t, value, d.Value())
}
