package labtest

// Diagnose and btdoctor on machines on which Bluetooth does not work, and the errors of Dial,
// Listen and Discover there.

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// byNobody is the beginning of a command that runs another as the user nobody.
var byNobody = slices.Clip([]string{"setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"})

// doctor runs btdoctor, behind a command that changes what it sees, and returns its output.
func doctor(t *testing.T, status int, before ...string) string {
	t.Helper()
	command := append(before, exampleCommand(t.Context(), "btdoctor").Path)
	btdoctor := exec.Command(command[0], command[1:]...)
	out, err := btdoctor.Output()
	require.NotNil(t, btdoctor.ProcessState, "%v", err)
	assert.Equal(t, status, btdoctor.ProcessState.ExitCode(), "%s", out)
	return string(out)
}

// failures are the errors of the calls that a machine without Bluetooth refuses, by their names.
func failures(t *testing.T, h *host) map[string]error {
	_, dialErr := qtbt.Dial(t.Context(), h.peer, serviceUUID(t))
	direct := qtbt.Dialer{Direct: true}
	_, directErr := direct.DialService(t.Context(), h.peer, serviceUUID(t))
	_, portErr := (&qtbt.Dialer{}).DialPort(t.Context(), h.peer, 7)
	l, listenErr := qtbt.Listen(t.Context(), serviceUUID(t), "nobody")
	if l != nil {
		l.Close()
	}
	var discoverErr error
	for _, err := range qtbt.Discover(t.Context()) {
		discoverErr = err
	}
	_, servicesErr := qtbt.DiscoverServices(t.Context(), h.peer)
	return map[string]error{
		"Dial": dialErr, "Dialer.Direct": directErr, "DialPort": portErr, "Listen": listenErr,
		"Discover": discoverErr, "DiscoverServices": servicesErr,
	}
}

func TestDiagnosis(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		adapter := fmt.Sprintf("adapter hci0: %v, classic, Low Energy, switched ", h.self)

		fine := doctor(t, 0)
		assert.Contains(t, fine, "ok       "+adapter+"on\n")
		assert.Contains(t, fine, "ok       system bus: it runs\n")
		assert.Regexp(t, `ok       bluetoothd: it runs version 5\.\d+`, fine)
		assert.NotContains(t, fine, "problem")
		assert.NoError(t, qtbt.Diagnose(t.Context()).Err())

		assert.Contains(t, doctor(t, 0, byNobody...), "note     rights: the Low Energy peripheral of this Qt needs the capability CAP_NET_RAW\n")

		isolated := doctor(t, 1, "unshare", "--net")
		assert.Contains(t, isolated, "problem  kernel: it has no Bluetooth\n")

		hidden := doctor(t, 0, "unshare", "--pid", "--fork", "--mount-proc")
		assert.Contains(t, hidden, "note     bluetoothd: this process cannot see bluetoothd's process\n")

		const scanner = "/usr/lib/qt6/libexec/sdpscanner"
		require.NoError(t, os.Chmod(scanner, 0o644))
		assert.Contains(t, doctor(t, 0), "note     sdpscanner: service discovery needs Qt's program "+scanner)
		require.NoError(t, os.Chmod(scanner, 0o755))

		power(t, "false")
		off := doctor(t, 1)
		assert.Contains(t, off, "problem  "+adapter+"off\n         Switch it on: bluetoothctl power on\n")
		assert.ErrorIs(t, qtbt.Diagnose(t.Context()).Err(), qtbt.ErrPoweredOff)
		for what, err := range failures(t, h) {
			assert.ErrorIs(t, err, qtbt.ErrPoweredOff, what)
		}
		power(t, "true")

		switches, err := filepath.Glob("/sys/class/rfkill/*/soft")
		require.NoError(t, err)
		require.NotEmpty(t, switches)
		require.NoError(t, os.WriteFile(switches[0], []byte("1"), 0))
		eventually(t, "rfkill does not switch the adapter off", func() bool {
			return strings.Contains(bluetoothctl(t, "show"), "Powered: no")
		})
		blocked := doctor(t, 1)
		assert.Contains(t, blocked, "software blocks the adapter, as airplane mode does\n         Release it: rfkill unblock bluetooth\n")
		assert.Contains(t, blocked, "problem  "+adapter+"off by rfkill\n")
		require.NoError(t, os.WriteFile(switches[0], []byte("0"), 0))
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") }, examples("btdoctor"))
}

func TestDiagnosisWithoutBluetoothd(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) { h.await("done") }, func(t *testing.T, h *host) {
		out := doctor(t, 1)
		assert.Contains(t, out, "problem  bluetoothd: it does not run\n         Start it, and have it started at boot: systemctl enable --now bluetooth\n")
		assert.ErrorIs(t, qtbt.Diagnose(t.Context()).Err(), qtbt.ErrNoBluetoothd)
		noBus := doctor(t, 1, "env", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere")
		assert.Contains(t, noBus, "problem  system bus: it cannot be reached")
		for what, err := range failures(t, h) {
			if what != "DialPort" && what != "Dialer.Direct" { // they need no bluetoothd
				assert.ErrorIs(t, err, qtbt.ErrNoBluetoothd, what)
			}
		}
		h.tell("done")
	}, examples("btdoctor"), stopOnB)
}

// denyNobody has the bus refuse what the user nobody sends to bluetoothd.
func denyNobody(t *testing.T) {
	const policy = "/etc/dbus-1/system.d/qtbt-test.conf"
	t.Cleanup(func() { assert.NoError(t, os.Remove(policy)) })
	require.NoError(t, os.WriteFile(policy, []byte(`<!DOCTYPE busconfig PUBLIC
	"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
	"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><policy user="nobody"><deny send_destination="org.bluez"/></policy></busconfig>`), 0o644))
	out, err := exec.Command("dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/",
		"org.freedesktop.DBus.ReloadConfig").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// A user whom D-Bus does not let call bluetoothd learns so from each call.
func TestErrorsWithoutPermission(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		denyNobody(t)
		diagnosis := doctor(t, 1, byNobody...)
		assert.Contains(t, diagnosis, "problem  bluetoothd: the bus does not let this user call it\n")
		assert.Contains(t, diagnosis, "adduser USER bluetooth")
		for _, args := range [][]string{
			{"echo-server"}, {"echo-client", h.peer.String()}, {"btcat", "--recv-only", h.peer.String()},
		} {
			program := append(byNobody, exampleCommand(t.Context(), args[0]).Path)
			cmd := exec.Command(program[0], append(program[1:], args[1:]...)...)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			assert.Error(t, cmd.Run())
			assert.Contains(t, stderr.String(), "permission denied: the D-Bus policy refuses calls to bluetoothd", args[0])
		}
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") }, examples("btdoctor", "echo-server", "echo-client", "btcat"))
}
