package labtest

// Programs and a bluetoothd that starts after them, ends, or is started again.

import (
	"context"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// startBluetoothd starts bluetoothd, where it does not run, with the lab's configuration, and waits
// until it has powered the adapter. The test's end ends it.
func startBluetoothd(t *testing.T) {
	t.Helper()
	bluetoothd := exec.Command("sh", "-c", `
		for program in /usr/libexec/bluetooth/bluetoothd /usr/lib/bluetooth/bluetoothd /usr/sbin/bluetoothd; do
			[ ! -x $program ] || exec $program -C -n -f /run/btlab/main.conf
		done`)
	require.NoError(t, bluetoothd.Start())
	t.Cleanup(func() {
		_ = bluetoothd.Process.Kill() // the test may have done it
		_ = bluetoothd.Wait()
	})
	eventually(t, "bluetoothd does not power the adapter", func() bool {
		shown, err := exec.Command("bluetoothctl", "show").Output()
		return err == nil && strings.Contains(string(shown), "Powered: yes")
	})
}

// stopBluetoothd ends bluetoothd with a signal, and waits for its end.
func stopBluetoothd(t *testing.T, signal string) {
	t.Helper()
	signalBluetoothd(t, signal)
	eventually(t, "bluetoothd does not end", func() bool { return exec.Command("pgrep", "-x", "-r", "R,S,D,T", "bluetoothd").Run() != nil })
}

func stopOnB(ctx context.Context, l *lab.Lab) error { return l.Host("b").StopBluetooth(ctx) }

// A program that is started before bluetoothd connects once bluetoothd runs.
func TestDialOnceBluetoothdRuns(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		_, err := qtbt.Dial(t.Context(), h.peer, serviceUUID(t))
		assert.ErrorIs(t, err, qtbt.ErrNoBluetoothd)
		_, err = qtbt.Listen(t.Context(), serviceUUID(t), "nobody")
		assert.ErrorIs(t, err, qtbt.ErrNoBluetoothd)
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		require.NoError(t, err)
		s.Delete()
		startBluetoothd(t)
		exchangeConn(t, dialConn(t, h), 1000)
		exchangeConn(t, dialConn(t, h), 1000)
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("done")
	}, stopOnB)
}

// A program that does not see bluetoothd's process connects.
func TestDialFromAnotherPIDNamespace(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), func(c *qtbt.Conn) { io.WriteString(c, "hello") })
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		btcat := exec.Command("unshare", "--pid", "--fork", "--mount-proc",
			exampleCommand(t.Context(), "btcat").Path, "--recv-only", "--uuid="+serviceUUID(t).String(), "-v", h.peer.String())
		var stderr strings.Builder
		btcat.Stderr = &stderr
		out, err := btcat.Output()
		require.NoError(t, err, "%s", stderr.String())
		assert.Equal(t, "hello", string(out))
		h.tell("done")
	}, examples("btcat"))
}

// A Listener's service is registered with a new bluetoothd.
func TestServiceOutlivesBluetoothd(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		l := serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("listening")
		h.await("dialled")
		for _, signal := range []string{"TERM", "KILL"} {
			stopBluetoothd(t, signal)
			eventually(t, "the service seems registered", func() bool { return !l.ServiceInfo().IsRegistered() })
			startBluetoothd(t)
			eventually(t, "the service is not registered", l.ServiceInfo().IsRegistered)
			h.tell("restarted")
			h.await("dialled")
		}
		stopBluetoothd(t, "TERM")
		assert.NoError(t, l.Close(), "the service is gone already")
		startBluetoothd(t)
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
	}, func(t *testing.T, h *host) {
		h.await("listening")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("dialled")
		for range 2 {
			h.await("restarted")
			exchangeConn(t, dialConn(t, h), 1000)
			h.tell("dialled")
		}
	})
}

// Accept fails if a new bluetoothd refuses the service: another program was faster here.
func TestAcceptFailsIfTheServiceIsRefused(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		l, err := qtbt.Listen(t.Context(), serviceUUID(t), "slow")
		require.NoError(t, err)
		defer l.Close()
		stopBluetoothd(t, "TERM")
		require.NoError(t, qtbt.Invoke(t.Context(), func() { // holds up the Listener
			startBluetoothd(t)
			other := exampleCommand(t.Context(), "btcat", "-l", "-v", "--uuid="+serviceUUID(t).String())
			said := newTranscript()
			other.Stderr = said
			if assert.NoError(t, other.Start()) {
				t.Cleanup(func() {
					_ = other.Process.Kill()
					_ = other.Wait()
				})
				eventually(t, "btcat does not listen", func() bool { return strings.Contains(said.String(), "listening") })
			}
		}))
		_, err = l.Accept()
		assert.ErrorIs(t, err, qtbt.ErrServiceRefused)
		t.Log(err)
		assert.False(t, l.ServiceInfo().IsRegistered())
	}, idle, examples("btcat"))
}

// A LocalDevice of a bluetoothd that has ended cannot be changed.
func TestLocalDeviceWithoutBluetoothd(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		require.NoError(t, device.SetHostMode(qtbt.HostDiscoverable))
		for _, signal := range []string{"KILL", "TERM"} {
			stopBluetoothd(t, signal)
			assert.ErrorIs(t, device.SetHostMode(qtbt.HostConnectable), qtbt.ErrNoBluetoothd, signal)
			assert.ErrorIs(t, device.PowerOn(), qtbt.ErrNoBluetoothd, signal)
			startBluetoothd(t)
			t.Log(signal, device.IsValid(), device.SetHostMode(qtbt.HostDiscoverable))
		}
		assert.False(t, device.IsValid())
		assert.ErrorIs(t, device.SetHostMode(qtbt.HostConnectable), qtbt.ErrNoAdapter)
		require.NoError(t, newLocalDevice(t).SetHostMode(qtbt.HostConnectable))
	}, idle)
}

// A Conn outlives a bluetoothd that is killed. One that is stopped switches the adapter off, and
// the Conn ends with an error. A Read that waits meanwhile may get io.EOF: the lab's controllers
// report to the kernel that the peer has switched off.
func TestConnsWithoutBluetoothd(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		c := dialConn(t, h)
		echoed(t, c, 1000)
		stopBluetoothd(t, "KILL")
		echoed(t, c, 1000)
		startBluetoothd(t)
		echoed(t, c, 1000)
		stopBluetoothd(t, "TERM")
		_, err := c.Read(make([]byte, 1))
		assert.ErrorIs(t, err, syscall.ENETDOWN)
		assert.ErrorContains(t, err, "the Bluetooth adapter is off or gone")
		startBluetoothd(t)
		_, err = c.Read(make([]byte, 1))
		assert.ErrorIs(t, err, syscall.ENETDOWN, "time and again")
		_, err = c.Write(make([]byte, 1))
		assert.ErrorIs(t, err, syscall.ENETDOWN)
		h.tell("done")
	})
}
