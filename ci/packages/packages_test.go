// Package packages tests the Debian packages that the script "build" beside it makes.
package packages

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
	"github.com/goqtbt/bluetooth/ci/rootfs"
)

// A machine on which nothing was installed can install the packages, use them, and remove them. The
// script testdata/check.sh has the steps.
func TestPackagesOnANewMachine(t *testing.T) {
	ctx := t.Context()
	run(t, exec.CommandContext(ctx, "./build"))
	run(t, exec.CommandContext(ctx, "sh", "-c", "lintian --allow-root --fail-on=error,warning "+
		"--suppress-tags=initial-upload-closes-no-bugs ../../build/packages/*.changes"))

	tree, err := rootfs.MakePlain(ctx, os.Stderr)
	require.NoError(t, err)
	options, err := tree.GoOptions(ctx, "../..")
	require.NoError(t, err)
	archives, err := cachedir.Path("packages")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(archives, "partial"), 0o755))
	options.Writable = append(options.Writable, archives)
	options.Env = append(append(options.Env, "DEBIAN_FRONTEND=noninteractive"), debian.ProxyEnviron(ctx)...)
	run(t, tree.CommandContext(ctx, options, "ci/packages/testdata/check.sh", archives))
}

func run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}
