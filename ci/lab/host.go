package lab

// One virtual host: its machine, the connection to its agent, and its environment.

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
	"github.com/hashicorp/yamux"
)

// Host is a running virtual host.
type Host struct {
	name        string
	config      HostConfig
	machine     *machine
	session     *yamux.Session
	controllers []*Controller
	air         *air
	services    services
	settings    Settings // of the running bluetoothd, and of the next one
	agent       *pairingAgent
	labEnviron  []string
}

func newHost(h HostConfig, config Config, image *image, accel Accel) (*Host, error) {
	m, err := startMachine(machineConfig{
		image:       image,
		commandLine: guest.CommandLine("lab-"+h.Name, config.Share != ""),
		memory:      config.Memory,
		accel:       accel,
		root:        h.Root,
		share:       config.Share,
	})
	if err != nil {
		return nil, err
	}
	return &Host{name: h.Name, config: h, settings: h.Settings, machine: m}, nil
}

// boot waits for the guest and starts what it needs before it has a controller.
func (h *Host) boot(ctx context.Context) error {
	if err := h.machine.awaitHello(ctx); err != nil {
		return err
	}
	session, err := yamux.Client(h.machine.control, wire.Config())
	if err != nil {
		return err
	}
	h.session = session
	if err := h.startBus(ctx); err != nil {
		return err
	}
	return h.startBluetoothd()
}

// Name returns the host's name, such as "a". The guest itself, and its Bluetooth name, is "lab-a".
func (h *Host) Name() string { return h.name }

// Address returns the address of the host's first controller, such as "00:AA:01:00:00:42".
func (h *Host) Address() string {
	if len(h.controllers) == 0 {
		return ""
	}
	return h.controllers[0].address
}

// addresses returns the addresses of all the host's controllers.
func (h *Host) addresses() []string {
	var list []string
	for _, c := range h.controllers {
		list = append(list, c.address)
	}
	return list
}

// Controllers returns the host's controllers, in the order of their numbers.
func (h *Host) Controllers() []*Controller { return h.controllers }

// Environ returns the environment of the host's commands: LAB_HOST, LAB_ADDRESS and LAB_ADDRESSES
// (of all controllers, in the order of their numbers) of the host itself, LAB_HOSTS and
// LAB_ADDRESS_A, LAB_ADDRESS_B … of all, a usual PATH, HOME and LANG, or the caller's own ones if
// the host has the machine's own root tree.
func (h *Host) Environ() []string {
	env := []string{
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=/root",
		"LANG=C.UTF-8",
	}
	if h.config.Root == "/" {
		for _, name := range []string{"PATH", "HOME", "LANG"} {
			if value, ok := os.LookupEnv(name); ok {
				env = append(env, name+"="+value)
			}
		}
	}
	return append(env, h.labEnviron...)
}

// lost adds the reason to an error if the host is gone.
func (h *Host) lost(err error) error {
	if err == nil || h.machine == nil || !h.session.IsClosed() {
		return err
	}
	select {
	case <-h.machine.done: // the connection ends a moment before the process does
		return fmt.Errorf("host %s is gone: %w%s", h.name, h.machine.exit(), h.machine.consoleText())
	case <-time.After(endPatience):
		return err
	}
}

// endPatience is how long QEMU may take to end after its connections have.
const endPatience = 5 * time.Second

func (h *Host) close() error {
	h.removeAgent()
	h.machine.close()
	if h.session != nil {
		return h.session.Close()
	}
	return nil
}

// guestPath returns the first of the files that the host's root tree has, and whether it has any.
func (h HostConfig) guestPath(candidates ...string) (string, bool) {
	for _, path := range candidates {
		info, err := os.Stat(strings.TrimSuffix(h.Root, "/") + path)
		if err == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	return "", false
}
