// The labs that the tests run in.

package labtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// twoHosts are the labs of most tests. A test spends half of its time waiting, so two run beside each other.
var twoHosts = newTestLabs(2, lab.Config{})

// threeHosts has a host with two adapters, a, and two others.
var threeHosts = newTestLabs(1, lab.Config{
	Hosts:  []lab.HostConfig{{Name: "a", Controllers: 2}, {Name: "b"}, {Name: "c"}},
	Memory: 512,
})

// eightHosts has as many clients, b to h, as a piconet has.
var eightHosts = newTestLabs(1, lab.Config{
	Hosts: []lab.HostConfig{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}, {Name: "f"}, {Name: "g"},
		{Name: "h"}},
	Memory: 512,
})

// testLabs are labs that are alike. A test has one to itself.
type testLabs struct {
	all  []*testLab
	free chan *testLab
}

// testLab is a lab that is booted when the first test needs it.
type testLab struct {
	config lab.Config
	once   sync.Once
	lab    *lab.Lab
	err    error
}

func newTestLabs(count int, config lab.Config) *testLabs {
	l := &testLabs{free: make(chan *testLab, count)}
	for range count {
		one := &testLab{config: config}
		l.all = append(l.all, one)
		l.free <- one
	}
	return l
}

// share is a folder of this machine that all hosts see as /lab.
var share string

// take has the test run beside others, in a running lab of its own until it ends. Without a wish for labs, it skips the test.
func (l *testLabs) take(t *testing.T) *lab.Lab {
	t.Helper()
	if os.Getenv("QTBT_LAB") == "" {
		t.Skip("needs the lab: set QTBT_LAB=1, as ci/test does")
	}
	t.Parallel()
	one := <-l.free
	t.Cleanup(func() { l.free <- one })
	one.once.Do(one.start)
	require.NoError(t, one.err)
	return one.lab
}

func (l *testLab) start() {
	ctx, cancel := context.WithTimeout(context.Background(), hangLimit)
	defer cancel()
	config := l.config
	config.Share, config.Log = share, os.Stderr
	l.lab, l.err = lab.Start(ctx, config)
}

// close ends the labs that run.
func (l *testLabs) close() {
	for _, one := range l.all {
		if one.lab != nil {
			one.lab.Close()
		}
	}
}
