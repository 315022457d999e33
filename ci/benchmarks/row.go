package main

import "fmt"

// A row is one piece of work that several contestants do. qtbt is the first of them.
type row struct {
	name, about string
	place       place
	wires       int   // socket pairs of each contestant, with the echo at the other ends
	count       int64 // units of work in a round; short rounds have the same conditions for all
	once        bool  // each start of the programs allows one round only
	contestants []contestant
	figures     []figure // one for each number that the programs print after a round
}

// A place is where a row's contestants run.
type place int

const (
	onWires      place = iota // on this machine, over socket pairs
	asLabClient               // in the lab, connected to an echo service on the other host
	asLabServer               // in the lab, with a client on the other host
	asLabCentral              // in the Low Energy lab, connected to a peripheral on the other host
)

// A figure is a number that a row shows for each contestant.
type figure struct {
	name, unit string // the name is empty in a row with one figure
	// value converts the number that a program prints after count units of work.
	value  func(count int64, printed float64) float64
	more   bool // more is better, as for a throughput
	bounds []bound
}

// A bound limits the ratio of qtbt to the best of some contestants. Without any it limits qtbt's
// own value.
type bound struct {
	limit float64
	to    []string
}

// String returns the limit. A ratio has two decimals.
func (b bound) String() string {
	if len(b.to) == 0 {
		return number(b.limit)
	}
	return fmt.Sprintf("%.2f", b.limit)
}

// met reports whether a ratio or a value keeps to a limit.
func (f figure) met(value, limit float64) bool {
	if f.more {
		return value >= limit
	}
	return value <= limit
}

// The programs print nanoseconds in the rows that measure time.

func microseconds(count int64, printed float64) float64 { return printed / 1e3 / float64(count) }

func milliseconds(count int64, printed float64) float64 { return printed / 1e6 / float64(count) }

func perSecond(count int64, printed float64) float64 { return float64(count) / printed * 1e9 }

// Bulk echo counts units of 16 KiB.
func kilobytesPerSecond(count int64, printed float64) float64 {
	return perSecond(count, printed) * 16 * 1024 / 1e3
}

func megabytesPerSecond(count int64, printed float64) float64 {
	return kilobytesPerSecond(count, printed) / 1e3
}

// each divides a total by the units that were counted.
func each(count int64, printed float64) float64 { return printed / float64(count) }
