// The benchmarks: each row runs the same program in C++ Qt and in Go, interleaved round by round on one machine, so that the
// ratio between them says something where the times alone would not. The C++ side runs with Qt's own choice of an event
// dispatcher and with QT_NO_GLIB=1, which is what qtbt chooses on a thread of its own; the bound counts against the faster.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
)

type settings struct {
	heats, rounds int
	row, cpus     string
}

func main() {
	var s settings
	flag.IntVar(&s.heats, "heats", 15, "`number` of times that the programs are started anew, as each start is scheduled in its own way")
	flag.IntVar(&s.rounds, "rounds", 11, "`number` of rounds of each heat")
	flag.StringVar(&s.row, "row", "", "run the row of this `name` only")
	flag.StringVar(&s.cpus, "cpus", "", "`list` of the CPUs to keep to; one alone gives the most repeatable figures, and the least favourable")
	flag.Parse()
	if err := run(s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(s settings) error {
	if s.heats < 1 || s.rounds < 1 {
		return errors.New("at least one round is needed")
	}
	folder, err := os.MkdirTemp("", "qtbt-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	built, err := build(folder)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "row\tC++ Qt\tC++ Qt, no GLib\tqtbt\tratio (quartiles)\tbound\t")
	for _, r := range rows {
		if s.row != "" && s.row != r.name {
			continue
		}
		var m measurements
		for range s.heats {
			if err := m.heat(r, built, s); err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
		}
		m.print(r, table)
	}
	fmt.Fprintf(table, "\n%d heats of %d rounds each, interleaved; the ratio is qtbt to the faster C++ Qt, round by round.\n", s.heats, s.rounds)
	return table.Flush()
}

// measurements are the values of one row, round by round.
type measurements struct{ glib, noGLib, golang []float64 }

// heat starts the programs and measures some rounds.
func (m *measurements) heat(r row, built programs, s settings) (err error) {
	sides := []struct {
		program, row string
		env          []string
		values       *[]float64
	}{
		{built.cpp, cmp.Or(r.cpp, r.name), nil, &m.glib},
		{built.cpp, cmp.Or(r.cpp, r.name), []string{"QT_NO_GLIB=1"}, &m.noGLib},
		{built.golang, r.name, nil, &m.golang},
	}
	var running []*contestant
	defer func() {
		for _, c := range running {
			err = errors.Join(err, c.stop())
		}
	}()
	for _, side := range sides {
		c, err := start(side.program, built.echo, side.row, s.cpus, side.env...)
		if err != nil {
			return err
		}
		running = append(running, c)
	}
	const warmUp = 2
	order := []int{0, 1, 2}
	for round := range warmUp + s.rounds {
		for _, i := range order {
			took, err := running[i].measure(r.count)
			if err != nil {
				return err
			}
			if round >= warmUp {
				*sides[i].values = append(*sides[i].values, r.value(r.count, took))
			}
		}
		slices.Reverse(order) // nobody always follows the same one
	}
	return nil
}

// print prints a row's line.
func (m *measurements) print(r row, table *tabwriter.Writer) {
	ratio := spreadOf(ratios(m.golang, m.glib))
	if other := spreadOf(ratios(m.golang, m.noGLib)); (other.median > ratio.median) != r.throughput {
		ratio = other // that C++ Qt is the faster one
	}
	verdict := "met"
	if !r.met(ratio.median) {
		verdict = "NOT met"
	}
	sign := "≤"
	if r.throughput {
		sign = "≥"
	}
	fmt.Fprintf(table, "%s\t%.1f %s\t%.1f %s\t%.1f %s\t%.3f (%.3f to %.3f)\t%s %.2f: %s\t\n", r.name,
		spreadOf(m.glib).median, r.unit, spreadOf(m.noGLib).median, r.unit, spreadOf(m.golang).median, r.unit,
		ratio.median, ratio.low, ratio.high, sign, r.bound, verdict)
}

func ratios(of, to []float64) []float64 {
	result := make([]float64, len(of))
	for i := range of {
		result[i] = of[i] / to[i]
	}
	return result
}
