package lab

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPasskeys(t *testing.T) {
	p := newPasskeys()
	a, b, c := [6]byte{1}, [6]byte{2}, [6]byte{3}
	read := func(s sight) (uint32, error) { return p.read(t.Context(), s) }

	p.show(sight{a, b}, 1)
	p.show(sight{a, b}, 2)
	p.show(sight{a, c}, 3)
	got, err := read(sight{a, b})
	require.NoError(t, err)
	assert.EqualValues(t, 2, got, "the newest")

	numbers := make(chan uint32)
	for _, s := range []sight{{b, a}, {a, b}} {
		go func() {
			number, err := read(s)
			assert.NoError(t, err)
			numbers <- number
		}()
	}
	assert.EqualValues(t, agreedPasskey, <-numbers, "no one has a screen")
	assert.EqualValues(t, agreedPasskey, <-numbers)

	p.forget(c)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("too late"))
	_, err = p.read(ctx, sight{a, c})
	assert.EqualError(t, err, "too late")
}

func TestDevicePath(t *testing.T) {
	a := &pairingAgent{publicOf: func(address [6]byte) [6]byte { return address }}
	peer, err := a.peer("/org/bluez/hci1/dev_00_AA_01_02_00_42")
	require.NoError(t, err)
	assert.Equal(t, [6]byte{0x42, 0, 2, 1, 0xaa, 0}, peer)
	_, err = a.peer("/org/bluez/hci1")
	assert.Error(t, err)
}

func TestAgentsThatThereCannotBe(t *testing.T) {
	assert.ErrorContains(t, Agent{Capability: "Telepathy"}.check(), `"Telepathy"`)
	assert.Error(t, Agent{Refuse: true}.check())
}

// pair has a host discover and pair the one host that advertises, by whichever address that uses.
// Neither command has an agent of its own when the hosts pair.
func pair(t *testing.T, h *Host) error {
	t.Helper()
	discovery := converse(t, h, "bluetoothctl")
	discovery.await("Agent registered")
	discovery.say("scan le", "Device ")
	peer := strings.TrimSpace(discovery.await(" "))
	discovery.say("agent off", "Agent unregistered")
	discovery.end()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err := h.CommandContext(ctx, "dbus-send", "--system", "--print-reply", "--reply-timeout=60000",
		"--dest=org.bluez", "/org/bluez/hci0/dev_"+strings.ReplaceAll(peer, ":", "_"),
		"org.bluez.Device1.Pair").Output()
	return err
}

// asked waits until bluetoothd has made just these calls to a host's agent. If one host refuses,
// the other one's agent may be asked only when the pairing has failed.
func asked(t *testing.T, h *Host, calls []string) {
	t.Helper()
	assert.EventuallyWithT(t, func(t *assert.CollectT) { assert.Equal(t, calls, h.Asked()) },
		patience, 10*time.Millisecond)
}

// The agents of a, which is called, and of b, which calls, and what bluetoothd asks them.
func TestPairingByCapability(t *testing.T) {
	const (
		display   = "DisplayPasskey"
		keyboard  = "RequestPasskey"
		compare   = "RequestConfirmation"
		authorize = "RequestAuthorization"
	)
	le := Settings{LowEnergyOnly: true}
	l := bootedLab(t, Config{Hosts: []HostConfig{{Name: "a", Settings: le}, {Name: "b", Settings: le}}})
	a, b := l.Host("a"), l.Host("b")
	advertise(t, a)
	for _, test := range []struct {
		a, b           Agent
		askedA, askedB []string
		fails          bool
	}{
		{a: Agent{DisplayOnly, false}, b: Agent{KeyboardOnly, false},
			askedA: []string{display}, askedB: []string{keyboard}},
		{a: Agent{KeyboardOnly, false}, b: Agent{DisplayOnly, false},
			askedA: []string{keyboard}, askedB: []string{display}},
		{a: Agent{KeyboardDisplay, false}, b: Agent{KeyboardOnly, false},
			askedA: []string{display}, askedB: []string{keyboard}},
		{a: Agent{KeyboardOnly, false}, b: Agent{KeyboardOnly, false},
			askedA: []string{keyboard}, askedB: []string{keyboard}},
		{a: Agent{DisplayYesNo, false}, b: Agent{KeyboardDisplay, false},
			askedA: []string{compare}, askedB: []string{compare}},
		{a: Agent{NoInputNoOutput, false}, b: Agent{NoInputNoOutput, false},
			askedA: []string{authorize}},
		{a: Agent{DisplayYesNo, false}, b: Agent{NoInputNoOutput, false},
			askedA: []string{authorize}},

		// These two cannot protect the pairing against an attacker in the middle, as b wants.
		{a: Agent{DisplayOnly, false}, b: Agent{DisplayOnly, false}, fails: true},
		{a: Agent{DisplayOnly, false}, askedA: []string{authorize}, fails: true},

		{a: Agent{DisplayYesNo, true}, b: Agent{DisplayYesNo, false},
			askedA: []string{compare}, askedB: []string{compare}, fails: true},
		{a: Agent{DisplayOnly, false}, b: Agent{KeyboardOnly, true},
			askedA: []string{display}, askedB: []string{keyboard}, fails: true},
		{a: Agent{NoInputNoOutput, true}, b: Agent{NoInputNoOutput, false},
			askedA: []string{authorize}, fails: true},
	} {
		t.Run(fmt.Sprintf("%v with %v", test.a, test.b), func(t *testing.T) {
			require.NoError(t, a.SetAgent(t.Context(), test.a))
			require.NoError(t, b.SetAgent(t.Context(), test.b))
			err := pair(t, b)
			encrypted := strings.Contains(output(t, b, "hcitool con"), " ENCRYPT")
			if test.fails {
				assert.Error(t, err)
				assert.False(t, encrypted)
			} else {
				assert.NoError(t, err)
				assert.True(t, encrypted)
			}
			asked(t, a, test.askedA)
			asked(t, b, test.askedB)
			output(t, b, "bluetoothctl remove "+a.Address())
			output(t, a, "bluetoothctl remove "+b.Address()+" || true") // a refusal has removed it
		})
	}
}

// A bond in Low Energy outlives bluetoothd on both hosts.
func TestBondOutlivesRestart(t *testing.T) {
	for _, privacy := range []bool{false, true} {
		t.Run(fmt.Sprintf("privacy %v", privacy), func(t *testing.T) {
			s := Settings{LowEnergyOnly: true, Privacy: privacy, Agent: Agent{Capability: DisplayYesNo}}
			l := bootedLab(t, Config{Hosts: []HostConfig{{Name: "a", Settings: s}, {Name: "b", Settings: s}}})
			a, b := l.Host("a"), l.Host("b")
			served := advertise(t, a)
			require.NoError(t, pair(t, b))
			served.end()
			for _, h := range l.Hosts() {
				asked(t, h, []string{"RequestConfirmation"})
				require.NoError(t, h.StopBluetooth(t.Context()))
				require.NoError(t, h.StartBluetooth(t.Context()))
			}
			advertise(t, a)
			output(t, b, "bluetoothctl connect "+a.Address())
			assert.Regexp(t, "LE .* CENTRAL .*ENCRYPT", output(t, b, "hcitool con"))
			assert.Contains(t, output(t, b, "bluetoothctl info "+a.Address()), "Bonded: yes")
			for _, h := range l.Hosts() {
				assert.Empty(t, h.Asked())
			}
		})
	}
}
