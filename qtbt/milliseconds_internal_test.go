package qtbt

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDurationsBecomeQtsMilliseconds(t *testing.T) {
	for d, want := range map[time.Duration]int32{
		math.MinInt64:                    -1,
		-time.Second:                     -1,
		-1:                               -1,
		0:                                0,
		1:                                1,
		time.Millisecond:                 1,
		time.Millisecond + 1:             2,
		2 * time.Second:                  2000,
		math.MaxInt32 * time.Millisecond: math.MaxInt32,
	} {
		ms, err := milliseconds("wait", d)
		require.NoError(t, err)
		assert.Equal(t, want, ms, d)
	}
	for _, d := range []time.Duration{math.MaxInt32*time.Millisecond + 1, math.MaxInt64} {
		ms, err := milliseconds("wait", d)
		assert.ErrorIs(t, err, ErrInvalidArgument)
		assert.EqualValues(t, math.MaxInt32, ms)
	}
}
