package main

// The bar with this machine's adapter.

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

type adapterBar struct {
	pane
	status         *widget.Label
	power, visible *widget.Check
}

func newAdapterBar(m *model.Model) *adapterBar {
	b := &adapterBar{status: newStatus()}
	b.status.Wrapping = fyne.TextWrapOff
	b.status.Truncation = fyne.TextTruncateEllipsis
	b.power = widget.NewCheck("On", func(on bool) {
		if on {
			m.SetHostMode(qtbt.HostConnectable)
		} else {
			m.SetHostMode(qtbt.HostPoweredOff)
		}
	})
	b.visible = widget.NewCheck("Visible to others", func(visible bool) {
		if visible {
			m.SetHostMode(qtbt.HostDiscoverable)
		} else {
			m.SetHostMode(qtbt.HostConnectable)
		}
	})
	b.content = container.NewBorder(nil, nil, nil, container.NewHBox(b.power, b.visible), b.status)
	return b
}

func (b *adapterBar) show(s model.State) {
	a := s.Adapter
	text := "Looking for this machine's adapter…"
	if a.Present {
		text = a.Name + separator + a.Address.String()
	}
	showTask(b.status, model.Task{Err: a.Err}, text)
	on := a.Present && a.Mode != qtbt.HostPoweredOff
	tick(b.power, on)
	tick(b.visible, on && a.Mode != qtbt.HostConnectable)
	enable(b.power, a.Present)
	enable(b.visible, on)
}

// tick sets a check without a call of its OnChanged.
func tick(check *widget.Check, checked bool) {
	check.Checked = checked
	check.Refresh()
}
