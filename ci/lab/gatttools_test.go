package lab

import (
	"log"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGATTTools(t *testing.T) {
	l := bootedLab(t, Config{})
	a, b := l.Host("a"), l.Host("b")
	tools, err := GATTTools(t.Context(), log.New(t.Output(), "", 0))
	require.NoError(t, err)
	assert.Contains(t, output(t, b, filepath.Join(tools, "btgatt-server")+" --help"), "Usage")
	advertise(t, a)
	client := converse(t, b, filepath.Join(tools, "btgatt-client"), "-d", a.Address())
	client.await("UUID: " + testService)
	client.await("GATT discovery procedures complete")
}
