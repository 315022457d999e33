package main

// What can be done with the selected characteristic.

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

// writable are the properties of characteristics that can be written.
const writable = qtbt.PropertyWrite | qtbt.PropertyWriteNoResponse

type characteristicPanel struct {
	pane
	index       int // of the characteristic, or -1
	status      *widget.Label
	read, write *widget.Button
	watch       *widget.Check
	value       *widget.Entry
	tools       *fyne.Container
	plot        *plot
}

func newCharacteristicPanel(m *model.Model) *characteristicPanel {
	p := &characteristicPanel{index: -1, status: newStatus(), value: widget.NewEntry(), plot: newPlot()}
	p.value.SetPlaceHolder("A text, or bytes such as 0x01 ff")
	p.value.Validator = func(typed string) error {
		_, err := model.ParseValue(typed)
		return err
	}
	p.read = widget.NewButton("Read", func() { m.Read(p.index) })
	p.watch = widget.NewCheck("Watch", func(on bool) { m.Watch(p.index, on) })
	p.value.OnSubmitted = func(typed string) {
		if value, err := model.ParseValue(typed); err == nil {
			m.Write(p.index, value)
		}
	}
	p.write = widget.NewButton("Write", func() { p.value.OnSubmitted(p.value.Text) })
	p.tools = container.NewBorder(nil, nil, container.NewHBox(p.read, p.watch), p.write, p.value)
	p.content = container.NewBorder(container.NewVBox(p.status, p.tools), nil, nil, nil, p.plot)
	return p
}

func (p *characteristicPanel) show(s model.LowEnergy) {
	var c model.Characteristic
	text := "Select a characteristic."
	selected := p.index >= 0 && p.index < len(s.Characteristics)
	if selected {
		c = s.Characteristics[p.index]
		text = c.Name + ": value not known"
	}
	if c.Known {
		text = c.Name + ": " + model.FormatValue(c.Value)
	}
	if n := len(c.Numbers); n > 0 {
		text += fmt.Sprintf(" = %g", c.Numbers[n-1])
	}
	showTask(p.status, model.Task{Err: c.Err}, text)
	enable(p.read, s.Connected && c.Properties&qtbt.PropertyRead != 0)
	enable(p.watch, s.Connected && c.Watchable)
	tick(p.watch, c.Watched)
	enable(p.value, s.Connected && c.Properties&writable != 0)
	enable(p.write, s.Connected && c.Properties&writable != 0)
	p.plot.show(c.Numbers)
	showIf(selected, p.tools, p.content)
	showIf(selected, p.plot, p.content)
}

// propertyNames returns the properties' names in lower case, such as "read, notify".
func propertyNames(p qtbt.PropertyType) string {
	names := strings.Split(p.String(), "|")
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimPrefix(name, "Property"))
	}
	return strings.Join(names, ", ")
}
