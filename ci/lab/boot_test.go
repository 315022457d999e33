package lab

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is for states of a guest, on a machine that may be busy.
const patience = 2 * time.Minute

// bootedLab boots a lab for one test, and sees to it that nothing is left of it.
func bootedLab(t *testing.T, config Config) *Lab {
	t.Helper()
	if os.Getenv("QTBT_LAB") != "1" {
		t.Skip("boots virtual hosts: set QTBT_LAB=1 to run it")
	}
	config.Log = t.Output()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	l, err := Start(ctx, config)
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, l.Close())
		for _, h := range l.Hosts() {
			assert.Error(t, h.machine.process.Signal(syscall.Signal(0)), "QEMU of host %s still runs", h.Name())
			if t.Failed() {
				t.Log(h.Journal())
			}
		}
	})
	return l
}

// output runs a script on a host and returns what it printed.
func output(t *testing.T, h *Host, text string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := script(ctx, h, text).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

func TestBootedLab(t *testing.T) {
	share := t.TempDir()
	l := bootedLab(t, Config{Share: share})
	a, b := l.Host("a"), l.Host("b")
	require.Equal(t, []*Host{a, b}, l.Hosts())
	assert.Nil(t, l.Host("c"))
	assert.Regexp(t, regexp.MustCompile("^([0-9A-F]{2}:){5}[0-9A-F]{2}$"), a.Address())
	assert.NotEqual(t, a.Address(), b.Address())

	t.Run("environment", func(t *testing.T) {
		got := output(t, b, `hostname; echo $LAB_HOST $LAB_ADDRESS; echo $LAB_HOSTS $LAB_ADDRESS_A $LAB_ADDRESS_B`)
		want := "lab-b\nb " + b.Address() + "\na b " + a.Address() + " " + b.Address() + "\n"
		assert.Equal(t, want, got)
	})
	t.Run("files", func(t *testing.T) {
		here, err := os.Getwd()
		require.NoError(t, err)
		left := filepath.Join(here, "left-by-a-guest")
		output(t, a, "test -f "+here+"/boot_test.go && echo x >"+left+" && cat "+left)
		assert.NoFileExists(t, left)
		output(t, a, "echo result >/lab/from-a")
		assert.Equal(t, "result\n", output(t, b, "cat /lab/from-a"))
		data, err := os.ReadFile(filepath.Join(share, "from-a"))
		require.NoError(t, err)
		assert.Equal(t, "result\n", string(data))
	})
	t.Run("status", func(t *testing.T) {
		var exit *ExitError
		require.ErrorAs(t, script(t.Context(), a, "exit 42").Run(), &exit)
		assert.Equal(t, 42, exit.ExitCode())
	})
	t.Run("much output", func(t *testing.T) {
		cmd := b.Command("cat")
		in := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MiB
		cmd.Stdin = bytes.NewReader(in)
		out, err := cmd.Output()
		require.NoError(t, err)
		assert.Equal(t, digest(in), digest(out))
	})
	t.Run("orphans are reaped", func(t *testing.T) {
		output(t, a, "(sleep 0.1 &)")
		require.Eventually(t, func() bool {
			return !strings.Contains(output(t, a, "cat /proc/[0-9]*/stat 2>/dev/null || true"), ") Z ")
		}, patience, 100*time.Millisecond)
	})
	t.Run("hosts find each other", func(t *testing.T) {
		assert.Contains(t, output(t, b, "hcitool inq"), a.Address())
		assert.Contains(t, output(t, a, "hcitool name "+b.Address()), "lab-b")
		assert.Contains(t, output(t, b, "sdptool browse "+a.Address()), "PnP Information")
	})
	t.Run("rfcomm", func(t *testing.T) {
		server := script(t.Context(), a, "exec rctest -r -P 5")
		up := make(lineWriter, 1)
		server.Stderr = up // where rctest prints its steps
		require.NoError(t, server.Start())
		<-up
		output(t, b, "until rctest -s -P 5 -N 10 "+a.Address()+"; do sleep 0.1; done")
		output(t, b, "until rctest -s -P 5 -E -N 10 "+a.Address()+"; do sleep 0.1; done")
		require.NoError(t, server.Signal(syscall.SIGTERM))
		assert.Error(t, server.Wait())
	})
	t.Run("bluetooth comes back", func(t *testing.T) {
		for name, harm := range map[string]string{
			"killed":      "pkill -9 bluetoothd",
			"powered off": "hciconfig hci0 down",
			"no bus":      "pkill -9 dbus-daemon",
			"stopped":     "pkill -STOP bluetoothd",
		} {
			output(t, a, harm)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			require.NoError(t, a.RestartBluetooth(ctx), name)
			cancel()
			assert.Contains(t, output(t, a, "hciconfig hci0"), "UP RUNNING PSCAN ISCAN", name)
			assert.Contains(t, output(t, b, "hcitool name "+a.Address()), "lab-a", name)
		}
	})
	t.Run("bluetooth can be absent", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		require.NoError(t, b.StopBluetooth(ctx))
		assert.Error(t, b.Command("pgrep", "bluetoothd").Run())
		require.NoError(t, b.StopBus(ctx))
		assert.Error(t, b.Command("pgrep", "dbus-daemon").Run())
		require.NoError(t, b.RestartBluetooth(ctx))
		assert.Contains(t, output(t, b, "hcitool inq"), a.Address())
	})
	t.Run("a lost host", func(t *testing.T) {
		cmd := b.Command("sleep", "1000")
		require.NoError(t, cmd.Start())
		require.NoError(t, b.machine.process.Kill())
		assert.ErrorContains(t, cmd.Wait(), "host b is gone: QEMU has ended: signal: killed")
	})
}

