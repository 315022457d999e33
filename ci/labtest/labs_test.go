package labtest

// The labs that the tests run in.

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// twoHosts are the labs of most tests.
var twoHosts = &labPool{}

// quietHosts is the lab of tests that say how soon something has to be over.
var quietHosts = &labPool{alone: true}

// threeHosts have a host with two adapters, a, and two others.
var threeHosts = &labPool{config: lab.Config{
	Hosts:  []lab.HostConfig{{Name: "a", Controllers: 2}, {Name: "b"}, {Name: "c"}},
	Memory: 512,
}}

// eightHosts have as many clients, b to h, as a piconet has.
var eightHosts = &labPool{config: lab.Config{
	Hosts: []lab.HostConfig{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}, {Name: "f"}, {Name: "g"},
		{Name: "h"}},
	Memory: 512,
}, alone: true}

// labPool is labs of one kind. One is booted when a test finds none that is idle: there are as many
// as such tests run side by side.
type labPool struct {
	config lab.Config
	alone  bool // no other test runs beside one of these
	mu     sync.Mutex
	idle   []*lab.Lab
	err    error // of the first lab that did not boot: no other test waits for one then
}

// take returns a running lab, which is the test's until it ends. Without a wish for labs, it skips
// the test.
func (p *labPool) take(t *testing.T) *lab.Lab {
	t.Helper()
	if os.Getenv("QTBT_LAB") == "" {
		t.Skip("needs the lab: set QTBT_LAB=1, as ci/test does")
	}
	if !p.alone {
		t.Parallel()
	}
	l, err := p.idleOrNew()
	require.NoError(t, err)
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.idle = append(p.idle, l)
	})
	return l
}

func (p *labPool) idleOrNew() (*lab.Lab, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return nil, p.err
	}
	if last := len(p.idle) - 1; last >= 0 {
		l := p.idle[last]
		p.idle = p.idle[:last]
		return l, nil
	}
	p.mu.Unlock()
	l, err := p.boot()
	p.mu.Lock()
	p.err = errors.Join(p.err, err)
	return l, err
}

func (p *labPool) boot() (*lab.Lab, error) {
	ctx, cancel := context.WithTimeout(context.Background(), hangLimit)
	defer cancel()
	config := p.config
	config.Log = os.Stderr
	return lab.Start(ctx, config)
}

// close ends the labs. No test runs any more that has taken one.
func (p *labPool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.idle {
		l.Close()
	}
	p.idle = nil
}
