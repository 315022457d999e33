package guest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIndexList(t *testing.T) {
	list, ok, err := indexList([]byte{1, 0, 0xff, 0xff, 9, 0, 3, 0, 0, 2, 0, 0, 0, 1, 0})
	assert.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, []byte{0, 0, 1, 0}, list)

	for name, event := range map[string][]byte{
		"index added":   {4, 0, 0, 0, 0, 0},
		"other command": {1, 0, 0xff, 0xff, 3, 0, 1, 0, 0},
		"short":         {1, 0},
	} {
		_, ok, err = indexList(event)
		assert.NoError(t, err, name)
		assert.False(t, ok, name)
	}
	_, _, err = indexList([]byte{2, 0, 0xff, 0xff, 3, 0, 3, 0, 20})
	assert.ErrorContains(t, err, "14")
}

func TestContains(t *testing.T) {
	assert.True(t, contains([]byte{0, 0, 2, 1}, 0x102))
	assert.False(t, contains([]byte{0, 0, 2, 1}, 2))
}
