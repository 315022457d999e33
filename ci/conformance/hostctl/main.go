// Command hostctl does to a host's Bluetooth what scenarios ask for besides Qt. It runs on the
// host, and talks to bluetoothd about the host's first adapter, and to the kernel where bluetoothd
// would wait:
//
//	hostctl power on|off
//	hostctl meet ADDRESS bredr|le  # discover a device, so that bluetoothd knows it
//	hostctl forget                 # end connections, forget devices; print found if any
//	hostctl state                  # print the adapter's properties and the service records
package main

import (
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

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
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	defer bus.Close()
	adapter, err := firstAdapter(bus)
	if err != nil {
		return err
	}
	switch command := strings.Join(args, " "); {
	case command == "power on", command == "power off":
		return adapter.SetProperty(adapterInterface+".Powered", dbus.MakeVariant(args[1] == "on"))
	case len(args) == 3 && args[0] == "meet":
		return meet(bus, adapter, args[1], args[2])
	case command == "forget":
		found, err := forget(bus, adapter)
		if found {
			fmt.Println("found")
		}
		return err
	case command == "state":
		return printState(adapter)
	default:
		return fmt.Errorf("unknown command %q", command)
	}
}

const (
	service          = "org.bluez"
	adapterInterface = service + ".Adapter1"
	deviceInterface  = service + ".Device1"
	managerInterface = "org.freedesktop.DBus.ObjectManager"
	propertiesSignal = "org.freedesktop.DBus.Properties.PropertiesChanged"
)

// pathsOf returns the paths of bluetoothd's objects that have an interface, in their order.
func pathsOf(bus *dbus.Conn, wanted string) (paths []dbus.ObjectPath, err error) {
	var objects map[dbus.ObjectPath]map[string]map[string]dbus.Variant
	if err := bus.Object(service, "/").Call(managerInterface+".GetManagedObjects", 0).Store(&objects); err != nil {
		return nil, err
	}
	for path, interfaces := range objects {
		if _, ok := interfaces[wanted]; ok {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths, nil
}

// firstAdapter returns the first one by its path, as Qt does.
func firstAdapter(bus *dbus.Conn) (dbus.BusObject, error) {
	adapters, err := pathsOf(bus, adapterInterface)
	if err != nil {
		return nil, err
	}
	if len(adapters) == 0 {
		return nil, errors.New("bluetoothd knows no adapter")
	}
	return bus.Object(service, adapters[0]), nil
}

// printState prints the adapter's properties, one a line, in the order of their names, and the
// handles of the service records that a search finds.
func printState(adapter dbus.BusObject) error {
	var properties map[string]dbus.Variant
	err := adapter.Call("org.freedesktop.DBus.Properties.GetAll", 0, adapterInterface).Store(&properties)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		fmt.Println(name, properties[name])
	}
	// On a host for Low Energy only there is no SDP server, and sdptool prints nothing.
	records, _ := exec.Command("sdptool", "browse", "local").Output()
	for line := range strings.Lines(string(records)) {
		if strings.HasPrefix(line, "Service RecHandle:") {
			fmt.Print(line)
		}
	}
	return nil
}

// pollInterval is how long to wait before the connections and devices are looked at again.
const pollInterval = 50 * time.Millisecond

// forget ends all connections, removes all devices, waits until they are gone, and reports whether
// there were any. bluetoothd removes a connected device once its connection has ended.
func forget(bus *dbus.Conn, adapter dbus.BusObject) (found bool, err error) {
	var index uint16
	if _, err := fmt.Sscanf(string(adapter.Path()), "/org/bluez/hci%d", &index); err != nil {
		return false, fmt.Errorf("%s: %w", adapter.Path(), err)
	}
	for {
		connected, err := disconnectAll(index)
		if err != nil {
			return found, err
		}
		devices, err := pathsOf(bus, deviceInterface)
		if err != nil {
			return found, err
		}
		if connected == 0 && len(devices) == 0 {
			return found, errors.Join(removeNames(), settle(adapter))
		}
		found = true
		for _, path := range devices {
			// An error says that the device is just going.
			_ = adapter.Call(adapterInterface+".RemoveDevice", 0, path).Err
		}
		time.Sleep(pollInterval)
	}
}

// removeNames removes the names that bluetoothd keeps of devices which it has removed (seen with
// 5.66).
func removeNames() error {
	paths, err := filepath.Glob("/var/lib/bluetooth/*/cache/*")
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// settle returns when the kernel has done what bluetoothd wants of it. When a device is gone,
// bluetoothd has still to have it unpaired, which ends the connection to it, be it a new one. It
// gives the kernel one command after the other.
func settle(adapter dbus.BusObject) error {
	for _, pairable := range []bool{false, true} {
		if err := adapter.SetProperty(adapterInterface+".Pairable", dbus.MakeVariant(pairable)); err != nil {
			return err
		}
	}
	return nil
}

// meet discovers until bluetoothd reports the device, or the strength of its signal.
func meet(bus *dbus.Conn, adapter dbus.BusObject, address, transport string) error {
	device := adapter.Path() + dbus.ObjectPath("/dev_"+strings.ReplaceAll(address, ":", "_"))
	if err := bus.AddMatchSignal(dbus.WithMatchSender(service)); err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 100)
	bus.Signal(signals)
	filter := map[string]any{"Transport": transport}
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
