package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// measurements are the values of one figure: a list for each contestant, with one value for each
// round.
type measurements struct {
	figure      figure
	contestants []contestant
	values      [][]float64
}

func newMeasurements(r row, contestants []contestant) []*measurements {
	all := make([]*measurements, len(r.figures))
	for i, f := range r.figures {
		all[i] = &measurements{f, contestants, make([][]float64, len(contestants))}
	}
	return all
}

// print prints a table with a line for each contestant.
func (m *measurements) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	ratios := m.ratios()
	const heading = "  %s\tmedian\tquartiles\tratio\tquartiles\tbound\t\n"
	fmt.Fprintf(table, heading, cmp.Or(m.figure.name, "contestant"))
	for i, c := range m.contestants {
		value, ratio := spreadOf(m.values[i]), ratios[i]
		median := strings.TrimSpace(number(value.median) + " " + m.figure.unit)
		quartiles := number(value.low) + " to " + number(value.high)
		fmt.Fprintf(table, "  %s\t%s\t%s\t", c.name, median, quartiles)
		if i > 0 && ratio != (spread{}) {
			fmt.Fprintf(table, "%.3f\t%.3f to %.3f\t", ratio.median, ratio.low, ratio.high)
		} else {
			fmt.Fprint(table, "\t\t")
		}
		fmt.Fprintf(table, "%s\t\n", strings.Join(m.verdicts(i, ratios), ", "))
	}
	return table.Flush()
}

// ratios returns the spreads of qtbt's ratios to each contestant, round by round. A contestant that
// ever has 0 has none.
func (m *measurements) ratios() []spread {
	all := make([]spread, len(m.values))
	for i, values := range m.values {
		if slices.Contains(values, 0) {
			continue
		}
		ratios := make([]float64, len(values))
		for round := range values {
			ratios[round] = m.values[0][round] / values[round]
		}
		all[i] = spreadOf(ratios)
	}
	return all
}

// verdicts reports for each bound that a contestant decides whether it is met.
func (m *measurements) verdicts(contestant int, ratios []spread) []string {
	sign := "≤"
	if m.figure.more {
		sign = "≥"
	}
	var verdicts []string
	for _, b := range m.figure.bounds {
		decisive, value := 0, spreadOf(m.values[0]).median
		if len(b.to) > 0 {
			decisive = m.best(b.to, ratios)
			value = ratios[max(decisive, 0)].median
		}
		if decisive != contestant {
			continue
		}
		verdict := "met"
		if !m.figure.met(value, b.limit) {
			verdict = "NOT met"
		}
		verdicts = append(verdicts, fmt.Sprintf("%s %v: %s", sign, b, verdict))
	}
	return verdicts
}

// best returns the index of the named contestant to which qtbt's ratio is the worst, or -1 if none
// of them took part.
func (m *measurements) best(names []string, ratios []spread) int {
	best := -1
	for i, c := range m.contestants {
		if !slices.Contains(names, c.name) {
			continue
		}
		if best < 0 || m.figure.met(ratios[best].median, ratios[i].median) {
			best = i
		}
	}
	return best
}

// number formats a value with at least three digits.
func number(v float64) string {
	switch {
	case v == float64(int64(v)) || v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}
