package labtest

// Programs and connections beside a bluetoothd that SIGSTOP has stopped: it is there, and does not
// respond.

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// mute stops bluetoothd. The function that it returns continues it, as does the end of the test.
func mute(t *testing.T) (unmute func()) {
	t.Helper()
	signalBluetoothd(t, "STOP")
	unmute = func() { signalBluetoothd(t, "CONT") }
	t.Cleanup(unmute)
	return unmute
}

// inTime checks that a call returns within a second, without an error.
func inTime(t *testing.T, what string, call func() error) {
	t.Helper()
	began := time.Now()
	assert.NoError(t, call(), what)
	took := time.Since(began)
	t.Logf("%s took %v", what, took)
	assert.Less(t, took, time.Second, what)
}

// echoed sends random bytes to an echoing peer, and checks what comes back.
func echoed(t *testing.T, c *qtbt.Conn, size int) {
	t.Helper()
	sent, got := randomBytes(size, 0), make([]byte, size)
	go c.Write(sent)
	_, err := io.ReadFull(c, got)
	require.NoError(t, err)
	assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(got))
}

func TestConnsDoNotNeedBluetoothdToRespond(t *testing.T) {
	onQuietHosts(t, func(t *testing.T, h *host) {
		l := serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("listening")
		h.await("connected")
		unmute := mute(t)
		h.tell("mute")
		h.await("closed")
		inTime(t, "Listener.Close", l.Close)
		h.await("given-up")
		unmute()
		require.Eventually(t, func() bool { return !l.ServiceInfo().IsRegistered() }, hangLimit/3, 10*time.Millisecond)
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("relistening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		c := dialConn(t, h)
		echoed(t, c, 1000)
		h.tell("connected")
		h.await("mute")
		unmute := mute(t)
		echoed(t, c, 20_000)
		inTime(t, "Conn.Close", c.Close)
		h.tell("closed")
		giveUp(t, h.peer)
		unmute()
		h.tell("given-up")
		h.await("relistening")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("done")
	})
}

// Ctrl-C ends every program within a second while it waits for bluetoothd.
func TestInterruptEndsProgramsWhileBluetoothdIsMute(t *testing.T) {
	names := []string{"scan", "services", "btcat", "spp", "btsend", "btchat", "echo-server", "handlers-echo-server", "echo-client"}
	onQuietHosts(t, func(t *testing.T, h *host) {
		mute(t)
		peer := h.peer.String()
		for _, args := range [][]string{
			{"scan"}, {"services", peer}, {"btcat", "-l"}, {"btcat", peer}, {"spp", "listen"}, {"spp", "connect", peer},
			{"btsend", "receive", "--dir=" + t.TempDir()}, {"btsend", "send", peer, "/etc/hostname"},
			{"btchat"}, {"btchat", peer}, {"echo-server"}, {"handlers-echo-server"}, {"echo-client"}, {"echo-client", peer},
		} {
			// A message that bluetoothd has not read is the sign that the program waits for it.
			before := 0
			endsInTime(t, args, func() { before = unreadByBluetoothd(t) }, func(*guestProgram) bool {
				return unreadByBluetoothd(t) > before
			})
		}
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") }, examples(names...))
}

// Ctrl-C ends programs that serve or search within a second. When bluetoothd responds again, it has
// forgotten their services: btcat and spp have the same one.
func TestInterruptEndsRunningProgramsOnceBluetoothdIsMute(t *testing.T) {
	names := []string{"scan", "btcat", "spp", "btsend", "btchat", "echo-server", "handlers-echo-server"}
	onQuietHosts(t, func(t *testing.T, h *host) {
		unmute := func() { signalBluetoothd(t, "CONT") }
		t.Cleanup(unmute)
		for _, p := range []struct {
			args  []string
			ready string
		}{
			{[]string{"scan"}, "ADDRESS"},
			{[]string{"btcat", "-l", "-v"}, "listening"},
			{[]string{"spp", "listen"}, "waiting"},
			{[]string{"btsend", "receive", "--dir=" + t.TempDir()}, "receiving"},
			{[]string{"btchat"}, "waiting"},
			{[]string{"echo-server"}, "registered"},
			{[]string{"handlers-echo-server"}, "registered"},
		} {
			endsInTime(t, p.args, unmute, func(running *guestProgram) bool {
				if !strings.Contains(running.said.String(), p.ready) {
					return false
				}
				signalBluetoothd(t, "STOP")
				return true
			})
		}
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") }, examples(names...))
}

// maxTries is the number of times that a program may take longer than a second to end: a guest
// under emulation on a busy machine sometimes stands still for half a second. A program that waits
// for bluetoothd takes 25 s every time.
const maxTries = 3

// guestProgram is a program that runs on this host, and what it prints.
type guestProgram struct {
	*exec.Cmd
	said *transcript
}

// endsInTime checks that an interrupt ends a program within a second. It calls prepare before it
// starts the program, and interrupts it when ready returns true.
func endsInTime(t *testing.T, args []string, prepare func(), ready func(*guestProgram) bool) {
	t.Helper()
	took := time.Hour
	for try := 0; try < maxTries && took >= time.Second; try++ {
		prepare()
		took = timeToEnd(t, args, ready)
	}
	assert.Less(t, took, time.Second, "%v", args)
}

// timeToEnd starts a program, interrupts it when it is ready, and returns how long its end took.
func timeToEnd(t *testing.T, args []string, ready func(*guestProgram) bool) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit/3)
	defer cancel()
	p := &guestProgram{exampleCommand(ctx, args[0], args[1:]...), newTranscript()}
	p.Stdout, p.Stderr = p.said, p.said
	stdin, err := p.StdinPipe() // btchat would end with its input
	require.NoError(t, err)
	defer stdin.Close()
	require.NoError(t, p.Start())
	for !ready(p) {
		require.NoError(t, ctx.Err(), "%v: %s", args, p.said)
		time.Sleep(10 * time.Millisecond)
	}

	began := time.Now()
	require.NoError(t, p.Process.Signal(syscall.SIGINT))
	_ = p.Wait() // the status is checked below
	took := time.Since(began)
	said := p.said.String()
	t.Logf("%v ended after %v: %q", args, took, said)
	assert.Equal(t, 130, p.ProcessState.ExitCode(), "%v", args)
	assert.Contains(t, said, args[0]+": interrupted", "%v", args)
	return took
}

// unreadByBluetoothd returns the number of bytes that D-Bus has sent to bluetoothd and bluetoothd
// has not read.
func unreadByBluetoothd(t *testing.T) (unread int) {
	t.Helper()
	out, err := exec.Command("pidof", "bluetoothd").Output()
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
	require.NoError(t, err)
	process, err := unix.PidfdOpen(pid, 0)
	require.NoError(t, err)
	defer unix.Close(process)
	descriptors, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(pid), "fd"))
	require.NoError(t, err)
	for _, d := range descriptors {
		number, err := strconv.Atoi(d.Name())
		require.NoError(t, err)
		fd, err := unix.PidfdGetfd(process, number, 0)
		require.NoError(t, err)
		if domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN); err == nil && domain == unix.AF_UNIX {
			// It fails for a listening socket.
			if n, err := unix.IoctlGetInt(fd, unix.TIOCINQ); err == nil {
				unread += n
			}
		}
		unix.Close(fd)
	}
	return unread
}
