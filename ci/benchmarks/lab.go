package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// labStage runs contestants on two virtual hosts. On host a are the servers or peripherals, on host
// b the clients or centrals.
type labStage struct {
	ctx    context.Context
	folder string // of the built programs
	lab    *lab.Lab
	shared []*process // the echo services, and a connection that keeps the link up
}

// maxLabContestants is the maximum number of contestants of a row. BlueZ allows one client of a
// UUID at a time, so each of them has an echo service of its own. A central has one too, because Qt
// receives all that a service's characteristics send to any process.
const maxLabContestants = 4

// firstChannel is the RFCOMM channel of the service that keeps the link up. The echo services have
// the channels after it. Qt's servers take low channels.
const firstChannel = "20"

// labService returns the UUID of a service. Service 0 keeps the link up, as a channel carries one
// connection at a time.
func labService(i int) string { return fmt.Sprintf("6d3b9a2e-7c51-4f0e-9a58-%012x", i) }

// labs has the lab that rows need. One lab runs at a time.
type labs struct {
	ctx       context.Context
	folder    string // of the built programs
	running   *labStage
	lowEnergy bool // the running lab's kind
}

// stage returns the running lab if it is of the kind that a place needs, and starts one otherwise.
func (l *labs) stage(p place) (stage, error) {
	lowEnergy := p == asLabCentral
	if l.running != nil && l.lowEnergy == lowEnergy {
		return l.running, nil
	}
	if err := l.close(); err != nil {
		return nil, err
	}
	s, err := startLab(l.ctx, l.folder, lowEnergy)
	if err != nil {
		return nil, err
	}
	l.running, l.lowEnergy = s, lowEnergy
	return s, nil
}

func (l *labs) close() error {
	if l.running == nil {
		return nil
	}
	s := l.running
	l.running = nil
	return s.close()
}

// startLab boots the lab, and starts the programs that its rows share. What the lab lacks is
// installed first.
func startLab(ctx context.Context, folder string, lowEnergy bool) (s *labStage, err error) {
	settings := lab.Settings{LowEnergyOnly: lowEnergy}
	config := lab.Config{
		Hosts: []lab.HostConfig{{Name: "a", Settings: settings}, {Name: "b", Settings: settings}},
		Log:   os.Stderr,
	}
	if err := lab.Check(config); errors.As(err, new(*lab.MissingError)) {
		if err := lab.Setup(ctx, os.Stderr); err != nil {
			return nil, err
		}
	}
	l, err := lab.Start(ctx, config)
	if err != nil {
		return nil, err
	}
	s = &labStage{ctx: ctx, folder: folder, lab: l}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	var services []string
	for i := range 1 + maxLabContestants {
		services = append(services, labService(i))
	}
	if lowEnergy {
		return s, s.share("a", append([]string{folder + "/gatt"}, services...))
	}
	serve := []string{folder + "/rfcomm", "serve", firstChannel}
	if err := s.share("a", append(serve, services...)); err != nil {
		return s, err
	}
	// While the link is up, every Dial does the same: bluetoothd knows the device, and need not
	// page it.
	hold := []string{folder + "/rfcomm", "hold", l.Host("a").Address(), firstChannel}
	return s, s.share("b", hold)
}

// share starts a program that serves all rows.
func (s *labStage) share(host string, command []string) error {
	p, err := s.runReady(host, command, nil)
	if err == nil {
		s.shared = append(s.shared, p)
	}
	return err
}

// runReady starts a program and waits for the line that it prints when it is ready.
func (s *labStage) runReady(host string, command, env []string) (*process, error) {
	p, err := s.run(host, command, env)
	if err != nil {
		return nil, err
	}
	if _, err := p.line(); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

func (s *labStage) start(r row, i int, c contestant) (*process, error) {
	if i >= maxLabContestants {
		return nil, fmt.Errorf("the lab has services for %d contestants only", maxLabContestants)
	}
	address := s.lab.Host("a").Address()
	if r.place == asLabCentral && i == 0 {
		// bluetoothd connects to devices only that it knows, and forgets those of the heat before.
		meet := s.lab.Host("b").CommandContext(s.ctx, s.folder+"/hostctl", "meet", address, "le")
		meet.Stderr = os.Stderr
		if err := meet.Run(); err != nil {
			return nil, fmt.Errorf("looking for the peripheral: %w", err)
		}
	}
	if r.place != asLabServer {
		return s.runReady("b", c.command(s.folder, address, labService(1+i)), c.env)
	}
	const servers = 100 // the number of the first service that is not an echo service
	server, err := s.run("a", c.command(s.folder, labService(servers+i)), c.env)
	if err != nil {
		return nil, err
	}
	channel, err := server.line()
	if err != nil {
		return nil, errors.Join(err, server.stop())
	}
	connect := []string{s.folder + "/rfcomm", "connect", address, strings.TrimSpace(channel)}
	client, err := s.run("b", connect, nil)
	if err != nil {
		return nil, errors.Join(err, server.stop())
	}
	client.name += " of " + c.name
	client.wait = append(client.wait, server.stop)
	return client, nil
}

// run starts a program on a host.
func (s *labStage) run(host string, command, env []string) (*process, error) {
	cmd := s.lab.Host(host).CommandContext(s.ctx, command[0], command[1:]...)
	// qtbt drops Qt's warnings, so C++ Qt need not spend time on printing them.
	env = append([]string{"QT_LOGGING_RULES=qt.bluetooth*=false"}, env...)
	inRead, inWrite := io.Pipe()
	outRead, outWrite := io.Pipe()
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = inRead, outWrite, os.Stderr, env
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		outWrite.Close()
	}()
	name := strings.TrimPrefix(command[0], s.folder+"/") + " on host " + host
	wait := []func() error{func() error { return <-ended }}
	return &process{name: name, in: inWrite, out: bufio.NewReader(outRead), wait: wait}, nil
}

func (s *labStage) close() error {
	var errs []error
	for i := len(s.shared) - 1; i >= 0; i-- {
		errs = append(errs, s.shared[i].stop())
	}
	return errors.Join(append(errs, s.lab.Close())...)
}
