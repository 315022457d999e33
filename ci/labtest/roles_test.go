// Package labtest has qtbt's tests on real hosts, mostly two: the lab's guests, with a kernel,
// BlueZ and a radio link of their own.
//
// A test is one function that holds the parts of all hosts. Run by `go test`, it starts this same
// test binary once on each host, where the function runs again and plays the host's part; they tell
// each other how far they are through their standard streams. Set QTBT_LAB=1 to run them; the lab
// has to be set up (btlab setup).
package labtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// hangLimit ends a test whose hosts wait for each other for ever, and a start that does. It is no
// measure of speed.
const hangLimit = 5 * time.Minute

// The marks that begin a line by which a part speaks to the other one.
const markPrefix = "\x01mark "

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if onHost() {
		return m.Run()
	}
	for _, l := range []*labs{&twoHostLabs, &threeHostLabs, &eightHostLabs, &lowEnergyLabs, &lowEnergyCrowdLabs} {
		defer l.close()
	}
	var err error
	if programs.dir, err = os.MkdirTemp("", "labtest-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(programs.dir)
	return m.Run()
}

// onHost reports whether this process plays a part on a host.
func onHost() bool { return os.Getenv("LAB_HOST") != "" }

// host is the host on which a part runs, as the part sees it.
type host struct {
	t        *testing.T
	self     qtbt.Address            // the first adapter's
	adapters []qtbt.Address          // all of the host's, in the order of their numbers
	peer     qtbt.Address            // the first of others
	others   []qtbt.Address          // the first adapters of the other hosts
	names    map[qtbt.Address]string // the Bluetooth names of all hosts
	qtStream bool                    // Qt moves the bytes of the host's Conns
	marks    map[string]chan string
	mu       sync.Mutex
}

// part is what a test does on one host.
type part func(t *testing.T, h *host)

// onHosts runs the two parts of a test, each on its host. Both hosts' Bluetooth is in the state of
// the lab's start then, but for what before does to it.
func onHosts(t *testing.T, a, b part, before ...func(context.Context, *lab.Lab) error) {
	t.Helper()
	twoHosts.run(t, []part{a, b}, before...)
}

// onQuietHosts is onHosts for a test that says how soon something has to be over: no other test
// runs beside it.
func onQuietHosts(t *testing.T, a, b part, before ...func(context.Context, *lab.Lab) error) {
	t.Helper()
	quietHosts.run(t, []part{a, b}, before...)
}

// onBothPlanes is onHosts for each of the two kinds of stream that Conns have.
func onBothPlanes(t *testing.T, a, b part) {
	for _, qtStream := range []bool{false, true} {
		name := "kernel"
		if qtStream {
			name = "Qt"
		}
		on := func(p part) part {
			return func(t *testing.T, h *host) {
				h.qtStream = qtStream
				p(t, h)
			}
		}
		t.Run(name, func(t *testing.T) { onHosts(t, on(a), on(b)) })
	}
}

func newHost(t *testing.T) *host {
	// What Qt warns of is part of a failed test's story.
	require.NoError(t, qtbt.Start(qtbt.WithLogger(slog.New(slog.NewTextHandler(os.Stdout, nil)))))
	h := &host{
		t:     t,
		self:  qtbt.MustParseAddress(os.Getenv("LAB_ADDRESS")),
		names: make(map[qtbt.Address]string),
		marks: make(map[string]chan string),
	}
	for address := range strings.FieldsSeq(os.Getenv("LAB_ADDRESSES")) {
		h.adapters = append(h.adapters, qtbt.MustParseAddress(address))
	}
	for name := range strings.FieldsSeq(os.Getenv("LAB_HOSTS")) {
		address := qtbt.MustParseAddress(os.Getenv("LAB_ADDRESS_" + strings.ToUpper(name)))
		h.names[address] = "lab-" + name
		if address != h.self {
			h.others = append(h.others, address)
		}
	}
	h.peer = h.others[0]
	go h.listen()
	return h
}

