package main

// btlab run: a command on each host.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// stopPatience is how long a command may take to end after SIGTERM.
const stopPatience = 5 * time.Second

type runCommand struct {
	labFlags
	On      map[string]string `mapsep:"none" help:"Shell command for one host; may be given once for each." placeholder:"HOST=COMMAND"`
	Until   string            `help:"End when this host's command does, and stop the others." placeholder:"HOST"`
	Await   map[string]string `mapsep:"none" help:"Start the other hosts' commands once this host's has printed TEXT." placeholder:"HOST=TEXT"`
	Env     []string          `short:"e" sep:"none" help:"Variable for the commands; without a value, btlab's own." placeholder:"NAME[=VALUE]"`
	Dir     string            `help:"Folder in which the commands run; by default the present one, or / in another root tree." placeholder:"DIR"`
	Command []string          `arg:"" optional:"" passthrough:"partial" help:"Command for every host that has none of its own."`
}

// Help is shown by --help.
func (r *runCommand) Help() string {
	return `The commands run side by side. They see the machine's own files, or another root tree, and may
change them without changing the machine. They find the addresses in LAB_ADDRESS_A, LAB_ADDRESS_B and
so on, their own in LAB_ADDRESS, their host's name in LAB_HOST and all names in LAB_HOSTS. The run
ends when all have ended, or one failed.

  btlab run -- ./test.sh
  btlab run --on a='./server' --on b='./client $LAB_ADDRESS_A' --await a=listening --until b
  btlab run --hosts 3 --root c=/srv/trixie --timeout 5m -- sh -c 'hcitool scan'`
}

// job is one command of a run.
type job struct {
	host string
	args []string
}

// jobs returns which host runs what.
func (r *runCommand) jobs(hosts []lab.HostConfig) ([]job, error) {
	command := r.Command
	if len(command) > 0 && command[0] == "--" {
		command = command[1:]
	}
	var jobs []job
	var known []string
	for _, h := range hosts {
		known = append(known, h.Name)
		if script, ok := r.On[h.Name]; ok {
			jobs = append(jobs, job{h.Name, []string{"/bin/sh", "-c", script}})
		} else if len(command) > 0 {
			jobs = append(jobs, job{h.Name, command})
		}
	}
	for name := range r.On {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("--on: no host is named %q", name)
		}
	}
	if len(jobs) == 0 {
		return nil, errors.New("no command: give one after --, or with --on")
	}
	if r.Until != "" && !slices.ContainsFunc(jobs, func(j job) bool { return j.host == r.Until }) {
		return nil, fmt.Errorf("--until: no command runs on a host named %q", r.Until)
	}
	for name := range r.Await {
		if !slices.ContainsFunc(jobs, func(j job) bool { return j.host == name }) {
			return nil, fmt.Errorf("--await: no command runs on a host named %q", name)
		}
	}
	// Those that are waited for begin; the others keep their order.
	slices.SortStableFunc(jobs, func(x, y job) int { return r.rank(x) - r.rank(y) })
	return jobs, nil
}

// rank is 0 for a job that others wait for, else 1.
func (r *runCommand) rank(j job) int {
	if _, awaited := r.Await[j.host]; awaited {
		return 0
	}
	return 1
}

// environ returns the variables asked for.
func (r *runCommand) environ() []string {
	var env []string
	for _, variable := range r.Env {
		if strings.Contains(variable, "=") {
			env = append(env, variable)
		} else if value, ok := os.LookupEnv(variable); ok {
			env = append(env, variable+"="+value)
		}
	}
	return env
}

// Run carries the command out.
func (r *runCommand) Run(ctx context.Context, std streams) error {
	config, err := r.config(nil)
	if err != nil {
		return err
	}
	jobs, err := r.jobs(config.Hosts)
	if err != nil {
		return err
	}
	ctx, cancel := r.context(ctx)
	defer cancel()
	l, err := r.start(ctx, std)
	if err != nil {
		return err
	}
	defer l.Close()
	return r.runJobs(ctx, l, jobs, std)
}

// result is how a job ended.
type result struct {
	job job
	err error
}

// runJobs runs all jobs and returns the first error.
func (r *runCommand) runJobs(ctx context.Context, l *lab.Lab, jobs []job, std streams) error {
	results := make(chan result, len(jobs))
	var running []*lab.Cmd
	var first error
	var ready []<-chan struct{}
	var unready error // why not all jobs were started
	for _, j := range jobs {
		if r.rank(j) > 0 && !allReady(ctx, ready, results) {
			unready = errors.New("an awaited command has ended, or the time was over, before it printed its text")
			break
		}
		cmd := l.Host(j.host).Command(j.args[0], j.args[1:]...)
		cmd.Dir, cmd.Env = r.dir(j.host), r.environ()
		stdout, stderr := newPrefixWriter(std.out, j.host+" | "), newPrefixWriter(std.err, j.host+" | ")
		cmd.Stdout, cmd.Stderr = stdout, stderr
		if text, awaited := r.Await[j.host]; awaited {
			watcher := newTextWatcher(stdout, text)
			cmd.Stdout = watcher
			ready = append(ready, watcher.seen)
		}
		if err := cmd.Start(); err != nil {
			fmt.Fprintln(std.err, "btlab:", err)
			first = exitStatus(statusNotFound)
			break
		}
		running = append(running, cmd)
		go func() {
			err := cmd.Wait()
			stdout.Close()
			stderr.Close()
			results <- result{j, err}
		}()
	}
	stopping := first != nil
	var patience <-chan time.Time
	stop := func(signal syscall.Signal) {
		stopping = true
		for _, cmd := range running {
			_ = cmd.Signal(signal) // one that has ended needs none
		}
		patience = time.After(stopPatience)
	}
	if stopping {
		stop(syscall.SIGTERM)
	}
	done := ctx.Done()
	for ended := 0; ended < len(running); {
		select {
		case res := <-results:
			ended++
			if !stopping && res.err != nil {
				first = res.err
			}
			if !stopping && (res.err != nil || res.job.host == r.Until) {
				stop(syscall.SIGTERM)
			}
		case <-done:
			done = nil
			first = context.Cause(ctx)
			stop(signalOf(first))
		case <-patience:
			stop(syscall.SIGKILL)
		}
	}
	if first == nil {
		first = unready
	}
	return first
}

// allReady waits until all that is awaited was printed. It is false if a job or ctx ended before.
func allReady(ctx context.Context, ready []<-chan struct{}, results chan result) bool {
	for _, seen := range ready {
		select {
		case <-seen:
		case <-ctx.Done():
			return false
		case res := <-results:
			results <- res
			return false
		}
	}
	return true
}

// signalOf returns the signal that commands get when the run ends.
func signalOf(cause error) syscall.Signal {
	if sig := (errSignal{}); errors.As(cause, &sig) {
		return sig.signal
	}
	return syscall.SIGTERM
}

// dir returns where a host's command runs.
func (r *runCommand) dir(host string) string {
	if r.Dir != "" {
		return r.Dir
	}
	if root := r.Root[host]; root != "" && root != "/" {
		return "/" // the present folder need not be there
	}
	dir, err := os.Getwd()
	if err != nil {
		return "/"
	}
	return dir
}
