// Command gatt is the peripheral of the lab's Low Energy rows, which all contestants share. It
// serves its attributes through bluetoothd, without Qt.
//
//	gatt UUID…   has a service for each UUID, advertises, and runs until standard input ends
//
// It prints the line "ready" when it advertises.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

const (
	root    = dbus.ObjectPath("/benchmark")
	adapter = dbus.ObjectPath("/org/bluez/hci0") // a lab's host has one

	advertisementInterface = "org.bluez.LEAdvertisement1"
)

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gatt:", err)
		os.Exit(1)
	}
}

func serve(uuids []string) error {
	if len(uuids) == 0 {
		return errors.New("want UUIDs of services")
	}
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	defer bus.Close() // bluetoothd then removes the services and the advertisement, too
	app := make(application)
	for i, uuid := range uuids {
		if err := app.addService(bus, dbus.ObjectPath(fmt.Sprintf("%s/service%d", root, i)), uuid); err != nil {
			return err
		}
	}
	if err := bus.Export(app, root, "org.freedesktop.DBus.ObjectManager"); err != nil {
		return err
	}
	advertisement := root + "/advertisement"
	_, err = prop.Export(bus, advertisement, prop.Map{
		advertisementInterface: {"Type": {Value: "peripheral"}},
	})
	if err != nil {
		return err
	}
	for method, path := range map[string]dbus.ObjectPath{
		"GattManager1.RegisterApplication":            root,
		"LEAdvertisingManager1.RegisterAdvertisement": advertisement,
	} {
		call := bus.Object("org.bluez", adapter).
			Call("org.bluez."+method, 0, path, map[string]dbus.Variant{})
		if call.Err != nil {
			return fmt.Errorf("%s: %w", method, call.Err)
		}
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
