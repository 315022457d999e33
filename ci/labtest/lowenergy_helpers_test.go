package labtest

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// The characteristics that a test's peripheral offers.
var (
	longValue  = qtbt.UUID16(0xa001) // readable, with a description; written with a response
	commanded  = qtbt.UUID16(0xa002) // written without a response
	notifying  = qtbt.UUID16(0xa003)
	indicating = qtbt.UUID16(0xa004)
	writeOnly  = qtbt.UUID16(0xa005)
)

// secondService is the UUID of the other service that a test's peripheral offers.
var secondService = qtbt.UUID16(0xa100)

// pattern returns n bytes that tell their places.
func pattern(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i ^ i>>8)
	}
	return p
}

// attribute is a characteristic for a peripheral, with a client configuration if it notifies or
// indicates.
func attribute(t *testing.T, uuid qtbt.UUID, properties qtbt.PropertyType, value []byte) qtbt.LowEnergyCharacteristicData {
	t.Helper()
	var c qtbt.LowEnergyCharacteristicData
	c.SetUUID(uuid)
	c.SetProperties(properties)
	c.SetValue(value)
	c.SetValueLength(0, 512)
	if properties&(qtbt.PropertyNotify|qtbt.PropertyIndicate) != 0 {
		configuration := qtbt.NewLowEnergyDescriptorData(
			qtbt.DescriptorClientCharacteristicConfiguration.UUID(), qtbt.CCCDDisable())
		require.NoError(t, c.AddDescriptor(configuration))
	}
	return c
}

// peripheral is a peripheral with a service of the test's UUID and a second one, and with what it
// signals.
type peripheral struct {
	*qtbt.LowEnergyController
	t                       *testing.T
	service, second         *qtbt.LowEnergyService
	connected, disconnected chan struct{}
	states                  chan qtbt.LowEnergyControllerState
	changed                 chan change
	configured              chan []byte
}

// change is a value that a characteristic has got.
type change struct {
	uuid  qtbt.UUID
	value []byte
}

func newPeripheral(t *testing.T) *peripheral {
	t.Helper()
	controller, err := qtbt.NewLowEnergyPeripheral()
	require.NoError(t, err)
	t.Cleanup(controller.Delete)
	p := &peripheral{LowEnergyController: controller, t: t, connected: make(chan struct{}, 10),
		disconnected: make(chan struct{}, 10), states: make(chan qtbt.LowEnergyControllerState, 100),
		changed: make(chan change, 1000), configured: make(chan []byte, 10)}
	p.OnConnected(func() { p.connected <- struct{}{} })
	p.OnDisconnected(func() { p.disconnected <- struct{}{} })
	p.OnStateChanged(func(s qtbt.LowEnergyControllerState) { p.states <- s })
	p.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) {
		if e != qtbt.LowEnergyControllerRemoteHostClosedError {
			t.Errorf("peripheral: %v", e)
		}
	})
	return p
}

// offer adds the services and advertises them.
func (p *peripheral) offer() {
	t := p.t
	t.Helper()
	long := attribute(t, longValue, qtbt.PropertyRead|qtbt.PropertyWrite, pattern(512))
	description := qtbt.NewLowEnergyDescriptorData(
		qtbt.DescriptorCharacteristicUserDescription.UUID(), []byte("long"))
	require.NoError(t, long.AddDescriptor(description))
	var data, other qtbt.LowEnergyServiceData
	data.SetUUID(serviceUUID(t))
	for _, c := range []qtbt.LowEnergyCharacteristicData{
		long,
		attribute(t, commanded, qtbt.PropertyRead|qtbt.PropertyWriteNoResponse, []byte("before")),
		attribute(t, notifying, qtbt.PropertyRead|qtbt.PropertyNotify, nil),
		attribute(t, indicating, qtbt.PropertyRead|qtbt.PropertyIndicate, nil),
		attribute(t, writeOnly, qtbt.PropertyWrite, []byte("secret")),
	} {
		require.NoError(t, data.AddCharacteristic(c))
	}
	other.SetUUID(secondService)
	require.NoError(t, other.AddCharacteristic(attribute(t, longValue, qtbt.PropertyRead, []byte("second"))))
	var err error
	p.service, err = p.AddService(data)
	require.NoError(t, err)
	p.second, err = p.AddService(other)
	require.NoError(t, err)
	t.Cleanup(p.service.Delete)
	t.Cleanup(p.second.Delete)
	p.service.OnCharacteristicChanged(func(c qtbt.LowEnergyCharacteristic, value []byte) {
		p.changed <- change{c.UUID(), value}
	})
	p.service.OnDescriptorWritten(func(_ qtbt.LowEnergyDescriptor, value []byte) { p.configured <- value })
	p.advertise()
}

// advertise makes the test's service known.
func (p *peripheral) advertise() {
	t := p.t
	t.Helper()
	var advertisement, scanResponse qtbt.LowEnergyAdvertisingData
	advertisement.SetDiscoverability(qtbt.DiscoverabilityGeneral)
	advertisement.SetServices([]qtbt.UUID{serviceUUID(t)})
	scanResponse.SetLocalName("qtbt lab")
	require.NoError(t, p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, advertisement, scanResponse))
	require.Equal(t, qtbt.LowEnergyControllerAdvertisingState, p.State())
}

// findPeripheral looks for the other host until it advertises the test's service.
func findPeripheral(t *testing.T, h *host) qtbt.DeviceInfo {
	t.Helper()
	return findAdvertiser(t, h, serviceUUID(t))
}

