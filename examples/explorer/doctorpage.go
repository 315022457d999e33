package main

// The page that says why nothing is found.

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

// machineWorks is the advice for a machine without problems.
const machineWorks = "This machine is ready. A device that is not found may be off, out of range, " +
	"not visible (many are only while they wait for a pairing), or connected to another machine."

type doctorPage struct {
	*fyne.Container
	verdict  *widget.Label
	findings *fyne.Container
	shown    []qtbt.Finding
}

func newDoctorPage(m *model.Model) *doctorPage {
	p := &doctorPage{verdict: widget.NewLabel(""), findings: container.NewVBox()}
	p.verdict.Wrapping = fyne.TextWrapWord
	again := widget.NewButton("Check and search again", m.Start)
	head := container.NewBorder(nil, nil, nil, container.NewVBox(again), p.verdict)
	p.Container = container.NewBorder(head, nil, nil, nil, container.NewVScroll(p.findings))
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
	same := func(a, b qtbt.Finding) bool { return a.String() == b.String() }
	if slices.EqualFunc(p.shown, s.Diagnosis.Findings, same) {
		return
	}
	p.shown = s.Diagnosis.Findings
	p.findings.RemoveAll()
	for _, f := range p.shown {
		p.findings.Add(newFinding(f))
	}
}

// newFinding returns a finding with its advice.
func newFinding(f qtbt.Finding) fyne.CanvasObject {
	icon := widget.NewIcon(theme.ConfirmIcon())
	switch f.State {
	case qtbt.FindingNote:
		icon.SetResource(theme.InfoIcon())
	case qtbt.FindingProblem:
		icon.SetResource(theme.NewErrorThemedResource(theme.ErrorIcon()))
	}
	text := widget.NewLabel(f.Subject + ": " + f.Text)
	text.Wrapping = fyne.TextWrapWord
	text.Selectable = true
	lines := container.NewVBox(text)
	if f.Advice != "" {
		advice := newNote(f.Advice)
		advice.Selectable = true
		lines = container.New(tightLines{}, text, advice)
	}
	return container.NewBorder(nil, nil, icon, nil, lines)
}
