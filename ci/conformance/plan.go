package main

// Which runs there are: each scenario with the reference on all hosts, and with others in its
// place.

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// pairing is the systems of hosts a and b.
type pairing struct{ a, b *system }

func (p pairing) system(host string) *system {
	if host == "a" {
		return p.a
	}
	return p.b
}

// String is the versions of Qt, such as "6.4.2" or "6.4.2 and 6.8.2".
func (p pairing) String() string {
	if p.a == p.b {
		return p.a.qt
	}
	return p.a.qt + " and " + p.b.qt
}

// selfPairings returns the pairings of each system with itself.
func selfPairings(systems []*system) (list []pairing) {
	for _, a := range systems {
		list = append(list, pairing{a, a})
	}
	return list
}

// crossPairings returns the pairings of each system with each other.
func crossPairings(systems []*system) (list []pairing) {
	for _, a := range systems {
		for _, b := range systems {
			if a != b {
				list = append(list, pairing{a, b})
			}
		}
	}
	return list
}

// runs reports whether a scenario has something to do with a pairing: one host is of one system,
// and all have a Qt that the scenario is for.
func (p pairing) runs(s *scenario.Scenario) bool {
	older := func(host string) bool { return semver.Compare("v"+p.system(host).qt, "v"+s.Since) < 0 }
	return (p.a == p.b || len(s.Hosts) == 2) && !slices.ContainsFunc(s.Hosts, older)
}

// variation is who plays on which host.
type variation map[string]implementation

func (v variation) String() string {
	var parts []string
	for _, host := range sortedKeys(v) {
		parts = append(parts, fmt.Sprintf("%s on %s", v[host].name, host))
	}
	return strings.Join(parts, ", ")
}

// variations returns the reference first, then all others: on two hosts one end is replaced, or
// both, by two different ones only if crossed. PySide6 meets the others of its own version of Qt,
// and qtbt does not run where it deviates on purpose.
func variations(s *scenario.Scenario, p pairing, available map[*system][]implementation, crossed bool) []variation {
	list := []variation{{}}
	for _, host := range s.Hosts {
		var longer []variation
		for _, v := range list {
			for _, i := range available[p.system(host)] {
				if i.name == pysideName && p.a != p.b || i.name == qtbtName && s.Deviates != "" {
					continue
				}
				next := variation{host: i}
				for other, j := range v {
					next[other] = j
				}
				if crossed || len(next.others()) < 2 {
					longer = append(longer, next)
				}
			}
		}
		list = longer
	}
	return list
}

// others are the names of the implementations that are not the reference.
func (v variation) others() (names []string) {
	for _, host := range sortedKeys(v) {
		name := v[host].name
		if name != referenceName && (len(names) == 0 || names[0] != name) {
			names = append(names, name)
		}
	}
	return names
}
