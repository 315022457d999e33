package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

func TestVariations(t *testing.T) {
	older, newer := &system{qt: "6.4.2"}, &system{qt: "6.8.2"}
	available := map[*system][]implementation{
		older: {{name: referenceName}, {name: qtbtName}},
		newer: {{name: referenceName}, {name: qtbtName}, {name: pysideName}},
	}
	names := func(hosts []string, p pairing, crossed bool) (list []string) {
		for _, v := range variations(&scenario.Scenario{Hosts: hosts}, p, available, crossed) {
			list = append(list, v.String())
		}
		return list
	}
	both := []string{"a", "b"}
	assert.Equal(t, []string{"C++ on a", "qtbt on a", "PySide6 on a"}, names(both[:1], pairing{newer, newer}, false))
	assert.Equal(t, []string{
		"C++ on a, C++ on b", "C++ on a, qtbt on b",
		"qtbt on a, C++ on b", "qtbt on a, qtbt on b",
	}, names(both, pairing{older, older}, false))
	assert.Len(t, names(both, pairing{newer, newer}, false), 7)
	crossed := names(both, pairing{newer, newer}, true)
	assert.Len(t, crossed, 9)
	assert.Equal(t, "C++ on a, C++ on b", crossed[0])
	assert.Contains(t, crossed, "PySide6 on a, qtbt on b")
	assert.Len(t, names(both, pairing{older, newer}, true), 4, "PySide6 with its own version only")
}

func TestVariationsWithoutQtbtWhereItDeviates(t *testing.T) {
	s := &system{qt: "6.4.2"}
	available := map[*system][]implementation{s: {{name: referenceName}, {name: qtbtName}}}
	sc := &scenario.Scenario{Hosts: []string{"a", "b"}, Deviates: "it refuses that"}
	list := variations(sc, pairing{s, s}, available, true)
	assert.Len(t, list, 1)
	assert.Empty(t, list[0].others())
}

func TestScenariosRunSinceTheirVersion(t *testing.T) {
	older, newer := &system{qt: "6.4.2"}, &system{qt: "6.10.1"}
	sc := &scenario.Scenario{Hosts: []string{"a", "b"}, Since: "6.8"}
	assert.True(t, pairing{newer, newer}.runs(sc))
	assert.False(t, pairing{older, older}.runs(sc))
	assert.False(t, pairing{newer, older}.runs(sc), "one host is too old")
	sc.Since = ""
	assert.True(t, pairing{older, newer}.runs(sc))
}

func TestPairings(t *testing.T) {
	older, newer := &system{qt: "6.4.2"}, &system{qt: "6.8.2"}
	systems := []*system{older, newer}
	alone := []pairing{{older, older}, {newer, newer}}
	mixed := []pairing{{older, newer}, {newer, older}}
	assert.Equal(t, alone, (&cli{}).pairings(systems))
	assert.Equal(t, mixed, (&cli{Crossed: true}).pairings(systems))
	assert.Equal(t, mixed, (&cli{Matrix: true, Crossed: true}).pairings(systems))
	assert.Equal(t, slices.Concat(alone, mixed), (&cli{Matrix: true}).pairings(systems))
}
