//go:build cgo

package qtbt_test

// The cases of Qt's own test of QBluetoothLocalDevice that need no adapter. Each test has its
// function's name. All other cases are in ci/labtest.

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestQBluetoothLocalDevice_isValid(t *testing.T) {
	device := newLocalDevice(t)
	assert.Equal(t, len(qtbt.AllDevices()) > 0, device.IsValid(), "valid if there is an adapter")

	invalid := newLocalDevice(t, qtbt.MustParseAddress("FF:FF:FF:FF:FF:FF"))
	assert.False(t, invalid.IsValid())
	assert.Equal(t, qtbt.Address{}, invalid.Address())
	assert.Empty(t, invalid.Name())
	assert.Equal(t, qtbt.Unpaired, invalid.PairingStatus(qtbt.Address{}))
	assert.Equal(t, qtbt.HostPoweredOff, invalid.HostMode())
}

// The original is empty. On every machine it holds that no adapter is without an address.
func TestQBluetoothLocalDevice_allDevices(t *testing.T) {
	for _, info := range qtbt.AllDevices() {
		assert.False(t, info.Address().IsNull())
	}
}
