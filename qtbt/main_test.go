//go:build cgo

package qtbt_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// childRole names the environment variable by which a test runs this binary again, as a process
// with a Qt thread of its own. The start and the end of the Qt thread can be seen only once in a
// process.
const childRole = "QTBT_TEST_CHILD"

// children holds the programs that a test can run with runChild. Each reports through its exit
// status and output.
var children = map[string]func() int{}

func TestMain(m *testing.M) {
	if role, ok := os.LookupEnv(childRole); ok {
		os.Exit(children[role]())
	}
	goleak.VerifyTestMain(m)
}

// runChild runs a child program and returns what it printed. It must exit with status 0.
func runChild(t *testing.T, role string, env ...string) string {
	t.Helper()
	require.Contains(t, children, role)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), childRole+"="+role), env...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// endOfChild runs a child program and returns what it printed, and its exit status.
func endOfChild(t *testing.T, role string) (out string, status int) {
	t.Helper()
	require.Contains(t, children, role)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role)
	printed, err := cmd.CombinedOutput()
	if err != nil {
		require.IsType(t, new(exec.ExitError), err)
	}
	return strings.TrimSpace(string(printed)), cmd.ProcessState.ExitCode()
}

// pipe returns a connected pair that is deleted at the test's end.
func pipe(t *testing.T) (a, b *qtbt.Socket) {
	t.Helper()
	a, b, err := bttest.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() {
		a.Delete()
		b.Delete()
	})
	return a, b
}

// onQt runs f on the Qt thread, so that no signal comes between its steps.
func onQt(t *testing.T, f func()) {
	t.Helper()
	require.NoError(t, qtbt.Invoke(context.Background(), f))
}

// trace records what handlers saw, in order.
type trace struct {
	mu    sync.Mutex
	lines []string
	more  chan struct{}
}

func newTrace() *trace { return &trace{more: make(chan struct{}, 1000)} }

func (tr *trace) add(line string) {
	tr.mu.Lock()
	tr.lines = append(tr.lines, line)
	tr.mu.Unlock()
	tr.more <- struct{}{}
}

// waitFor returns the lines once the last of them is line.
func (tr *trace) waitFor(line string) []string {
	for range tr.more {
		tr.mu.Lock()
		lines := append([]string(nil), tr.lines...)
		tr.mu.Unlock()
		if lines[len(lines)-1] == line {
			return lines
		}
	}
	return nil
}

// record writes all signals of a socket to a trace.
func record(t *testing.T, s *qtbt.Socket) *trace {
	t.Helper()
	tr := newTrace()
	for _, c := range []*qtbt.Subscription{
		s.OnConnected(func() { tr.add("connected") }),
		s.OnDisconnected(func() { tr.add("disconnected") }),
		s.OnStateChanged(func(st qtbt.SocketState) { tr.add("stateChanged " + st.String()) }),
		s.OnErrorOccurred(func(e qtbt.SocketError) { tr.add("errorOccurred " + e.String()) }),
		s.OnReadyRead(func() { tr.add("readyRead") }),
		s.OnBytesWritten(func(int64) { tr.add("bytesWritten") }),
		s.OnAboutToClose(func() { tr.add("aboutToClose") }),
		s.OnReadChannelFinished(func() { tr.add("readChannelFinished") }),
	} {
		require.NoError(t, c.Err())
	}
	return tr
}

// collect gathers n bytes that arrive at a socket from now on.
func collect(s *qtbt.Socket, n int) <-chan []byte {
	done := make(chan []byte, 1)
	var got bytes.Buffer
	take := func() {
		if got.Len() < n {
			got.Write(s.ReadAll())
			if got.Len() >= n {
				done <- got.Bytes()
			}
		}
	}
	s.OnReadyRead(take)
	return done
}
