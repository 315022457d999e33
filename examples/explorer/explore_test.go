package main

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// TestExplore uses the whole program by mouse and keys.
func TestExplore(t *testing.T) {
	if !onHost() {
		t.Skip("TestOnHosts runs it on a host")
	}
	u := newUser(t)
	echo, sensor := os.Getenv("LAB_ADDRESS_B"), os.Getenv("LAB_ADDRESS_C")
	u.reads(os.Getenv("LAB_ADDRESS"))

	u.clicksAt(u.reads(sensor))
	u.readsFact(sensor)
	clicks[*canvas.Text](u, "Low Energy")
	clicks[*widget.Button](u, "Connect")
	clicks[*widget.Label](u, "Body Sensor Location")
	clicks[*widget.Button](u, "Read")
	u.reads("Body Sensor Location: 01 = 1")
	clicks[*widget.Label](u, "Heart Rate Measurement")
	clicks[*widget.Check](u, "Watch")
	u.sees("a plot", func(o fyne.CanvasObject) bool {
		p, ok := o.(*plot)
		return ok && len(p.numbers) > 20
	})
	u.keepsScreen()
	clicks[*widget.Label](u, "Heart Rate Control Point")
	clicks[*widget.Entry](u, "A text, or bytes such as 0x01 ff")
	u.types("0x01")
	clicks[*widget.Button](u, "Write")
	u.reads("Heart Rate Control Point: 01 = 1")
	u.keepsScreen()
	clicks[*widget.Button](u, "Disconnect")
	u.reads("Not connected.")

	u.clicksAt(u.reads(echo))
	clicks[*canvas.Text](u, "Services")
	clicks[*widget.Button](u, "Ask the device")
	u.reads("RFCOMM channel")
	u.keepsScreen()
	clicks[*widget.Button](u, "Terminal")
	u.reads("Connected to ")
	clicks[*widget.Entry](u, "A line to send")
	u.types("hello")
	u.run("xdotool", "key", "Return")
	u.reads("» hello\nhello\n")
	u.keepsScreen()
	clicks[*widget.Button](u, "Hang up")
	u.reads("has ended")

	clicks[*canvas.Text](u, "Device")
	u.readsFact(echo)
	clicks[*widget.Button](u, "Pair")
	u.reads("This device is paired.")
	u.keepsScreen()
	clicks[*widget.Button](u, "Unpair")
	u.reads("Not paired.")

	clicks[*widget.Check](u, "On")
	clicks[*canvas.Text](u, "Why is nothing found?")
	clicks[*widget.Button](u, "Check and search again")
	u.reads("Problems: 1")
	u.keepsScreen()
}
