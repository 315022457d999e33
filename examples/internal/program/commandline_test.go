//go:build unix

package program

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// words is a command line with two commands.
type words struct {
	Send struct {
		Method string `enum:"obex,own" default:"own" help:"How ${name} sends."`
		File   string `arg:""`
	} `cmd:""`
	Receive struct{} `cmd:""`
}

// parsing returns a child that parses its arguments.
func parsing(t *testing.T, args ...string) *child {
	c := command(t, "parsing", "")
	c.Args = append(c.Args, args...)
	return c
}

func TestVersionIsThatOfTheModule(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	require.True(t, ok)
	out, err := parsing(t, "--version").Output()
	require.NoError(t, err)
	assert.Equal(t, "child (qtbt) "+info.Main.Version+"\n", string(out))
}

func TestHelpNamesTheProgramAsItWasCalled(t *testing.T) {
	out, err := parsing(t, "send", "--help").Output()
	require.NoError(t, err)
	assert.Contains(t, string(out), "Usage: child send <file> [flags]\n")
	assert.Contains(t, string(out), "How child sends.")
	assert.Contains(t, string(out), "--version")
}

func TestShellsCompleteTheCommandLine(t *testing.T) {
	for line, candidates := range map[string]string{
		"child ":               "receive\nsend\n",
		"child se":             "send\n",
		"child send --m":       "--method\n",
		"child send --method ": "obex\nown\n",
		"child send ":          "",
	} {
		c := parsing(t)
		c.Env = append(c.Env, "COMP_LINE="+line)
		out, err := c.Output()
		require.NoError(t, err, line)
		assert.ElementsMatch(t, strings.Fields(candidates), strings.Fields(string(out)), line)
	}
}
