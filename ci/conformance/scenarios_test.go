package main

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// TestScenarios is ci/test's part of the scenarios: all hermetic ones, and those of the lab that
// are marked as quick, on this machine's Qt. Each is a test for each implementation.
func TestScenarios(t *testing.T) {
	if os.Getenv("QTBT_CONFORMANCE") == "" {
		t.Skip("builds drivers and boots virtual hosts: set QTBT_CONFORMANCE=1, as ci/test does")
	}
	t.Chdir("../..")
	scenarios, err := load(nil)
	require.NoError(t, err)
	scenarios = slices.DeleteFunc(scenarios, func(s *scenario.Scenario) bool { return s.Runs == scenario.Lab && !s.Quick })
	s, systems, err := prepare(t.Context(), scenarios, []string{machineSystem})
	require.NoError(t, err)
	pair := pairing{systems[0], systems[0]}
	err = s.runPairing(t.Context(), pair, func(bool) {}, func(v *verdict) {
		for _, name := range sortedKeys(v.cells) {
			t.Run(v.scenario.Name+"/"+name, func(t *testing.T) {
				if v.failed() {
					t.Error(v.explanation())
				}
			})
		}
	})
	require.NoError(t, err)
}
