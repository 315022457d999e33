package main

// The page with the characteristics of a Low Energy device.

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

type lowEnergyPage struct {
	pane
	state               model.LowEnergy
	status              *widget.Label
	connect, disconnect *widget.Button
	list                *widget.List
	split               *container.Split
	detail              *characteristicPanel
}

func newLowEnergyPage(m *model.Model) *lowEnergyPage {
	p := &lowEnergyPage{status: newStatus(), detail: newCharacteristicPanel(m)}
	p.connect = widget.NewButton("Connect", m.Connect)
	p.disconnect = widget.NewButton("Disconnect", m.Disconnect)
	p.list = widget.NewList(func() int { return len(p.state.Characteristics) },
		func() fyne.CanvasObject { return newCharacteristicRow() },
		func(i widget.ListItemID, row fyne.CanvasObject) {
			row.(*characteristicRow).show(p.state.Characteristics[i])
		})
	p.list.OnSelected = func(i widget.ListItemID) {
		p.detail.index = i
		p.detail.show(p.state)
	}
	head := container.NewBorder(nil, nil, nil, container.NewHBox(p.connect, p.disconnect), p.status)
	p.split = container.NewVSplit(p.list, p.detail.content)
	p.split.Offset = 0.4
	p.content = container.NewBorder(head, nil, nil, nil, p.split)
	return p
}

func (p *lowEnergyPage) show(s model.State) {
	d, selected := s.Device()
	p.state = s.LowEnergy
	text := noDevice
	switch {
	case p.state.Running:
		text = "Connecting…"
	case p.state.Connected:
		text = fmt.Sprintf("Connected. Characteristics: %d", len(p.state.Characteristics))
	case len(p.state.Characteristics) > 0:
		text = "The device has disconnected."
	case selected && d.Radio == "classic":
		text = "This device seems to speak only classic Bluetooth: see the page of services."
	case selected:
		text = "Not connected."
	}
	showTask(p.status, p.state.Task, text)
	busy := p.state.Running || p.state.Connected
	enable(p.connect, selected && !busy)
	enable(p.disconnect, busy)
	if len(p.state.Characteristics) == 0 {
		p.list.UnselectAll()
		p.detail.index = -1
	}
	showIf(len(p.state.Characteristics) > 0, p.split, p.content)
	p.list.Refresh()
	p.detail.show(p.state)
}

// characteristicRow is a characteristic in the list.
type characteristicRow struct {
	widget.BaseWidget
	name, detail *widget.Label
}

func newCharacteristicRow() *characteristicRow {
	r := &characteristicRow{}
	r.name, r.detail = newRowLabels()
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is called by Fyne.
func (r *characteristicRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(tightLines{}, r.name, r.detail))
}

func (r *characteristicRow) show(c model.Characteristic) {
	r.name.SetText(c.Name)
	value := ""
	if c.Known {
		value = model.FormatValue(c.Value)
	}
	r.detail.SetText(details(c.Service, propertyNames(c.Properties), value))
}
