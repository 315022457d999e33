package main

// Comparing the outcomes of two runs: exact, in order, for each object of each host.

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// compare returns the first difference between the reference's outcome and another's; "" if there
// is none.
func compare(reference, other *outcome) string {
	objects := maps.Clone(reference.Trace)
	if objects == nil {
		objects = trace{}
	}
	maps.Copy(objects, other.Trace)
	for _, object := range sortedKeys(objects) {
		if text := compareEvents(reference.Trace[object], other.Trace[object]); text != "" {
			if other.Problem != "" && other.Problem != reference.Problem {
				text += "; " + other.Problem
			}
			return object + ": " + text
		}
	}
	if reference.Problem != other.Problem {
		return fmt.Sprintf("reference: %s; here: %s", orCompleted(reference.Problem), orCompleted(other.Problem))
	}
	return ""
}

func orCompleted(problem string) string {
	if problem == "" {
		return "came to its end"
	}
	return problem
}

func compareEvents(reference, other []event) string {
	for i := range max(len(reference), len(other)) {
		want, got := "nothing more", "nothing more"
		if i < len(reference) {
			want = reference[i].String()
		}
		if i < len(other) {
			got = other[i].String()
		}
		if want != got {
			return fmt.Sprintf("event %d: reference: %s; here: %s", i+1, want, got)
		}
	}
	return ""
}

// unsupported returns what a driver does not know of what a scenario uses; "" if it knows all.
func unsupported(o *outcome) string {
	for _, object := range sortedKeys(o.Trace) {
		if i := slices.IndexFunc(o.Trace[object], func(e event) bool { return e.Event == eventUnsupported }); i >= 0 {
			return o.Trace[object][i].Name
		}
	}
	return ""
}

// print writes what happened, an object after the other.
func (o *outcome) print(to io.Writer) {
	for _, object := range sortedKeys(o.Trace) {
		fmt.Fprintln(to, "   ", object)
		for _, e := range o.Trace[object] {
			fmt.Fprintln(to, "       ", e)
		}
	}
	if o.Problem != "" {
		fmt.Fprintln(to, "   ", o.Problem)
	}
}
