// Command stages runs the stages of ci/test one after the other, counts their tests, and ends with
// the line "N passed, N failed, N skipped". It fails if a stage fails.
package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/alecthomas/kong"
)

type cli struct {
	Stages []string `arg:"" optional:"" help:"The stages to run; without any, all. They are ${stages}."`
}

func main() {
	var args cli
	parser := kong.Must(&args, kong.Name("ci/test"), kong.Description("Runs qtbt's tests."),
		kong.Vars{"stages": stageNames()})
	_, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	for _, name := range args.Stages {
		if !slices.ContainsFunc(stages, func(s stage) bool { return s.name == name }) {
			parser.Fatalf("no stage %q; they are %s", name, stageNames())
		}
	}
	os.Exit(run(args.Stages))
}

// run runs the named stages, or all if none is named, and returns the exit status.
func run(names []string) int {
	var total tally
	var times []string
	for _, s := range stages {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		fmt.Printf("\n=== %s: %s\n", s.name, s.what)
		begin := time.Now()
		result := s.run()
		total.add(result)
		line := fmt.Sprintf("%-12s %6.1f s   %v", s.name, time.Since(begin).Seconds(), result)
		fmt.Println(line)
		times = append(times, line)
	}
	fmt.Println("\n=== all stages")
	for _, line := range times {
		fmt.Println(line)
	}
	fmt.Println(total)
	if total.failed > 0 {
		return 1
	}
	return 0
}

// tally counts tests.
type tally struct{ passed, failed, skipped int }

func (t *tally) add(other tally) {
	t.passed += other.passed
	t.failed += other.failed
	t.skipped += other.skipped
}

func (t tally) String() string {
	s := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		s += fmt.Sprintf(", %d skipped", t.skipped)
	}
	return s
}
