package labtest

// Tests of pairing with LocalDevice. On each host BlueZ's own agent stands for the user; without
// one, BlueZ pairs without a question.

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// told is the outcome of a pairing that succeeds.
func told(h *host, pairing qtbt.Pairing) pairingOutcome {
	return pairingOutcome{address: h.peer, pairing: pairing}
}

var pairingFailed = pairingOutcome{err: qtbt.LocalDevicePairingError}

func TestPairing(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		meet(t, h)
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		// How bluetoothctl tells of a pairing.
		shown := map[qtbt.Pairing][]string{
			qtbt.Paired:           {"Paired: yes", "Trusted: no"},
			qtbt.AuthorizedPaired: {"Paired: yes", "Trusted: yes"},
		}
		assert.Equal(t, qtbt.Unpaired, device.PairingStatus(h.peer))
		for _, pairing := range []qtbt.Pairing{
			qtbt.Paired, qtbt.AuthorizedPaired, qtbt.AuthorizedPaired, qtbt.Paired, qtbt.Unpaired,
			qtbt.Unpaired, qtbt.AuthorizedPaired, qtbt.Unpaired,
		} {
			require.NoError(t, device.RequestPairing(h.peer, pairing))
			assert.Equal(t, told(h, pairing), <-outcomes)
			assert.Equal(t, pairing, device.PairingStatus(h.peer))
			if pairing == qtbt.Unpaired {
				assert.NotContains(t, bluetoothctl(t, "devices"), h.peer.String())
				continue
			}
			info := bluetoothctl(t, "info", h.peer.String())
			for _, line := range shown[pairing] {
				assert.Contains(t, info, line, pairing)
			}
			h.tell("paired")
			h.await("agreed")
		}
		assert.Empty(t, outcomes)
		h.tell("done")
	}, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		device.OnPairingFinished(func(qtbt.Address, qtbt.Pairing) { t.Error("told of a pairing that the other host asked for") })
		for {
			select {
			case <-h.mark("paired"):
				eventually(t, "not paired", func() bool { return device.PairingStatus(h.peer) == qtbt.Paired })
				h.tell("agreed")
			case <-h.mark("done"):
				return
			}
		}
	})
}

func TestPairingRefusedAndAllowed(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("ready")
		meet(t, h)
		assert.Equal(t, pairingFailed, pair(t, h.peer, qtbt.Paired))
		assert.Equal(t, qtbt.Unpaired, newLocalDevice(t).PairingStatus(h.peer))
		assert.Equal(t, told(h, qtbt.Paired), pair(t, h.peer, qtbt.Paired))
		h.tell("done")
	}, func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		h.tell("ready")
		assert.Contains(t, user.answer("no"), "Request authorization")
		assert.Contains(t, user.answer("yes"), "Request authorization")
		h.await("done")
	})
}

// With a user on each side, both compare a number.
func TestPairingWithComparison(t *testing.T) {
	number := regexp.MustCompile(`Confirm passkey (\d{6})`)
	asked := func(t *testing.T, user *user) string {
		match := number.FindStringSubmatch(user.answer("yes"))
		require.NotNil(t, match)
		return match[1]
	}
	onHosts(t, func(t *testing.T, h *host) {
		h.await("ready")
		user := newUser(t, "DisplayYesNo")
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		// It looks for the device first.
		require.NoError(t, device.RequestPairing(h.peer, qtbt.AuthorizedPaired))
		shown := asked(t, user)
		assert.Equal(t, h.await("shown"), shown)
		assert.Equal(t, told(h, qtbt.AuthorizedPaired), <-outcomes)
		assert.Contains(t, bluetoothctl(t, "show"), "Discovering: no")
		h.tell("done")
	}, func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		h.tell("ready")
		h.tell("shown", asked(t, user))
		h.await("done")
	})
}

// Another RequestPairing, for what the device has already, gives a pairing up that waits for the
// user.
func TestPairingGivenUp(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("ready")
		meet(t, h)
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		require.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
		h.await("asked")
		require.NoError(t, device.RequestPairing(h.peer, qtbt.Unpaired))
		assert.Equal(t, told(h, qtbt.Unpaired), <-outcomes)
		assert.Equal(t, qtbt.Unpaired, device.PairingStatus(h.peer))
		h.tell("done")
	}, func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		h.tell("ready")
		user.await("(yes/no): ")
		h.tell("asked")
		h.await("done")
	})
}

// A pairing that the user is being asked for goes on without its LocalDevice.
func TestDeleteWhilePairing(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("ready")
		meet(t, h)
		device := newLocalDevice(t)
		device.OnPairingFinished(func(qtbt.Address, qtbt.Pairing) { t.Error("told after Delete") })
		require.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
		h.await("asked")
		device.Delete()
		h.tell("deleted")
		other := newLocalDevice(t)
		eventually(t, "not paired", func() bool { return other.PairingStatus(h.peer) == qtbt.Paired })
		h.tell("done")
	}, askedUntil("deleted"))
}

// Qt waits 25 seconds for BlueZ's answer.
func TestPairingAnsweredTooLate(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("ready")
		meet(t, h)
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		require.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
		assert.Equal(t, pairingFailed, <-outcomes)
		h.tell("failed")
		eventually(t, "not paired", func() bool { return device.PairingStatus(h.peer) == qtbt.Paired })
		assert.Empty(t, outcomes)
		h.tell("done")
	}, askedUntil("failed"))
}

// askedUntil is a host whose user allows a pairing when a mark has come.
func askedUntil(mark string) part {
	return func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		h.tell("ready")
		user.await("(yes/no): ")
		h.tell("asked")
		h.await(mark)
		user.say("yes")
		h.await("done")
	}
}

// What ends a pairing's search for its device ends BlueZ's discovery. Qt alone would leave it on.
func TestPairingSearchEnds(t *testing.T) {
	onHosts(t, func(t *testing.T, _ *host) {
		discovering := func() bool { return strings.Contains(bluetoothctl(t, "show"), "Discovering: yes") }
		for name, end := range map[string]func(*qtbt.LocalDevice){
			"Delete": func(device *qtbt.LocalDevice) { device.Delete() },
			"Unpaired": func(device *qtbt.LocalDevice) {
				outcomes := pairingOutcomes(device)
				require.NoError(t, device.RequestPairing(dummy, qtbt.Unpaired))
				assert.Equal(t, pairingOutcome{address: dummy, pairing: qtbt.Unpaired}, <-outcomes)
			},
		} {
			t.Run(name, func(t *testing.T) {
				device := newLocalDevice(t)
				require.NoError(t, device.RequestPairing(dummy, qtbt.Paired))
				eventually(t, "no search", discovering)
				end(device)
				eventually(t, "the search goes on", func() bool { return !discovering() })
			})
		}
	}, func(*testing.T, *host) {})
}
