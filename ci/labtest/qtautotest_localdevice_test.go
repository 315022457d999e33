package labtest

// The cases of Qt's own test of QBluetoothLocalDevice that need an adapter. A test has its
// function's name there, a subtest its row's. Those that need none are in package qtbt's tests.
// What a row finds there as the row before left it, it is brought to here first, so that each
// stands alone. None is left out: the tables that Qt has for Windows and Android hold on BlueZ too.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// onOneHost runs a test on a host with an adapter, the other host being there to be found.
func onOneHost(t *testing.T, a part) {
	t.Helper()
	onHosts(t, a, func(*testing.T, *host) {})
}

func TestQBluetoothLocalDevice_powerOn(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		bringTo(t, qtbt.HostPoweredOff)
		device := newLocalDevice(t)
		modes := hostModes(device)
		require.NoError(t, device.PowerOn())
		assert.NotEqual(t, qtbt.HostPoweredOff, <-modes)
		assert.NotEqual(t, qtbt.HostPoweredOff, device.HostMode())
	})
}

func TestQBluetoothLocalDevice_powerOff(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		device := newLocalDevice(t)
		require.NotEqual(t, qtbt.HostPoweredOff, device.HostMode())
		modes := hostModes(device)
		require.NoError(t, device.SetHostMode(qtbt.HostPoweredOff))
		assert.Equal(t, qtbt.HostPoweredOff, <-modes)
		assert.Equal(t, qtbt.HostPoweredOff, device.HostMode())
	})
}

// hostModeRow is a row of hostModes: whether a change to a mode is signalled.
type hostModeRow struct {
	name         string
	mode         qtbt.HostMode
	expectSignal bool
}

var hostModeTables = map[string][]hostModeRow{
	"default": {
		{"HostDiscoverable1", qtbt.HostDiscoverable, true},
		{"HostPoweredOff1", qtbt.HostPoweredOff, true},
		{"HostPoweredOff2", qtbt.HostPoweredOff, false},
		{"HostConnectable1", qtbt.HostConnectable, true},
		{"HostConnectable2", qtbt.HostConnectable, false},
		{"HostDiscoverable2", qtbt.HostDiscoverable, true},
		{"HostConnectable3", qtbt.HostConnectable, true},
		{"HostPoweredOff3", qtbt.HostPoweredOff, true},
		{"HostDiscoverable3", qtbt.HostDiscoverable, true},
		{"HostDiscoverable4", qtbt.HostDiscoverable, false},
		{"HostConnectable4", qtbt.HostConnectable, true},
	},
	"Windows": {
		{"HostPoweredOff1", qtbt.HostPoweredOff, false},
		{"HostConnectable1", qtbt.HostConnectable, true},
		{"HostConnectable2", qtbt.HostConnectable, false},
		{"HostPoweredOff3", qtbt.HostPoweredOff, true},
		{"HostPoweredOff3", qtbt.HostPoweredOff, false},
	},
	"Android": {
		{"HostDiscoverable1", qtbt.HostDiscoverable, true},
		{"HostPoweredOff1", qtbt.HostPoweredOff, true},
		{"HostPoweredOff2", qtbt.HostPoweredOff, false},
		{"HostDiscoverable2", qtbt.HostDiscoverable, true},
		{"HostPoweredOff3", qtbt.HostPoweredOff, true},
		{"HostDiscoverable3", qtbt.HostDiscoverable, true},
		{"HostDiscoverable4", qtbt.HostDiscoverable, false},
	},
}

func TestQBluetoothLocalDevice_hostModes(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		for table, rows := range hostModeTables {
			t.Run(table, func(t *testing.T) {
				before := qtbt.HostPoweredOff
				for _, row := range rows {
					t.Run(row.name, func(t *testing.T) { testHostMode(t, before, row) })
					before = row.mode
				}
			})
		}
	})
}

func testHostMode(t *testing.T, before qtbt.HostMode, row hostModeRow) {
	bringTo(t, before)
	device := newLocalDevice(t)
	modes := hostModes(device)
	require.NoError(t, device.SetHostMode(row.mode))
	if row.expectSignal {
		assert.Equal(t, row.mode, <-modes)
		assert.Equal(t, row.mode, device.HostMode())
		return
	}
	assert.Equal(t, row.mode, device.HostMode())
	// The next signal is that of another change.
	other := qtbt.HostPoweredOff
	if row.mode == other {
		other = qtbt.HostConnectable
	}
	require.NoError(t, device.SetHostMode(other))
	assert.Equal(t, other, <-modes)
}

func TestQBluetoothLocalDevice_address(t *testing.T) {
	onOneHost(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		assert.False(t, device.Address().IsNull())
		assert.Equal(t, h.self.String(), device.Address().String())
	})
}

