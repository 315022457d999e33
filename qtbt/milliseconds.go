package qtbt

// Durations as arguments of Qt's functions.

import (
	"fmt"
	"math"
	"time"
)

// milliseconds returns d as an argument for Qt: rounded up to whole milliseconds, and -1 for every
// negative d. If d is longer than Qt can represent, about 24 days, it returns the maximum and
// ErrInvalidArgument.
func milliseconds(op string, d time.Duration) (int32, error) {
	if d < 0 {
		return -1, nil
	}
	ms := d / time.Millisecond
	if d%time.Millisecond != 0 {
		ms++
	}
	if ms > math.MaxInt32 {
		text := fmt.Sprintf("%v is too long", d)
		return math.MaxInt32, &OpError{Op: op, Err: ErrInvalidArgument, Text: text}
	}
	return int32(ms), nil
}
