package main

// Signal strength, as bars.

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The size of the bars.
const (
	barCount = 4
	barWidth = 4
	barStep  = 5 // each bar is higher than the last by this
	barGap   = 2
)

// signalBars shows a signal strength.
type signalBars struct {
	widget.BaseWidget
	strength int
	bars     [barCount]*canvas.Rectangle
}

func newSignalBars() *signalBars {
	b := &signalBars{}
	for i := range b.bars {
		b.bars[i] = canvas.NewRectangle(nil)
	}
	b.ExtendBaseWidget(b)
	b.show(0)
	return b
}

// strength returns how many bars stand for a signal strength in dBm. 0 dBm means that it is not
// known.
func strength(rssi int16) int {
	switch {
	case rssi == 0:
		return 0
	case rssi >= -55:
		return 4
	case rssi >= -70:
		return 3
	case rssi >= -85:
		return 2
	}
	return 1
}

func (b *signalBars) show(rssi int16) {
	b.strength = strength(rssi)
	b.Refresh()
}

// Refresh colours the bars. Fyne calls it too, after a change of the theme.
func (b *signalBars) Refresh() {
	for i, bar := range b.bars {
		name := theme.ColorNameInputBorder
		if i < b.strength {
			name = theme.ColorNamePrimary
		}
		bar.FillColor = theme.Color(name)
		bar.Refresh()
	}
}

// MinSize returns the size of all bars.
func (b *signalBars) MinSize() fyne.Size {
	return fyne.NewSize(barCount*(barWidth+barGap)+2*barGap, barCount*barStep)
}

// CreateRenderer is called by Fyne.
func (b *signalBars) CreateRenderer() fyne.WidgetRenderer {
	all := make([]fyne.CanvasObject, barCount)
	for i, bar := range b.bars {
		height := float32((i + 1) * barStep)
		bar.Resize(fyne.NewSize(barWidth, height))
		bar.Move(fyne.NewPos(float32(2*barGap+i*(barWidth+barGap)), barCount*barStep-height))
		all[i] = bar
	}
	return widget.NewSimpleRenderer(&fyne.Container{Objects: all})
}
