package labtest

// A test of LocalDevice on a host with two adapters.

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Each adapter is selected by its address, and its host mode is its own.
func TestLocalDevicesOfTwoAdapters(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		var listed []string
		for _, controller := range regexp.MustCompile(`Controller (\S+)`).FindAllStringSubmatch(bluetoothctl(t, "list"), -1) {
			listed = append(listed, controller[1])
		}
		var addresses []string
		for _, info := range qtbt.AllDevices() {
			addresses = append(addresses, info.Address().String())
		}
		assert.ElementsMatch(t, listed, addresses)
		require.Len(t, addresses, 2)
		assert.Equal(t, h.self.String(), addresses[0], "in the order of their numbers")
		second := newLocalDevice(t, qtbt.MustParseAddress(addresses[1]))
		first := newLocalDevice(t, h.self)
		assert.Equal(t, addresses[1], second.Address().String())
		assert.Equal(t, h.self, newLocalDevice(t).Address(), "the default adapter")

		firstModes, secondModes := hostModes(first), hostModes(second)
		for _, mode := range []qtbt.HostMode{qtbt.HostConnectable, qtbt.HostPoweredOff, qtbt.HostDiscoverable} {
			require.NoError(t, second.SetHostMode(mode))
			assert.Equal(t, mode, <-secondModes)
			assert.Equal(t, mode, second.HostMode())
			assert.Equal(t, qtbt.HostDiscoverable, first.HostMode())
			shown := bluetoothctl(t, "show", h.self.String())
			assert.Contains(t, shown, "Powered: yes")
			assert.Contains(t, shown, "Discoverable: yes")
		}
		require.NoError(t, first.SetHostMode(qtbt.HostPoweredOff))
		assert.Equal(t, qtbt.HostPoweredOff, <-firstModes, "its first change")
		assert.Equal(t, qtbt.HostDiscoverable, second.HostMode())
		assert.Empty(t, secondModes)
		require.NoError(t, first.PowerOn())
		<-firstModes

		// The adapter that is asked finds the device, and pairs with it.
		outcomes := pairingOutcomes(second)
		require.NoError(t, second.RequestPairing(h.peer, qtbt.Paired))
		assert.Equal(t, told(h, qtbt.Paired), <-outcomes)
		h.tell("paired", second.Address())
		h.await("agreed")
		assert.Equal(t, qtbt.Paired, first.PairingStatus(h.peer), "of the device that the second adapter knows")

		// From when the first adapter knows the device, Qt takes it for every adapter's.
		meet(t, h)
		assert.Equal(t, qtbt.Unpaired, second.PairingStatus(h.peer))
		require.NoError(t, second.RequestPairing(h.peer, qtbt.Paired))
		assert.Equal(t, told(h, qtbt.Paired), <-outcomes)
		h.tell("paired", first.Address())
		h.await("agreed")
		require.NoError(t, second.RequestPairing(h.peer, qtbt.Unpaired))
		assert.Equal(t, pairingFailed, <-outcomes)
		assert.Equal(t, told(h, qtbt.Unpaired), pair(t, h.peer, qtbt.Unpaired), "through the first adapter")
		assert.Equal(t, qtbt.Paired, second.PairingStatus(h.peer))
	}, func(t *testing.T, h *host) {
		for range 2 {
			address := h.await("paired")
			eventually(t, "not paired with the adapter", func() bool {
				return strings.Contains(bluetoothctl(t, "info", address), "Paired: yes")
			})
			h.tell("agreed")
		}
	}, idle})
}
