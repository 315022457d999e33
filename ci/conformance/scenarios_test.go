package main

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// TestHermeticScenarios runs all scenarios that need no Bluetooth, side by side, with this
// machine's Qt. Each is a test for each implementation.
func TestHermeticScenarios(t *testing.T) {
	s, pair := prepareTest(t, func(s *scenario.Scenario) bool { return s.Runs == scenario.Hermetic })
	for _, sc := range s.scenarios {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			v, err := s.judge(t.Context(), sc, pair, thisMachine{}, func(bool) {})
			require.NoError(t, err)
			test(t, v)
		})
	}
}

// TestLabScenarios runs those scenarios for two Bluetooth hosts that are marked as quick, in one
// lab.
func TestLabScenarios(t *testing.T) {
	s, pair := prepareTest(t, func(s *scenario.Scenario) bool { return s.Runs == scenario.Lab && s.Quick })
	err := s.runPairing(t.Context(), pair, func(bool) {}, func(v *verdict) {
		t.Run(v.scenario.Name, func(t *testing.T) { test(t, v) })
	})
	require.NoError(t, err)
}

// prepareTest builds the implementations for the scenarios that are wanted.
func prepareTest(t *testing.T, wanted func(*scenario.Scenario) bool) (*suite, pairing) {
	t.Helper()
	if os.Getenv("QTBT_CONFORMANCE") == "" {
		t.Skip("builds drivers: set QTBT_CONFORMANCE=1, as ci/test does")
	}
	t.Chdir("../..")
	scenarios, err := load(nil)
	require.NoError(t, err)
	scenarios = slices.DeleteFunc(scenarios, func(s *scenario.Scenario) bool { return !wanted(s) })
	s, systems, err := prepare(t.Context(), scenarios, []string{machineSystem}, false)
	require.NoError(t, err)
	return s, pairing{systems[0], systems[0]}
}

// test has a test for each implementation of a verdict.
func test(t *testing.T, v *verdict) {
	for _, name := range sortedKeys(v.cells) {
		t.Run(name, func(t *testing.T) {
			if v.failed() {
				t.Error(v.explanation())
			}
		})
	}
}
