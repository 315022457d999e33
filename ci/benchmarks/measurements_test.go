package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSpreadInterpolates(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   spread
	}{
		{[]float64{7}, spread{7, 7, 7}},
		{[]float64{2, 1}, spread{1.25, 1.5, 1.75}},
		{[]float64{5, 1, 4, 2, 3}, spread{2, 3, 4}},
	} {
		assert.Equal(t, test.want, spreadOf(test.values), "%v", test.values)
	}
}

// measured returns measurements of a figure, with the values of contestants of these names.
func measured(f figure, names []string, values ...[]float64) *measurements {
	m := &measurements{figure: f, values: values}
	for _, name := range names {
		m.contestants = append(m.contestants, contestant{name: name})
	}
	return m
}

// lines returns the lines of a printed table, with one space between the words.
func lines(t *testing.T, m *measurements) []string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, m.print(&out))
	var all []string
	for line := range strings.Lines(out.String()) {
		all = append(all, strings.Join(strings.Fields(line), " "))
	}
	return all
}

func TestRatioIsRoundByRound(t *testing.T) {
	m := measured(figure{}, []string{qtbtName, "x"}, []float64{1, 100, 30}, []float64{1, 50, 10})
	assert.Equal(t, spread{1.5, 2, 2.5}, m.ratios()[1])
}

func TestBoundOnATimeCountsAgainstTheFaster(t *testing.T) {
	f := figure{unit: "µs", bounds: []bound{{1.05, cppQts}, {1.5, goNets}}}
	m := measured(f, []string{qtbtName, cppQts[0], cppQts[1], goNets[0], "PyQt6"},
		[]float64{12}, []float64{16}, []float64{10}, []float64{8}, []float64{6})
	assert.Equal(t, []string{
		"contestant median quartiles ratio quartiles bound",
		"qtbt 12 µs 12 to 12",
		"C++ Qt 16 µs 16 to 16 0.750 0.750 to 0.750",
		"C++ Qt, no GLib 10 µs 10 to 10 1.200 1.200 to 1.200 ≤ 1.05: NOT met",
		"Go net 8 µs 8 to 8 1.500 1.500 to 1.500 ≤ 1.50: met",
		"PyQt6 6 µs 6 to 6 2.000 2.000 to 2.000",
	}, lines(t, m))
}

func TestBoundOnAThroughputCountsAgainstTheFaster(t *testing.T) {
	f := figure{unit: "MB/s", more: true, bounds: []bound{{1.0, cppQts}}}
	names := []string{qtbtName, cppQts[0], cppQts[1]}
	m := measured(f, names, []float64{100}, []float64{200}, []float64{80})
	got := lines(t, m)
	assert.Equal(t, "C++ Qt 200 MB/s 200 to 200 0.500 0.500 to 0.500 ≥ 1.00: NOT met", got[2])
	assert.NotContains(t, got[3], "≥")
}

func TestBoundOnAnAbsentContestantIsNotJudged(t *testing.T) {
	f := figure{bounds: []bound{{1, []string{"absent"}}}}
	m := measured(f, []string{qtbtName}, []float64{2})
	assert.Equal(t, "qtbt 2 2 to 2", lines(t, m)[1])
}

func TestBoundWithoutContestantsLimitsQtbtsValue(t *testing.T) {
	f := figure{name: "goroutines", bounds: []bound{{limit: 0}}}
	m := measured(f, []string{qtbtName, goNets[0]}, []float64{0, 0}, []float64{0, 0})
	assert.Equal(t, []string{
		"goroutines median quartiles ratio quartiles bound",
		"qtbt 0 0 to 0 ≤ 0: met",
		"Go net 0 0 to 0",
	}, lines(t, m))
}

func TestUnits(t *testing.T) {
	assert.InDelta(t, 20.0, microseconds(1000, 20e6), 1e-9)
	assert.InDelta(t, 20.0, milliseconds(3, 60e6), 1e-9)
	assert.InDelta(t, 5.0, perSecond(10, 2e9), 1e-9)
	assert.InDelta(t, 16.384, megabytesPerSecond(1000, 1e9), 1e-9)
	assert.InDelta(t, 16384.0, kilobytesPerSecond(1000, 1e9), 1e-9)
}

func TestNumbersHaveThreeDigits(t *testing.T) {
	assert.Equal(t, "0", number(0))
	assert.Equal(t, "1.23", number(1.234))
	assert.Equal(t, "12.3", number(12.34))
	assert.Equal(t, "123", number(123.4))
	assert.Equal(t, "3072", number(3072))
}
