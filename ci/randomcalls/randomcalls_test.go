//go:build cgo

package randomcalls

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	budget  = flag.Duration("budget", 10*time.Second, "the processor time that TestRandomCalls has for programs")
	seed    = flag.Uint64("seed", 0, "the seed of TestRandomCalls; 0 chooses one")
	patient = flag.Duration("patience", 60*time.Second, "after which a program hangs")
)

// childVariable is set in the environment of a child process.
const childVariable = "QTBT_RANDOMCALLS_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		serve()
	}
	os.Exit(m.Run())
}

// serve runs the programs on standard input. For each it writes a line to standard output: the
// processor time that this process has used, and what the model does not allow.
func serve() {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			os.Exit(0)
		}
		var p Program
		if err := json.Unmarshal(line, &p); err != nil {
			panic(err)
		}
		violation := run(p)
		fmt.Printf("%d %q\n", processorTime(), violation)
	}
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// child is a process that runs programs.
type child struct {
	used   time.Duration // the processor time, as it last reported
	cmd    *exec.Cmd
	in     *json.Encoder
	out    *bufio.Reader
	stderr bytes.Buffer
}

func startChild() (*child, error) {
	c := &child{cmd: exec.Command(os.Args[0])}
	c.cmd.Env = append(os.Environ(), childVariable+"=1", "GOTRACEBACK=all", "GORACE=halt_on_error=1",
		"BLUETOOTH_FORCE_DBUS_LE_VERSION=5.40") // for the back end that takes any descriptor
	c.cmd.Stderr = &c.stderr
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.in, c.out = json.NewEncoder(in), bufio.NewReader(out)
	return c, c.cmd.Start()
}

// run runs a program. It returns a fault twice: in words that are the same for the same fault, and
// in detail. The child is gone after a fault.
func (c *child) run(p Program) (kind, detail string) {
	var expired atomic.Bool
	watchdog := time.AfterFunc(*patient, func() {
		expired.Store(true)
		_ = c.cmd.Process.Signal(syscall.SIGQUIT)
		time.AfterFunc(10*time.Second, func() { _ = c.cmd.Process.Kill() })
	})
	defer watchdog.Stop()
	_ = c.in.Encode(p) // fails if the child is gone, which the answer shows
	line, err := c.out.ReadString('\n')
	var violation string
	if err == nil {
		_, err = fmt.Sscanf(line, "%d %q", &c.used, &violation)
	}
	if err == nil && violation == "" {
		return "", ""
	}
	if err == nil {
		c.stop()
		return "not allowed by the model: " + strings.SplitN(violation, ":", 2)[0], violation
	}
	status := c.cmd.Wait()
	detail = fmt.Sprintf("%s%s%v", line, c.stderr.String(), status)
	if expired.Load() {
		return "does not end", detail
	}
	return "the process dies: " + cause(detail), detail
}

func (c *child) stop() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

var causes = regexp.MustCompile(`(?m)^(SUMMARY: .*|panic: .*|fatal error: .*|SIG[A-Z]+: .*|` +
	`WARNING: DATA RACE|malloc.*|.*terminate called.*|signal: .*|exit status .*)$`)
var numbers = regexp.MustCompile(`(0x)?[0-9a-f]*[0-9][0-9a-f]*`)

// cause finds the cause of a process's death.
func cause(stderr string) string {
	return numbers.ReplaceAllString(causes.FindString(stderr), "N")
}

// tester runs programs in children, one after the other.
type tester struct {
	t        *testing.T
	c        *child
	programs int
}

func (x *tester) run(p Program) (kind, detail string) {
	if x.c == nil {
		var err error
		x.c, err = startChild()
		require.NoError(x.t, err)
	}
	x.programs++
	if kind, detail = x.c.run(p); kind != "" {
		x.c = nil
	}
	return kind, detail
}

// Limits of a program that failed: how often it runs until it fails again, and how long it is
// shrunk.
const (
	mostAttempts = 300
	shrinkTime   = 5 * time.Minute
)

// minimize shrinks a program that failed. It returns the smallest program that fails in the same
// way, and the fault in detail.
func (x *tester) minimize(p Program, wanted string) (Program, string) {
	detail := ""
	end := time.Now().Add(shrinkTime)
	fails := func(p Program, attempts int) int {
		for i := 1; i <= attempts && time.Now().Before(end); i++ {
			if kind, found := x.run(p); kind == wanted {
				detail = found
				return i
			}
		}
		return 0
	}
	needed := 0
	for range 3 { // most faults need some luck
		n := fails(p, mostAttempts)
		if n == 0 {
			return p, "it did not fail again, alone in a process"
		}
		needed = max(needed, n)
	}
	smallest := shrink(p, func(p Program) bool { return fails(p, 2*needed+3) > 0 })
	return smallest, detail
}

func TestRandomCalls(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Attr("seed", strconv.FormatUint(*seed, 10))
	x := &tester{t: t}
	defer func() {
		if x.c != nil {
			x.c.stop()
		}
		t.Attr("programs", strconv.Itoa(x.programs))
	}()
	r := rand.New(rand.NewPCG(*seed, 0))
	for begin := time.Now(); x.c == nil || x.c.used < *budget; {
		p := generate(r)
		kind, detail := x.run(p)
		if kind == "" {
			continue
		}
		t.Logf("after %v and %d programs: %s\n%s\n%.20000s",
			time.Since(begin), x.programs, kind, p, detail)
		smallest, detail := x.minimize(p, kind)
		t.Fatalf("the smallest program that fails so:\n%s\n%.20000s", smallest, detail)
	}
}

// TestReplay runs the program in the file that QTBT_REPLAY names, in this process.
func TestReplay(t *testing.T) {
	name, ok := os.LookupEnv("QTBT_REPLAY")
	if !ok {
		t.Skip("QTBT_REPLAY is not set")
	}
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var p Program
	require.NoError(t, json.Unmarshal(data, &p))
	require.Empty(t, run(p))
}
