package main

// The page about a device: what is known about it, and its pairing.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

const noDevice = "Select a device on the left."

// pairingNote explains where the questions of a pairing appear.
const pairingNote = "The system's pairing agent asks you to confirm a number or to type a passkey, because Qt 6 passes " +
	"no such questions to programs. Desktops have an agent; elsewhere, bluetoothctl is one. " +
	"Without an agent, devices pair only if neither of them insists on a question."

type devicePage struct {
	pane
	about, status       *widget.Label
	facts               *fyne.Container
	values              []*widget.Label // of the facts
	pair, trust, unpair *widget.Button
}

func newDevicePage(m *model.Model) *devicePage {
	p := &devicePage{about: widget.NewLabel(noDevice), status: newStatus(), facts: container.New(layout.NewFormLayout())}
	for _, f := range facts(model.Device{}) {
		value := widget.NewLabel("")
		value.Wrapping = fyne.TextWrapWord
		value.Selectable = true
		p.values = append(p.values, value)
		p.facts.Add(widget.NewLabelWithStyle(f.name, fyne.TextAlignLeading, fyne.TextStyle{Bold: true}))
		p.facts.Add(value)
	}
	p.pair = widget.NewButton("Pair", func() { m.Pair(qtbt.Paired) })
	p.trust = widget.NewButton("Pair and trust", func() { m.Pair(qtbt.AuthorizedPaired) })
	p.unpair = widget.NewButton("Unpair", func() { m.Pair(qtbt.Unpaired) })
	pairing := container.NewVBox(widget.NewSeparator(), p.status, container.NewHBox(p.pair, p.trust, p.unpair),
		newNote(pairingNote))
	p.content = container.NewBorder(p.about, pairing, nil, nil, container.NewVScroll(p.facts))
	return p
}

func (p *devicePage) show(s model.State) {
	d, selected := s.Device()
	showIf(!selected, p.about, p.content)
	showIf(selected, p.facts, p.content)
	for i, f := range facts(d) {
		p.values[i].SetText(f.value)
	}
	enable(p.pair, selected && d.Pairing == qtbt.Unpaired)
	enable(p.trust, selected && d.Pairing != qtbt.AuthorizedPaired)
	enable(p.unpair, selected && d.Pairing != qtbt.Unpaired)
	text := ""
	switch {
	case s.Pairing.Running:
		text = "Pairing… Both devices may ask their users."
	case d.Pairing != qtbt.Unpaired:
		text = "This device is " + pairingText(d.Pairing) + "."
	case selected:
		text = "Not paired."
	}
	showTask(p.status, s.Pairing, text)
}

// fact is something about a device.
type fact struct{ name, value string }

// facts returns what is known about a device. They are the same facts for each device.
func facts(d model.Device) []fact {
	connected := "no"
	if d.Connected {
		connected = "yes"
	}
	return []fact{
		{"Name", orDash(d.Name)},
		{"Address", d.ID},
		{"Speaks", orDash(d.Radio)},
		{"Kind", orDash(d.Kind)},
		{"Signal strength", orDash(rssiText(d.RSSI))},
		{"Connected", connected},
		{"Announces", orDash(describe.UUIDs(d.Info.ServiceUUIDs()))},
		{"Manufacturer data", orDash(manufacturerData(d.Info))},
	}
}

// manufacturerData returns the data that a device advertises for its manufacturer, a line for each.
func manufacturerData(info qtbt.DeviceInfo) string {
	all := info.AllManufacturerData()
	var lines []string
	for _, manufacturer := range slices.Sorted(maps.Keys(all)) {
		for _, data := range all[manufacturer] {
			lines = append(lines, fmt.Sprintf("0x%04x: % x", manufacturer, data))
		}
	}
	return strings.Join(lines, "\n")
}

// orDash returns the text, or a dash for none.
func orDash(text string) string { return cmp.Or(text, "–") }
