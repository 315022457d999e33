package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A stage that boots hosts prints while another runs, whose output is not cut by it.
func TestLanesRunBesideEachOther(t *testing.T) {
	hostsRun, othersRun := make(chan struct{}), make(chan struct{})
	hosts := stage{bootsHosts, "hosts", "boots", func(j *job) tally {
		fmt.Fprintln(j.out, "booted")
		fmt.Fprint(j.out, "half ")
		close(hostsRun)
		<-othersRun
		fmt.Fprintln(j.out, "a line")
		return tally{passed: 2}
	}}
	others := stage{0, "others", "compiles", func(j *job) tally {
		<-hostsRun
		defer close(othersRun)
		return j.command("sh", "-c", "echo compiled; echo linked >&2; exit 3")
	}}
	timed := stage{limitsTime, "timed", "measures", func(j *job) tally {
		fmt.Fprintln(j.out, "measured")
		return tally{passed: 1}
	}}
	var out bytes.Buffer
	result := run([]stage{timed, others, hosts}, &report{out: &out})
	assert.Equal(t, tally{passed: 3, failed: 1}, result)

	text := out.String()
	assert.Contains(t, text, "\n=== hosts: boots\nbooted\n")
	assert.Contains(t, text, "\n=== others: compiles\ncompiled\nlinked\nFAILED: sh -c")
	assert.Contains(t, text, "\nhalf a line\n")
	assert.Regexp(t, `(?s)a line.*=== timed: measures\nmeasured\n`, text)
	assert.Regexp(t, `(?s)measured\n.*=== what failed\nsh\nFAILED: sh -c .*\n=== all stages\n`, text)
	assert.True(t, strings.HasSuffix(text, "\n3 passed, 1 failed\n"), text)
}

// go test writes to its standard error while its tests are counted.
func TestOutputOfCountedTestsIsKept(t *testing.T) {
	var out bytes.Buffer
	hosts := stage{bootsHosts, "hosts", "boots", func(*job) tally { return tally{} }}
	others := stage{0, "others", "skips", func(j *job) tally {
		return j.goTest([]string{"QTBT_LAB="}, "-run=TestBootedLab", "../lab")
	}}
	result := run([]stage{others, hosts}, &report{out: &out})
	assert.Equal(t, tally{skipped: 1}, result)
	assert.Contains(t, out.String(), "QTBT_LAB=1")
}

func TestChoose(t *testing.T) {
	names := func(arguments ...string) (list []string) {
		chosen, err := choose(arguments)
		assert.NoError(t, err)
		for _, s := range chosen {
			list = append(list, s.name)
		}
		return list
	}
	assert.Equal(t, []string{"format", "lab"}, names("lab", "format"))
	assert.NotContains(t, names(), "plain")
	assert.NotContains(t, names(), "explorer")
	assert.Equal(t, []string{"explorer"}, names("explorer"))
	assert.Subset(t, names("quick", "lab"), []string{"format", "vet", "lint", "plain", "hermetic", "lab"})
	assert.NotContains(t, names("quick"), "unit")
	_, err := choose([]string{"nothing"})
	assert.ErrorContains(t, err, `no stage "nothing"`)
}

func TestExcerpt(t *testing.T) {
	assert.Equal(t, "Error: a\nwant\n", excerpt([]string{"=== RUN\n", "Error: a\n", "want\n"}))
	assert.Equal(t, "panic\n", excerpt([]string{"panic\n"}))
	assert.Len(t, excerpt(slices.Repeat([]string{"x"}, 100)), 12)
}
