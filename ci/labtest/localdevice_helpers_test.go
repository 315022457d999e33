package labtest

// What the tests of LocalDevice share: outcomes of pairings, and BlueZ's own tools as a third party
// and as the user.

import (
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// dummy is the address of no device.
var dummy = qtbt.MustParseAddress("11:00:00:00:00:00")

func newLocalDevice(t *testing.T, address ...qtbt.Address) *qtbt.LocalDevice {
	t.Helper()
	device, err := qtbt.NewLocalDevice(address...)
	require.NoError(t, err)
	t.Cleanup(device.Delete)
	require.True(t, device.IsValid())
	return device
}

// hostModes returns the host modes that a device tells of.
func hostModes(device *qtbt.LocalDevice) <-chan qtbt.HostMode {
	modes := make(chan qtbt.HostMode, 100)
	device.OnHostModeStateChanged(func(mode qtbt.HostMode) { modes <- mode })
	return modes
}

// bringTo gives an adapter a host mode, from whatever it has.
func bringTo(t *testing.T, mode qtbt.HostMode) {
	t.Helper()
	device := newLocalDevice(t)
	defer device.Delete()
	modes := hostModes(device)
	if device.HostMode() == mode {
		return
	}
	require.NoError(t, device.SetHostMode(mode))
	for changed := range modes {
		if changed == mode {
			return
		}
	}
}

// pairingOutcome is what came of a RequestPairing.
type pairingOutcome struct {
	address qtbt.Address
	pairing qtbt.Pairing
	err     qtbt.LocalDeviceError
}

// pairingOutcomes returns what comes of a device's pairings.
func pairingOutcomes(device *qtbt.LocalDevice) <-chan pairingOutcome {
	outcomes := make(chan pairingOutcome, 100)
	device.OnPairingFinished(func(address qtbt.Address, pairing qtbt.Pairing) {
		outcomes <- pairingOutcome{address: address, pairing: pairing}
	})
	device.OnErrorOccurred(func(e qtbt.LocalDeviceError) { outcomes <- pairingOutcome{err: e} })
	return outcomes
}

// pair requests a pairing with a device of its own, and returns what came of it.
func pair(t *testing.T, address qtbt.Address, pairing qtbt.Pairing) pairingOutcome {
	t.Helper()
	device := newLocalDevice(t)
	defer device.Delete()
	outcomes := pairingOutcomes(device)
	require.NoError(t, device.RequestPairing(address, pairing))
	return <-outcomes
}

// bluetoothctl runs a command of BlueZ's own client, and returns what it said.
func bluetoothctl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("bluetoothctl", args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

// eventually waits for a state that nothing tells of.
func eventually(t *testing.T, what string, state func() bool) {
	t.Helper()
	require.Eventually(t, state, hangLimit, 100*time.Millisecond, what)
}

// user is the user of a host, whom its BlueZ asks about pairings.
type user struct{ *dialogue }

// newUser has BlueZ ask a user, with bluetoothctl as the agent, until the test's end. The
// capability is what BlueZ is to believe of the user's display and keys, such as DisplayYesNo.
func newUser(t *testing.T, capability string) *user {
	t.Helper()
	u := &user{converse(t, exec.Command("bluetoothctl", "--agent", capability))}
	u.await("Agent registered")
	return u
}

// answer waits for the next question and answers it. It returns what was asked.
func (u *user) answer(yesOrNo string) string {
	u.t.Helper()
	question := u.await("(yes/no): ")
	u.say(yesOrNo)
	return question
}
