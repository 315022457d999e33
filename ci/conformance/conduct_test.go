package main

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// startKillable returns a driver that does nothing until it is killed.
func startKillable() *driver {
	output, events := io.Pipe()
	return newDriver(killable{events}, events, output)
}

func TestUntilCrash(t *testing.T) {
	r := &run{drivers: map[string]*driver{"a": startKillable(), "b": startKillable()}}
	ctx, cancel := r.untilCrash(t.Context())
	defer cancel()

	r.drivers["a"].kill()
	assert.ErrorContains(t, r.drivers["a"].await(ctx, func() bool { return false }), "killed")
	assert.False(t, r.drivers["a"].crashed(), "the scenario has killed it")
	assert.NoError(t, ctx.Err())

	r.drivers["b"].process.Kill() // by nobody's wish
	<-ctx.Done()
	assert.ErrorContains(t, context.Cause(ctx), "host b: the driver has ended: signal: killed")
	assert.True(t, r.drivers["b"].crashed())
}
