package labtest

// Bringing a lab's Bluetooth back to the state of its start between two tests.
//
// Starting Bluetooth anew takes two seconds of the processor. So the hosts forget each other
// instead, which takes a third of that. If a host's adapter is not what it was after the last start
// then, or the last test failed, Bluetooth starts anew.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// runningLab is a lab with what is known of its hosts' Bluetooth.
type runningLab struct {
	*lab.Lab
	dirty  bool              // Bluetooth has to start anew
	states map[string]string // of the hosts' adapters after the last start
}

// forgetPatience is how long hosts may take to forget each other before their Bluetooth starts
// anew, which takes about as long.
const forgetPatience = 3 * time.Second

// refresh returns when each host's Bluetooth is in the state of the lab's start.
func (l *runningLab) refresh(ctx context.Context, t *testing.T) error {
	if !l.dirty {
		err := l.forget(ctx)
		if err == nil {
			return nil
		}
		t.Logf("starting Bluetooth anew: %v", err)
	}
	if err := l.RestartBluetooth(ctx); err != nil {
		return err
	}
	return l.started(ctx)
}

// started notes the state of the hosts' adapters after a start of Bluetooth. hostctl knows only a
// host's first adapter, so where a host has two, Bluetooth always starts anew.
func (l *runningLab) started(ctx context.Context) (err error) {
	l.dirty = slices.ContainsFunc(l.Hosts(), func(h *lab.Host) bool { return len(h.Controllers()) > 1 })
	if !l.dirty {
		l.states, err = l.hostctl(ctx, "state")
	}
	return err
}

// forget has the hosts forget each other. It returns an error if they are then not as after the
// last start. A connection that one host is making may reach another host that has already
// forgotten it, so they have forgotten when none finds anything.
func (l *runningLab) forget(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, forgetPatience)
	defer cancel()
	for {
		found, err := l.hostctl(ctx, "forget")
		if err != nil {
			return err
		}
		if strings.Join(slices.Collect(maps.Values(found)), "") == "" {
			break
		}
	}
	states, err := l.hostctl(ctx, "state")
	if err == nil && !maps.Equal(states, l.states) {
		err = fmt.Errorf("the adapters have changed from %v to %v", l.states, states)
	}
	return err
}

// hostctl runs a command of ci/conformance/hostctl on all hosts, and returns what it prints on
// each.
func (l *runningLab) hostctl(ctx context.Context, command string) (map[string]string, error) {
	program := filepath.Join(programs.dir, "hostctl")
	if err := programs.buildStatic(ctx, "ci/conformance/hostctl"); err != nil {
		return nil, err
	}
	hosts := l.Hosts()
	outputs, errs := make([][]byte, len(hosts)), make([]error, len(hosts))
	var all sync.WaitGroup
	for i, h := range hosts {
		all.Go(func() { outputs[i], errs[i] = h.CommandContext(ctx, program, command).Output() })
	}
	all.Wait()
	printed := make(map[string]string)
	for i, h := range hosts {
		printed[h.Name()] = string(outputs[i])
	}
	return printed, errors.Join(errs...)
}
