package labtest

// Tests of the pairings that protected values lead to, by what the users of both hosts can see and
// type.

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// withAgents gives the hosts a and b other pairing agents, until the test's end.
func withAgents(t *testing.T, a, b lab.Agent) func(context.Context, *lab.Lab) error {
	return func(ctx context.Context, l *lab.Lab) error {
		for name, agent := range map[string]lab.Agent{"a": a, "b": b} {
			h := l.Host(name)
			t.Cleanup(func() { assert.NoError(t, h.SetAgent(context.Background(), agreeing.Agent)) })
			if err := h.SetAgent(ctx, agent); err != nil {
				return err
			}
		}
		return nil
	}
}

// A central reads what needs an encrypted connection, and then what needs a pairing that is safe
// from an attacker in the middle. A pairing that fails ends the connection: the central's service
// becomes invalid without an error, and the peripheral emits LowEnergyControllerUnknownError. The
// scenario le.secured.read has hosts without agents.
func TestLowEnergyPairingByCapability(t *testing.T) {
	encrypted, authenticated := longValue, commanded
	const none, encryption, authentication = 0, 1, 2 // how many of the two can be read
	for _, row := range []struct {
		central, peripheral lab.Agent
		reached             int
	}{
		{lab.Agent{Capability: lab.KeyboardOnly}, lab.Agent{Capability: lab.DisplayOnly}, authentication},
		{lab.Agent{Capability: lab.DisplayOnly}, lab.Agent{Capability: lab.KeyboardOnly}, authentication},
		{lab.Agent{Capability: lab.KeyboardOnly}, lab.Agent{Capability: lab.KeyboardOnly}, authentication},
		{lab.Agent{Capability: lab.DisplayYesNo}, lab.Agent{Capability: lab.DisplayYesNo}, authentication},
		{lab.Agent{Capability: lab.KeyboardDisplay}, lab.Agent{Capability: lab.DisplayYesNo}, authentication},
		{lab.Agent{Capability: lab.DisplayYesNo}, lab.Agent{Capability: lab.KeyboardDisplay}, authentication},

		// Without a user's help, no pairing protects against an attacker in the middle.
		{lab.Agent{Capability: lab.NoInputNoOutput}, lab.Agent{Capability: lab.NoInputNoOutput}, encryption},
		{lab.Agent{Capability: lab.DisplayYesNo}, lab.Agent{Capability: lab.NoInputNoOutput}, encryption},
		{lab.Agent{Capability: lab.NoInputNoOutput}, lab.Agent{Capability: lab.DisplayYesNo}, encryption},

		// Both ask for that protection, and cannot give it.
		{lab.Agent{Capability: lab.DisplayOnly}, lab.Agent{Capability: lab.DisplayOnly}, none},

		{lab.Agent{Capability: lab.DisplayYesNo}, lab.Agent{Capability: lab.DisplayYesNo, Refuse: true}, none},
		{lab.Agent{Capability: lab.KeyboardOnly, Refuse: true}, lab.Agent{Capability: lab.DisplayOnly}, none},
		{lab.Agent{Capability: lab.NoInputNoOutput}, lab.Agent{Capability: lab.NoInputNoOutput, Refuse: true}, none},
	} {
		t.Run(fmt.Sprintf("%v with %v", row.central, row.peripheral), func(t *testing.T) {
			central := func(t *testing.T, h *host) {
				defer h.tell("done")
				c := newCentral(t, findPeripheral(t, h))
				c.connect()
				s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
				for i, uuid := range []qtbt.UUID{encrypted, authenticated} {
					require.NoError(t, s.ReadCharacteristic(s.Characteristic(uuid)))
					if row.reached > i {
						assert.Equal(t, change{uuid, []byte("protected")}, s.wait(s.read))
						continue
					}
					assert.Equal(t, qtbt.InvalidService, <-s.states)
					<-c.disconnected
					assert.Equal(t, qtbt.LowEnergyControllerUnconnectedState, c.State())
					assert.Equal(t, qtbt.LowEnergyControllerNoError, c.LastError())
					assert.Equal(t, qtbt.LowEnergyServiceNoError, s.LastError())
					assert.Empty(t, s.read)
					h.await("failed")
					return
				}
			}
			peripheral := func(t *testing.T, h *host) {
				controller, err := qtbt.NewLowEnergyPeripheral()
				require.NoError(t, err)
				t.Cleanup(controller.Delete)
				failed := make(chan qtbt.LowEnergyControllerError, 10)
				controller.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { failed <- e })
				var data qtbt.LowEnergyServiceData
				data.SetUUID(serviceUUID(t))
				for uuid, constraints := range map[qtbt.UUID]qtbt.ATTAccessConstraint{
					encrypted: qtbt.ATTEncryptionRequired, authenticated: qtbt.ATTAuthenticationRequired,
				} {
					c := attribute(t, uuid, qtbt.PropertyRead, []byte("protected"))
					c.SetReadConstraints(constraints)
					require.NoError(t, data.AddCharacteristic(c))
				}
				service, err := controller.AddService(data)
				require.NoError(t, err)
				t.Cleanup(service.Delete)
				p := &peripheral{LowEnergyController: controller, t: t}
				p.advertise()
				if row.reached < authentication {
					assert.Equal(t, qtbt.LowEnergyControllerUnknownError, <-failed)
					h.tell("failed")
				}
				h.await("done")
				assert.Equal(t, row.reached < authentication, controller.LastError() == qtbt.LowEnergyControllerUnknownError)
			}
			lowEnergyHosts.run(t, []part{central, peripheral}, withAgents(t, row.central, row.peripheral))
		})
	}
}
