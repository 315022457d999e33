// Command conformance runs scenarios with several implementations of QtBluetooth's classes and
// compares what happens. See the README.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/lab"
)

type cli struct {
	Files     []string `arg:"" optional:"" type:"existingfile" help:"Scenario files; all of ci/conformance/scenarios if none is given."`
	On        []string `enum:"machine,debian13" default:"machine,debian13" help:"The systems whose Qt is compared: machine, debian13."`
	Hermetic  bool     `help:"Only scenarios that run without the lab."`
	Quick     bool     `help:"Only hermetic scenarios and those of the lab that are marked so."`
	Reference bool     `help:"Only the reference: with --repeat, whether the scenarios are steady."`
	Crossed   bool     `help:"Only the systems with each other, not each by itself; with --matrix too."`
	Matrix    bool     `help:"Cross the systems, and the implementations; go on with what an earlier run has found."`
	Fresh     bool     `help:"With --matrix, begin anew."`
	Repeat    int      `default:"1" help:"How often each variation runs."`
	Trace     bool     `help:"Print what happened to the reference's objects."`
	Check     bool     `help:"Only read the scenarios."`
}

func main() {
	log.SetFlags(0)
	var args cli
	kong.Parse(&args, kong.Name("ci/conformance/run"),
		kong.Description("Runs conformance scenarios with C++ Qt, PySide6 and qtbt, and compares what happens."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ok, err := args.run(ctx)
	if err != nil {
		log.Print(err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

func (c *cli) run(ctx context.Context) (ok bool, err error) {
	scenarios, err := load(c.Files)
	if err != nil || c.Check {
		return err == nil, err
	}
	scenarios = slices.DeleteFunc(scenarios, func(s *scenario.Scenario) bool {
		return s.Runs == scenario.Lab && (c.Hermetic || c.Quick && !s.Quick)
	})
	s, systems, err := prepare(ctx, scenarios, c.On, c.Reference)
	if err != nil {
		return false, err
	}
	s.crossed, s.repeat, s.results.use = c.Matrix, c.Repeat, c.Matrix && !c.Fresh
	t := &table{out: os.Stdout, counts: make(map[string]int)}
	p := &progress{begin: time.Now(), told: time.Now()}
	pairs := c.pairings(systems)
	for _, pair := range pairs {
		p.total += s.count(pair)
		t.versionsWidth = max(t.versionsWidth, len(pair.String()))
	}
	for _, s := range scenarios {
		t.width = max(t.width, len(s.Name))
	}
	t.header()
	for _, pair := range pairs {
		err := s.runPairing(ctx, pair, p.step, func(v *verdict) {
			t.add(v)
			if c.Trace {
				v.reference.print(os.Stdout)
			}
		})
		if err != nil {
			return false, err
		}
	}
	t.summary()
	return !t.failed, nil
}

// pairings returns the pairs of systems that run.
func (c *cli) pairings(systems []*system) []pairing {
	switch {
	case c.Crossed:
		return crossPairings(systems)
	case c.Matrix:
		return append(selfPairings(systems), crossPairings(systems)...)
	}
	return selfPairings(systems)
}

// load reads scenario files, and returns all mistakes in them.
func load(files []string) ([]*scenario.Scenario, error) {
	if len(files) == 0 {
		var err error
		if files, err = filepath.Glob("ci/conformance/scenarios/*.yaml"); err != nil {
			return nil, err
		}
	}
	var list []*scenario.Scenario
	var mistakes []error
	for _, file := range files {
		s, err := scenario.Load(file)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		list = append(list, s)
	}
	return list, errors.Join(mistakes...)
}

// prepare makes all that running the scenarios takes. It waits while another process does that.
func prepare(ctx context.Context, scenarios []*scenario.Scenario, names []string, referenceOnly bool) (*suite, []*system, error) {
	dir, err := cachedir.Path("conformance")
	if err != nil {
		return nil, nil, err
	}
	unlock, err := cachedir.Lock(ctx, dir, log.Default())
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	share := filepath.Join(dir, "share") // the hosts see it as /lab
	if err := os.MkdirAll(share, 0o755); err != nil {
		return nil, nil, err
	}
	s := &suite{
		scenarios: scenarios,
		available: make(map[*system][]implementation),
		repeat:    1,
		share:     share,
		results:   results{dir: filepath.Join(dir, "results")},
		log:       os.Stderr,
	}
	var systems []*system
	for _, name := range names {
		log.Printf("building the drivers for the system %s", name)
		system, err := openSystem(ctx, name, share, s.log)
		if err != nil {
			return nil, nil, err
		}
		if s.available[system], err = build(ctx, system, referenceOnly, s.log); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		systems = append(systems, system)
	}
	if slices.ContainsFunc(scenarios, func(s *scenario.Scenario) bool { return s.Runs == scenario.Lab }) {
		err = prepareLab(ctx, share)
	}
	return s, systems, err
}

func prepareLab(ctx context.Context, share string) error {
	hostctl := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(share, "hostctl"), "./ci/conformance/hostctl")
	hostctl.Env = append(os.Environ(), "CGO_ENABLED=0") // so it runs on any system
	hostctl.Stderr = os.Stderr
	if err := hostctl.Run(); err != nil {
		return fmt.Errorf("%v: %w", hostctl, err)
	}
	return lab.Setup(ctx, os.Stderr)
}