func TestBootThreeHostsWithFourControllers(t *testing.T) {
	l := bootedLab(t, Config{Hosts: []HostConfig{{Name: "a"}, {Name: "b", Controllers: 2}, {Name: "c"}}, Memory: 512})
	b := l.Host("b")
	require.Len(t, b.Controllers(), 2)
	assert.Equal(t, b.Controllers()[0].Address()+" "+b.Controllers()[1].Address()+"\n", output(t, b, "echo $LAB_ADDRESSES"))
	found := output(t, l.Host("c"), "hcitool inq")
	for _, address := range []string{l.Host("a").Address(), b.Controllers()[0].Address(), b.Controllers()[1].Address()} {
		assert.Contains(t, found, address)
	}
}

func TestBootEndsWithItsContext(t *testing.T) {
	if os.Getenv("QTBT_LAB") != "1" {
		t.Skip("boots virtual hosts: set QTBT_LAB=1 to run it")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := Start(ctx, Config{})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

// TestKilledParent checks that guests do not outlive a process that had no chance to end them.
func TestKilledParent(t *testing.T) {
	if os.Getenv("QTBT_LAB") != "1" {
		t.Skip("boots virtual hosts: set QTBT_LAB=1 to run it")
	}
	program := filepath.Join(t.TempDir(), "btlab")
	out, err := exec.Command("go", "build", "-o", program, "./btlab").CombinedOutput()
	require.NoError(t, err, "%s", out)
	up := make(lineWriter, 1)
	parent := exec.Command(program, "run", "--quiet", "--hosts=1", "--", "sh", "-c", "echo up; sleep 1000")
	parent.Stdout = up
	require.NoError(t, parent.Start())
	<-up
	children := childrenOf(t, parent.Process.Pid)
	require.NotEmpty(t, children)
	require.NoError(t, parent.Process.Kill())
	assert.Error(t, parent.Wait())
	for _, pid := range children {
		require.Eventually(t, func() bool {
			status, err := os.ReadFile("/proc/" + pid + "/status")
			return err != nil || bytes.Contains(status, []byte("State:\tZ"))
		}, patience, 10*time.Millisecond)
	}
}

// childrenOf returns the ids of a process's children.
func childrenOf(t *testing.T, pid int) []string {
	t.Helper()
	lists, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task/*/children"))
	require.NoError(t, err)
	var children []string
	for _, list := range lists {
		data, err := os.ReadFile(list)
		require.NoError(t, err)
		children = append(children, strings.Fields(string(data))...)
	}
	return children
}
