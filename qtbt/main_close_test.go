//go:build cgo && linux

package qtbt_test

import (
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
	_ "github.com/goqtbt/bluetooth/qtbt/bttest" // makes Qt accept a socket pair
)

const closedByMain = 400_000

func init() {
	children["main closes"] = func() int {
		qtbt.Main(func() int {
			s, err := qtbt.NewSocket(qtbt.RFCOMM)
			must(err, "NewSocket")
			must(s.SetSocketDescriptor(3, qtbt.RFCOMM), "SetSocketDescriptor")
			c, err := qtbt.NewConn(s)
			must(err, "NewConn")
			_, err = c.Write(make([]byte, closedByMain))
			must(err, "Write")
			must(c.Close(), "Close")
			return 0
		})
		return 1
	}
}

// A program that ends through Main may end right after Close, and its peer gets all bytes.
func TestMainSendsWhatWasWritten(t *testing.T) {
	require.Contains(t, children, "main closes")
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	near, far := os.NewFile(uintptr(fds[0]), "near"), os.NewFile(uintptr(fds[1]), "far")
	defer near.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"=main closes")
	cmd.ExtraFiles = []*os.File{far}
	cmd.Stdout = os.Stdout
	require.NoError(t, cmd.Start())
	require.NoError(t, far.Close())
	n, err := io.Copy(io.Discard, near)
	assert.NoError(t, err)
	assert.EqualValues(t, closedByMain, n)
	assert.NoError(t, cmd.Wait())
}
