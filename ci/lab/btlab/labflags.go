package main

// The flags that describe a lab, which several commands have.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab"
)

type labFlags struct {
	Hosts       int               `default:"2" help:"Number of hosts, which are named a, b, c and so on." placeholder:"N"`
	Root        map[string]string `help:"Another root tree for a host, such as a debootstrap's." placeholder:"HOST=DIR"`
	Controllers map[string]int    `help:"Number of Bluetooth controllers of a host." placeholder:"HOST=N"`
	Agent       map[string]string `help:"IO capability of a host's pairing agent, such as DisplayYesNo." placeholder:"HOST=CAPABILITY"`
	Refuse      []string          `help:"Host whose pairing agent refuses everything." placeholder:"HOST"`
	LEOnly      []string          `name:"le-only" help:"Host without BR/EDR." placeholder:"HOST"`
	Privacy     []string          `help:"Host that uses private addresses that change." placeholder:"HOST"`
	Memory      int               `default:"1024" help:"Memory of each host in MiB." placeholder:"MIB"`
	Share       string            `type:"existingdir" help:"Folder that all hosts see as /lab and may write to." placeholder:"DIR"`
	Accel       string            `enum:"auto,kvm,tcg" default:"auto" help:"How the guests run: ${enum}."`
	Timeout     time.Duration     `help:"Give up after this time, as in 90s or 5m, counted from the start." placeholder:"TIME"`
	Setup       bool              `default:"true" negatable:"" help:"Install and prepare what is missing."`
	Quiet       bool              `short:"q" help:"Do not print the lab's own steps."`
}

// config returns the lab that the flags describe.
func (f *labFlags) config(log io.Writer) (lab.Config, error) {
	if f.Hosts < 1 || f.Hosts > 16 {
		return lab.Config{}, errors.New("--hosts: want 1 to 16")
	}
	c := lab.Config{Memory: f.Memory, Share: f.Share, Log: log}
	if f.Accel != "auto" {
		c.Accel = lab.Accel(f.Accel)
	}
	for i := range f.Hosts {
		name := string(rune('a' + i))
		c.Hosts = append(c.Hosts, lab.HostConfig{
			Name: name, Root: f.Root[name], Controllers: f.Controllers[name], Settings: f.settings(name),
		})
	}
	for flag, names := range map[string][]string{
		"--root":        slices.Collect(maps.Keys(f.Root)),
		"--controllers": slices.Collect(maps.Keys(f.Controllers)),
		"--agent":       slices.Collect(maps.Keys(f.Agent)),
		"--refuse":      f.Refuse,
		"--le-only":     f.LEOnly,
		"--privacy":     f.Privacy,
	} {
		for _, name := range names {
			if !slices.ContainsFunc(c.Hosts, func(h lab.HostConfig) bool { return h.Name == name }) {
				return c, fmt.Errorf("%s: no host is named %q", flag, name)
			}
		}
	}
	return c, nil
}

// settings returns a host's.
func (f *labFlags) settings(name string) lab.Settings {
	return lab.Settings{
		LowEnergyOnly: slices.Contains(f.LEOnly, name),
		Privacy:       slices.Contains(f.Privacy, name),
		Agent: lab.Agent{
			Capability: lab.Capability(f.Agent[name]),
			Refuse:     slices.Contains(f.Refuse, name),
		},
	}
}

// context adds the time limit.
func (f *labFlags) context(ctx context.Context) (context.Context, context.CancelFunc) {
	if f.Timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, f.Timeout, errTimeout{f.Timeout})
}

// errTimeout is why a context ended because of --timeout.
type errTimeout struct{ limit time.Duration }

func (e errTimeout) Error() string        { return fmt.Sprintf("not done within %v", e.limit) }
func (e errTimeout) Is(target error) bool { return target == context.DeadlineExceeded }

// start starts the lab, after setting the machine up if need be.
func (f *labFlags) start(ctx context.Context, std streams) (*lab.Lab, error) {
	log := std.err
	if f.Quiet {
		log = io.Discard
	}
	log = newPrefixWriter(log, "btlab: ")
	config, err := f.config(log)
	if err != nil {
		return nil, err
	}
	if err := lab.Check(config); errors.As(err, new(*lab.MissingError)) && f.Setup {
		if err := lab.Setup(ctx, log); err != nil {
			return nil, err
		}
	}
	return lab.Start(ctx, config)
}
