//go:build cgo && linux

package qtbt_test

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// useUpDescriptors opens descriptors until none is left, and returns a function that closes them.
func useUpDescriptors() (free func()) {
	// Go's poller needs descriptors of its own, and ends the process if it gets none.
	r, w, err := os.Pipe()
	must(err, "Pipe")
	must(unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 100, Max: 100}), "Setrlimit")
	var held []int
	for {
		fd, err := unix.FcntlInt(r.Fd(), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			break
		}
		held = append(held, fd)
	}
	return func() {
		r.Close()
		w.Close()
		for _, fd := range held {
			must(unix.Close(fd), "Close")
		}
	}
}

func init() {
	children["start without descriptors"] = func() int {
		free := useUpDescriptors()
		err := qtbt.Start()
		fmt.Println(err, errors.Is(err, syscall.EMFILE))
		free()
		must(qtbt.Start(), "Start")
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		must(err, "NewSocket")
		s.Delete()
		return 0
	}
	children["main without descriptors"] = func() int {
		useUpDescriptors()
		defer func() { fmt.Println(recover()) }()
		qtbt.Main(func() int { return 0 })
		return 1
	}
	children["D-Bus without descriptors"] = func() int {
		must(qtbt.Start(), "Start")
		free := useUpDescriptors()
		fmt.Println(qtbt.AllDevices())
		free()
		must(qtbt.Stop(), "Stop")
		return 0
	}
}

// If one of Qt's threads gets no descriptor, neither Qt nor GLib ends the process.
func TestDescriptorsRunOut(t *testing.T) {
	started := runChild(t, "start without descriptors")
	assert.Equal(t, "qtbt: start: too many open files true", started)
	assert.Equal(t, "qtbt: main: too many open files", runChild(t, "main without descriptors"))
	assert.Equal(t, "[]", runChild(t, "D-Bus without descriptors"))
}
