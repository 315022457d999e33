package lab

// A host's pairing agent, which stands for the host's user. It is an object on the host's system
// bus, and lives in this process, where it sees the other hosts' screens.

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/godbus/dbus/v5"
	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// Agent describes a pairing agent. The zero value is none.
type Agent struct {
	// Capability is what the host's user can see and type. NoAgent means that the host has no
	// agent.
	Capability Capability

	// Refuse has the agent refuse everything. Otherwise it agrees to everything, and types what the
	// other host shows.
	Refuse bool
}

// Capability is an IO capability, by bluetoothd's name.
type Capability string

// The IO capabilities.
const (
	NoAgent         Capability = ""
	DisplayOnly     Capability = "DisplayOnly"
	DisplayYesNo    Capability = "DisplayYesNo"
	KeyboardOnly    Capability = "KeyboardOnly"
	NoInputNoOutput Capability = "NoInputNoOutput"
	KeyboardDisplay Capability = "KeyboardDisplay"
)

var capabilityNames = []Capability{
	NoAgent, DisplayOnly, DisplayYesNo, KeyboardOnly, NoInputNoOutput, KeyboardDisplay,
}

// check returns an error for an Agent that there cannot be.
func (a Agent) check() error {
	switch {
	case !slices.Contains(capabilityNames, a.Capability):
		return fmt.Errorf("IO capability %q: want one of %v", a.Capability, capabilityNames[1:])
	case a.Refuse && a.Capability == NoAgent:
		return errors.New("without an IO capability there is no agent that could refuse")
	}
	return nil
}

// pairingAgent is an agent that bluetoothd knows.
type pairingAgent struct {
	Agent
	bus      *dbus.Conn
	passkeys *passkeys
	publicOf func(address [6]byte) [6]byte
	self     [6]byte

	mu     sync.Mutex
	asked  []string
	typing context.CancelFunc // ends the wait for a passkey; nil if there is none
}

const (
	agentPath      = dbus.ObjectPath("/btlab/agent")
	agentInterface = "org.bluez.Agent1"
)

// SetAgent replaces the host's pairing agent, until the next restart of bluetoothd. It needs a
// running bluetoothd.
func (h *Host) SetAgent(ctx context.Context, a Agent) error {
	if err := a.check(); err != nil {
		return fmt.Errorf("lab: host %s: %w", h.name, err)
	}
	h.removeAgent()
	if a.Capability == NoAgent {
		return nil
	}
	agent, err := h.newAgent(ctx, a)
	if err != nil {
		return fmt.Errorf("lab: host %s: its pairing agent: %w", h.name, err)
	}
	h.agent = agent
	return nil
}

// Asked returns the calls that bluetoothd has made to the host's present pairing agent, by the
// names of org.bluez.Agent1's methods, such as RequestConfirmation.
func (h *Host) Asked() []string {
	if h.agent == nil {
		return nil
	}
	h.agent.mu.Lock()
	defer h.agent.mu.Unlock()
	return slices.Clone(h.agent.asked)
}

// removeAgent ends the host's agent, if it has one: bluetoothd forgets agents whose connections to
// the bus have ended.
func (h *Host) removeAgent() {
	if h.agent == nil {
		return
	}
	_ = h.agent.Cancel()
	h.agent.bus.Close()
	h.agent = nil
}

func (h *Host) newAgent(ctx context.Context, a Agent) (*pairingAgent, error) {
	bus, err := h.systemBus(ctx)
	if err != nil {
		return nil, err
	}
	self := h.controllers[0].between.handles.address()
	h.air.passkeys.forget(self)
	agent := &pairingAgent{
		Agent: a, bus: bus, passkeys: h.air.passkeys, publicOf: h.air.registry.publicOf, self: self,
	}
	if err := agent.register(ctx); err != nil {
		bus.Close()
		return nil, err
	}
	return agent, nil
}

