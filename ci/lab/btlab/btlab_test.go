package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parse parses the arguments of btlab run.
func parse(t *testing.T, args ...string) *runCommand {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	_, err = parser.Parse(append([]string{"run"}, args...))
	require.NoError(t, err)
	return &c.Run
}

func TestFlagsDescribeTheLab(t *testing.T) {
	r := parse(t, "--hosts=3", "--root", "b=/srv/trixie", "--controllers", "c=2", "--memory=512", "--accel=tcg",
		"--agent", "b=DisplayOnly", "--refuse", "b", "--le-only", "b,c", "--privacy=c", "true")
	config, err := r.config(nil)
	require.NoError(t, err)
	assert.Equal(t, lab.Config{
		Hosts: []lab.HostConfig{
			{Name: "a"},
			{Name: "b", Root: "/srv/trixie", Settings: lab.Settings{
				LowEnergyOnly: true, Agent: lab.Agent{Capability: lab.DisplayOnly, Refuse: true}}},
			{Name: "c", Controllers: 2, Settings: lab.Settings{LowEnergyOnly: true, Privacy: true}},
		},
		Memory: 512,
		Accel:  lab.TCG,
	}, config)
}

func TestFlagsOfUnknownHosts(t *testing.T) {
	for want, flag := range map[string]string{
		`--root: no host is named "c"`:        "--root=c=/",
		`--controllers: no host is named "x"`: "--controllers=x=1",
		`--agent: no host is named "d"`:       "--agent=d=DisplayOnly",
		`--refuse: no host is named "e"`:      "--refuse=e",
		`--le-only: no host is named "f"`:     "--le-only=f",
		`--privacy: no host is named "g"`:     "--privacy=g",
		"--hosts: want 1 to 16":               "--hosts=0",
	} {
		_, err := parse(t, flag).config(nil)
		assert.EqualError(t, err, want)
	}
}

func TestJobs(t *testing.T) {
	shell := func(script string) []string { return []string{"/bin/sh", "-c", script} }
	for name, test := range map[string]struct {
		args []string
		want []job
		err  string
	}{
		"all":     {args: []string{"--", "prog", "--flag", "arg"}, want: []job{{"a", []string{"prog", "--flag", "arg"}}, {"b", []string{"prog", "--flag", "arg"}}}},
		"each":    {args: []string{"--on", "a=./s -x=1; y", "--on", "b=./c"}, want: []job{{"a", shell("./s -x=1; y")}, {"b", shell("./c")}}},
		"mixed":   {args: []string{"--on", "a=./s", "prog"}, want: []job{{"a", shell("./s")}, {"b", []string{"prog"}}}},
		"one":     {args: []string{"--on", "b=./s", "--until", "b"}, want: []job{{"b", shell("./s")}}},
		"none":    {err: "no command"},
		"unknown": {args: []string{"--on", "z=./s"}, err: `no host is named "z"`},
		"until":   {args: []string{"--on", "a=./s", "--until", "b"}, err: `no command runs on a host named "b"`},
	} {
		t.Run(name, func(t *testing.T) {
			r := parse(t, test.args...)
			config, err := r.config(nil)
			require.NoError(t, err)
			jobs, err := r.jobs(config.Hosts)
			if test.err != "" {
				assert.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, jobs)
		})
	}
}

func TestVariables(t *testing.T) {
	t.Setenv("BTLAB_TEST", "from here")
	r := parse(t, "-e", "A=x,y=z", "-e", "BTLAB_TEST", "-e", "BTLAB_TEST_UNSET", "true")
	assert.Equal(t, []string{"A=x,y=z", "BTLAB_TEST=from here"}, r.environ())
}

func TestFolders(t *testing.T) {
	t.Chdir("/tmp")
	r := parse(t, "--root=b=/srv/trixie", "true")
	assert.Equal(t, "/tmp", r.dir("a"))
	assert.Equal(t, "/", r.dir("b"))
	assert.Equal(t, "/usr", parse(t, "--root=b=/srv/trixie", "--dir=/usr", "true").dir("b"))
}

func TestStatuses(t *testing.T) {
	interrupted, cancel := context.WithCancelCause(t.Context())
	cancel(errSignal{syscall.SIGINT})
	for _, test := range []struct {
		ctx  context.Context
		err  error
		want int
	}{
		{t.Context(), nil, 0},
		{t.Context(), &lab.ExitError{Code: 7}, 7},
		{t.Context(), &lab.ExitError{Code: -1, Signal: syscall.SIGSEGV}, 139},
		{t.Context(), fmt.Errorf("lab: %w", &lab.MissingError{}), statusMissing},
		{t.Context(), fmt.Errorf("booting: %w", errTimeout{}), statusTimeout},
		{t.Context(), errors.New("any"), statusFailed},
		{t.Context(), exitStatus(statusNotFound), statusNotFound},
		{interrupted, context.Canceled, 130},
	} {
		assert.Equal(t, test.want, statusOf(test.ctx, test.err), "%v", test.err)
	}
}

func TestCommandLineErrors(t *testing.T) {
	for want, args := range map[string][]string{
		"unknown flag --nonsense": {"run", "--nonsense"},
		"no command":              {"run"},
		"must be one of":          {"run", "--accel=xen", "true"},
	} {
		var out, errs bytes.Buffer
		status := execute(t.Context(), args, streams{strings.NewReader(""), &out, &errs})
		assert.Equal(t, statusFailed, status)
		assert.Contains(t, errs.String(), want)
	}
}

func TestHelp(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Zero(t, execute(t.Context(), []string{"--help"}, streams{nil, &out, &errs}))
	assert.Contains(t, out.String(), "Exit status:")
	assert.Empty(t, errs.String())
}

func TestPrefix(t *testing.T) {
	var out bytes.Buffer
	w := newPrefixWriter(&out, "a | ")
	for _, s := range []string{"one\ntw", "o\n", "\nlast"} {
		n, err := w.Write([]byte(s))
		require.NoError(t, err)
		assert.Equal(t, len(s), n)
	}
	assert.Equal(t, "a | one\na | two\na | \n", out.String())
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	assert.Equal(t, "a | one\na | two\na | \na | last\n", out.String())
}
