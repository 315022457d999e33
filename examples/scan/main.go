// Command scan lists the Bluetooth devices in range, live: each when it is found, and again when
// more becomes known about it.
//
//	scan                              # until Ctrl-C
//	scan --for 10s --method classic   # without devices that speak only Low Energy
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Lists the Bluetooth devices in range, each when it is found, and again when more
becomes known about it.

Examples:

    ${name}                                 all devices, until Ctrl-C
    ${name} --for 10s                       for ten seconds
    ${name} --method classic                no devices that speak only Low Energy
    ${name} --adapter 00:1A:7D:DA:71:13     with a certain adapter of this machine
    ${name} --for 10s --json | jq .name     for another program: one JSON object on each line

A line begins with "new", or with "chg" if the device was listed before. The system remembers a
device that has no signal strength (RSSI); it may be out of range. If Bluetooth is switched off
during the search, ${name} finds nothing more.

Exit status:

    0                   the time that --for sets is over
    1                   the search or its output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	For     time.Duration `placeholder:"DURATION" help:"How long to look, such as 10s or 2m. Without it, until Ctrl-C."`
	Adapter qtbt.Address  `placeholder:"ADDRESS" help:"The adapter of this machine to use; without it, the default one."`
	Method  string        `enum:"all,classic,le" default:"all" help:"The devices to look for: classic ones, Low Energy ones (le), or all (the default)."`
	JSON    bool          `help:"Print one JSON object on each line."`
}

// Validate is called by kong.
func (c cli) Validate() error {
	if c.For < 0 {
		return fmt.Errorf("--for: a search cannot last %v", c.For)
	}
	return nil
}

var methods = map[string]qtbt.DiscoveryMethod{
	"all":     qtbt.ClassicMethod | qtbt.LowEnergyMethod,
	"classic": qtbt.ClassicMethod,
	"le":      qtbt.LowEnergyMethod,
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error {
		if args.For > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, args.For)
			defer cancel()
		}
		return scan(ctx, out, args)
	})
}

// scan prints devices until ctx ends. It returns nil then.
func scan(ctx context.Context, out io.Writer, args cli) error {
	agent, err := qtbt.NewDeviceDiscoveryAgent(args.Adapter)
	if err != nil {
		return err
	}
	defer agent.Delete()
	failure := func() error { return describe.Failure(agent.LastError(), agent.ErrorString(), args.Adapter) }
	if agent.LastError() != qtbt.DeviceDiscoveryNoError {
		return failure()
	}

	// Handlers must not wait for a slow terminal, so this goroutine prints.
	found, failed := make(chan qtbt.DeviceInfo, 1000), make(chan error, 1)
	show := func(device qtbt.DeviceInfo) {
		select {
		case found <- device:
		case <-ctx.Done():
		}
	}
	fail := func(err error) {
		select {
		case failed <- err:
		default:
		}
	}
	agent.OnDeviceDiscovered(show)
	agent.OnDeviceUpdated(func(device qtbt.DeviceInfo, _ qtbt.DeviceField) { show(device) })
	agent.OnErrorOccurred(func(qtbt.DeviceDiscoveryError) { fail(failure()) })
	start := func() error { return agent.StartMethods(methods[args.Method]) }
	agent.OnFinished(func() { // on platforms where a search has an end of its own
		if err := start(); err != nil {
			fail(err)
		}
	})
	if err := errors.Join(agent.SetLowEnergyDiscoveryTimeout(0), start()); err != nil {
		return err
	}

	list, err := newList(out, args.JSON)
	if err != nil {
		return err
	}
	for {
		select {
		case device := <-found:
			if err := list.add(device); err != nil {
				return err
			}
		case err := <-failed:
			return err
		case <-ctx.Done():
			list.end()
			return nil
		}
	}
}
