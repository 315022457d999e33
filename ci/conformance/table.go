package main

// The table of what came of it, a line as each scenario ends, and how far the run is.

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// table prints a line for each verdict.
type table struct {
	out           io.Writer
	width         int // of the scenarios' names
	versionsWidth int
	counts        map[string]int // of what came out
	failed        bool
}

func (t *table) header() {
	t.line("scenario", "Qt", "reference", pysideName, qtbtName, "first difference")
}

func (t *table) line(scenario, qt, reference, pyside, qtbt, first string) {
	fmt.Fprintf(t.out, "%-*s  %-*s  %-9s  %-9s  %-9s  %s\n", t.width, scenario, t.versionsWidth, qt, reference, pyside, qtbt, first)
}

func (t *table) add(v *verdict) {
	t.line(v.scenario.Name, v.pairing.String(), v.referenceCell(), orNone(v.cells[pysideName]), orNone(v.cells[qtbtName]), v.explanation())
	t.counts["reference "+v.referenceCell()]++
	for _, name := range []string{pysideName, qtbtName} {
		if cell := v.cells[name]; cell != "" {
			t.counts[name+" "+cell]++
		}
	}
	t.failed = t.failed || v.failed()
}

// explanation is the first difference, or what is wrong with the reference.
func (v *verdict) explanation() string {
	switch {
	case v.mayCrash():
		return cmp.Or(v.first, "Qt may crash: "+v.scenario.Crash)
	case v.reference.Problem != "":
		return v.reference.Problem
	case v.unstable != "":
		return "the reference differs from itself: " + v.unstable
	case v.first == "" && v.scenario.Deviates != "":
		return "qtbt deviates: " + v.scenario.Deviates
	}
	return v.first
}

func orNone(cell string) string {
	if cell == "" {
		return "–"
	}
	return cell
}

func (t *table) summary() {
	fmt.Fprintln(t.out)
	for _, what := range sortedKeys(t.counts) {
		fmt.Fprintf(t.out, "%5d  %s\n", t.counts[what], what)
	}
}

// progress tells how far a run is, on a terminal in place, else now and then.
type progress struct {
	total, done int
	kept        int // of those done, that were there from an earlier run
	begin, told time.Time
}

// quiet is how long nothing is said where each word stays.
const quiet = time.Minute

func (p *progress) step(kept bool) {
	p.done++
	if kept {
		p.kept++
	}
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	if !terminal && time.Since(p.told) < quiet && p.done < p.total {
		return
	}
	p.told = time.Now()
	text := fmt.Sprintf("%d of %d runs (%d %%)", p.done, p.total, 100*p.done/p.total)
	if ran := p.done - p.kept; ran > 0 {
		left := time.Duration(float64(time.Since(p.begin)) / float64(ran) * float64(p.total-p.done))
		text += fmt.Sprintf(", %v left", left.Round(time.Second))
	}
	if terminal {
		fmt.Fprintf(os.Stderr, "\r%s\x1b[K\r", text)
	} else {
		fmt.Fprintln(os.Stderr, text)
	}
}
