package lab

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
	"github.com/hashicorp/yamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// localHost returns a host that is this machine: the agent serves it in this process.
func localHost(t *testing.T) *Host {
	t.Helper()
	ours, theirs := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- guest.Serve(theirs) }()
	hello := make([]byte, len(wire.Hello))
	_, err := io.ReadFull(ours, hello)
	require.NoError(t, err)
	require.Equal(t, wire.Hello, string(hello))
	session, err := yamux.Client(ours, wire.Config())
	require.NoError(t, err)
	t.Cleanup(func() {
		session.Close()
		<-served
	})
	return &Host{name: "a", config: HostConfig{Name: "a", Root: "/"}, session: session}
}

// script returns a command that runs a shell script.
func script(ctx context.Context, h *Host, text string) *Cmd {
	return h.CommandContext(ctx, "/bin/sh", "-c", text)
}

// lineWriter hands the first write over, to wait for a command's output.
type lineWriter chan string

func (l lineWriter) Write(p []byte) (int, error) {
	select {
	case l <- string(p):
	default:
	}
	return len(p), nil
}

func TestCommandStreamsAndStatus(t *testing.T) {
	h := localHost(t)
	for name, test := range map[string]struct {
		script         string
		stdin          io.Reader
		stdout, stderr string
		status         int
	}{
		"success":   {script: "echo out; echo err >&2", stdout: "out\n", stderr: "err\n"},
		"status":    {script: "exit 3", status: 3},
		"signal":    {script: "kill -TERM $$", status: 128 + 15},
		"input":     {script: "cat; echo end", stdin: strings.NewReader("in\n"), stdout: "in\nend\n"},
		"no input":  {script: "cat; echo end", stdout: "end\n"},
		"unread":    {script: "echo done", stdin: strings.NewReader(strings.Repeat("x", 1<<20)), stdout: "done\n"},
		"variables": {script: `echo "$EXTRA"`, stdout: "value\n"},
		"folder":    {script: "pwd", stdout: "/tmp\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			cmd := script(t.Context(), h, test.script)
			cmd.Env, cmd.Dir = []string{"EXTRA=value"}, "/tmp"
			cmd.Stdin, cmd.Stdout, cmd.Stderr = test.stdin, &stdout, &stderr
			err := cmd.Run()
			if test.status == 0 {
				assert.NoError(t, err)
			} else {
				var exit *ExitError
				require.ErrorAs(t, err, &exit)
				assert.Equal(t, test.status, exit.ExitCode())
			}
			assert.Equal(t, test.stdout, stdout.String())
			assert.Equal(t, test.stderr, stderr.String())
		})
	}
}

func TestOutputTellsStandardError(t *testing.T) {
	h := localHost(t)
	out, err := script(t.Context(), h, "echo out; echo why >&2; exit 1").Output()
	assert.Equal(t, "out\n", string(out))
	assert.EqualError(t, err, "/bin/sh on host a: exit status 1: why")

	out, err = script(t.Context(), h, "echo out; echo err >&2").CombinedOutput()
	assert.NoError(t, err)
	assert.ElementsMatch(t, []string{"out", "err"}, strings.Fields(string(out)))
}

func TestLargeOutputArrivesWhole(t *testing.T) {
	h := localHost(t)
	in := bytes.Repeat([]byte("0123456789abcdef"), 1<<18) // 4 MiB
	cmd := h.Command("cat")
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, sha256.Sum256(in), sha256.Sum256(out))
}

func TestCommandsRunSideBySide(t *testing.T) {
	h := localHost(t)
	blocked := script(t.Context(), h, "cat")
	in, feed := io.Pipe()
	blocked.Stdin = in
	require.NoError(t, blocked.Start())
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			out, err := script(t.Context(), h, fmt.Sprintf("echo %d", i)).Output()
			assert.NoError(t, err)
			assert.Equal(t, fmt.Sprintf("%d\n", i), string(out))
		})
	}
	all.Wait()
	feed.Close()
	assert.NoError(t, blocked.Wait())
}

func TestSignalReachesTheGroup(t *testing.T) {
	h := localHost(t)
	up := make(lineWriter, 1)
	cmd := script(t.Context(), h, `sh -c 'echo up; exec sleep 1000'; echo "status $?"; exit 5`)
	var out bytes.Buffer
	cmd.Stdout = io.MultiWriter(&out, up)
	require.NoError(t, cmd.Start())
	<-up
	require.NoError(t, cmd.Signal(syscall.SIGTERM))
	var exit *ExitError
	require.ErrorAs(t, cmd.Wait(), &exit)
	assert.Equal(t, syscall.SIGTERM, exit.Signal)
	assert.Equal(t, 128+15, exit.ExitCode())
	assert.ErrorIs(t, cmd.Signal(syscall.SIGTERM), os.ErrProcessDone)
}

func TestContextKillsTheGroup(t *testing.T) {
	h := localHost(t)
	ctx, cancel := context.WithCancel(t.Context())
	up := make(lineWriter, 1)
	cmd := script(ctx, h, `sleep 1000 & echo $!; trap "" TERM INT; wait`)
	cmd.Stdout = up
	require.NoError(t, cmd.Start())
	pid := strings.TrimSpace(<-up)
	cancel()
	assert.ErrorIs(t, cmd.Wait(), context.Canceled)
	require.Eventually(t, func() bool {
		status, err := os.ReadFile("/proc/" + pid + "/status")
		// It has ended; its reaper may take a moment.
		return err != nil || bytes.Contains(status, []byte("State:\tZ"))
	}, 10*time.Second, 10*time.Millisecond)

	assert.ErrorIs(t, h.CommandContext(ctx, "true").Start(), context.Canceled)
}

func TestTerminal(t *testing.T) {
	h := localHost(t)
	cmd := script(t.Context(), h, "test -t 0 && test -t 1 && stty size; read line; echo got $line")
	cmd.Terminal = &TerminalSize{Rows: 7, Columns: 66}
	cmd.Stdin = strings.NewReader("typed\n")
	out, err := cmd.Output()
	require.NoError(t, err)
	assert.Contains(t, string(out), "7 66\r\n")
	assert.Contains(t, string(out), "got typed\r\n")
}

func TestCommandsThatCannotStart(t *testing.T) {
	h := localHost(t)
	assert.ErrorContains(t, h.Command("no-such-program").Run(), "no-such-program on host a: exec:")
	assert.ErrorContains(t, h.Command("/no/such/program").Run(), "no such file or directory")
	cmd := h.Command("true")
	cmd.Dir = "/no/such/folder"
	assert.ErrorContains(t, cmd.Run(), "no such file or directory")
	assert.ErrorContains(t, h.Command("true").Wait(), "not started")
	cmd = h.Command("true")
	require.NoError(t, cmd.Run())
	assert.ErrorContains(t, cmd.Start(), "already started")
}

func TestALostHostEndsItsCommands(t *testing.T) {
	h := localHost(t)
	up := make(lineWriter, 1)
	cmd := script(t.Context(), h, "echo up; exec sleep 1000")
	cmd.Stdout = up
	require.NoError(t, cmd.Start())
	<-up
	h.session.Close()
	assert.ErrorContains(t, cmd.Wait(), "on host a")
	assert.Error(t, h.Command("true").Start())
}

func TestAFailingWriterEndsTheCommand(t *testing.T) {
	h := localHost(t)
	r, w := io.Pipe()
	r.CloseWithError(io.ErrClosedPipe)
	cmd := script(t.Context(), h, "while :; do echo x; done")
	cmd.Stdout = w
	assert.ErrorIs(t, cmd.Run(), io.ErrClosedPipe)
}
