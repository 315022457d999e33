package main

// A plot of numeric values.

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// plot shows numbers as a line, the newest on the right.
type plot struct {
	widget.BaseWidget
	numbers []float64
}

func newPlot() *plot {
	p := &plot{}
	p.ExtendBaseWidget(p)
	return p
}

func (p *plot) show(numbers []float64) {
	p.numbers = numbers
	p.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *plot) CreateRenderer() fyne.WidgetRenderer {
	r := &plotRenderer{plot: p, frame: canvas.NewRectangle(nil), highest: canvas.NewText("", nil),
		lowest: canvas.NewText("", nil), note: canvas.NewText("The plot begins with the second number.", nil)}
	r.Refresh()
	return r
}

// plotRenderer draws a plot.
type plotRenderer struct {
	plot                  *plot
	frame                 *canvas.Rectangle
	highest, lowest, note *canvas.Text
	lines                 []fyne.CanvasObject
}

// MinSize is called by Fyne.
func (r *plotRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 60) }

// Layout draws the plot in a size.
func (r *plotRenderer) Layout(size fyne.Size) {
	r.frame.Resize(size)
	pad := theme.Padding()
	r.highest.Move(fyne.NewPos(pad, pad))
	r.lowest.Move(fyne.NewPos(pad, size.Height-r.lowest.MinSize().Height-pad))
	note := r.note.MinSize()
	r.note.Move(fyne.NewPos((size.Width-note.Width)/2, (size.Height-note.Height)/2))
	r.lines = nil
	numbers := r.plot.numbers
	if len(numbers) < 2 {
		return
	}
	left := 2*pad + max(r.highest.MinSize().Width, r.lowest.MinSize().Width)
	low, high := slices.Min(numbers), slices.Max(numbers)
	// A constant value is a line in the middle.
	if low == high {
		low, high = low-1, high+1
	}
	point := func(i int) fyne.Position {
		x := left + (size.Width-left-pad)*float32(i)/float32(len(numbers)-1)
		y := pad + (size.Height-2*pad)*float32((high-numbers[i])/(high-low))
		return fyne.NewPos(x, y)
	}
	for i := range len(numbers) - 1 {
		line := canvas.NewLine(theme.Color(theme.ColorNamePrimary))
		line.StrokeWidth = 2
		line.Position1, line.Position2 = point(i), point(i+1)
		r.lines = append(r.lines, line)
	}
}

// Refresh draws the plot's numbers.
func (r *plotRenderer) Refresh() {
	r.frame.FillColor = theme.Color(theme.ColorNameInputBackground)
	r.highest.Text, r.lowest.Text = "", ""
	if numbers := r.plot.numbers; len(numbers) > 1 {
		r.highest.Text, r.lowest.Text = fmt.Sprintf("%g", slices.Max(numbers)), fmt.Sprintf("%g", slices.Min(numbers))
	}
	r.note.Hidden = len(r.plot.numbers) > 1
	for _, text := range []*canvas.Text{r.highest, r.lowest, r.note} {
		text.Color = theme.Color(theme.ColorNamePlaceHolder)
		text.TextSize = theme.CaptionTextSize()
	}
	r.Layout(r.plot.Size())
	canvas.Refresh(r.plot)
}

// Objects is called by Fyne.
func (r *plotRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.frame, r.highest, r.lowest, r.note}, r.lines...)
}

// Destroy is called by Fyne.
func (r *plotRenderer) Destroy() {}
