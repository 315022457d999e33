package main

// The window: a bar with the adapter, the list of devices, and the pages.

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

// view is a part of the window.
type view interface {
	fyne.CanvasObject
	show(model.State)
}

// explorer is the window with its model.
type explorer struct {
	window  fyne.Window
	model   *model.Model
	changed chan struct{}
	views   []view

	tabs                                          *container.AppTabs
	device, services, lowEnergy, terminal, doctor *container.TabItem
}

func newExplorer(app fyne.App) *explorer {
	e := &explorer{window: app.NewWindow("Bluetooth explorer"), changed: make(chan struct{}, 1)}
	// qtbt's handlers call this function. They must not wait for Fyne's thread, which may wait for
	// the Qt thread.
	e.model = model.New(func() {
		select {
		case e.changed <- struct{}{}:
		default:
		}
	})
	e.device = e.page("Device", newDevicePage(e.model))
	e.services = e.page("Services", newServicesPage(e.model, func() { e.tabs.Select(e.terminal) }))
	e.lowEnergy = e.page("Low Energy", newLowEnergyPage(e.model))
	e.terminal = e.page("Terminal", newTerminalPage(e.model))
	e.doctor = e.page("Why is nothing found?", newDoctorPage(e.model))
	e.tabs = container.NewAppTabs(e.device, e.services, e.lowEnergy, e.terminal, e.doctor)
	devices := newDeviceList(e.model)
	adapter := newAdapterBar(e.model)
	e.views = append(e.views, devices, adapter)

	split := container.NewHSplit(devices, e.tabs)
	split.Offset = 0.36
	e.window.SetContent(container.NewBorder(container.NewVBox(adapter, widget.NewSeparator()), nil, nil, nil, split))
	e.window.Resize(fyne.NewSize(1000, 640))
	e.show(e.model.State())
	return e
}

// page adds a page to the views.
func (e *explorer) page(title string, v view) *container.TabItem {
	e.views = append(e.views, v)
	return container.NewTabItem(title, container.NewPadded(v))
}

// show shows a state.
func (e *explorer) show(s model.State) {
	for _, v := range e.views {
		v.show(s)
	}
}

// followModel shows each new state. States that come while one is shown are skipped, but for the
// last.
func (e *explorer) followModel() {
	for range e.changed {
		fyne.DoAndWait(func() { e.show(e.model.State()) })
	}
}
