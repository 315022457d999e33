package main

// The terminal on a serial service.

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
)

type terminalPage struct {
	pane
	status       *widget.Label
	text         *widget.Label
	scroll       *container.Scroll
	line         *widget.Entry
	send, hangUp *widget.Button
}

func newTerminalPage(m *model.Model) *terminalPage {
	p := &terminalPage{status: newStatus(), text: widget.NewLabel(""), line: widget.NewEntry()}
	p.text.TextStyle.Monospace = true
	p.text.Wrapping = fyne.TextWrapBreak
	p.text.Selectable = true
	p.scroll = container.NewVScroll(p.text)
	p.line.SetPlaceHolder("A line to send")
	p.line.OnSubmitted = func(line string) {
		m.Send(line)
		p.line.SetText("")
	}
	p.send = widget.NewButton("Send", func() { p.line.OnSubmitted(p.line.Text) })
	p.hangUp = widget.NewButton("Hang up", m.CloseTerminal)
	head := container.NewBorder(nil, nil, nil, p.hangUp, p.status)
	foot := container.NewBorder(nil, nil, nil, p.send, p.line)
	p.content = container.NewBorder(head, foot, nil, nil, p.scroll)
	return p
}

func (p *terminalPage) show(s model.State) {
	t := s.Terminal
	text := "Open a terminal on a service that has an RFCOMM channel."
	switch {
	case t.Running:
		text = "Connecting to " + t.Title + "…"
	case t.Connected:
		text = "Connected to " + t.Title
	case t.Title != "":
		text = "The connection to " + t.Title + " has ended."
	}
	showTask(p.status, t.Task, text)
	for _, w := range []fyne.Disableable{p.line, p.send} {
		enable(w, t.Connected)
	}
	enable(p.hangUp, t.Connected || t.Running)
	if shown := model.Printable(t.Text); shown != p.text.Text {
		p.text.SetText(shown)
		p.scroll.ScrollToBottom()
	}
}
