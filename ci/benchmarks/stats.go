package main

import "slices"

// A spread is the middle of some values: the median, between the quartiles.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	at := func(quarter int) float64 { return sorted[(len(sorted)-1)*quarter/4] }
	return spread{at(1), at(2), at(3)}
}