func (h *host) mark(name string) chan string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.marks[name] == nil {
		// A mark that nobody waits for must not hold up the next.
		h.marks[name] = make(chan string, 10)
	}
	return h.marks[name]
}

func (h *host) listen() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		h.mark(name) <- value
	}
}

// tell gives the other hosts a mark.
func (h *host) tell(name string, value ...any) {
	fmt.Printf("\n%s%s %s\n", markPrefix, name, fmt.Sprint(value...))
}

// await waits for a mark of another host, and returns its value.
func (h *host) await(name string) string { return <-h.mark(name) }

// run runs the parts of a test, each on its host.
func (p *labPool) run(t *testing.T, parts []part, before ...func(context.Context, *lab.Lab) error) {
	t.Helper()
	if onHost() {
		parts[slices.Index(strings.Fields(os.Getenv("LAB_HOSTS")), os.Getenv("LAB_HOST"))](t, newHost(t))
		return
	}
	conduct(t, p.take(t), before)
}

// onlyThisTest is the flag by which this test's binary runs just this test.
func onlyThisTest(t *testing.T) string {
	return "-test.run=^" + strings.ReplaceAll(t.Name(), "/", "$/^") + "$"
}

// conduct runs this test's binary on all hosts and carries marks between them.
func conduct(t *testing.T, l *lab.Lab, before []func(context.Context, *lab.Lab) error) {
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit)
	defer cancel()
	program, err := os.Executable()
	require.NoError(t, err)
	for _, prepare := range before {
		require.NoError(t, prepare(ctx, l))
	}

	inputs := make([]io.WriteCloser, len(l.Hosts()))
	parts := make([]*lab.Cmd, len(l.Hosts()))
	for i, h := range l.Hosts() {
		in, out := io.Pipe()
		inputs[i] = out
		// A part that hangs tells where, before it is killed.
		timeout := "-test.timeout=" + (hangLimit - 30*time.Second).String()
		cmd := h.CommandContext(ctx, program, "-test.v", onlyThisTest(t), timeout)
		cmd.Stdin = in
		cmd.Env = []string{programsVar + "=" + programs.dir}
		if rounds := os.Getenv(roundsVar); rounds != "" {
			cmd.Env = append(cmd.Env, roundsVar+"="+rounds)
		}
		parts[i] = cmd
	}
	for i, h := range l.Hosts() {
		output := &router{t: t, prefix: h.Name(), others: slices.Delete(slices.Clone(inputs), i, i+1)}
		parts[i].Stdout, parts[i].Stderr = output, output
	}
	var all sync.WaitGroup
	for i, cmd := range parts {
		all.Go(func() {
			defer inputs[i].Close()
			if err := cmd.Run(); err != nil {
				t.Errorf("host %s: %v", l.Hosts()[i].Name(), err)
				cancel() // the others may wait for it
			}
		})
	}
	all.Wait()
	logJournals(t, l)
}

// logJournals has a failed test tell what the hosts' services have said.
func logJournals(t *testing.T, l *lab.Lab) {
	if !t.Failed() {
		return
	}
	for _, h := range l.Hosts() {
		t.Logf("journal of host %s:\n%s", h.Name(), h.Journal())
	}
}

// router takes a part's output: marks go to the other parts, all else to the test's log.
type router struct {
	t      *testing.T
	prefix string
	others []io.WriteCloser
	line   []byte
}

func (r *router) Write(p []byte) (int, error) {
	for _, c := range p {
		if c != '\n' {
			r.line = append(r.line, c)
			continue
		}
		line := string(r.line)
		r.line = r.line[:0]
		if mark, ok := strings.CutPrefix(line, markPrefix); ok {
			// A part that has ended reads no more; it needs no marks either.
			for _, other := range r.others {
				go io.WriteString(other, mark+"\n")
			}
		} else if line != "" {
			r.t.Logf("%s: %s", r.prefix, line)
		}
	}
	return len(p), nil
}
