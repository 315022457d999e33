package main

// Running scenarios in their variations, with a verdict on each.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
	"github.com/goqtbt/bluetooth/ci/lab"
)

// suite is a set of scenarios and implementations.
type suite struct {
	scenarios []*scenario.Scenario
	available map[*system][]implementation
	crossed   bool
	repeat    int // how often each variation runs
	share     string
	results   results
	log       io.Writer
}

// verdict is what came of a scenario with a pairing.
type verdict struct {
	scenario  *scenario.Scenario
	pairing   pairing
	reference *outcome
	unstable  string            // how the reference differs from itself, if it does
	cells     map[string]string // by the implementation's name: same, differs, or what it lacks
	first     string            // the first difference
}

// The cells of the table.
const (
	cellSame     = "same"
	cellDiffers  = "differs"
	cellCrashes  = "crashes"
	cellSurvives = "survives"
)

// failed reports whether the verdict is not what it should be. What PySide6 does is said, but is
// not this project's.
func (v *verdict) failed() bool {
	switch v.cells[qtbtName] {
	case cellDiffers, cellCrashes:
		return true
	}
	return !v.mayCrash() && (v.unstable != "" || v.reference.Problem != "")
}

// mayCrash reports whether Qt itself may crash. Then nothing is compared: the others are to
// survive.
func (v *verdict) mayCrash() bool {
	s := v.scenario
	return s.Crash != "" && slices.ContainsFunc(s.Hosts, func(host string) bool {
		return semver.Compare("v"+v.pairing.system(host).qt, "v"+s.CrashSince) >= 0
	})
}

// referenceCell says what the reference did.
func (v *verdict) referenceCell() string {
	switch {
	case v.mayCrash() && v.reference.Crashed != nil:
		return cellCrashes
	case v.unstable != "":
		return "unstable"
	case v.reference.Problem != "":
		return "failed"
	}
	return "ok"
}

// runPairing runs all scenarios of a pairing. It reports the end of each run to ran, with whether
// the run's result was kept from before, and each verdict to judged.
func (s *suite) runPairing(ctx context.Context, p pairing, ran func(kept bool), judged func(*verdict)) error {
	var bluetooth place
	for _, sc := range s.scenarios {
		if !p.runs(sc) {
			continue
		}
		var where place = thisMachine{}
		if sc.Runs == scenario.Lab {
			if bluetooth == nil {
				bluetooth = &laterLab{suite: s, pairing: p}
				defer bluetooth.(*laterLab).close()
			}
			where = bluetooth
		}
		v, err := s.judge(ctx, sc, p, where, ran)
		if err != nil {
			return fmt.Errorf("%s: %w", sc.Name, err)
		}
		judged(v)
	}
	return nil
}

// count returns how many runs a pairing has.
func (s *suite) count(p pairing) (n int) {
	for _, sc := range s.scenarios {
		if p.runs(sc) {
			n += len(variations(sc, p, s.available, s.crossed)) * s.repeat
		}
	}
	return n
}

func (s *suite) judge(ctx context.Context, sc *scenario.Scenario, p pairing, where place, ran func(kept bool)) (*verdict, error) {
	v := &verdict{scenario: sc, pairing: p, cells: make(map[string]string)}
	for _, who := range variations(sc, p, s.available, s.crossed) {
		for n := range s.repeat {
			o, kept, err := s.run(ctx, sc, who, where, n)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", who, err)
			}
			ran(kept)
			if v.reference == nil {
				v.reference = o
				continue
			}
			difference := compare(v.reference, o)
			if difference != "" && len(who.others()) > 0 && v.unstable == "" && !v.mayCrash() {
				// Is it the scenario?
				again, err := conduct(ctx, sc, where, s.reference(sc, p))
				if err != nil {
					return nil, err
				}
				v.unstable = compare(v.reference, again)
			}
			v.note(who, o, difference)
		}
	}
	return v, nil
}

// reference is the variation with the reference on all hosts.
func (s *suite) reference(sc *scenario.Scenario, p pairing) variation {
	return variations(sc, p, s.available, false)[0]
}

func (v *verdict) note(who variation, o *outcome, difference string) {
	others := who.others()
	if len(others) == 0 {
		if !v.mayCrash() {
			v.unstable = difference
		}
		return
	}
	for _, name := range others {
		switch lacks := unsupported(o); {
		case v.mayCrash() && o.Crashed != nil:
			// Of those who crashed, the reference may.
			if v.cells[name] == "" {
				v.cells[name] = cellSurvives
			}
			for _, host := range o.Crashed {
				if who[host].name == name {
					v.cells[name] = cellCrashes
				}
			}
		case v.mayCrash() && o.Problem != "":
			v.cells[name], v.first = cellDiffers, fmt.Sprintf("%v: %s", who, o.Problem)
		case v.mayCrash():
			if v.cells[name] == "" {
				v.cells[name] = cellSurvives
			}
		case lacks != "" && name != qtbtName:
			v.cells[name] = "lacks " + lacks
		case difference != "" && guilty(who, name, difference):
			if v.first == "" || name == qtbtName && v.cells[name] != cellDiffers {
				v.first = fmt.Sprintf("%v: %s", who, difference)
			}
			v.cells[name] = cellDiffers
		case v.cells[name] == "":
			v.cells[name] = cellSame
		}
	}
}

// guilty reports whether a difference is to be charged to an implementation: that of the differing
// object's host, or any if that is the reference.
func guilty(who variation, name, difference string) bool {
	host, _, _ := strings.Cut(difference, ".")
	i, ok := who[host]
	return !ok || i.name == referenceName || i.name == name
}

// run runs a variation, or returns what is kept of it.
func (s *suite) run(ctx context.Context, sc *scenario.Scenario, who variation, where place, n int) (o *outcome, kept bool, err error) {
	key, err := s.results.key(sc, who)
	if err != nil {
		return nil, false, err
	}
	key = fmt.Sprintf("%s-%d", key, n)
	if o, ok := s.results.get(key); ok {
		return o, true, nil
	}
	if o, err = conduct(ctx, sc, where, who); err != nil {
		return nil, false, err
	}
	return o, false, s.results.put(key, o)
}

// laterLab is a lab that is booted when the first scenario needs it.
type laterLab struct {
	*labPlace
	suite   *suite
	pairing pairing
}

func (l *laterLab) open(ctx context.Context) (err error) {
	if l.labPlace == nil {
		l.labPlace, err = startLab(ctx, lab.Config{
			Hosts: []lab.HostConfig{{Name: "a", Root: l.pairing.a.root()}, {Name: "b", Root: l.pairing.b.root()}},
			Share: l.suite.share,
			Log:   l.suite.log,
		})
	}
	return err
}

func (l *laterLab) close() {
	if l.labPlace != nil {
		if err := l.lab.Close(); err != nil && !errors.Is(err, context.Canceled) {
			log.Print(err)
		}
	}
}
