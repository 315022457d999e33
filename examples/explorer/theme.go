package main

// The colours of the window.

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// legible is Fyne's theme with disabled text and empty check boxes that can be seen. In Fyne 2.7.1
// both have a contrast of less than 1.6 to 1.
type legible struct{ fyne.Theme }

// Color is called by Fyne.
func (l legible) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	var dark, light color.Gray
	switch name {
	case theme.ColorNameDisabled:
		dark, light = color.Gray{Y: 0x80}, color.Gray{Y: 0x8c}
	case theme.ColorNameInputBorder:
		dark, light = color.Gray{Y: 0x5c}, color.Gray{Y: 0xb0}
	default:
		return l.Theme.Color(name, variant)
	}
	if variant == theme.VariantLight {
		return light
	}
	return dark
}
