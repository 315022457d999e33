//go:build cgo && linux

// Package cshared tests that a program can load qtbt at run time, as part of a C shared library.
package cshared

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A library that is loaded late gets little room for thread-local variables: glibc keeps 512 bytes
// for all such libraries.
func TestLibraryCanBeLoadedAtRunTime(t *testing.T) {
	dir := t.TempDir()
	library, loader := filepath.Join(dir, "echo.so"), filepath.Join(dir, "loader")
	for _, build := range [][]string{
		{"go", "build", "-buildmode=c-shared", "-o", library, "./echo"},
		{"cc", "-Wall", "-Wextra", "-o", loader, "testdata/loader.c", "-ldl"},
	} {
		out, err := exec.Command(build[0], build[1:]...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	out, err := exec.Command(loader, library).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, "hello\n", string(out))
}
