//go:build cgo && linux

package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// openTerminal opens a pseudo-terminal, and returns its two ends.
func openTerminal(t *testing.T) (master, terminal *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	require.NoError(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 120}))
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	return master, terminal
}

// A terminal shows a bar with rate and time left below the lines. The bar is gone in the end.
func TestScreenOnTerminal(t *testing.T) {
	master, terminal := openTerminal(t)
	shown := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(master) // ends with an error, once nobody has the terminal open
		shown <- string(all)
	}()
	report(newScreen(terminal, terminal))
	require.NoError(t, terminal.Close())
	all := <-shown
	// The library's goroutine decides which of the bar's states it draws.
	assert.Regexp(t, `peer [a-d] +\[=+>?-*\] [0-9]\.[0-9] KiB / [0-9]\.9 KiB +[0-9.]+ .?i?B/s +[0-9]{2}:[0-9]{2}:[0-9]{2}`, all)

	var last []string
	for line := range strings.Lines(all) {
		up := regexp.MustCompile(`^\x1b\[(\d*)A\x1b\[J`)
		if up.MatchString(line) {
			last = last[:len(last)-1]
			line = up.ReplaceAllString(line, "")
		}
		last = append(last, strings.TrimRight(line, "\r\n"))
	}
	assert.Equal(t, reported, strings.Join(last, "\n")+"\n")
}
