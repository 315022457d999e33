package main

// The services and characteristics, as bluetoothd wants them on D-Bus.

import (
	"encoding/binary"
	"fmt"
	"os"

	"github.com/godbus/dbus/v5"
)

const characteristicInterface = "org.bluez.GattCharacteristic1"

// An application lists its objects with their interfaces and properties.
type application map[dbus.ObjectPath]map[string]map[string]dbus.Variant

// GetManagedObjects is a method of org.freedesktop.DBus.ObjectManager.
func (a application) GetManagedObjects() (application, *dbus.Error) { return a, nil }

// addService adds a service with its characteristics, whose UUIDs the contestants know.
func (a application) addService(bus *dbus.Conn, path dbus.ObjectPath, uuid string) error {
	a[path] = map[string]map[string]dbus.Variant{"org.bluez.GattService1": {
		"UUID":    dbus.MakeVariant(uuid),
		"Primary": dbus.MakeVariant(true),
	}}
	for i, c := range []struct {
		flags   []string
		methods any
	}{
		{[]string{"read"}, value{}},
		{[]string{"write-without-response"}, sink{}},
		{[]string{"write", "notify"}, source{bus, path + "/char2"}},
	} {
		charPath := path + dbus.ObjectPath(fmt.Sprintf("/char%d", i))
		a[charPath] = map[string]map[string]dbus.Variant{characteristicInterface: {
			"UUID":    dbus.MakeVariant(fmt.Sprintf("0000a00%d-0000-1000-8000-00805f9b34fb", 1+i)),
			"Service": dbus.MakeVariant(path),
			"Flags":   dbus.MakeVariant(c.flags),
		}}
		if err := bus.Export(c.methods, charPath, characteristicInterface); err != nil {
			return err
		}
	}
	return nil
}

// size is the number of bytes of all values: the largest that fits into the smallest packet.
const size = 20

// value is a characteristic that is read.
type value struct{}

func (value) ReadValue(map[string]dbus.Variant) ([]byte, *dbus.Error) {
	return make([]byte, size), nil
}

// sink is a characteristic that drops what is written.
type sink struct{}

func (sink) WriteValue([]byte, map[string]dbus.Variant) *dbus.Error { return nil }

// source is a characteristic that sends as many notifications as the number that is written, each
// beginning with its own number, from 1.
type source struct {
	bus  *dbus.Conn
	path dbus.ObjectPath
}

func (s source) StartNotify() *dbus.Error { return nil }

func (s source) StopNotify() *dbus.Error { return nil }

func (s source) WriteValue(count []byte, _ map[string]dbus.Variant) *dbus.Error {
	if len(count) != 4 {
		return dbus.MakeFailedError(fmt.Errorf("a number of %d bytes", len(count)))
	}
	go s.notify(binary.LittleEndian.Uint32(count))
	return nil
}

func (s source) notify(count uint32) {
	for i := range count {
		changed := binary.LittleEndian.AppendUint32(make([]byte, 0, size), 1+i)[:size]
		err := s.bus.Emit(s.path, "org.freedesktop.DBus.Properties.PropertiesChanged",
			characteristicInterface, map[string]any{"Value": changed}, []string{})
		if err != nil {
			fmt.Fprintln(os.Stderr, "gatt: notifying:", err)
			return
		}
	}
}
