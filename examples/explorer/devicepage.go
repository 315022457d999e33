package main

// The page about a device: what is known about it, and its pairing.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

const noDevice = "Select a device on the left."

// pairingNote is what a user has to know about the questions of a pairing.
const pairingNote = "The system's pairing agent asks you to confirm a number or to type a passkey, not this window: " +
	"Qt 6 has no such questions for programs. Desktops have an agent; elsewhere, `bluetoothctl` is one. " +
	"Without an agent, devices pair if neither of them insists on a question."

type devicePage struct {
	pane
	facts               *widget.Label
	status              *widget.Label
	pair, trust, unpair *widget.Button
}

func newDevicePage(m *model.Model) *devicePage {
	p := &devicePage{facts: widget.NewLabel(""), status: newStatus()}
	p.facts.Wrapping = fyne.TextWrapWord
	p.facts.Selectable = true
	p.pair = widget.NewButton("Pair", func() { m.Pair(qtbt.Paired) })
	p.trust = widget.NewButton("Pair and trust", func() { m.Pair(qtbt.AuthorizedPaired) })
	p.unpair = widget.NewButton("Unpair", func() { m.Pair(qtbt.Unpaired) })
	pairing := container.NewVBox(p.status, container.NewHBox(p.pair, p.trust, p.unpair), newNote(pairingNote))
	p.content = container.NewBorder(nil, pairing, nil, nil, container.NewVScroll(p.facts))
	return p
}

func (p *devicePage) show(s model.State) {
	d, selected := s.Device()
	enable(p.pair, selected && d.Pairing == qtbt.Unpaired)
	enable(p.trust, selected && d.Pairing != qtbt.AuthorizedPaired)
	enable(p.unpair, selected && d.Pairing != qtbt.Unpaired)
	if !selected {
		p.facts.SetText(noDevice)
		showTask(p.status, model.Task{}, "")
		return
	}
	p.facts.SetText(facts(d))
	text := "Not paired."
	switch {
	case s.Pairing.Running:
		text = "Pairing… Both devices may ask their users."
	case d.Pairing != qtbt.Unpaired:
		text = "This device is " + pairingText(d.Pairing) + "."
	}
	showTask(p.status, s.Pairing, text)
}

// facts returns what is known about a device.
func facts(d model.Device) string {
	lines := []string{
		"Name: " + orDash(d.Name),
		"Address: " + d.ID,
		"Speaks: " + orDash(d.Radio),
		"Kind: " + orDash(d.Kind),
	}
	if d.RSSI != 0 {
		lines = append(lines, fmt.Sprintf("Signal strength: %d dBm", d.RSSI))
	}
	if d.Connected {
		lines = append(lines, "Connected to this machine")
	}
	if uuids := d.Info.ServiceUUIDs(); len(uuids) > 0 {
		lines = append(lines, "Announces: "+describe.UUIDs(uuids))
	}
	all := d.Info.AllManufacturerData()
	for _, manufacturer := range slices.Sorted(maps.Keys(all)) {
		for _, data := range all[manufacturer] {
			lines = append(lines, fmt.Sprintf("Data of manufacturer 0x%04x: % x", manufacturer, data))
		}
	}
	return strings.Join(lines, "\n")
}
