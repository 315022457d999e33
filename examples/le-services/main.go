// Command le-services lists what a Bluetooth Low Energy device offers: its services, their
// characteristics with descriptors, and the values that can be read.
//
//	le-services 00:AA:01:01:00:01
//
// The command le-heart-rate is a device to try it with.
package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Lists the services, characteristics and values of a Low Energy device.

Exit status:

    1                   the device was not found, the connection failed, or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Address qtbt.Address `arg:"" help:"The device's address."`
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error {
		device, err := find(ctx, args.Address)
		if err != nil {
			return err
		}
		return list(ctx, out, device)
	})
}

// find returns the device of an address once it is nearby. On BlueZ, only devices that were found
// can be connected to.
func find(ctx context.Context, address qtbt.Address) (qtbt.DeviceInfo, error) {
	discoverer := qtbt.Discoverer{Methods: qtbt.LowEnergyMethod}
	for device, err := range discoverer.Discover(ctx) {
		if err != nil {
			return device, err
		}
		if device.Address() == address {
			return device, nil
		}
	}
	return qtbt.DeviceInfo{}, fmt.Errorf("no Low Energy device %v nearby", address)
}

// list connects to a device and prints what it offers.
func list(ctx context.Context, out io.Writer, device qtbt.DeviceInfo) error {
	c, err := qtbt.NewLowEnergyCentral(device)
	if err != nil {
		return err
	}
	defer c.Delete()
	finished, failed := make(chan struct{}, 1), make(chan error, 10)
	c.OnConnected(func() {
		if err := c.DiscoverServices(); err != nil {
			failed <- err
		}
	})
	c.OnDiscoveryFinished(func() { finished <- struct{}{} })
	c.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { failed <- e })
	c.OnDisconnected(func() { failed <- qtbt.LowEnergyControllerRemoteHostClosedError })
	if err := c.ConnectToDevice(); err != nil {
		return err
	}
	select {
	case <-finished:
	case err := <-failed:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	fmt.Fprintf(out, "%v %s\n", c.RemoteAddress(), c.RemoteName())
	for _, uuid := range c.Services() {
		service := c.CreateServiceObject(uuid)
		if service == nil {
			continue // it has gone
		}
		err := listService(ctx, out, service, failed)
		service.Delete()
		if err != nil {
			return err
		}
	}
	return nil
}

// listService prints a service. An error on disconnected ends it.
func listService(ctx context.Context, out io.Writer, service *qtbt.LowEnergyService,
	disconnected <-chan error) error {
	values := make(chan string, 10)
	service.OnCharacteristicRead(func(_ qtbt.LowEnergyCharacteristic, value []byte) {
		values <- fmt.Sprintf("%q", value)
	})
	service.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { values <- e.String() })
	service.OnStateChanged(func(state qtbt.LowEnergyServiceState) {
		if state == qtbt.RemoteServiceDiscovered {
			values <- ""
		}
	})
	await := func() (string, error) {
		select {
		case value := <-values:
			return value, nil
		case err := <-disconnected:
			return "", err
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
	// The values are read one by one, so that one that cannot be read does not hold up the rest.
	if err := service.DiscoverDetails(qtbt.LowEnergyServiceSkipValueDiscovery); err != nil {
		return err
	}
	if _, err := await(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%v %s\n", service.ServiceUUID(), service.ServiceName())
	for _, c := range service.Characteristics() {
		value := ""
		if c.Properties()&qtbt.PropertyRead != 0 {
			if err := service.ReadCharacteristic(c); err != nil {
				return err
			}
			read, err := await()
			if err != nil {
				return err
			}
			value = " = " + read
		}
		fmt.Fprintf(out, "    %s  %s%s\n", title(c.UUID(), c.Name()), properties(c.Properties()), value)
		for _, d := range c.Descriptors() {
			fmt.Fprintf(out, "        %s\n", title(d.UUID(), d.Name()))
		}
	}
	return nil
}

// title returns the name that Qt has for a UUID, or the UUID.
func title(uuid qtbt.UUID, name string) string {
	if name == "" {
		return uuid.String()
	}
	return name
}

// properties returns the properties' names in lower case, such as "read, notify".
func properties(p qtbt.PropertyType) string {
	names := strings.Split(p.String(), "|")
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimPrefix(name, "Property"))
	}
	return strings.Join(names, ", ")
}
