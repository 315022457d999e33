// Command stages runs the stages of ci/test one after the other, counts their tests, and ends with
// the line "N passed, N failed, N skipped". It fails if a stage did.
package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/alecthomas/kong"
)

type cli struct {
	Stages []string `arg:"" optional:"" help:"The stages to run, of ${stages}. 'quick' stands for ${quickStages}. Without an argument, all run but plain."`
}

func main() {
	var args cli
	parser := kong.Must(&args, kong.Name("ci/test"), kong.Description("Runs qtbt's tests."),
		kong.Vars{"stages": stageNames(inAll | inQuick), "quickStages": stageNames(inQuick)})
	_, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	chosen, err := choose(args.Stages)
	parser.FatalIfErrorf(err)
	os.Exit(run(chosen))
}

// quick is the argument that stands for the stages in the set inQuick.
const quick = "quick"

// choose returns the named stages, in the order in which they run.
func choose(names []string) (chosen []stage, err error) {
	for _, name := range names {
		if name != quick && !slices.ContainsFunc(stages, func(s stage) bool { return s.name == name }) {
			return nil, fmt.Errorf("no stage %q; the stages are %s", name, stageNames(inAll|inQuick))
		}
	}
	for _, s := range stages {
		switch {
		case slices.Contains(names, s.name),
			slices.Contains(names, quick) && s.sets&inQuick != 0,
			len(names) == 0 && s.sets&inAll != 0:
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}

// run runs stages and returns the exit status.
func run(chosen []stage) int {
	var total tally
	var times []string
	for _, s := range chosen {
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
