// Command hostctl does to a host's Bluetooth what scenarios ask for besides Qt. It runs on the host, and talks to
// bluetoothd about the host's first adapter:
//
//	hostctl power on|off
//	hostctl meet ADDRESS     # discover a device, so that bluetoothd knows it
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("hostctl: ")
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: hostctl power on|off, hostctl meet ADDRESS")
	}
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	defer bus.Close()
	adapter, err := firstAdapter(bus)
	if err != nil {
		return err
	}
	switch args[0] {
	case "power":
		return adapter.SetProperty(adapterInterface+".Powered", dbus.MakeVariant(args[1] == "on"))
	case "meet":
		return meet(bus, adapter, args[1])
	}
	return fmt.Errorf("unknown command %s", args[0])
}

const (
	service          = "org.bluez"
	adapterInterface = service + ".Adapter1"
	deviceInterface  = service + ".Device1"
	managerInterface = "org.freedesktop.DBus.ObjectManager"
	propertiesSignal = "org.freedesktop.DBus.Properties.PropertiesChanged"
)

// firstAdapter returns the first one by its path, as Qt does.
func firstAdapter(bus *dbus.Conn) (dbus.BusObject, error) {
	var objects map[dbus.ObjectPath]map[string]map[string]dbus.Variant
	if err := bus.Object(service, "/").Call(managerInterface+".GetManagedObjects", 0).Store(&objects); err != nil {
		return nil, err
	}
	var adapters []dbus.ObjectPath
	for path, interfaces := range objects {
		if _, ok := interfaces[adapterInterface]; ok {
			adapters = append(adapters, path)
		}
	}
	if len(adapters) == 0 {
		return nil, errors.New("bluetoothd knows no adapter")
	}
	return bus.Object(service, slices.Min(adapters)), nil
}

// meet discovers until bluetoothd tells something of the device: that it is there, or how strong its signal is.
func meet(bus *dbus.Conn, adapter dbus.BusObject, address string) error {
	device := adapter.Path() + dbus.ObjectPath("/dev_"+strings.ReplaceAll(address, ":", "_"))
	if err := bus.AddMatchSignal(dbus.WithMatchSender(service)); err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 100)
	bus.Signal(signals)
	filter := map[string]any{"Transport": "bredr"}
	if err := adapter.Call(adapterInterface+".SetDiscoveryFilter", 0, filter).Err; err != nil {
		return err
	}
	if err := adapter.Call(adapterInterface+".StartDiscovery", 0).Err; err != nil {
		return err
	}
	for s := range signals {
		if s.Name == managerInterface+".InterfacesAdded" && s.Body[0] == device || s.Name == propertiesSignal && s.Path == device {
			return adapter.Call(adapterInterface+".StopDiscovery", 0).Err
		}
	}
	return errors.New("the connection to D-Bus has ended")
}
