// Command benchmarks measures qtbt beside other programs that do the same work.
//
// The programs of a row run at the same time, interleaved round by round, so that all of them have
// the same conditions. The ratios between them are therefore meaningful on a machine whose absolute
// figures are not.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Rows   []string `arg:"" optional:"" help:"${rows}"`
	Lab    bool     `help:"${lab}"`
	Heats  int      `placeholder:"N" help:"${heats}"`
	Rounds int      `placeholder:"N" help:"${rounds}"`
	CPUs   string   `name:"cpus" placeholder:"LIST" help:"${cpus}"`
}

var help = kong.Vars{
	"rows": "Names of rows, or their beginnings. Without any, all rows run that need no lab.",
	"lab":  "Run the lab's rows too: RFCOMM and Low Energy between two virtual hosts. They take minutes.",
	"heats": "Start the programs of a row N times, as each start is scheduled differently. " +
		"Default: 15, or 3 in the lab.",
	"rounds": "Measure N rounds in each heat. Default: 11, or 5 in the lab. conn-idle has one.",
	"cpus": "Run the programs on these CPUs, such as 0 or 0,1. The lab's rows ignore it. " +
		"Figures on one CPU are the most repeatable ones.",
}

const description = `Measures qtbt beside other programs that do the same work.

The ratio on a line is qtbt's figure divided by the figure of the line's contestant.
A bound on C++ Qt counts against the faster of its two event dispatchers.

Rows:
`

func main() {
	var args cli
	about := kong.Description(description + describeRows())
	parser := kong.Must(&args, kong.Name("ci/bench"), about, help)
	_, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	if args.Heats < 0 || args.Rounds < 0 {
		parser.Fatalf("--heats and --rounds have to be at least 1")
	}
	selected, err := selectRows(args.Rows, args.Lab)
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, args, selected)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "ci/bench:", err)
		os.Exit(1)
	}
}

// describeRows lists the rows for the help text.
func describeRows() string {
	var list strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&list, "\n  %-15s %s", r.name, r.about)
	}
	return list.String()
}

// A stage is a place where contestants run.
type stage interface {
	// start starts a row's contestant, the i-th one.
	start(r row, i int, c contestant) (*process, error)
}

func run(ctx context.Context, args cli, selected []row) (err error) {
	folder, err := os.MkdirTemp("", "qtbt-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	// The lab's hosts run programs as other users too.
	if err := os.Chmod(folder, 0o755); err != nil {
		return err
	}
	if err := build(ctx, folder); err != nil {
		return err
	}
	local := wires{ctx: ctx, folder: folder, cpus: args.CPUs}
	inLab := labs{ctx: ctx, folder: folder}
	defer func() { err = errors.Join(err, inLab.close()) }()
	for _, r := range selected {
		var on stage = local
		heats, rounds := cmp.Or(args.Heats, 15), cmp.Or(args.Rounds, 11)
		if r.place != onWires {
			heats, rounds = cmp.Or(args.Heats, 3), cmp.Or(args.Rounds, 5)
			if on, err = inLab.stage(r.place); err != nil {
				return fmt.Errorf("the lab: %w", err)
			}
		}
		if r.once {
			rounds = 1
		}
		if err := runRow(r, on, heats, rounds); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

// runRow measures a row and prints it.
func runRow(r row, on stage, heats, rounds int) error {
	contestants, leftOut := available(r.contestants)
	all := newMeasurements(r, contestants)
	for i := range heats {
		fmt.Fprintf(os.Stderr, "%s: heat %d of %d\n", r.name, i+1, heats)
		if err := heat(r, on, all, rounds); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %s\n", r.name, r.about)
	for _, m := range all {
		if err := m.print(os.Stdout); err != nil {
			return err
		}
	}
	for _, why := range leftOut {
		fmt.Println(" ", why)
	}
	fmt.Printf("  heats: %d, rounds in each: %d\n\n", heats, rounds)
	return nil
}

// heat starts the programs and measures some rounds, after some that do not count.
func heat(r row, on stage, all []*measurements, rounds int) (err error) {
	var running []*process
	defer func() {
		for _, p := range running {
			err = errors.Join(err, p.stop())
		}
	}()
	order := []int{}
	for i, c := range all[0].contestants {
		p, err := on.start(r, i, c)
		if err != nil {
			return fmt.Errorf("starting %s: %w", c.name, err)
		}
		running, order = append(running, p), append(order, i)
	}
	warmUp := 2
	if r.once {
		warmUp = 0
	}
	for round := range warmUp + rounds {
		for _, i := range order {
			printed, err := running[i].measure(r.count)
			if err != nil {
				return err
			}
			if len(printed) != len(all) {
				const text = "%s printed %d numbers, not %d"
				return fmt.Errorf(text, running[i].name, len(printed), len(all))
			}
			if round < warmUp {
				continue
			}
			for f, m := range all {
				m.values[i] = append(m.values[i], m.figure.value(r.count, printed[f]))
			}
		}
		slices.Reverse(order) // so that no contestant always follows the same one
	}
	return nil
}