// findAdvertiser looks for the other host until it advertises a service.
func findAdvertiser(t *testing.T, h *host, service qtbt.UUID) qtbt.DeviceInfo {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	require.NoError(t, err)
	defer agent.Delete()
	found := make(chan qtbt.DeviceInfo, 1000)
	look := func(d qtbt.DeviceInfo) {
		for _, uuid := range d.ServiceUUIDs() {
			if d.Address() == h.peer && uuid == service {
				found <- d
			}
		}
	}
	agent.OnDeviceDiscovered(look)
	agent.OnDeviceUpdated(func(d qtbt.DeviceInfo, _ qtbt.DeviceField) { look(d) })
	require.NoError(t, agent.SetLowEnergyDiscoveryTimeout(0))
	require.NoError(t, agent.StartMethods(qtbt.LowEnergyMethod))
	return <-found
}

// central is a central with what it signals.
type central struct {
	*qtbt.LowEnergyController
	t                                 *testing.T
	connected, disconnected, finished chan struct{}
	failed                            chan qtbt.LowEnergyControllerError
}

func newCentral(t *testing.T, device qtbt.DeviceInfo) *central {
	t.Helper()
	controller, err := qtbt.NewLowEnergyCentral(device)
	require.NoError(t, err)
	t.Cleanup(controller.Delete)
	c := &central{controller, t, make(chan struct{}, 10), make(chan struct{}, 10), make(chan struct{}, 10),
		make(chan qtbt.LowEnergyControllerError, 10)}
	c.OnConnected(func() { c.connected <- struct{}{} })
	c.OnDisconnected(func() { c.disconnected <- struct{}{} })
	c.OnDiscoveryFinished(func() { c.finished <- struct{}{} })
	c.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { c.failed <- e })
	return c
}

// connect connects and finds the services.
func (c *central) connect() {
	c.t.Helper()
	c.reach()
	require.NoError(c.t, c.DiscoverServices())
	<-c.finished
	require.Equal(c.t, qtbt.LowEnergyControllerDiscoveredState, c.State())
}

// reach connects, and no more.
func (c *central) reach() {
	c.t.Helper()
	require.NoError(c.t, c.ConnectToDevice())
	select {
	case <-c.connected:
	case e := <-c.failed:
		require.NoError(c.t, e)
	}
	require.Equal(c.t, qtbt.LowEnergyControllerConnectedState, c.State())
}

// remoteService is a device's service with what it signals.
type remoteService struct {
	*qtbt.LowEnergyService
	t                      *testing.T
	states                 chan qtbt.LowEnergyServiceState
	read, written, changed chan change
	failed                 chan qtbt.LowEnergyServiceError
}

// open finds the details of a service.
func (c *central) open(uuid qtbt.UUID, mode ...qtbt.LowEnergyServiceDiscoveryMode) *remoteService {
	t := c.t
	t.Helper()
	service := c.CreateServiceObject(uuid)
	require.NotNil(t, service)
	t.Cleanup(service.Delete)
	s := &remoteService{service, t, make(chan qtbt.LowEnergyServiceState, 10), make(chan change, 1000),
		make(chan change, 1000), make(chan change, 1000), make(chan qtbt.LowEnergyServiceError, 10)}
	s.OnStateChanged(func(state qtbt.LowEnergyServiceState) { s.states <- state })
	s.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { s.failed <- e })
	for on, to := range map[*chan change]func(func(qtbt.LowEnergyCharacteristic, []byte)) *qtbt.Subscription{
		&s.read: s.OnCharacteristicRead, &s.written: s.OnCharacteristicWritten, &s.changed: s.OnCharacteristicChanged,
	} {
		to(func(c qtbt.LowEnergyCharacteristic, value []byte) { *on <- change{c.UUID(), value} })
	}
	s.OnDescriptorRead(func(d qtbt.LowEnergyDescriptor, value []byte) { s.read <- change{d.UUID(), value} })
	s.OnDescriptorWritten(func(d qtbt.LowEnergyDescriptor, value []byte) { s.written <- change{d.UUID(), value} })
	require.NoError(t, s.DiscoverDetails(mode...))
	require.Equal(t, qtbt.RemoteServiceDiscovering, <-s.states)
	require.Equal(t, qtbt.RemoteServiceDiscovered, <-s.states)
	return s
}

// wait returns the value that a signal reports, and fails the test if the service emits an error.
func (s *remoteService) wait(from <-chan change) change {
	s.t.Helper()
	select {
	case got := <-from:
		return got
	case e := <-s.failed:
		require.NoError(s.t, e)
	}
	return change{}
}

// waitChanged waits until a characteristic has sent a value.
func (s *remoteService) waitChanged(uuid qtbt.UUID, value []byte) {
	s.t.Helper()
	for got := range s.changed {
		if got.uuid == uuid && bytes.Equal(got.value, value) {
			return
		}
	}
}

// subscribe switches on what a characteristic sends.
func (s *remoteService) subscribe(uuid qtbt.UUID, how []byte) {
	s.t.Helper()
	configuration := s.Characteristic(uuid).ClientCharacteristicConfiguration()
	require.True(s.t, configuration.IsValid())
	require.NoError(s.t, s.WriteDescriptor(configuration, how))
	require.Equal(s.t, change{configuration.UUID(), how}, s.wait(s.written))
}
