// Command services lists the services that a Bluetooth device offers, and how to connect to them.
//
//	services 00:1A:7D:DA:71:13
//	services 00:1A:7D:DA:71:13 --uuid 1101 --all   # its serial ports, with all attributes
package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Lists the services that a Bluetooth device offers, and how to connect to them.

Examples:

    ${name} 00:1A:7D:DA:71:13                          ask the device for its services
    ${name} 00:1A:7D:DA:71:13 --uuid 1101              only those with a UUID (full, or of 4 or 8 digits)
    ${name} 00:1A:7D:DA:71:13 --all                    with all attributes of their records
    ${name} 00:1A:7D:DA:71:13 --minimal                only what this machine remembers, quickly
    ${name} 00:1A:7D:DA:71:13 --json | jq .[].name     for another program: a JSON array

A scan lists the addresses of devices in range. ${name} asks the device over SDP. Without --uuid, it
asks for the services in the device's public browse group. With --minimal, it cannot list how to
connect.

Exit status:

    0                   there is a service to list
    1                   there is none, or the search or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Address qtbt.Address `arg:"" help:"The device's address."`
	UUID    []qtbt.UUID  `placeholder:"UUID" help:"List only services with this UUID. May be given more than once."`
	Full    bool         `xor:"mode" help:"Ask the device for whole records (the default)."`
	Minimal bool         `xor:"mode" help:"List what this machine remembers of the device, without asking it."`
	All     bool         `help:"List all attributes of the records."`
	Adapter qtbt.Address `placeholder:"ADDRESS" help:"The adapter of this machine to use; without it, the default one."`
	JSON    bool         `help:"Print a JSON array."`
}

// Validate is called by kong, also for a command line without an address.
func (c cli) Validate() error {
	if c.Address.IsNull() {
		return errors.New("expected the address of a device")
	}
	return nil
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error { return run(ctx, out, args) })
}

func run(ctx context.Context, out io.Writer, args cli) error {
	mode := qtbt.FullDiscovery
	if args.Minimal {
		mode = qtbt.MinimalDiscovery
	}
	services, err := discover(ctx, args, mode)
	if err != nil {
		return err
	}
	if args.JSON {
		err = printJSON(out, services, args.All)
	} else {
		err = printText(out, services, args.All)
	}
	if err == nil && len(services) == 0 {
		err = errors.New(nothing(args))
	}
	return err
}

// nothing returns why there is nothing to list.
func nothing(args cli) string {
	what := "services"
	if len(args.UUID) > 0 {
		what = "such service"
	}
	if args.Minimal {
		return fmt.Sprintf("this machine knows of no %s of %v: scan first, or ask without --minimal", what, args.Address)
	}
	return fmt.Sprintf("%v offers no %s", args.Address, what)
}

// discover returns the device's services.
func discover(ctx context.Context, args cli, mode qtbt.DiscoveryMode) ([]*qtbt.ServiceInfo, error) {
	agent, err := qtbt.NewServiceDiscoveryAgent(args.Adapter)
	if err != nil {
		return nil, err
	}
	defer agent.Delete()
	failure := func() error { return failure(agent.LastError(), agent.ErrorString(), args) }
	if agent.LastError() != qtbt.ServiceDiscoveryNoError {
		return nil, failure()
	}
	ended := make(chan error, 2)
	agent.OnErrorOccurred(func(qtbt.ServiceDiscoveryError) { ended <- failure() })
	agent.OnFinished(func() { ended <- nil })
	err = errors.Join(agent.SetRemoteAddress(args.Address), agent.SetUUIDFilter(args.UUID...), agent.Start(mode))
	if err != nil {
		return nil, err
	}
	select {
	case err := <-ended:
		if err != nil {
			return nil, err
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return agent.DiscoveredServices(), nil
}

// scanFailed is Qt's text when the device did not answer. Qt uses the same code when this machine
// lacks something, such as the program sdpscanner.
const scanFailed = "Unable to perform SDP scan"

// failure returns why there was no answer.
func failure(code qtbt.ServiceDiscoveryError, text string, args cli) error {
	err := describe.Failure(qtbt.DeviceDiscoveryError(code), text, args.Adapter)
	if text == scanFailed {
		return fmt.Errorf("%v did not answer: %w", args.Address, err)
	}
	return err
}
