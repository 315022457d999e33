package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// wires runs contestants on this machine. Each has socket pairs, with one echo program at all the
// other ends.
type wires struct {
	ctx    context.Context
	folder string // of the built programs
	cpus   string // the CPUs to run on, in taskset's form; empty for all
}

// spareDescriptors is the number of descriptors beside those of the wires that a program may need.
const spareDescriptors = 64

// allowDescriptors raises the limit of open descriptors, for this program and those that it starts.
// A contestant may need three for each wire.
func allowDescriptors(wires int) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("reading the limit of open descriptors: %w", err)
	}
	wanted := uint64(3*wires + spareDescriptors)
	if limit.Max < wanted {
		const text = "%d open descriptors are needed, and the hard limit is %d (ulimit -Hn)"
		return fmt.Errorf(text, wanted, limit.Max)
	}
	// Programs inherit the limit only if it is set explicitly: Go restores the original one when it
	// starts a program.
	limit.Cur = max(limit.Cur, wanted)
	return unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
}

func (w wires) start(r row, _ int, c contestant) (p *process, err error) {
	if err := allowDescriptors(r.wires); err != nil {
		return nil, err
	}
	var near, far []*os.File
	defer func() {
		for _, f := range append(near, far...) {
			f.Close()
		}
	}()
	for range r.wires {
		ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return nil, err
		}
		near = append(near, os.NewFile(uintptr(ends[0]), "near end"))
		far = append(far, os.NewFile(uintptr(ends[1]), "far end"))
	}
	count := strconv.Itoa(r.wires)
	echo := w.command(w.folder+"/echo", count)
	echo.ExtraFiles = far
	if err := echo.Start(); err != nil {
		return nil, err
	}
	program := w.command(c.command(w.folder, count)...)
	program.ExtraFiles = near
	// This makes Qt choose its back end over sockets, which takes descriptors, without asking
	// bluetoothd's version.
	program.Env = append(append(os.Environ(), "BLUETOOTH_FORCE_DBUS_LE_VERSION=5.0"), c.env...)
	in, err := program.StdinPipe()
	if err != nil {
		return nil, err
	}
	outRead, outWrite, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer outWrite.Close()
	program.Stdout = outWrite
	if err := program.Start(); err != nil {
		echo.Process.Kill()
		echo.Wait()
		outRead.Close()
		return nil, err
	}
	return &process{
		name: c.name,
		in:   in,
		out:  bufio.NewReader(outRead),
		wait: []func() error{program.Wait, echo.Wait, outRead.Close},
	}, nil
}

// command returns a command that runs on the chosen CPUs.
func (w wires) command(command ...string) *exec.Cmd {
	if w.cpus != "" {
		command = append([]string{"taskset", "--cpu-list", w.cpus}, command...)
	}
	cmd := exec.CommandContext(w.ctx, command[0], command[1:]...)
	cmd.Stderr = os.Stderr
	return cmd
}
