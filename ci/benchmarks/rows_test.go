package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func selectedNames(t *testing.T, lab bool, prefixes ...string) []string {
	t.Helper()
	selected, err := selectRows(prefixes, lab)
	require.NoError(t, err)
	var names []string
	for _, r := range selected {
		names = append(names, r.name)
	}
	return names
}

func TestRowsAreSelectedByPrefix(t *testing.T) {
	assert.Equal(t, []string{"bulk-echo"}, selectedNames(t, false, "bulk"))
	two := []string{"ping-pong", "conn-idle"}
	assert.Equal(t, two, selectedNames(t, false, "conn-idle", "ping"))
	inLab := []string{"lab-ping-pong", "lab-bulk-echo", "lab-dial", "lab-accept",
		"lab-le-connect", "lab-le-read", "lab-le-write", "lab-le-notify"}
	assert.Equal(t, inLab, selectedNames(t, false, "lab"))
	assert.Equal(t, append([]string{"bulk-echo"}, inLab...), selectedNames(t, true, "bulk"))
}

func TestLabRowsRunOnRequestOnly(t *testing.T) {
	for _, name := range selectedNames(t, false) {
		assert.NotContains(t, name, "lab-")
	}
	assert.Len(t, selectedNames(t, true), len(rows))
}

func TestUnknownRowListsTheRows(t *testing.T) {
	_, err := selectRows([]string{"ping", "pong"}, false)
	assert.EqualError(t, err, `no row's name begins with "pong"; the rows are `+rowNames())
}

// A bound refers to contestants by name.
func TestBoundsReferToContestantsOfTheRow(t *testing.T) {
	for _, r := range rows {
		require.Equal(t, qtbtName, r.contestants[0].name, r.name)
		names := map[string]bool{}
		for _, c := range r.contestants {
			assert.False(t, names[c.name], "%s: %s takes part twice", r.name, c.name)
			names[c.name] = true
		}
		if r.place != onWires {
			assert.LessOrEqual(t, len(r.contestants), maxLabContestants, r.name)
		}
		for _, f := range r.figures {
			for _, b := range f.bounds {
				if len(b.to) > 0 {
					assert.True(t, names[b.to[0]], "%s: %v", r.name, b.to)
				}
			}
		}
	}
}

func TestMissingContestantsAreLeftOutWithAReason(t *testing.T) {
	missing := func() error { return errors.New("not installed") }
	absent := contestant{name: "absent", missing: missing}
	present, leftOut := available([]contestant{qtbt("x"), absent, cppQt("x")})
	assert.Len(t, present, 2)
	assert.Equal(t, []string{"absent is left out: not installed"}, leftOut)
}

func TestCommandOfAContestant(t *testing.T) {
	assert.Equal(t, []string{"/built/qtgo", "x", "1"}, qtbt("x").command("/built", "1"))
	python := []string{"/usr/bin/python3", "ci/benchmarks/qtpython/main.py", "PyQt6", "x"}
	assert.Equal(t, python, pyQt6("x").command("/built"))
}
