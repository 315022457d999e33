package main

// The list of devices.

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

type deviceList struct {
	pane
	devices []model.Device
	search  *widget.Button
	status  *widget.Label
	list    *widget.List
}

func newDeviceList(m *model.Model) *deviceList {
	l := &deviceList{status: newStatus()}
	l.search = widget.NewButtonWithIcon("Search", theme.SearchIcon(), nil)
	l.search.OnTapped = func() { m.Search(l.search.Icon == theme.SearchIcon()) }
	l.list = widget.NewList(func() int { return len(l.devices) },
		func() fyne.CanvasObject { return newDeviceRow() },
		func(i widget.ListItemID, row fyne.CanvasObject) { row.(*deviceRow).show(l.devices[i]) })
	l.list.OnSelected = func(i widget.ListItemID) { m.Select(l.devices[i].ID) }
	head := container.NewBorder(nil, nil, nil, l.search, l.status)
	l.content = container.NewBorder(head, nil, nil, nil, l.list)
	return l
}

func (l *deviceList) show(s model.State) {
	l.devices = s.Devices
	text := fmt.Sprintf("%d devices", len(s.Devices))
	switch {
	case len(s.Devices) == 1:
		text = "1 device"
	case len(s.Devices) == 0 && s.Search.Running:
		text = "Searching…"
	}
	showTask(l.status, s.Search, text)
	if s.Search.Running {
		l.search.Icon, l.search.Text = theme.MediaStopIcon(), "Stop"
	} else {
		l.search.Icon, l.search.Text = theme.SearchIcon(), "Search"
	}
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
	name := d.Name
	if name == "" {
		name = d.ID
	}
	r.name.SetText(name)
	details := []string{d.ID}
	for _, text := range []string{d.Radio, d.Kind, pairingText(d.Pairing)} {
		if text != "" {
			details = append(details, text)
		}
	}
	if d.RSSI != 0 {
		details = append(details, fmt.Sprintf("%d dBm", d.RSSI))
	}
	r.detail.SetText(strings.Join(details, separator))
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
