package main

// The page with the classic services of a device.

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

type servicesPage struct {
	pane
	services []model.Service
	status   *widget.Label
	ask      *widget.Button
	list     *widget.List
}

// newServicesPage returns the page. It calls opened when the user opens a terminal.
func newServicesPage(m *model.Model, opened func()) *servicesPage {
	p := &servicesPage{status: newStatus()}
	p.ask = widget.NewButton("Ask the device", m.AskServices)
	open := func(s model.Service) {
		m.OpenTerminal(s)
		opened()
	}
	p.list = widget.NewList(func() int { return len(p.services) },
		func() fyne.CanvasObject { return newServiceRow(open) },
		func(i widget.ListItemID, row fyne.CanvasObject) { row.(*serviceRow).show(p.services[i]) })
	p.list.OnSelected = func(i widget.ListItemID) { p.list.Unselect(i) }
	head := container.NewBorder(nil, nil, nil, p.ask, p.status)
	p.content = container.NewBorder(head, nil, nil, nil, p.list)
	return p
}

func (p *servicesPage) show(s model.State) {
	d, selected := s.Device()
	p.services = s.Services.List
	text := noDevice
	switch {
	case s.Services.Running:
		text = "Asking the device…"
	case s.Services.Asked && len(p.services) == 0:
		text = "The device offers no classic services."
	case s.Services.Asked:
		text = fmt.Sprintf("Classic services: %d", len(p.services))
	case selected && d.Radio == "LE":
		text = "This device seems to speak only Low Energy: see that page."
	case selected:
		text = "The device has not been asked for its classic services yet."
	}
	showTask(p.status, s.Services.Task, text)
	enable(p.ask, selected && !s.Services.Running)
	p.list.Refresh()
}

// serviceRow is a service in the list.
type serviceRow struct {
	widget.BaseWidget
	service      model.Service
	name, detail *widget.Label
	terminal     *widget.Button
}

func newServiceRow(open func(model.Service)) *serviceRow {
	r := &serviceRow{}
	r.name, r.detail = newRowLabels()
	r.terminal = widget.NewButton("Terminal", func() { open(r.service) })
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is called by Fyne.
func (r *serviceRow) CreateRenderer() fyne.WidgetRenderer {
	lines := container.New(tightLines{}, r.name, r.detail)
	return widget.NewSimpleRenderer(container.NewBorder(nil, nil, nil, container.NewCenter(r.terminal), lines))
}

func (r *serviceRow) show(s model.Service) {
	r.service = s
	r.name.SetText(s.Name)
	r.detail.SetText(details(s.Classes, s.Connect))
	r.terminal.Hidden = !s.Serial
	r.terminal.Refresh()
}
