//go:build unix

package program

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// childVar names the program of the map children that the test binary runs in place of the tests.
const childVar = "QTBT_PROGRAM_TEST_CHILD"

// timely is the time within which a signal has to end a program. It is generous, because tests run
// on busy machines; the tests log the time that was measured.
const timely = 5 * time.Second

var children = map[string]func(ctx context.Context, out io.Writer) error{
	"orderly": func(ctx context.Context, out io.Writer) error {
		fmt.Fprintln(out, "ready")
		<-ctx.Done()
		fmt.Fprintln(out, "cleaned up")
		return nil
	},
	"stuck": func(ctx context.Context, out io.Writer) error {
		context.AfterFunc(ctx, func() { fmt.Fprintln(out, "canceled") })
		fmt.Fprintln(out, "ready")
		select {}
	},
	"stuck on the Qt thread": func(ctx context.Context, out io.Writer) error {
		return qtbt.Invoke(context.Background(), func() {
			fmt.Fprintln(out, "ready")
			select {}
		})
	},
	"returning from a stuck Qt thread": func(ctx context.Context, out io.Writer) error {
		return qtbt.Invoke(ctx, func() {
			fmt.Fprintln(out, "ready")
			select {}
		})
	},
	"interrupting itself": func(ctx context.Context, out io.Writer) error {
		Interrupt()
		<-ctx.Done()
		return nil
	},
	"succeeding":         func(context.Context, io.Writer) error { return nil },
	"failing":            func(context.Context, io.Writer) error { return errors.New("no luck") },
	"failing specially":  func(context.Context, io.Writer) error { return &ExitError{errors.New("no luck"), 3} },
	"parsing":            func(context.Context, io.Writer) error { Parse(new(words), "Does nothing."); return nil },
	"printing and stuck": func(ctx context.Context, out io.Writer) error { fmt.Fprintln(out, "text"); select {} },
}

func TestMain(m *testing.M) {
	if run, ok := children[os.Getenv(childVar)]; ok {
		os.Args[0] = "child"
		Main(run)
	}
	// A signal that is ignored, as SIGHUP under nohup, stays so in the children, but one with a
	// receiver does not.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	os.Exit(m.Run())
}

// child is a program that runs in a process of its own.
type child struct {
	*exec.Cmd
	t        *testing.T
	stdout   *bufio.Reader
	stderr   strings.Builder
	signaled time.Time
}

// command returns a child that is not yet started. A shell runs setup before the child's program.
func command(t *testing.T, name, setup string) *child {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := &child{Cmd: exec.CommandContext(t.Context(), "sh", "-c", setup+`exec "$0" "$@"`, self), t: t}
	c.Env = append(os.Environ(), childVar+"="+name)
	c.Stderr = &c.stderr
	return c
}

// start runs a child and waits until it has printed "ready".
func start(t *testing.T, name, setup string) *child {
	t.Helper()
	c := command(t, name, setup)
	stdout, err := c.StdoutPipe()
	require.NoError(t, err)
	c.stdout = bufio.NewReader(stdout)
	require.NoError(t, c.Start())
	c.await("ready")
	return c
}

func (c *child) await(line string) {
	c.t.Helper()
	got, err := c.stdout.ReadString('\n')
	if err != nil {
		_ = c.Wait()
		require.NoError(c.t, err, c.stderr.String())
	}
	require.Equal(c.t, line+"\n", got)
}

func (c *child) signal(s os.Signal) {
	c.t.Helper()
	c.signaled = time.Now()
	require.NoError(c.t, c.Process.Signal(s))
}

// ends waits for the child's end, and checks its exit status and what it wrote to standard error.
func (c *child) ends(status int, stderr string) {
	c.t.Helper()
	_ = c.Wait() // the status is checked below
	if !c.signaled.IsZero() {
		c.t.Logf("ended %v after the signal", time.Since(c.signaled))
		assert.Less(c.t, time.Since(c.signaled), timely)
	}
	assert.Equal(c.t, status, c.ProcessState.ExitCode())
	assert.Equal(c.t, stderr, c.stderr.String())
}

var endings = []struct {
	signal syscall.Signal
	status int
	text   string
}{
	{syscall.SIGINT, 130, "interrupted"},
	{syscall.SIGTERM, 143, "terminated"},
	{syscall.SIGHUP, 129, "hung up"},
	{syscall.SIGQUIT, 131, "quit"},
}

