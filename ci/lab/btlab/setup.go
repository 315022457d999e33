package main

// btlab setup and btlab doctor: the machine.

import (
	"context"
	"fmt"

	"github.com/goqtbt/bluetooth/ci/lab"
)

type setupCommand struct{}

// Run sets the machine up.
func (setupCommand) Run(ctx context.Context, std streams) error {
	if err := lab.Setup(ctx, std.err); err != nil {
		return err
	}
	fmt.Fprintln(std.err, "ready: the lab can be started")
	return nil
}

type doctorCommand struct{}

// Run prints what is missing, or how guests run here.
func (doctorCommand) Run(ctx context.Context, std streams) error {
	if err := lab.Check(lab.Config{}); err != nil {
		return err
	}
	accel, err := lab.Probe(ctx, std.err)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Nothing is missing. Guests run under %s.\n", accel)
	return nil
}
