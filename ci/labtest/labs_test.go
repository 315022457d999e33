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

// twoHosts is the lab of most tests.
var twoHosts = &testLab{config: lab.Config{}}

// threeHosts has a host with two adapters, a, and two others.
var threeHosts = &testLab{config: lab.Config{
	Hosts:  []lab.HostConfig{{Name: "a", Controllers: 2}, {Name: "b"}, {Name: "c"}},
	Memory: 512,
}}

// eightHosts has as many clients, b to h, as a piconet has.
var eightHosts = &testLab{config: lab.Config{
	Hosts: []lab.HostConfig{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}, {Name: "f"}, {Name: "g"},
		{Name: "h"}},
	Memory: 512,
}}

// testLab is a lab that is booted when the first test needs it.
type testLab struct {
	config lab.Config
	once   sync.Once
	lab    *lab.Lab
	share  string // a folder of this machine that the hosts see as /lab
	err    error
}

// start returns the running lab. Without a wish for one, it skips the test.
func (l *testLab) start(t *testing.T) *lab.Lab {
	t.Helper()
	if os.Getenv("QTBT_LAB") == "" {
		t.Skip("needs the lab: set QTBT_LAB=1, as ci/test does")
	}
	l.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), hangLimit)
		defer cancel()
		if l.share, l.err = os.MkdirTemp("", "labtest-"); l.err != nil {
			return
		}
		config := l.config
		config.Share, config.Log = l.share, os.Stderr
		l.lab, l.err = lab.Start(ctx, config)
	})
	require.NoError(t, l.err)
	return l.lab
}

// close ends the lab, if it runs.
func (l *testLab) close() {
	if l.lab != nil {
		l.lab.Close()
	}
	os.RemoveAll(l.share)
}