func TestSignalLetsTheProgramCleanUp(t *testing.T) {
	for _, e := range endings {
		t.Run(e.signal.String(), func(t *testing.T) {
			c := start(t, "orderly", "")
			c.signal(e.signal)
			c.await("cleaned up")
			c.ends(e.status, "child: "+e.text+"\n")
		})
	}
}

func TestSignalEndsAStuckProgram(t *testing.T) {
	for _, e := range endings {
		t.Run(e.signal.String(), func(t *testing.T) {
			c := start(t, "stuck", "")
			c.signal(e.signal)
			c.await("canceled")
			c.ends(e.status, "child: "+e.text+" (cleanup is incomplete)\n")
		})
	}
}

// The second signal's status proves that it ended the program. Otherwise the status would be the
// first one's.
func TestSecondSignalEndsTheProgramAtOnce(t *testing.T) {
	c := start(t, "stuck", "")
	c.signal(syscall.SIGINT)
	c.await("canceled")
	c.signal(syscall.SIGTERM)
	c.ends(143, "")
}

func TestSignalEndsAProgramWhoseQtThreadIsStuck(t *testing.T) {
	if qtbt.QtVersion() == "" {
		t.Skip("there is no Qt thread in a build without cgo")
	}
	c := start(t, "stuck on the Qt thread", "")
	c.signal(syscall.SIGINT)
	c.ends(130, "child: interrupted (cleanup is incomplete)\n")
	c = start(t, "returning from a stuck Qt thread", "")
	c.signal(syscall.SIGINT)
	c.ends(130, "child: interrupted\n")
}

func TestSignalEndsAProgramWhoseStandardErrorIsStuck(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	fill(t, w)
	c := command(t, "stuck", "")
	c.Stderr = w
	stdout, err := c.StdoutPipe()
	require.NoError(t, err)
	c.stdout = bufio.NewReader(stdout)
	require.NoError(t, c.Start())
	require.NoError(t, w.Close())
	c.await("ready")
	c.signal(syscall.SIGINT)
	c.ends(130, "")
}

// fill writes to a pipe until it has no room left.
func fill(t *testing.T, w *os.File) {
	t.Helper()
	fd := int(w.Fd())
	require.NoError(t, unix.SetNonblock(fd, true))
	for size := 4096; size > 0; {
		if _, err := unix.Write(fd, make([]byte, size)); err != nil {
			require.Equal(t, unix.EAGAIN, err)
			size /= 2
		}
	}
	require.NoError(t, unix.SetNonblock(fd, false))
}

func TestNohupKeepsAProgramFromSIGHUP(t *testing.T) {
	c := start(t, "orderly", "trap '' HUP; ")
	c.signal(syscall.SIGHUP)
	c.signal(syscall.SIGTERM)
	c.await("cleaned up")
	c.ends(143, "child: terminated\n")
}

func TestSIGINTEndsABackgroundJob(t *testing.T) {
	c := start(t, "orderly", "trap '' INT; ")
	c.signal(syscall.SIGINT)
	c.await("cleaned up")
	c.ends(130, "child: interrupted\n")
}

func TestInterrupt(t *testing.T) {
	c := command(t, "interrupting itself", "")
	require.NoError(t, c.Start())
	c.ends(130, "child: interrupted\n")
}

func TestErrorsHaveExitStatuses(t *testing.T) {
	for name, status := range map[string]int{"succeeding": 0, "failing": 1, "failing specially": 3} {
		c := command(t, name, "")
		require.NoError(t, c.Start())
		stderr := "child: no luck\n"
		if status == 0 {
			stderr = ""
		}
		c.ends(status, stderr)
	}
}

// The program ignores the error of its write, and does not end by itself.
func TestBrokenStandardOutputIsAnError(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err == nil { // Linux has this device
		defer full.Close()
		c := command(t, "printing and stuck", "")
		c.Stdout = full
		require.NoError(t, c.Start())
		c.ends(1, "child: write /dev/stdout: no space left on device (cleanup is incomplete)\n")
	}
	r, w, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	c := command(t, "printing and stuck", "")
	c.Stdout = w
	require.NoError(t, c.Start())
	require.NoError(t, w.Close())
	c.ends(1, "child: write /dev/stdout: broken pipe (cleanup is incomplete)\n")
}
