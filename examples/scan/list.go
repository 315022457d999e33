package main

// This file prints the list of devices.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

// list prints devices, and remembers their printed lines.
type list struct {
	out     io.Writer
	json    bool
	printed map[string]printed // by ID
}

type printed struct {
	row  string
	rssi int16
}

func newList(out io.Writer, asJSON bool) (*list, error) {
	l := &list{out: out, json: asJSON, printed: make(map[string]printed)}
	if asJSON {
		return l, nil
	}
	_, err := fmt.Fprintln(out, "   ", columns("ADDRESS", "RSSI", "KIND", "NAME", "SERVICES"))
	return l, err
}

// add prints a device, unless its last line would be the same.
func (l *list) add(d qtbt.DeviceInfo) error {
	last, known := l.printed[id(d)]
	if d.RSSI() == 0 {
		d.SetRSSI(last.rssi) // the system forgets it between searches
	}
	row, event := row(d), "new"
	if known {
		event = "chg"
	}
	if row == last.row {
		return nil
	}
	l.printed[id(d)] = printed{row, d.RSSI()}
	if l.json {
		return json.NewEncoder(l.out).Encode(newRecord(event, d))
	}
	_, err := fmt.Fprintln(l.out, event, row)
	return err
}

// end prints how many devices there were, in a place that does not disturb readers of the list.
func (l *list) end() {
	if len(l.printed) == 1 {
		fmt.Fprintln(os.Stderr, "1 device")
		return
	}
	fmt.Fprintf(os.Stderr, "%d devices\n", len(l.printed))
}

// row returns a device's line without the event. Lines come one by one, so the columns have fixed
// widths.
func row(d qtbt.DeviceInfo) string {
	rssi := "-"
	if d.RSSI() != 0 {
		rssi = fmt.Sprintf("%d dBm", d.RSSI())
	}
	return columns(id(d), rssi, orDash(kind(d)), orDash(describe.Text(d.Name())),
		orDash(describe.UUIDs(d.ServiceUUIDs())))
}

// id returns the system's identification of a device: its address, or the UUID that macOS gives to
// a Low Energy device.
func id(d qtbt.DeviceInfo) string {
	if d.Address().IsNull() {
		return d.DeviceUUID().String()
	}
	return d.Address().String()
}

func kind(d qtbt.DeviceInfo) string {
	if text := describe.Kind(d); text != "" {
		return text
	}
	return describe.Radio(d)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func columns(address, rssi, kind, name, services string) string {
	return fmt.Sprintf("%-17s  %8s  %-22s  %-24s  %s", address, rssi, kind, name, services)
}

// record is a device in JSON.
type record struct {
	Event    string    `json:"event"` // "new" or "chg"
	Address  string    `json:"address"`
	Name     string    `json:"name"`
	Kind     string    `json:"kind"` // "" if the device does not report it
	Radio    string    `json:"radio"`
	RSSI     int16     `json:"rssi,omitempty"` // dBm
	Services []service `json:"services"`
}

type service struct {
	UUID qtbt.UUID `json:"uuid"`
	Name string    `json:"name"`
}

func newRecord(event string, d qtbt.DeviceInfo) record {
	r := record{Event: event, Address: id(d), Name: d.Name(), Kind: describe.Kind(d), Radio: describe.Radio(d),
		RSSI: d.RSSI(), Services: []service{}}
	for _, u := range d.ServiceUUIDs() {
		r.Services = append(r.Services, service{u, describe.UUID(u)})
	}
	return r
}
