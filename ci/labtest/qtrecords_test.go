package labtest

// The C++ program qtrecords, which publishes and reads records with Qt alone: building and running
// it.

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// qtrecords is the path of the C++ program, on the machine and on the hosts.
func qtrecords() (string, error) {
	self, err := os.Executable()
	return filepath.Join(filepath.Dir(self), "qtrecords"), err
}

// buildQtrecords makes the C++ program before a test runs on the hosts.
func buildQtrecords(context.Context, *lab.Lab) error { return compileQtrecords() }

var compileQtrecords = sync.OnceValue(func() error {
	program, err := qtrecords()
	if err != nil {
		return err
	}
	sources, err := filepath.Glob("qtrecords/*.cpp")
	if err != nil {
		return err
	}
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "Qt6Bluetooth", "Qt6DBus").Output()
	if err != nil {
		return fmt.Errorf("pkg-config does not find Qt6Bluetooth and Qt6DBus: %w", err)
	}
	args := append([]string{"-std=c++17", "-fPIC", "-o", program}, sources...)
	cmd := exec.Command("c++", append(args, strings.Fields(string(flags))...)...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
})

// publishWithQt publishes a record by the C++ program until withdraw is called, and returns how the
// program prints it.
func publishWithQt(t *testing.T, args ...string) (record string, withdraw func()) {
	t.Helper()
	program, err := qtrecords()
	require.NoError(t, err)
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var lines []string
	output := bufio.NewScanner(stdout)
	for output.Scan() {
		if output.Text() == "registered" {
			return strings.Join(lines, "\n"), func() {
				require.NoError(t, stdin.Close())
				_, err := io.Copy(io.Discard, stdout)
				require.NoError(t, err)
				require.NoError(t, cmd.Wait())
			}
		}
		lines = append(lines, output.Text())
	}
	require.NoError(t, cmd.Wait())
	require.Fail(t, "the C++ program registered nothing")
	return "", nil
}

// readWithQt reads records by the C++ program.
func readWithQt(t *testing.T, h *host, service qtbt.UUID) string {
	t.Helper()
	program, err := qtrecords()
	require.NoError(t, err)
	cmd := exec.Command(program, "read", h.peer.String(), service.String())
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "0x0000 ") })
	return strings.Join(lines, "\n")
}
