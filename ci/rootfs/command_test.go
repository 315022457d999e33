package rootfs

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smallTree returns a tree that contains only links into the machine's /usr, and options that make
// it visible.
func smallTree(t *testing.T) (*Tree, Options) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	if out, err := exec.CommandContext(t.Context(), "unshare", "--mount", "true").CombinedOutput(); err != nil {
		t.Skipf("no mount namespaces here: %s", out)
	}
	tree := &Tree{dir: t.TempDir()}
	for _, dir := range []string{"mnt", "proc", "dev", "usr", "tmp"} {
		require.NoError(t, os.MkdirAll(filepath.Join(tree.Root(), dir), 0o755))
	}
	for _, dir := range []string{"bin", "lib", "lib64"} {
		require.NoError(t, os.Symlink("usr/"+dir, filepath.Join(tree.Root(), dir)))
	}
	return tree, Options{ReadOnly: []string{"/usr"}}
}

func TestWhatACommandSees(t *testing.T) {
	tree, o := smallTree(t)
	readOnly, writable := t.TempDir(), t.TempDir()
	o.ReadOnly = append(o.ReadOnly, readOnly)
	o.Writable = []string{writable}
	o.Dir = readOnly
	o.Env = []string{"WORD=two words"}
	const script = `test -e /proc/self && test -w /dev/null && touch /left "$1/result" && ! touch ./refused 2>/dev/null &&
		echo "$PWD $WORD" && exit 3`
	out, err := tree.CommandContext(t.Context(), o, "sh", "-c", script, "sh", writable).Output()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 3, exit.ExitCode(), "%s", exit.Stderr)
	assert.Equal(t, readOnly+" two words\n", string(out))
	assert.FileExists(t, filepath.Join(writable, "result"))
	assert.NoFileExists(t, filepath.Join(readOnly, "refused"))
	assert.NoFileExists(t, filepath.Join(tree.Root(), "left"))
	assertNoMounts(t, tree)
}

func TestACommandEndsWithItsContext(t *testing.T) {
	tree, o := smallTree(t)
	ctx, cancel := context.WithCancel(t.Context())
	cmd := tree.CommandContext(ctx, o, "sh", "-c", "echo up; exec sleep 1000")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	assertNoMounts(t, tree) // the machine does not see the mounts before either
	cancel()
	assert.ErrorContains(t, cmd.Wait(), "signal: terminated")
	assertNoMounts(t, tree)
}

func assertNoMounts(t *testing.T, tree *Tree) {
	t.Helper()
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(t, err)
	assert.NotContains(t, string(mounts), tree.dir)
}
