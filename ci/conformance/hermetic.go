package main

// The place of hermetic scenarios: this machine, without Bluetooth.

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
	"github.com/goqtbt/bluetooth/ci/rootfs"
)

type thisMachine struct{}

func (thisMachine) open(context.Context) error { return nil }

func (thisMachine) prepare(context.Context, *scenario.Scenario) error { return nil }
func (thisMachine) left(*outcome)                                     {}
func (thisMachine) addresses() map[string]string                      { return nil }
func (thisMachine) patience() time.Duration                           { return 20 * time.Second }

func (thisMachine) disturb(_ context.Context, s *scenario.Step) error {
	return fmt.Errorf("%s is not for this machine", s.Kind())
}

func (thisMachine) start(_ string, i implementation, env []string, files []*os.File) (*driver, error) {
	command := i.command(i.system.dir)
	options := rootfs.Options{ReadOnly: []string{i.system.dir}, Env: env}
	cmd := i.system.command(context.Background(), options, command[0], command[1:]...)
	cmd.ExtraFiles = files
	input, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return newDriver(localProcess{cmd}, input, output), nil
}

type localProcess struct{ *exec.Cmd }

func (p localProcess) Kill() { _ = p.Process.Kill() }
