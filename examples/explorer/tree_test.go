package main

// Finding what a window shows.

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"
)

// walk calls f for each visible object below o, until f returns true.
func walk(o fyne.CanvasObject, f func(fyne.CanvasObject) bool) bool {
	if !o.Visible() {
		return false
	}
	if f(o) {
		return true
	}
	var below []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		below = o.Objects
	case fyne.Widget:
		below = test.WidgetRenderer(o).Objects()
	}
	for _, b := range below {
		if walk(b, f) {
			return true
		}
	}
	return false
}

// textOf returns the text that an object shows, whether it fits or not.
func textOf(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *widget.Label:
		return o.Text
	case *widget.Button:
		return o.Text
	case *widget.Check:
		return o.Text
	case *widget.Entry:
		return o.PlaceHolder
	case *canvas.Text:
		return o.Text
	}
	return ""
}

// find returns the first visible object whose text begins with the one given, or nil.
func find(root fyne.CanvasObject, text string) (found fyne.CanvasObject) {
	walk(root, func(o fyne.CanvasObject) bool {
		if strings.HasPrefix(textOf(o), text) {
			found = o
		}
		return found != nil
	})
	return found
}

// shown returns the visible texts, a line for each.
func shown(root fyne.CanvasObject) string {
	var texts []string
	walk(root, func(o fyne.CanvasObject) bool {
		if text, ok := o.(*widget.RichText); ok && text.String() != "" {
			texts = append(texts, text.String())
		}
		return false
	})
	return strings.Join(texts, "\n")
}

// screenshotsVar is the environment variable with the folder that takes screenshots.
const screenshotsVar = "EXPLORER_SCREENSHOTS"

// screenshot writes what a window shows into the folder of screenshots, if there is one.
func screenshot(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	dir := os.Getenv(screenshotsVar)
	if dir == "" {
		return
	}
	file, err := os.Create(filepath.Join(dir, name+".png"))
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, w.Canvas().Capture()))
	require.NoError(t, file.Close())
}
