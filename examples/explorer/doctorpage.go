package main

// The page that shows why nothing is found.

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

// machineWorks is the advice for a machine without problems.
const machineWorks = "This machine is ready. A device that is not found may be off, out of range, " +
	"not visible (many are visible only while they wait for a pairing), or connected to another machine."

type doctorPage struct {
	pane
	verdict  *widget.Label
	findings *widget.RichText
}

func newDoctorPage(m *model.Model) *doctorPage {
	p := &doctorPage{verdict: widget.NewLabel(""), findings: widget.NewRichText()}
	p.findings.Wrapping = fyne.TextWrapWord
	p.verdict.Wrapping = fyne.TextWrapWord
	again := widget.NewButton("Check and search again", m.Start)
	head := container.NewBorder(nil, nil, nil, container.NewVBox(again), p.verdict)
	p.content = container.NewBorder(head, nil, nil, nil, container.NewVScroll(p.findings))
	return p
}

func (p *doctorPage) show(s model.State) {
	problems := s.Diagnosis.Problems()
	p.verdict.Importance = widget.MediumImportance
	switch {
	case s.Diagnosis.Running:
		p.verdict.SetText("Checking this machine…")
	case problems == 0:
		p.verdict.SetText(machineWorks)
	default:
		p.verdict.Importance = widget.DangerImportance
		p.verdict.SetText(fmt.Sprintf("Bluetooth does not work on this machine. Problems: %d", problems))
	}
	p.findings.Segments = nil
	for _, f := range s.Diagnosis.Findings {
		p.findings.Segments = append(p.findings.Segments, segments(f)...)
	}
	p.findings.Refresh()
}

// segments returns the text of a finding, with its advice.
func segments(f qtbt.Finding) []widget.RichTextSegment {
	subject, text := widget.RichTextStyleStrong, widget.RichTextStyleParagraph
	switch f.State {
	case qtbt.FindingNote:
		subject.ColorName = theme.ColorNameWarning
	case qtbt.FindingProblem:
		subject.ColorName = theme.ColorNameError
	}
	text.ColorName = subject.ColorName
	all := []widget.RichTextSegment{
		&widget.TextSegment{Style: subject, Text: f.Subject + ": "},
		&widget.TextSegment{Style: text, Text: f.Text},
	}
	if f.Advice != "" {
		all = append(all, &widget.TextSegment{Style: widget.RichTextStyleBlockquote, Text: f.Advice})
	}
	return all
}
