//go:build cgo && linux

package transfer

import (
	"os"
	"os/signal"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// limitFiles makes the system refuse to let any file of this process grow over a size, as a full
// disk does.
func limitFiles(t *testing.T, size uint64) (restore func()) {
	t.Helper()
	signal.Ignore(unix.SIGXFSZ)
	var old unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_FSIZE, &old))
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: old.Max}))
	return func() {
		require.NoError(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &old))
		signal.Reset(unix.SIGXFSZ)
	}
}

// The receiver reports a full disk at once. The sender stops in the middle of the file and goes on
// with the next one. Once there is room, it sends the rest.
func TestDiskFull(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	large, small := random(8<<20), []byte("small")
	paths := []string{filepath.Join(out, "large"), filepath.Join(out, "small")}
	write(t, paths[0], large)
	write(t, paths[1], small)

	restore := limitFiles(t, 200_000)
	sent, received := in.send(t, paths...)
	restore()
	assert.ErrorContains(t, sent.failed["large"], "file too large")
	assert.Contains(t, received.failed, "large")
	assert.Less(t, sent.moved, int64(len(large)/2), "it stopped")
	assert.Equal(t, "small", tree(t, in.dir)["small"])

	sent, _ = in.send(t, paths...)
	assert.Empty(t, sent.failed)
	assert.EqualValues(t, 200_000+len(small), sent.spared)
	assert.Equal(t, map[string]string{"large": string(large), "small": string(small)}, tree(t, in.dir))
}

func TestFolderThatTakesNothing(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"removed":    os.Remove,
		"unwritable": func(dir string) error { return os.Chmod(dir, 0o555) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "unwritable" && os.Geteuid() == 0 {
				t.Skip("root may write everywhere")
			}
			in, out := newInbox(t, Refuse), t.TempDir()
			write(t, filepath.Join(out, "d", "a"), []byte("a"))
			require.NoError(t, spoil(in.dir))
			sent, received := in.send(t, filepath.Join(out, "d"))
			assert.Len(t, sent.failed, 2)
			assert.Len(t, received.failed, 2)
		})
	}
}
