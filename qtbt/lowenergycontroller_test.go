//go:build cgo

package qtbt_test

// Tests of LowEnergyController that need no adapter.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// aDevice is a device that no adapter has found.
var aDevice = qtbt.NewDeviceInfo(qtbt.MustParseAddress("11:22:33:44:55:66"), "a device", 0)

func newCentral(t *testing.T, adapter ...qtbt.Address) *qtbt.LowEnergyController {
	t.Helper()
	c, err := qtbt.NewLowEnergyCentral(aDevice, adapter...)
	require.NoError(t, err)
	t.Cleanup(c.Delete)
	return c
}

func newPeripheral(t *testing.T, adapter ...qtbt.Address) *qtbt.LowEnergyController {
	t.Helper()
	p, err := qtbt.NewLowEnergyPeripheral(adapter...)
	require.NoError(t, err)
	t.Cleanup(p.Delete)
	return p
}

// advertise starts advertising with Qt's defaults.
func advertise(p *qtbt.LowEnergyController) error {
	return p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, qtbt.LowEnergyAdvertisingData{})
}

// recordLowEnergy has the signals of a controller written to a slice, on the Qt thread.
func recordLowEnergy(c *qtbt.LowEnergyController) *[]string {
	lines := new([]string)
	add := func(line string) { *lines = append(*lines, line) }
	c.OnConnected(func() { add("connected") })
	c.OnDisconnected(func() { add("disconnected") })
	c.OnStateChanged(func(s qtbt.LowEnergyControllerState) { add(s.String()) })
	c.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { add(e.String()) })
	return lines
}

func TestNewLowEnergyCentral(t *testing.T) {
	c := newCentral(t, noAdapter)
	assert.Equal(t, qtbt.CentralRole, c.Role())
	assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
	assert.Equal(t, noAdapter, c.LocalAddress())
	assert.Equal(t, aDevice.Address(), c.RemoteAddress())
	assert.Equal(t, "a device", c.RemoteName())
	assert.True(t, c.RemoteDeviceUUID().IsNull())
	assert.Equal(t, qtbt.PublicAddress, c.RemoteAddressType())
	assert.Empty(t, c.Services())
	assert.Nil(t, c.CreateServiceObject(qtbt.UUID{}))

	require.NoError(t, c.SetRemoteAddressType(qtbt.RandomAddress))
	assert.Equal(t, qtbt.RandomAddress, c.RemoteAddressType())
	assert.ErrorIs(t, c.SetRemoteAddressType(2), qtbt.ErrInvalidArgument)
	assert.Equal(t, qtbt.RandomAddress, c.RemoteAddressType())

	_, err := qtbt.NewLowEnergyCentral(aDevice, noAdapter, noAdapter)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestNewLowEnergyPeripheral(t *testing.T) {
	p := newPeripheral(t, noAdapter)
	assert.Equal(t, qtbt.PeripheralRole, p.Role())
	assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, p.State())
	assert.Equal(t, noAdapter, p.LocalAddress())
	assert.True(t, p.RemoteAddress().IsNull())
	assert.Empty(t, p.RemoteName())

	_, err := qtbt.NewLowEnergyPeripheral(noAdapter, noAdapter)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestConnectToDeviceWithoutItsAdapter(t *testing.T) {
	c := newCentral(t, noAdapter)
	seen := recordLowEnergy(c)
	err := c.ConnectToDevice()
	assert.ErrorIs(t, err, qtbt.LowEnergyControllerInvalidBluetoothAdapterError)
	assert.ErrorContains(t, err, c.ErrorString())
	assert.Equal(t, qtbt.LowEnergyControllerInvalidBluetoothAdapterError, c.LastError())
	onQt(t, func() { assert.Equal(t, []string{"InvalidBluetoothAdapterError"}, *seen) })
}

func TestCallsOfTheOtherRole(t *testing.T) {
	p := newPeripheral(t)
	seen := recordLowEnergy(p)
	for _, err := range []error{p.ConnectToDevice(), p.DiscoverServices()} {
		assert.ErrorIs(t, err, qtbt.ErrWrongState)
		assert.ErrorContains(t, err, "role", "Qt's warning")
	}
	c := newCentral(t)
	assert.ErrorIs(t, advertise(c), qtbt.ErrWrongState)
	_, err := c.AddService(heartRate(t))
	assert.ErrorIs(t, err, qtbt.ErrWrongState)
	assert.ErrorContains(t, err, "Services can only be added in the peripheral role")
	onQt(t, func() { assert.Empty(t, *seen) })
}

func TestCallsWithoutConnection(t *testing.T) {
	c := newCentral(t)
	seen := recordLowEnergy(c)
	require.NoError(t, c.DiscoverServices())
	require.NoError(t, c.DisconnectFromDevice())
	require.NoError(t, c.StopAdvertising())
	assert.ErrorIs(t, c.RequestConnectionUpdate(qtbt.LowEnergyConnectionParameters{}), qtbt.ErrWrongState)
	assert.ErrorIs(t, c.ReadRSSI(), qtbt.LowEnergyControllerRSSIReadError)
	onQt(t, func() { assert.Subset(t, []string{"RssiReadError"}, *seen) })
	assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
}

func TestAdvertisingWithoutAdapterFails(t *testing.T) {
	p := newPeripheral(t, noAdapter)
	seen := recordLowEnergy(p)
	err := advertise(p)
	assert.ErrorIs(t, err, qtbt.LowEnergyControllerAdvertisingError)
	assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, p.State())
	onQt(t, func() {
		assert.Equal(t, []string{"AdvertisingState", "AdvertisingError", "UnconnectedState", "AdvertisingError"}, *seen)
	})
	twice := []qtbt.LowEnergyAdvertisingData{{}, {}}
	assert.ErrorIs(t, p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, twice[0], twice...), qtbt.ErrInvalidArgument)
}

