package main

import (
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
