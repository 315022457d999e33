package main

// The list of devices.

import (
	"cmp"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

type deviceList struct {
	pane
	devices   []model.Device
	searching bool
	search    *widget.Button
	status    *widget.Label
	list      *widget.List
}

func newDeviceList(m *model.Model) *deviceList {
	l := &deviceList{status: newStatus()}
	l.search = widget.NewButtonWithIcon("Search", theme.SearchIcon(), func() { m.Search(!l.searching) })
	l.list = widget.NewList(func() int { return len(l.devices) },
		func() fyne.CanvasObject { return newDeviceRow() },
		func(i widget.ListItemID, row fyne.CanvasObject) { row.(*deviceRow).show(l.devices[i]) })
	l.list.OnSelected = func(i widget.ListItemID) { m.Select(l.devices[i].ID) }
	head := container.NewBorder(nil, nil, nil, l.search, l.status)
	l.content = container.NewBorder(head, nil, nil, nil, l.list)
	return l
}

func (l *deviceList) show(s model.State) {
	l.devices, l.searching = s.Devices, s.Search.Running
	text := fmt.Sprintf("Devices: %d", len(s.Devices))
	l.search.Icon, l.search.Text = theme.SearchIcon(), "Search"
	if l.searching {
		text = "Searching…  " + text
		l.search.Icon, l.search.Text = theme.MediaStopIcon(), "Stop"
	}
	showTask(l.status, s.Search, text)
	l.search.Refresh()
	l.list.Refresh()
}

// deviceRow is a device in the list.
type deviceRow struct {
	widget.BaseWidget
	bars         *signalBars
	name, detail *widget.Label
}

func newDeviceRow() *deviceRow {
	r := &deviceRow{bars: newSignalBars()}
	r.name, r.detail = newRowLabels()
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is called by Fyne.
func (r *deviceRow) CreateRenderer() fyne.WidgetRenderer {
	lines := container.New(tightLines{}, r.name, r.detail)
	return widget.NewSimpleRenderer(container.NewBorder(nil, nil, container.NewCenter(r.bars), nil, lines))
}

func (r *deviceRow) show(d model.Device) {
	r.bars.show(d.RSSI)
	r.name.SetText(cmp.Or(d.Name, "(no name)"))
	r.detail.SetText(details(d.ID, rssiText(d.RSSI), pairingText(d.Pairing), d.Kind, d.Radio))
}

// rssiText returns a signal strength with its unit, or "" if it is not known.
func rssiText(rssi int16) string {
	if rssi == 0 {
		return ""
	}
	return fmt.Sprintf("%d dBm", rssi)
}

// pairingText returns how a device is paired, or "" if it is not.
func pairingText(p qtbt.Pairing) string {
	switch p {
	case qtbt.Paired:
		return "paired"
	case qtbt.AuthorizedPaired:
		return "paired and trusted"
	}
	return ""
}
