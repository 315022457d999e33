//go:build cgo

// Tests of attribute values on their way to QVariant and back.

package qtbt

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// randomValue returns a value of any type that a service attribute can have, with parts nested up to depth deep.
func randomValue(r *rand.Rand, depth int) any {
	kind := r.IntN(10)
	switch {
	case kind == 0:
		return randomURL(r)
	case kind < 6 || depth == 0:
		return randomScalar(r)
	}
	values := make([]any, r.IntN(5))
	for i := range values {
		values[i] = randomValue(r, depth-1)
	}
	if kind == 6 {
		return Alternative(values)
	}
	return Sequence(values)
}

func randomURL(r *rand.Rand) URL { return "x://y" }

func TestAttributesThroughQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs / 20 {
		var s ServiceInfo
		for range 4 {
			s.SetAttribute(AttributeID(r.Uint32()), randomValue(r, oneOf(r, 1, 3, 6, maxElementDepth-1)))
		}
		record, err := encodeServiceInfo(&s)
		require.NoError(t, err)
		back, st := throughQt(t, record)
		require.Equal(t, cshim.OK, st, "%v", &s)
		got, err := decodeServiceInfo(back)
		require.NoError(t, err)
		require.Equal(t, s.attributes, got.attributes)
	}
}