func TestQBluetoothLocalDevice_name(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) { assert.NotEmpty(t, newLocalDevice(t).Name()) })
}

// The part that needs an adapter; the other is in package qtbt's tests.
func TestQBluetoothLocalDevice_isValid(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		var addresses []qtbt.Address
		for _, info := range qtbt.AllDevices() {
			addresses = append(addresses, info.Address())
			newLocalDevice(t, info.Address()) // wants it to be valid
		}
		assert.Contains(t, addresses, newLocalDevice(t).Address())
		assert.NotContains(t, addresses, qtbt.MustParseAddress("FF:FF:FF:FF:FF:FF"))
	})
}

func TestQBluetoothLocalDevice_construction(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		assert.True(t, newLocalDevice(t).IsValid())
		anyAdapter := newLocalDevice(t, qtbt.AddressFromUint64(0))
		assert.True(t, anyAdapter.IsValid())
		assert.False(t, anyAdapter.Address().IsNull())
	})
}

func TestQBluetoothLocalDevice_pairingStatus(t *testing.T) {
	onOneHost(t, func(t *testing.T, _ *host) {
		for name, address := range map[string]qtbt.Address{"UnPaired Device: DUMMY": dummy, "Invalid device": {}} {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, qtbt.Unpaired, newLocalDevice(t).PairingStatus(address))
			})
		}
	})
}

func TestQBluetoothLocalDevice_pairDevice(t *testing.T) {
	onOneHost(t, func(t *testing.T, h *host) {
		before := qtbt.Unpaired // how the row before has left the other host
		for _, row := range []struct {
			name        string
			address     qtbt.Address
			pairing     qtbt.Pairing
			expectError bool
		}{
			{"UnPaired Device: DUMMY->unpaired", dummy, qtbt.Unpaired, false},
			{"UnPaired Device: DUMMY->paired", dummy, qtbt.Paired, true},
			{"UnPaired Device: DUMMY", qtbt.Address{}, qtbt.Unpaired, true},
			{"UnParing Test device 1", h.peer, qtbt.Unpaired, false},
			{"Pairing Test Device", h.peer, qtbt.Paired, false},
			{"Pairing upgrade for Authorization", h.peer, qtbt.AuthorizedPaired, false},
			{"Unpairing Test device 2", h.peer, qtbt.Unpaired, false},
			{"Authorized Pairing", h.peer, qtbt.AuthorizedPaired, false},
			{"Pairing Test Device after Authorization Pairing", h.peer, qtbt.Paired, false},
			{"Pairing Test Device after Authorization2", h.peer, qtbt.Paired, false},
			{"Unpairing Test device 3", h.peer, qtbt.Unpaired, false},
			{"UnParing Test device 4", h.peer, qtbt.Unpaired, false},
		} {
			t.Run(row.name, func(t *testing.T) {
				require.Equal(t, told(h, before), pair(t, h.peer, before))
				device := newLocalDevice(t)
				outcomes := pairingOutcomes(device)
				require.NoError(t, device.RequestPairing(row.address, row.pairing))
				if row.expectError {
					assert.Equal(t, pairingFailed, <-outcomes)
				} else {
					assert.Equal(t, pairingOutcome{address: row.address, pairing: row.pairing}, <-outcomes)
					assert.Equal(t, row.pairing, device.PairingStatus(row.address))
				}
				assert.Empty(t, outcomes)
			})
			if row.address == h.peer {
				before = row.pairing
			}
		}
	})
}

func TestQBluetoothLocalDevice_connectedDevices(t *testing.T) {
	onOneHost(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		connected, disconnected := make(chan qtbt.Address, 10), make(chan qtbt.Address, 10)
		device.OnDeviceConnected(func(address qtbt.Address) { connected <- address })
		device.OnDeviceDisconnected(func(address qtbt.Address) { disconnected <- address })

		require.NoError(t, device.RequestPairing(h.peer, qtbt.Unpaired))
		require.Equal(t, told(h, qtbt.Unpaired), <-outcomes)
		assert.NotContains(t, device.ConnectedDevices(), h.peer)

		require.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
		assert.Equal(t, h.peer, <-connected)
		assert.Contains(t, device.ConnectedDevices(), h.peer)
		require.Equal(t, told(h, qtbt.Paired), <-outcomes)

		require.NoError(t, device.RequestPairing(h.peer, qtbt.Unpaired))
		require.Equal(t, told(h, qtbt.Unpaired), <-outcomes)
		assert.Equal(t, h.peer, <-disconnected)
		assert.NotContains(t, device.ConnectedDevices(), h.peer)
	})
}
