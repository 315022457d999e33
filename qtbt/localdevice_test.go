//go:build cgo

package qtbt_test

// Tests of LocalDevice that need no adapter.

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func newLocalDevice(t *testing.T, address ...qtbt.Address) *qtbt.LocalDevice {
	t.Helper()
	device, err := qtbt.NewLocalDevice(address...)
	require.NoError(t, err)
	t.Cleanup(device.Delete)
	return device
}

func TestNewLocalDevice(t *testing.T) {
	_, err := qtbt.NewLocalDevice(noAdapter, noAdapter)
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestInvalidLocalDevice(t *testing.T) {
	device := newLocalDevice(t, noAdapter)
	assert.False(t, device.IsValid())
	assert.Empty(t, device.Name())
	assert.True(t, device.Address().IsNull())
	assert.Equal(t, qtbt.HostPoweredOff, device.HostMode())
	assert.Equal(t, qtbt.Unpaired, device.PairingStatus(noAdapter))
	assert.Empty(t, device.ConnectedDevices())

	device.OnHostModeStateChanged(func(mode qtbt.HostMode) { t.Errorf("changed to %v", mode) })
	for what, err := range map[string]error{"PowerOn": device.PowerOn(), "SetHostMode": device.SetHostMode(qtbt.HostDiscoverable)} {
		known := errors.Is(err, qtbt.ErrNoBus) || errors.Is(err, qtbt.ErrNoBluetoothd) || errors.Is(err, qtbt.ErrNoAdapter)
		assert.True(t, known, "%s: %v", what, err)
	}
	onQt(t, func() {}) // queued work is done
	assert.Equal(t, qtbt.HostPoweredOff, device.HostMode())
}

func TestPairingOfInvalidLocalDevice(t *testing.T) {
	for name, address := range map[string]qtbt.Address{"null": {}, "other": qtbt.MustParseAddress("11:00:00:00:00:00")} {
		t.Run(name, func(t *testing.T) {
			device := newLocalDevice(t, noAdapter)
			errs := make(chan qtbt.LocalDeviceError, 1)
			device.OnErrorOccurred(func(e qtbt.LocalDeviceError) { errs <- e })
			device.OnPairingFinished(func(a qtbt.Address, p qtbt.Pairing) { t.Errorf("%v is %v", a, p) })
			for _, pairing := range []qtbt.Pairing{qtbt.Unpaired, qtbt.Paired, qtbt.AuthorizedPaired} {
				require.NoError(t, device.RequestPairing(address, pairing))
				assert.Equal(t, qtbt.LocalDevicePairingError, <-errs)
			}
		})
	}
}

func TestLocalDeviceArguments(t *testing.T) {
	device := newLocalDevice(t)
	for _, value := range []int{-1, 4} {
		assert.ErrorIs(t, device.SetHostMode(qtbt.HostMode(value)), qtbt.ErrInvalidArgument)
		assert.ErrorIs(t, device.RequestPairing(noAdapter, qtbt.Pairing(value)), qtbt.ErrInvalidArgument)
	}
	assert.ErrorIs(t, device.RequestPairing(noAdapter, 3), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, device.OnPairingFinished(nil).Err(), qtbt.ErrInvalidArgument)
	assert.ErrorIs(t, device.OnDeviceConnected(nil).Err(), qtbt.ErrInvalidArgument)
}

// No handler gets the error that an invalid device queued before Delete. A handler of that error
// may delete the device.
func TestDeleteLocalDeviceWithPendingError(t *testing.T) {
	device := newLocalDevice(t, noAdapter)
	device.OnErrorOccurred(func(qtbt.LocalDeviceError) { t.Error("an error after Delete") })
	onQt(t, func() {
		require.NoError(t, device.RequestPairing(noAdapter, qtbt.Paired))
		device.Delete()
	})
	onQt(t, func() {})

	device = newLocalDevice(t, noAdapter)
	deleted := make(chan struct{})
	device.OnErrorOccurred(func(qtbt.LocalDeviceError) {
		device.Delete()
		close(deleted)
	})
	require.NoError(t, device.RequestPairing(noAdapter, qtbt.Paired))
	<-deleted
	assert.ErrorIs(t, device.PowerOn(), qtbt.ErrDeleted)
}

func TestLocalDeviceStrings(t *testing.T) {
	assert.Equal(t, "Unpaired", qtbt.Unpaired.String())
	assert.Equal(t, "AuthorizedPaired", qtbt.AuthorizedPaired.String())
	assert.Equal(t, "Pairing(3)", qtbt.Pairing(3).String())
	assert.Equal(t, "HostDiscoverableLimitedInquiry", qtbt.HostDiscoverableLimitedInquiry.String())
	assert.Equal(t, "HostMode(-1)", qtbt.HostMode(-1).String())
	assert.Equal(t, "PairingError", qtbt.LocalDevicePairingError.Error())
	assert.Equal(t, "MissingPermissionsError", qtbt.LocalDeviceMissingPermissionsError.String())
	assert.Equal(t, "UnknownError", qtbt.LocalDeviceUnknownError.String())
	assert.Equal(t, "LocalDeviceError(3)", qtbt.LocalDeviceError(3).String())
}
