package main

// The place of scenarios with Bluetooth: the lab's hosts.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
	"github.com/goqtbt/bluetooth/ci/lab"
)

// labPlace is a running lab.
type labPlace struct {
	lab   *lab.Lab
	log   io.Writer
	dirty bool // a scenario has left Bluetooth in a state of its own

	residents map[string]*resident // by host and command
}

func startLab(ctx context.Context, config lab.Config) (*labPlace, error) {
	l, err := lab.Start(ctx, config)
	if err != nil {
		return nil, err
	}
	p := &labPlace{lab: l, log: config.Log, dirty: true, residents: make(map[string]*resident)}
	// What is started often is not read through the lab's folder each time.
	err = p.each(func(h *lab.Host) error { return h.CommandContext(ctx, "cp", "-r", "/lab", programs).Run() })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("copying the drivers: %w", err), l.Close())
	}
	return p, nil
}

// programs is the hosts' folder of hostctl and of the systems' drivers.
const programs = "/run/conformance"

const (
	// forgetPatience is how long hosts may take to forget each other before their Bluetooth is
	// started anew, which takes longer.
	forgetPatience = 20 * time.Second
	// restartPatience ends a run whose lab is broken.
	restartPatience = 5 * time.Minute
)

// prepare has the hosts forget each other, so that a scenario finds the same as if it were alone.
func (p *labPlace) prepare(ctx context.Context, s *scenario.Scenario) error {
	if !p.dirty && !s.Pristine {
		short, cancel := context.WithTimeout(ctx, forgetPatience)
		defer cancel()
		err := p.forget(short)
		if err == nil {
			return nil
		}
		fmt.Fprintf(p.log, "the hosts do not forget each other (%v); starting their Bluetooth anew\n", err)
	}
	p.dirty = s.Pristine
	ctx, cancel := context.WithTimeout(ctx, restartPatience)
	defer cancel()
	return p.lab.RestartBluetooth(ctx)
}

// forget returns when the hosts know nothing of each other. A connection that one is just making
// may reach another that has forgotten it: all is quiet when none finds anything.
func (p *labPlace) forget(ctx context.Context) error {
	for {
		var found atomic.Bool
		err := p.each(func(h *lab.Host) error {
			out, err := p.hostctl(ctx, h, "forget")
			if len(out) > 0 {
				found.Store(true)
			}
			return err
		})
		if err != nil || !found.Load() {
			return err
		}
	}
}

// each does something on all hosts at once.
func (p *labPlace) each(do func(*lab.Host) error) error {
	hosts := p.lab.Hosts()
	errs := make([]error, len(hosts))
	var all sync.WaitGroup
	for i, h := range hosts {
		all.Go(func() { errs[i] = do(h) })
	}
	all.Wait()
	return errors.Join(errs...)
}

func (p *labPlace) left(o *outcome) { p.dirty = p.dirty || o.Problem != "" }

func (p *labPlace) addresses() map[string]string {
	addresses := make(map[string]string)
	for _, h := range p.lab.Hosts() {
		addresses[h.Name()] = h.Address()
	}
	return addresses
}

// Guests may be emulated, and bluetoothd may take 25 seconds to give up a call.
func (p *labPlace) patience() time.Duration { return time.Minute }

func (p *labPlace) start(host string, i implementation, env []string, _ []*os.File) (*driver, error) {
	command := i.command(filepath.Join(programs, i.system.name))
	if !i.stays {
		process, input, output, err := p.run(host, env, command)
		if err != nil {
			return nil, err
		}
		return newDriver(process, input, output), nil
	}
	key := fmt.Sprint(host, env, command)
	if r := p.residents[key]; r == nil || r.over.Load() {
		process, input, output, err := p.run(host, env, append(command, "--stay"))
		if err != nil {
			return nil, err
		}
		p.residents[key] = newResident(process, input, output)
	}
	return p.residents[key].begin()
}

func (p *labPlace) run(host string, env, command []string) (process, io.WriteCloser, io.Reader, error) {
	cmd := p.lab.Host(host).Command(command[0], command[1:]...)
	cmd.Env = env
	inRead, inWrite := io.Pipe()
	outRead, outWrite := io.Pipe()
	cmd.Stdin, cmd.Stdout = inRead, outWrite
	if err := cmd.Start(); err != nil {
		return nil, nil, nil, err
	}
	go func() {
		_ = cmd.Wait()
		outWrite.Close()
		inRead.CloseWithError(io.ErrClosedPipe)
	}()
	return labProcess{cmd}, inWrite, outRead, nil
}

type labProcess struct{ *lab.Cmd }

func (p labProcess) Kill() { _ = p.Signal(syscall.SIGKILL) }

func (p *labPlace) disturb(ctx context.Context, s *scenario.Step) error {
	h := p.lab.Host(s.Target)
	if s.Kind() != "meet" {
		p.dirty = true
	}
	var args []string
	switch s.Kind() {
	case "stopBluetooth":
		return h.StopBluetooth(ctx)
	case "startBluetooth":
		return h.RestartBluetooth(ctx)
	case "powerOff":
		args = []string{"power", "off"}
	case "powerOn":
		args = []string{"power", "on"}
	case "meet":
		args = []string{"meet", p.lab.Host(s.Peer).Address(), cmp.Or(s.Over, "bredr")}
	default:
		return fmt.Errorf("no step of a host: %s", s.Kind())
	}
	_, err := p.hostctl(ctx, h, args...)
	return err
}

// hostctl runs that command on a host, and returns what it says.
func (p *labPlace) hostctl(ctx context.Context, h *lab.Host, args ...string) ([]byte, error) {
	return h.CommandContext(ctx, programs+"/hostctl", args...).Output()
}
