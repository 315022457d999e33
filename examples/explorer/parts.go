package main

// Parts that several pages have.

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

// view is a part of the window.
type view interface {
	object() fyne.CanvasObject
	show(model.State)
}

// pane holds what Fyne draws of a view.
type pane struct{ content *fyne.Container }

func (p pane) object() fyne.CanvasObject { return p.content }

// newStatus returns a label for the state of a task.
func newStatus() *widget.Label {
	label := widget.NewLabel("")
	label.Wrapping = fyne.TextWrapWord
	return label
}

// showTask shows a text, or the error of the task.
func showTask(label *widget.Label, task model.Task, text string) {
	label.Importance = widget.MediumImportance
	if task.Err != nil {
		text, label.Importance = task.Err.Error(), widget.DangerImportance
	}
	label.SetText(text)
}

// enable enables a widget or disables it.
func enable(w fyne.Disableable, enabled bool) {
	if enabled {
		w.Enable()
	} else {
		w.Disable()
	}
}

// showIf shows or hides a part of a container.
func showIf(visible bool, part fyne.CanvasObject, whole *fyne.Container) {
	if visible == part.Visible() {
		return
	}
	if visible {
		part.Show()
	} else {
		part.Hide()
	}
	whole.Refresh() // lays the container out
}

// newNote returns a text of several lines.
func newNote(text string) *widget.Label {
	note := widget.NewLabel(text)
	note.Wrapping = fyne.TextWrapWord
	note.SizeName = theme.SizeNameCaptionText
	return note
}

// separator separates details in one line.
const separator = "  ·  "

// details returns the texts that are not empty, in one line.
func details(texts ...string) string {
	texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
	return strings.Join(texts, separator)
}

// newRowLabels returns the two lines of a row in a list: a name, and details about it.
func newRowLabels() (name, detail *widget.Label) {
	name, detail = widget.NewLabel(""), widget.NewLabel("")
	name.TextStyle.Bold = true
	name.Truncation, detail.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	detail.SizeName = theme.SizeNameCaptionText
	return name, detail
}

// tightLines is a layout of two labels whose lines are close to each other.
type tightLines struct{}

// overlap is how far the second label reaches into the first.
const overlap = 14

// MinSize is called by Fyne.
func (tightLines) MinSize(objects []fyne.CanvasObject) fyne.Size {
	one, two := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(one.Width, two.Width), one.Height+two.Height-overlap)
}

// Layout is called by Fyne.
func (tightLines) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[1].Move(fyne.NewPos(0, height-overlap))
	objects[1].Resize(fyne.NewSize(size.Width, objects[1].MinSize().Height))
}
