package main

import (
	"bufio"
	"os"
	"os/exec"
	"testing"

	"github.com/mappu/miqt/qt6"
	"github.com/mappu/miqt/qt6/mainthread"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// asProgram is the variable with which the test binary is the program.
const asProgram = "MIQT_EXAMPLE"

// The tests run beside miqt's event loop, which the first thread serves. It ends as by the user's
// interrupt.
func TestMain(m *testing.M) {
	os.Setenv("QT_QPA_PLATFORM", "offscreen")
	if os.Getenv(asProgram) != "" {
		os.Exit(run())
	}
	application := qt6.NewQApplication(os.Args)
	tested := make(chan int, 1)
	go func() {
		tested <- m.Run()
		mainthread.Start(qt6.QCoreApplication_Quit)
	}()
	qt6.QApplication_Exec()
	status := <-tested
	outlives, _, err := bttest.Pipe()
	application.Delete()
	if err != nil || qtbt.Start() == nil {
		status = 1 // qtbt ends with the application
	}
	outlives.Delete()
	os.Exit(status)
}

// onWindow runs f on the window's thread.
func onWindow[T any](f func() T) T { return mainthread.Wait2(f) }

// What a handler of qtbt's posts comes into the list.
func TestSignalsReachTheWindow(t *testing.T) {
	require.NoError(t, qtbt.Start(qtbt.AttachOnly()))
	near, far, err := bttest.Pipe()
	require.NoError(t, err)
	defer near.Delete()
	defer far.Delete()
	w := onWindow(newWindow)
	shown := make(chan string, 1)
	near.OnReadyRead(func() {
		got, _ := near.Read(100)
		device := qtbt.NewDeviceInfo(qtbt.MustParseAddress("00:AA:01:00:00:42"), string(got), 0)
		mainthread.Start(func() {
			w.show(device)
			w.show(device)
			shown <- w.rows.Item(w.rows.Count() - 1).Text()
		})
	})
	// The window's thread waits for the Qt thread, which posts to it.
	onWindow(func() error {
		_, err := far.Write([]byte("a lamp"))
		return err
	})
	assert.Equal(t, "00:AA:01:00:00:42  a lamp  0 dBm", <-shown)
	assert.Equal(t, 1, onWindow(w.rows.Count))
}

// A machine without Bluetooth says so in the list, and searching again is harmless.
func TestSearchOnThisMachine(t *testing.T) {
	w := onWindow(newWindow)
	for range 2 {
		onWindow(func() error { w.again.Click(); return nil })
	}
	if w.agent == nil {
		assert.Contains(t, onWindow(func() string { return w.rows.Item(0).Text() }), "D-Bus")
	}
}

// Ctrl+C ends the program in good order.
func TestInterrupt(t *testing.T) {
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), asProgram+"=1")
	out, err := program.StdoutPipe()
	require.NoError(t, err)
	program.Stderr = os.Stderr
	require.NoError(t, program.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, program.Process.Signal(os.Interrupt))
	assert.NoError(t, program.Wait())
}
