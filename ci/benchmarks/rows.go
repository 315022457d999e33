package main

import "time"

// A row compares one piece of work between C++ Qt and qtbt. Each lies in a file of its own, here, in qtcpp and in qtgo.
type row struct {
	name  string
	cpp   string // the row of the C++ side, where it is not the one of this name
	count int64  // units of work in one round, enough for some ten milliseconds: short rounds, so that all sides of one share its conditions
	unit  string
	// value is what a round shows: a time for one unit, or a throughput.
	value func(count int64, took time.Duration) float64
	// bound is what the ratio qtbt to C++ Qt keeps to: at most it for a time, at least it for a throughput.
	bound      float64
	throughput bool
}

var rows = []row{pingPong, bulkEcho, connPingPong, connBulkEcho}

// met reports whether a ratio keeps to the bound.
func (r row) met(ratio float64) bool {
	if r.throughput {
		return ratio >= r.bound
	}
	return ratio <= r.bound
}
