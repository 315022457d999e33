package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestShimCompiles makes Clang check the shim's sources, without output, with the headers of the Qt
// versions that the other tests do not build with.
func TestShimCompiles(t *testing.T) {
	needClang(t)
	include, err := fetchedHeaders(t.Context(), t.TempDir())
	if errors.Is(err, errNoHeaders) {
		t.Skip(err)
	}
	require.NoError(t, err)
	sources, err := filepath.Glob("../../cshim/*.cpp")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	args := []string{"-std=c++17", "-fPIC", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-isystem", include}
	for _, module := range []string{"QtCore", "QtNetwork", "QtDBus", "QtBluetooth"} {
		args = append(args, "-isystem", filepath.Join(include, module))
	}
	for _, source := range sources {
		t.Run(filepath.Base(source), func(t *testing.T) {
			t.Parallel()
			out, err := exec.CommandContext(t.Context(), clang, append(args, source)...).CombinedOutput()
			assert.NoError(t, err, "%s", out)
		})
	}
}
