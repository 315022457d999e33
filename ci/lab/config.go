package lab

// What a lab consists of.

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
)

// Config describes a lab. Its zero value is a lab of two hosts, a and b, with the machine's own
// root tree.
type Config struct {
	// Hosts are the virtual hosts. None means two, named a and b.
	Hosts []HostConfig

	// Memory is each guest's memory in MiB. It is taken from the machine as the guest uses it. 0
	// means 1024.
	Memory int

	// Share is a folder of the machine that all guests see as /lab and may write to. Without one
	// there is no /lab.
	Share string

	// Accel is how the guests run. The zero value finds out.
	Accel Accel

	// Log takes a line for each step of the lab's start. Nil discards them.
	Log io.Writer
}

// HostConfig describes one virtual host.
type HostConfig struct {
	// Name is a short name of lower-case letters and digits, beginning with a letter.
	Name string

	// Root is the host's root tree, which it sees read-only under a layer of its own. Empty means
	// "/", the machine's.
	Root string

	// Controllers is the number of Bluetooth controllers. 0 means one.
	Controllers int

	// Settings are those of the start and of each RestartBluetooth.
	Settings Settings
}

// Settings are how a host's bluetoothd is set up. In the zero value it speaks both BR/EDR and Low
// Energy, under its public address, and has no pairing agent.
type Settings struct {
	// LowEnergyOnly keeps bluetoothd from BR/EDR (ControllerMode = le). Two dual-mode hosts that
	// have paired over Low Energy connect over BR/EDR from then on, as they have derived keys for
	// that.
	LowEnergyOnly bool

	// Privacy has the host use private addresses that change and that only bonded hosts can
	// resolve.
	Privacy bool

	// Agent is the host's pairing agent.
	Agent Agent
}

// Accel is a way of running guests.
type Accel string

// The ways of running guests.
const (
	AutoAccel Accel = ""    // KVM where a guest was seen to run under it, otherwise TCG
	KVM       Accel = "kvm" // the processor's virtualization
	TCG       Accel = "tcg" // QEMU's emulation, which works everywhere
)

// maxControllers is the maximum number of controllers in btvirt.
const maxControllers = 16

var hostName = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}$`)

// withDefaults checks the configuration and returns a copy in which all defaults are set.
func (c Config) withDefaults() (Config, error) {
	if len(c.Hosts) == 0 {
		c.Hosts = []HostConfig{{Name: "a"}, {Name: "b"}}
	}
	c.Hosts = append([]HostConfig(nil), c.Hosts...)
	seen := map[string]bool{}
	controllers := 0
	for i := range c.Hosts {
		h := &c.Hosts[i]
		if !hostName.MatchString(h.Name) {
			return c, fmt.Errorf("host name %q: want lower-case letters and digits, beginning with a letter", h.Name)
		}
		if seen[h.Name] {
			return c, fmt.Errorf("host name %q is used twice", h.Name)
		}
		seen[h.Name] = true
		if h.Root == "" {
			h.Root = "/"
		}
		var err error
		if h.Root, err = filepath.Abs(h.Root); err != nil {
			return c, err
		}
		if h.Controllers < 0 {
			return c, fmt.Errorf("host %s: %d controllers", h.Name, h.Controllers)
		}
		if err := h.Settings.Agent.check(); err != nil {
			return c, fmt.Errorf("host %s: %w", h.Name, err)
		}
		h.Controllers = max(h.Controllers, 1)
		controllers += h.Controllers
	}
	if controllers > maxControllers {
		return c, fmt.Errorf("%d controllers in all, and the emulated air has room for %d", controllers, maxControllers)
	}
	if c.Share != "" {
		var err error
		if c.Share, err = filepath.Abs(c.Share); err != nil {
			return c, err
		}
	}
	switch c.Accel {
	case AutoAccel, KVM, TCG:
	default:
		return c, fmt.Errorf("accelerator %q: want kvm or tcg", c.Accel)
	}
	if c.Memory < 0 {
		return c, errors.New("negative memory")
	}
	if c.Memory == 0 {
		c.Memory = 1024
	}
	if c.Log == nil {
		c.Log = io.Discard
	}
	return c, nil
}