func TestAdvertisingDataThatQtWouldWritePastItsBuffer(t *testing.T) {
	p := newPeripheral(t)
	seen := recordLowEnergy(p)
	var data qtbt.LowEnergyAdvertisingData
	data.SetManufacturerData(1, make([]byte, 100))
	assert.ErrorIs(t, p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, data), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, p.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, qtbt.LowEnergyAdvertisingData{}, data),
		qtbt.ErrInvalidArgument)
	onQt(t, func() { assert.Empty(t, *seen) })
}

// retry returns a handler that makes a call again, 100 times, and how deeply these calls were
// nested then. Qt would nest them until the stack is full.
func retry(call func() error) (again func(), deepest <-chan int) {
	calls, depth, most := 0, 0, 0
	done := make(chan int, 1)
	return func() {
		if calls++; calls > 100 {
			return
		}
		depth++
		most = max(most, depth)
		_ = call() // the signals report its error
		depth--
		if calls == 100 {
			done <- most
		}
	}, done
}

func TestRetryInAHandlerDoesNotNest(t *testing.T) {
	t.Run("connecting", func(t *testing.T) {
		c := newCentral(t)
		again, deepest := retry(c.ConnectToDevice)
		c.OnErrorOccurred(func(qtbt.LowEnergyControllerError) { again() })
		require.Error(t, c.ConnectToDevice())
		assert.Equal(t, 1, <-deepest)
	})
	t.Run("advertising", func(t *testing.T) {
		p := newPeripheral(t)
		again, deepest := retry(func() error { return advertise(p) })
		p.OnStateChanged(func(s qtbt.LowEnergyControllerState) {
			if s == qtbt.LowEnergyControllerUnconnectedState {
				again()
			}
		})
		require.Error(t, advertise(p))
		assert.Equal(t, 1, <-deepest)
	})
}

// Qt would use the advertiser that the handler's call has deleted.
func TestEndingAdvertisingWhileItStarts(t *testing.T) {
	for name, end := range map[string]func(*qtbt.LowEnergyController) error{
		"StopAdvertising":      (*qtbt.LowEnergyController).StopAdvertising,
		"DisconnectFromDevice": (*qtbt.LowEnergyController).DisconnectFromDevice,
		"Delete": func(p *qtbt.LowEnergyController) error {
			p.Delete()
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, on := range []string{"AdvertisingState", "AdvertisingError", "UnconnectedState"} {
				p := newPeripheral(t)
				at := func(now string) {
					if now == on {
						assert.NoError(t, end(p))
					}
				}
				p.OnStateChanged(func(s qtbt.LowEnergyControllerState) { at(s.String()) })
				p.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { at(e.String()) })
				assert.Error(t, advertise(p))
				onQt(t, func() {}) // what was put off comes first
				assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, p.State())
			}
		})
	}
}

func TestLowEnergyStrings(t *testing.T) {
	assert.Equal(t, "AdvertisingState", qtbt.LowEnergyControllerAdvertisingState.String())
	assert.Equal(t, "PeripheralRole", qtbt.PeripheralRole.String())
	assert.Equal(t, "RssiReadError", qtbt.LowEnergyControllerRSSIReadError.Error())
	assert.Equal(t, "LowEnergyControllerError(99)", qtbt.LowEnergyControllerError(99).Error())
	assert.Equal(t, "RemoteServiceDiscovered", qtbt.RemoteServiceDiscovered.String())
	assert.Equal(t, "OperationError", qtbt.LowEnergyServiceOperationError.Error())
	assert.Equal(t, "PrimaryService|IncludedService", (qtbt.PrimaryService | qtbt.IncludedService).String())
	assert.Equal(t, "SkipValueDiscovery", qtbt.LowEnergyServiceSkipValueDiscovery.String())
	assert.Equal(t, "WriteSigned", qtbt.WriteSigned.String())
}
