package guest

// Running commands: one process a stream, in a process group of its own.

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
	"golang.org/x/sys/unix"
)

// outputDelay is how long a killed command's descendants may keep its output open.
const outputDelay = time.Second

// exec runs a command and returns an error only if it could not be started.
func (s *server) exec(stream io.ReadWriter, req wire.Request) error {
	if len(req.Args) == 0 {
		return errors.New("no command to run")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cmd := exec.CommandContext(ctx, req.Args[0], req.Args[1:]...)
	if cmd.Err != nil { // not found in the agent's own PATH: the command's may know it
		path, err := lookPath(req.Args[0], req.Env)
		if err != nil {
			return err
		}
		cmd.Path, cmd.Err = path, nil
	}
	cmd.Dir, cmd.Env = req.Dir, req.Env
	cmd.Cancel = func() error { return unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }
	cmd.WaitDelay = outputDelay

	out := &frameWriter{w: stream, mu: new(sync.Mutex)}
	start := startPiped
	if req.TTY != nil {
		start = startOnTerminal
	}
	out.mu.Lock() // the command's output comes after Started
	stdin, finish, err := start(cmd, req, out)
	if err != nil {
		out.mu.Unlock()
		return err
	}
	pid := cmd.Process.Pid
	s.processes.add(pid)
	// From here on a failure is one of the stream itself, and cannot be reported over it.
	_ = wire.WriteJSON(stream, wire.TypeStarted, wire.Started{PID: pid})
	out.mu.Unlock()
	go func() {
		readInput(stream, stdin)
		cancel() // the lab has closed the stream: nobody waits for the command any more
	}()
	_ = cmd.Wait() // its state has how it ended
	s.processes.remove(pid)
	finish()
	_ = wire.WriteJSON(stream, wire.TypeExit, exitOf(cmd.ProcessState))
	return nil
}

// startPiped starts a command with pipes for its standard streams.
func startPiped(cmd *exec.Cmd, req wire.Request, out *frameWriter) (stdin io.WriteCloser, finish func(), err error) {
	cmd.Stdout, cmd.Stderr = out.stream(wire.TypeStdout), out.stream(wire.TypeStderr)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if req.Stdin {
		if stdin, err = cmd.StdinPipe(); err != nil {
			return nil, nil, err
		}
	}
	return stdin, func() {}, cmd.Start()
}

// readInput hands Stdin frames on until the stream ends. A command that no longer reads does not
// stop it.
func readInput(stream io.Reader, stdin io.WriteCloser) {
	for {
		t, payload, err := wire.ReadFrame(stream)
		if err != nil {
			return
		}
		if t != wire.TypeStdin || stdin == nil {
			continue
		}
		if len(payload) == 0 {
			stdin.Close()
			continue
		}
		_, _ = stdin.Write(payload)
	}
}

func exitOf(state *os.ProcessState) wire.Exit {
	status := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return wire.Exit{Code: -1, Signal: int(status.Signal())}
	}
	return wire.Exit{Code: status.ExitStatus()}
}

// frameWriter writes the frames of one stream, from several goroutines.
type frameWriter struct {
	w  io.Writer
	mu *sync.Mutex
	t  wire.Type
}

func (f *frameWriter) stream(t wire.Type) io.Writer { return &frameWriter{w: f.w, mu: f.mu, t: t} }

func (f *frameWriter) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := wire.WriteFrame(f.w, f.t, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// processTable knows the commands that run, so that a signal never reaches a process that took over
// an old id.
type processTable struct {
	mu   sync.Mutex
	pids map[int]bool
}

func newProcessTable() *processTable { return &processTable{pids: map[int]bool{}} }

func (p *processTable) add(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pids[pid] = true
}

func (p *processTable) remove(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.pids, pid)
}

// signal signals a command's process group, as a terminal does.
func (p *processTable) signal(pid, signal int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.pids[pid] {
		return os.ErrProcessDone
	}
	return unix.Kill(-pid, unix.Signal(signal))
}

func (p *processTable) killAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for pid := range p.pids {
		_ = unix.Kill(-pid, unix.SIGKILL)
	}
}
