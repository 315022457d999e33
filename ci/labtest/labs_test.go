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

var (
	// twoHosts are the labs of most tests.
	twoHosts = &labPool{labs: &twoHostLabs}

	// quietHosts are the same labs for tests that limit how long something may take.
	quietHosts = &labPool{labs: &twoHostLabs, alone: true}

	// threeHosts have a host with two adapters, a, and two others.
	threeHosts = &labPool{labs: &threeHostLabs}

	// eightHosts have as many clients, b to h, as a piconet has.
	eightHosts = &labPool{labs: &eightHostLabs, alone: true}

	// lowEnergyHosts speak nothing but Low Energy, and agree to pairings.
	lowEnergyHosts = &labPool{labs: &lowEnergyLabs}

	// lowEnergyCrowds have a peripheral, a, and three centrals.
	lowEnergyCrowds = &labPool{labs: &lowEnergyCrowdLabs, alone: true}
)

var (
	twoHostLabs   labs
	threeHostLabs = labs{config: lab.Config{
		Hosts:  []lab.HostConfig{{Name: "a", Controllers: 2}, {Name: "b"}, {Name: "c"}},
		Memory: 512,
	}}
	eightHostLabs = labs{config: lab.Config{
		Hosts: []lab.HostConfig{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}, {Name: "f"}, {Name: "g"},
			{Name: "h"}},
		Memory: 512,
	}}
	lowEnergyLabs = labs{config: lab.Config{
		Hosts: []lab.HostConfig{{Name: "a", Settings: agreeing}, {Name: "b", Settings: agreeing}},
	}}
	lowEnergyCrowdLabs = labs{config: lab.Config{
		Hosts: []lab.HostConfig{{Name: "a", Settings: agreeing}, {Name: "b", Settings: agreeing},
			{Name: "c", Settings: agreeing}, {Name: "d", Settings: agreeing}},
		Memory: 512,
	}}
	agreeing = lab.Settings{LowEnergyOnly: true, Agent: lab.Agent{Capability: lab.DisplayYesNo}}
)

// labPool lends labs to tests.
type labPool struct {
	*labs
	alone bool // no other test runs beside one of these
}

// labs are labs of one kind. One is booted when a test finds none that is idle, so there are as
// many as such tests run side by side.
type labs struct {
	config lab.Config
	mu     sync.Mutex
	idle   []*runningLab
	err    error // of the first lab that did not boot; no other test waits for one then
}

// take returns a lab whose Bluetooth is in the state of the lab's start. It is the test's until the
// test ends. Without a wish for labs, take skips the test.
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
		l.dirty = l.dirty || t.Failed()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.idle = append(p.idle, l)
	})
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit)
	defer cancel()
	require.NoError(t, l.refresh(ctx, t))
	return l.Lab
}

func (l *labs) idleOrNew() (*runningLab, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return nil, l.err
	}
	if last := len(l.idle) - 1; last >= 0 {
		running := l.idle[last]
		l.idle = l.idle[:last]
		return running, nil
	}
	l.mu.Unlock()
	running, err := l.boot()
	l.mu.Lock()
	l.err = errors.Join(l.err, err)
	return running, err
}

func (l *labs) boot() (*runningLab, error) {
	ctx, cancel := context.WithTimeout(context.Background(), hangLimit)
	defer cancel()
	config := l.config
	config.Log = os.Stderr
	started, err := lab.Start(ctx, config)
	if err != nil {
		return nil, err
	}
	running := &runningLab{Lab: started}
	if err := running.started(ctx); err != nil {
		started.Close()
		return nil, err
	}
	return running, nil
}

// close ends the labs. No test runs any more that has taken one.
func (l *labs) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, running := range l.idle {
		running.Close()
	}
	l.idle = nil
}
