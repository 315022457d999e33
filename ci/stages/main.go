// Command stages runs the stages of ci/test, counts their tests, and ends with the line
// "N passed, N failed, N skipped". It fails if a stage did.
package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/alecthomas/kong"
)

type cli struct {
	Stages []string `arg:"" optional:"" help:"The stages to run, of ${stages}. 'quick' stands for ${quickStages}. Without an argument, all run but ${named}."`
}

func main() {
	var args cli
	parser := kong.Must(&args, kong.Name("ci/test"), kong.Description("Runs qtbt's tests."),
		kong.Vars{"stages": stageNames(inAll | inQuick | onRequest), "quickStages": stageNames(inQuick),
			"named": "plain, " + stageNames(onRequest)})
	_, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	chosen, err := choose(args.Stages)
	parser.FatalIfErrorf(err)
	result := run(chosen, &report{out: os.Stdout})
	if result.failed > 0 {
		os.Exit(1)
	}
}

// quick is the argument that stands for the stages in the set inQuick.
const quick = "quick"

// choose returns the named stages, in the order in which they run.
func choose(names []string) (chosen []stage, err error) {
	for _, name := range names {
		if name != quick && !slices.ContainsFunc(stages, func(s stage) bool { return s.name == name }) {
			return nil, fmt.Errorf("no stage %q; the stages are %s", name, stageNames(inAll|inQuick|onRequest))
		}
	}
	for _, s := range stages {
		switch {
		case slices.Contains(names, s.name),
			slices.Contains(names, quick) && s.traits&inQuick != 0,
			len(names) == 0 && s.traits&inAll != 0:
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}
