package rootfs

// Tests of a real root tree of Debian 13. The first run downloads some 250 MB and takes five
// minutes more.

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// hangLimit is a time that only a hang exceeds.
const hangLimit = 20 * time.Minute

func TestDebian13(t *testing.T) {
	if os.Getenv("QTBT_DEBIAN13") == "" {
		t.Skip("makes a root tree of 1 GB and boots virtual hosts: set QTBT_DEBIAN13=1 to run it")
	}
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit)
	defer cancel()
	tree, err := Make(ctx, os.Stderr)
	require.NoError(t, err)
	goOptions, err := tree.GoOptions(ctx, "../..")
	require.NoError(t, err)

	t.Run("Qt 6.8", func(t *testing.T) {
		out, err := tree.CommandContext(ctx, goOptions, "go", "run", "./ci/rootfs/testdata").Output()
		require.NoError(t, err)
		assert.Regexp(t, `^6\.8\.`, string(out))
	})
	t.Run("PySide6", func(t *testing.T) {
		out, err := tree.CommandContext(ctx, Options{}, "python3", "-c", "import PySide6.QtBluetooth").CombinedOutput()
		require.NoError(t, err, "%s", out)
	})
	t.Run("echo between two versions of Qt", func(t *testing.T) {
		echoBetween(ctx, t, tree, goOptions)
	})
}

// echoBetween runs the echo examples, host a with the machine's Qt and host b with the tree's, in
// both directions.
func echoBetween(ctx context.Context, t *testing.T, tree *Tree, o Options) {
	builds := map[string]string{"a": t.TempDir(), "b": t.TempDir()}
	share := t.TempDir()
	packages := []string{"../../examples/echo-server", "../../examples/echo-client"}
	here, err := exec.CommandContext(ctx, "go", append([]string{"build", "-o", builds["a"]}, packages...)...).CombinedOutput()
	require.NoError(t, err, "%s", here)
	o.Writable = append(o.Writable, builds["b"])
	o.Dir = filepath.Join(o.Dir, "ci/rootfs")
	there, err := tree.CommandContext(ctx, o, "go", append([]string{"build", "-o", builds["b"]}, packages...)...).CombinedOutput()
	require.NoError(t, err, "%s", there)
	for host, dir := range builds {
		require.NoError(t, os.CopyFS(filepath.Join(share, host), os.DirFS(dir)))
	}

	l, err := lab.Start(ctx, lab.Config{
		Hosts: []lab.HostConfig{{Name: "a"}, {Name: "b", Root: tree.Root()}}, Share: share, Log: os.Stderr,
	})
	require.NoError(t, err)
	defer l.Close()
	for client, server := range map[string]string{"a": "b", "b": "a"} {
		serve, stop := context.WithCancel(ctx)
		echo := l.Host(server).CommandContext(serve, "/lab/"+server+"/echo-server")
		registered := make(chan string, 1)
		echo.Stdout, echo.Stderr = firstWrite(registered), firstWrite(registered)
		require.NoError(t, echo.Start())
		assert.Contains(t, <-registered, "registered")
		out, err := l.Host(client).CommandContext(ctx, "/lab/"+client+"/echo-client", "--size=100000", l.Host(server).Address()).CombinedOutput()
		assert.NoError(t, err, "from %s to %s: %s", client, server, out)
		assert.Contains(t, string(out), "as sent", "from %s to %s", client, server)
		stop()
		_ = echo.Wait() // ends because of the line above
	}
}

// firstWrite is a writer that passes on the first text written.
type firstWrite chan string

func (w firstWrite) Write(p []byte) (int, error) {
	select {
	case w <- string(p):
	default:
	}
	return len(p), nil
}
