package main

// The window: a bar with the adapter, the list of devices, and the pages.

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

// explorer is the window with its model.
type explorer struct {
	window  fyne.Window
	model   *model.Model
	changed chan struct{}
	views   []view
	failed  bool // the last state's search has failed without a device

	tabs                                          *container.AppTabs
	device, services, lowEnergy, terminal, doctor *container.TabItem
}

func newExplorer(app fyne.App) *explorer {
	app.Settings().SetTheme(legible{theme.DefaultTheme()})
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

	split := container.NewHSplit(devices.object(), e.tabs)
	split.Offset = 0.4
	e.window.SetContent(container.NewBorder(container.NewVBox(adapter.object(), widget.NewSeparator()), nil, nil, nil, split))
	e.window.Resize(fyne.NewSize(1000, 640))
	e.show(e.model.State())
	return e
}

// page adds a page to the views.
func (e *explorer) page(title string, v view) *container.TabItem {
	e.views = append(e.views, v)
	return container.NewTabItem(title, container.NewPadded(v.object()))
}

// show shows a state. When a search fails before it has found a device, it opens the page that
// shows why.
func (e *explorer) show(s model.State) {
	failed := s.Search.Err != nil && len(s.Devices) == 0
	if failed && !e.failed {
		e.tabs.Select(e.doctor)
	}
	e.failed = failed
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
