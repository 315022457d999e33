package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// killable is a process that ends when it is killed.
type killable struct{ output *io.PipeWriter }

func (p killable) Wait() error { return errors.New("signal: killed") }
func (p killable) Kill()       { p.output.Close() }

// startResident starts one that answers each command with done, but one of its scenario number
// crash with its end.
func startResident(crash int) *resident {
	inputReader, input := io.Pipe()
	output, events := io.Pipe()
	go func() {
		begun, inside := 0, false
		for lines := bufio.NewScanner(inputReader); lines.Scan(); {
			switch {
			case lines.Text() != "" && begun == crash:
				fmt.Fprintln(events, `{"event": "ended", "value": -11}`)
				inside = false
			case lines.Text() != "":
				fmt.Fprintln(events, `{"event": "done"}`)
			case inside:
				fmt.Fprintln(events, `{"event": "ended", "value": 0}`)
				inside = false
			default:
				begun++
				inside = true
			}
		}
	}()
	return newResident(killable{events}, input, output)
}

func TestResident(t *testing.T) {
	r := startResident(0)
	for range 2 {
		d, err := r.begin()
		require.NoError(t, err)
		require.NoError(t, d.do(t.Context(), nil))
		d.stop(t.Context())
		assert.ErrorContains(t, d.end, "exit status 0")
		d.process.Kill()
		assert.False(t, r.over.Load(), "killing one that has ended")
	}

	d, err := r.begin()
	require.NoError(t, err)
	require.NoError(t, d.do(t.Context(), nil))
	d.process.Kill()
	assert.True(t, r.over.Load())
	assert.ErrorContains(t, d.await(t.Context(), func() bool { return false }), "killed")
}

func TestResidentCrashes(t *testing.T) {
	r := startResident(1)
	d, err := r.begin()
	require.NoError(t, err)
	assert.ErrorContains(t, d.do(t.Context(), nil), "exit status -11")
	assert.True(t, r.over.Load())
}
