package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// A contestant is one side of a row: a running program with the echo at the other end of its wire.
type contestant struct {
	program, echo *exec.Cmd
	in            *os.File
	out           *os.File
}

// start starts a program for a row, with additions to its environment; on the CPUs of the list, if there is one.
func start(program, echo, rowName, cpus string, env ...string) (*contestant, error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	near, far := os.NewFile(uintptr(ends[0]), "near"), os.NewFile(uintptr(ends[1]), "far")
	defer near.Close()
	defer far.Close()
	inRead, inWrite, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer inRead.Close()
	outRead, outWrite, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer outWrite.Close()

	c := &contestant{program: onCPUs(cpus, program, rowName), echo: onCPUs(cpus, echo), in: inWrite, out: outRead}
	c.program.ExtraFiles = []*os.File{near}
	c.program.Stdin, c.program.Stdout, c.program.Stderr = inRead, outWrite, os.Stderr
	// Qt's raw socket back end takes descriptors, and this chooses it without asking D-Bus.
	c.program.Env = append(append(os.Environ(), "BLUETOOTH_FORCE_DBUS_LE_VERSION=5.0"), env...)
	c.echo.ExtraFiles = []*os.File{far}
	c.echo.Stderr = os.Stderr
	if err := c.echo.Start(); err != nil {
		return nil, err
	}
	if err := c.program.Start(); err != nil {
		near.Close()
		c.echo.Wait()
		return nil, err
	}
	return c, nil
}

func onCPUs(cpus string, command ...string) *exec.Cmd {
	if cpus != "" {
		command = append([]string{"taskset", "--cpu-list", cpus}, command...)
	}
	return exec.Command(command[0], command[1:]...)
}

// measure has the program run count units and returns how long it took.
func (c *contestant) measure(count int64) (time.Duration, error) {
	if _, err := fmt.Fprintln(c.in, count); err != nil {
		return 0, err
	}
	var ns int64
	if _, err := fmt.Fscanln(c.out, &ns); err != nil {
		return 0, fmt.Errorf("%s gave no time: %w", c.program.Path, err)
	}
	return time.Duration(ns), nil
}

// stop ends the program, by the end of its input, and with it the echo.
func (c *contestant) stop() error {
	c.in.Close()
	defer c.out.Close()
	err := c.program.Wait()
	if echoErr := c.echo.Wait(); err == nil {
		err = echoErr
	}
	return err
}
