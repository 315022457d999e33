package labtest

// Talking to a program on a part's host, such as BlueZ's own tools.

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dialogue is a program that a part talks to.
type dialogue struct {
	t     *testing.T
	says  io.Writer
	reads *bufio.Reader
}

// converse starts a program, which ends with the test. The test's log has what the program prints,
// as far as the test has read it.
func converse(t *testing.T, cmd *exec.Cmd) *dialogue {
	t.Helper()
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		assert.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
	})
	return &dialogue{t, stdin, bufio.NewReader(io.TeeReader(stdout, os.Stdout))}
}

// await reads what the program prints until it has printed text, and returns that.
func (d *dialogue) await(text string) string {
	d.t.Helper()
	var read strings.Builder
	for !strings.HasSuffix(read.String(), text) {
		c, err := d.reads.ReadByte()
		require.NoError(d.t, err, "%s", read.String())
		read.WriteByte(c)
	}
	return read.String()
}

// awaitBytes reads until the program has printed a value in hexadecimal, 16 bytes a line or all of
// them in one.
func (d *dialogue) awaitBytes(value []byte) {
	d.t.Helper()
	for line := range slices.Chunk(value, 16) {
		d.await(fmt.Sprintf("% x", line))
	}
}

// say types a line.
func (d *dialogue) say(line string) {
	d.t.Helper()
	_, err := io.WriteString(d.says, line+"\n")
	require.NoError(d.t, err)
}

// ask types a line and awaits its result.
func (d *dialogue) ask(line, result string) string {
	d.t.Helper()
	d.say(line)
	return d.await(result)
}