// systemBus connects to the host's system bus.
func (h *Host) systemBus(ctx context.Context) (*dbus.Conn, error) {
	stream, err := h.session.Open()
	if err != nil {
		return nil, h.lost(err)
	}
	stop := context.AfterFunc(ctx, func() { stream.Close() })
	defer stop()
	dial := wire.Request{Kind: wire.Dial, Path: "/run/dbus/system_bus_socket"}
	if _, err := wire.Ask(stream, dial); err != nil {
		stream.Close()
		return nil, err
	}
	bus, err := dbus.NewConn(stream)
	if err != nil {
		stream.Close()
		return nil, err
	}
	const root = "0" // whom the guest's end of the connection belongs to
	if err := errors.Join(bus.Auth([]dbus.Auth{dbus.AuthExternal(root)}), bus.Hello()); err != nil {
		bus.Close()
		return nil, err
	}
	return bus, nil
}

// register makes the agent known to bluetoothd, as the one for all pairings.
func (a *pairingAgent) register(ctx context.Context) error {
	if err := a.bus.Export(a, agentPath, agentInterface); err != nil {
		return err
	}
	const manager = "org.bluez.AgentManager1"
	daemon := a.bus.Object("org.bluez", "/org/bluez")
	register := daemon.CallWithContext(ctx, manager+".RegisterAgent", 0, agentPath, a.Capability)
	if register.Err != nil {
		return register.Err
	}
	return daemon.CallWithContext(ctx, manager+".RequestDefaultAgent", 0, agentPath).Err
}

// answer takes note of a call and returns the answer to it.
func (a *pairingAgent) answer(method string) *dbus.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, method)
	if a.Refuse {
		return dbus.NewError("org.bluez.Error.Rejected", []any{"the user refuses"})
	}
	return nil
}

// Release is called when bluetoothd ends.
func (a *pairingAgent) Release() *dbus.Error { return a.Cancel() }

// Cancel is called when bluetoothd needs no answer any longer.
func (a *pairingAgent) Cancel() *dbus.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.typing != nil {
		a.typing()
	}
	return nil
}

// RequestAuthorization is called for a pairing without protection against an attacker in the
// middle.
func (a *pairingAgent) RequestAuthorization(dbus.ObjectPath) *dbus.Error {
	return a.answer("RequestAuthorization")
}

// AuthorizeService is called when a device that is not trusted uses a service.
func (a *pairingAgent) AuthorizeService(dbus.ObjectPath, string) *dbus.Error {
	return a.answer("AuthorizeService")
}

// RequestConfirmation is called for a number that both hosts show.
func (a *pairingAgent) RequestConfirmation(dbus.ObjectPath, uint32) *dbus.Error {
	return a.answer("RequestConfirmation")
}

// DisplayPasskey is called for a number that the other host's user is to type, and after each of
// the digits typed.
func (a *pairingAgent) DisplayPasskey(
	device dbus.ObjectPath, number uint32, typed uint16,
) *dbus.Error {
	if typed > 0 {
		return nil
	}
	peer, err := a.peer(device)
	if err != nil {
		return dbus.MakeFailedError(err)
	}
	a.passkeys.show(sight{screen: a.self, user: peer}, number)
	return a.answer("DisplayPasskey")
}

// RequestPasskey is called for the number that the other host shows. A user who refuses has seen
// it, too.
func (a *pairingAgent) RequestPasskey(device dbus.ObjectPath) (uint32, *dbus.Error) {
	peer, err := a.peer(device)
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	refusal := a.answer("RequestPasskey")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	a.mu.Lock()
	a.typing = cancel
	a.mu.Unlock()
	number, err := a.passkeys.read(ctx, sight{screen: peer, user: a.self})
	if err != nil {
		return 0, dbus.NewError("org.bluez.Error.Canceled", []any{err.Error()})
	}
	return number, refusal
}

// peer returns the public address of a device that bluetoothd knows by a path such as
// /org/bluez/hci0/dev_00_AA_01_00_00_42.
func (a *pairingAgent) peer(device dbus.ObjectPath) ([6]byte, error) {
	_, text, _ := strings.Cut(string(device), "/dev_")
	address, err := hex.DecodeString(strings.ReplaceAll(text, "_", ""))
	if err != nil || len(address) != 6 {
		return [6]byte{}, fmt.Errorf("%s is no device", device)
	}
	slices.Reverse(address)
	return a.publicOf([6]byte(address)), nil
}
