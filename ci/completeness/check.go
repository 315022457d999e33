package main

// This file compares Qt's members with package qtbt.

import (
	"fmt"
	"maps"
	"slices"
)

// finding is the result for one member. Exactly one of goName and reason is set if the member is
// accounted for.
type finding struct {
	member member
	goName string
	reason string
	wrong  string // the fault, if the member is not accounted for
}

func (f finding) String() string {
	switch {
	case f.wrong != "":
		return fmt.Sprintf("%s: %s", f.member, f.wrong)
	case f.reason != "":
		return fmt.Sprintf("%s: not in Go: %s", f.member, f.reason)
	default:
		return fmt.Sprintf("%s: %s", f.member, f.goName)
	}
}

// checker compares members with a package, and remembers which lines of the tables it used.
type checker struct {
	api  api
	used map[string]bool // keys of irregular, and the reasons
}

func newChecker(a api) *checker { return &checker{a, make(map[string]bool)} }

func (c *checker) check(q qt) []finding {
	var findings []finding
	for _, m := range q.members {
		findings = append(findings, c.find(m))
	}
	return findings
}

func (c *checker) find(m member) finding {
	f := finding{member: m}
	regular := c.existing(m, c.api.counterparts(m)...)
	if name, ok := irregular[m.String()]; ok {
		c.used[m.String()] = true
		f.goName = c.existing(m, name)
		switch {
		case f.goName == "":
			f.wrong = "the table's " + name + " does not exist in Go, or is of another type or value"
		case f.goName == regular:
			f.wrong = "the table's " + name + " follows the rule: take the line out"
		}
		return f
	}
	for _, r := range reasons {
		if r.applies(m) {
			c.used[r.why] = true
			f.reason = r.why
			return f
		}
	}
	switch {
	case regular == "":
		f.wrong = "has neither a counterpart in Go nor a reason"
	case m.kind == operator && c.api.isType(regular):
		f.goName = "== on " + regular
	default:
		f.goName = regular
	}
	return f
}

// existing returns the first of the names that exists in Go and fits the member.
func (c *checker) existing(m member, names ...string) string {
	for _, name := range names {
		if c.fits(m, name) {
			return name
		}
	}
	return ""
}

func (c *checker) fits(m member, name string) bool {
	switch m.kind {
	case enumeration, flags:
		return c.api.isType(name)
	case enumerator:
		types := c.api.enumType(m)
		return len(types) == 1 && c.api.isConst(name, types[0], m.value)
	case operator:
		return c.api.isFunc(name, false) || c.api.isComparable(name)
	case constructor:
		return c.api.isFunc(name, false) || c.api.isType(name)
	default:
		return c.api.isFunc(name, false)
	}
}

// stale returns the lines of the tables that no member needed.
func (c *checker) stale() []string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(irregular)) {
		if !c.used[key] {
			lines = append(lines, "irregular: "+key)
		}
	}
	for _, r := range reasons {
		if !c.used[r.why] {
			lines = append(lines, "reasons: "+r.why)
		}
	}
	return lines
}

// count holds how many members of a class are bound, have a reason not to be, and are missing.
type count struct{ bound, reasoned, missing int }

func (c *count) add(f finding) {
	switch {
	case f.wrong != "":
		c.missing++
	case f.reason != "":
		c.reasoned++
	default:
		c.bound++
	}
}

func (c count) String() string {
	s := fmt.Sprintf("%d of %d bound", c.bound, c.bound+c.reasoned+c.missing)
	if c.reasoned > 0 {
		s += fmt.Sprintf(", %d with a reason", c.reasoned)
	}
	if c.missing > 0 {
		s += fmt.Sprintf(", %d missing", c.missing)
	}
	return s
}

// tally counts the findings of one class, or of all if it is "".
func tally(findings []finding, class string) (c count) {
	for _, f := range findings {
		if class == "" || f.member.class == class {
			c.add(f)
		}
	}
	return c
}
