package labtest

// Running the programs of examples/ on the hosts, as their users do.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// programs are built programs, where all hosts find them.
var programs = programFolder{built: make(map[string]bool)}

type programFolder struct {
	dir   string
	mu    sync.Mutex
	built map[string]bool
}

// programsVar is the environment variable that has the folder's path on the hosts.
const programsVar = "LABTEST_PROGRAMS"

// build builds those programs of examples/ that are not yet built.
func (f *programFolder) build(ctx context.Context, names ...string) error {
	for _, name := range names {
		if err := f.buildPackage(ctx, nil, "examples/"+name); err != nil {
			return err
		}
	}
	return nil
}

// buildStatic builds a program without cgo, which starts in less time.
func (f *programFolder) buildStatic(ctx context.Context, path string) error {
	return f.buildPackage(ctx, []string{"CGO_ENABLED=0"}, path)
}

// buildPackage builds the program of a package, by its path in the module, if it is not yet built.
func (f *programFolder) buildPackage(ctx context.Context, env []string, path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.built[path] {
		return nil
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", f.dir, "github.com/goqtbt/bluetooth/"+path)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	f.built[path] = true
	return nil
}

// stage is a test that runs programs on the hosts, whose Bluetooth is in the state of the lab's
// start.
type stage struct {
	t   *testing.T
	ctx context.Context
	lab *lab.Lab
}

// onStage builds programs of examples/ for a test on two hosts. It skips the test where there is no
// lab.
func onStage(t *testing.T, names ...string) *stage {
	t.Helper()
	return twoHosts.stage(t, names...)
}

func (p *labPool) stage(t *testing.T, names ...string) *stage {
	t.Helper()
	running := p.take(t)
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit)
	t.Cleanup(cancel)
	s := &stage{t: t, ctx: ctx, lab: running}
	require.NoError(t, programs.build(ctx, names...))
	t.Cleanup(func() { logJournals(t, running) })
	return s
}

// address is the address of a host.
func (s *stage) address(host string) string { return s.lab.Host(host).Address() }

// command is a command on a host, with the built programs in its PATH.
func (s *stage) command(host string, args ...string) *lab.Cmd {
	args = append([]string{"env", "PATH=" + programs.dir + ":/usr/sbin:/usr/bin:/sbin:/bin"}, args...)
	return s.lab.Host(host).CommandContext(s.ctx, args[0], args[1:]...)
}

// on runs a command on a host and returns what it prints.
func (s *stage) on(host string, args ...string) string {
	s.t.Helper()
	out, err := s.command(host, args...).CombinedOutput()
	require.NoError(s.t, err, "%s", out)
	return string(out)
}

// process is a program that runs on a host, under the test's hold.
type process struct {
	*lab.Cmd
	stage          *stage
	name           string
	stdin          *io.PipeWriter
	stdout, stderr *transcript
	said           *transcript   // both
	ended          chan struct{} // closed when it has ended, with err
	err            error
}

// start runs a shell command on a host. The test types into its standard input.
func (s *stage) start(host, command string) *process {
	s.t.Helper()
	return s.launch(host+": "+command, s.command(host, "sh", "-c", command))
}

// launch runs a command, which ends with the test.
func (s *stage) launch(name string, cmd *lab.Cmd) *process {
	s.t.Helper()
	in, stdin := io.Pipe()
	p := &process{Cmd: cmd, stage: s, name: name, stdin: stdin, ended: make(chan struct{}),
		stdout: newTranscript(), stderr: newTranscript(), said: newTranscript()}
	p.Stdin, p.Stdout, p.Stderr = in, io.MultiWriter(p.stdout, p.said), io.MultiWriter(p.stderr, p.said)
	require.NoError(s.t, p.Start(), p.name)
	go func() {
		p.err = p.Cmd.Wait()
		close(p.ended)
	}()
	s.t.Cleanup(func() {
		p.Signal(syscall.SIGKILL)
		stdin.Close()
		<-p.ended
		if s.t.Failed() {
			s.t.Logf("%s\nstdout: %q\nstderr: %s", p.name, abbreviate(p.stdout.String()), p.stderr)
		}
	})
	return p
}

func abbreviate(s string) string {
	const most = 500
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// say types into the program's standard input.
func (p *process) say(text string) {
	p.stage.t.Helper()
	_, err := io.WriteString(p.stdin, text)
	require.NoError(p.stage.t, err, p.name)
}

// status waits until the program ends, and returns its exit status.
func (p *process) status() int {
	p.stage.t.Helper()
	<-p.ended
	if e, ok := errors.AsType[*lab.ExitError](p.err); ok {
		return e.ExitCode()
	}
	require.NoError(p.stage.t, p.err, p.name)
	return 0
}

// ends waits until the program ends, with the exit status given.
func (p *process) ends(status int) {
	p.stage.t.Helper()
	require.Equal(p.stage.t, status, p.status(), "exit status of %s\n%s", p.name, p.stderr)
}

// transcript keeps what a program writes, and tells who waits for some of it.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{} // closed and replaced with every change
}

func newTranscript() *transcript { return &transcript{changed: make(chan struct{})} }

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.changed)
	t.changed = make(chan struct{})
	return t.text.Write(p)
}

func (t *transcript) String() string {
	text, _ := t.now()
	return text
}

func (t *transcript) now() (string, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String(), t.changed
}

// await waits until the program has written a text.
func (p *process) await(t *transcript, text string) {
	p.stage.t.Helper()
	for {
		got, changed := t.now()
		if strings.Contains(got, text) {
			return
		}
		select {
		case <-changed:
		case <-p.ended:
			require.Contains(p.stage.t, t.String(), text, "%s has ended: %v", p.name, p.err)
			return
		case <-p.stage.ctx.Done():
			require.Contains(p.stage.t, got, text, p.name)
		}
	}
}

// inTemp is a path for a file of this test, on every host a file of its own.
func inTemp(t *testing.T, name string) string { return filepath.Join("/tmp", t.Name()+"-"+name) }
