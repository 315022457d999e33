package labtest

// Tests of the examples as their users run them.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// examples builds programs of examples/ for the parts on the hosts.
func examples(names ...string) func(context.Context, *lab.Lab) error {
	return func(ctx context.Context, _ *lab.Lab) error { return programs.build(ctx, names...) }
}

// exampleCommand is the command that runs a program of examples/ on this host.
func exampleCommand(ctx context.Context, name string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, filepath.Join(os.Getenv(programsVar), name), args...)
}

// program is an example that runs on this host.
type program struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout *bufio.Scanner
	stderr bytes.Buffer
}

func start(t *testing.T, name string, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit/3)
	t.Cleanup(cancel)
	p := &program{t: t, cmd: exampleCommand(ctx, name, args...)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.stdout = bufio.NewScanner(stdout)
	require.NoError(t, p.cmd.Start())
	return p
}

// line waits for a line with all the words.
func (p *program) line(words ...string) string {
	p.t.Helper()
	var seen []string
	for p.stdout.Scan() {
		line := p.stdout.Text()
		missing := false
		for _, word := range words {
			missing = missing || !strings.Contains(line, word)
		}
		if !missing {
			return line
		}
		seen = append(seen, line)
	}
	_ = p.cmd.Wait()
	require.Fail(p.t, "the program ended without a line", "with %q in\n%s\n%s", words, strings.Join(seen, "\n"), p.stderr.String())
	return ""
}

func (p *program) interrupt() { require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGINT)) }

// end waits for the program's end and returns the rest of its output, what it wrote to standard
// error, and its status.
func (p *program) end() (stdout, stderr string, status int) {
	var rest strings.Builder
	for p.stdout.Scan() {
		fmt.Fprintln(&rest, p.stdout.Text())
	}
	_ = p.cmd.Wait() // the status says it
	return rest.String(), p.stderr.String(), p.cmd.ProcessState.ExitCode()
}

// fails runs a program that must end with a status and say why on standard error only.
func fails(t *testing.T, status int, why string, name string, args ...string) {
	t.Helper()
	_, stderr, got := start(t, name, args...).end()
	assert.Equal(t, status, got, "%s %q", name, args)
	assert.Contains(t, stderr, why, "%s %q", name, args)
}

func TestExampleScan(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("listening")
		peer := h.peer.String()
		meetService(t, h)

		scan := start(t, "scan", "--method", "classic")
		scan.line("ADDRESS", "RSSI", "KIND", "NAME", "SERVICES")
		scan.line(peer, "lab-b", "desktop computer", " dBm", serviceUUID(t).String())
		scan.interrupt()
		_, stderr, status := scan.end()
		assert.Equal(t, 130, status)
		assert.Equal(t, "1 device\nscan: interrupted\n", stderr)

		var record struct {
			Event, Address, Name, Kind string
			Services                   []struct{ UUID, Name string }
		}
		asJSON := start(t, "scan", "--for", "30s", "--json", "--adapter", h.self.String())
		require.NoError(t, json.Unmarshal([]byte(asJSON.line(peer, "Device Information")), &record))
		assert.Equal(t, "lab-b", record.Name)
		assert.Equal(t, "desktop computer", record.Kind)
		assert.NotEmpty(t, record.Services)
		asJSON.interrupt()

		_, _, status = start(t, "scan", "--for", "1s").end()
		assert.Zero(t, status)

		fails(t, 1, "no Bluetooth adapter of this machine has the address "+peer, "scan", "--adapter", peer)
		fails(t, 80, `invalid Bluetooth address: "nowhere"`, "scan", "--adapter", "nowhere")
		fails(t, 80, "cannot last -1s", "scan", "--for=-1s")

		power(t, "false")
		fails(t, 1, "scan: the Bluetooth adapter is off", "scan")
		h.tell("done")
	}, func(t *testing.T, h *host) {
		listen(t, qtbt.RFCOMM)
		h.tell("listening")
		h.await("done")
	}, examples("scan"))
}

func TestExampleServices(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		port := h.await("listening")
		peer, uuid := h.peer.String(), serviceUUID(t).String()

		services := start(t, "services", peer)
		services.line("NAME", "CLASS", "CONNECT", "UUID")
		services.line("Generic Access", "L2CAP PSM 31")
		assert.Regexp(t, `^qtbt lab test\s+Serial Port Profile\s+RFCOMM channel `+port+`\s+`+uuid+`$`, services.line(uuid))
		_, stderr, status := services.end()
		assert.Zero(t, status)
		assert.Empty(t, stderr)

		stdout, _, status := start(t, "services", peer, "--uuid", uuid, "--all").end()
		assert.Zero(t, status)
		assert.NotContains(t, stdout, "Generic Access")
		assert.Contains(t, stdout, "0x0100 name")
		assert.Contains(t, stdout, "((Layer 2 Control Protocol), (Radio Frequency Communication, "+port+"))")

		stdout, _, status = start(t, "services", peer, "--uuid", uuid, "--json", "--adapter", h.self.String()).end()
		assert.Zero(t, status)
		var records []struct {
			Name, UUID string
			Channel    int
		}
		require.NoError(t, json.Unmarshal([]byte(stdout), &records))
		require.Len(t, records, 1)
		assert.Equal(t, uuid, records[0].UUID)
		assert.Equal(t, port, fmt.Sprint(records[0].Channel))

		fails(t, 1, "this machine knows of no services of "+peer, "services", peer, "--minimal")

		fails(t, 1, peer+" offers no such service", "services", peer, "--uuid", "1234")
		fails(t, 80, `invalid Bluetooth address: "nowhere"`, "services", "nowhere")
		fails(t, 80, "invalid UUID", "services", peer, "--uuid", "12")
		fails(t, 80, "expected", "services")
		fails(t, 1, "no Bluetooth adapter of this machine has the address "+peer, "services", peer, "--adapter", peer)

		// What this machine lacks is not the device's fault.
		const scanner = "/usr/lib/qt6/libexec/sdpscanner"
		require.NoError(t, os.Chmod(scanner, 0o644))
		fails(t, 1, "services: Unable to find sdpscanner (InputOutputError)", "services", peer)
		require.NoError(t, os.Chmod(scanner, 0o755))
		fails(t, 1, "services: 02:00:00:00:00:01 did not answer: Unable to perform SDP scan", "services", "02:00:00:00:00:01")

		absent := start(t, "services", "02:00:00:00:00:01")
		children := fmt.Sprintf("/proc/%d/task", absent.cmd.Process.Pid)
		require.Eventually(t, func() bool { return asking(children) }, hangLimit, 10*time.Millisecond)
		absent.interrupt()
		_, _, status = absent.end()
		assert.Equal(t, 130, status)

		power(t, "false")
		fails(t, 1, "services: the Bluetooth adapter is off", "services", peer)
		h.tell("done")
	}, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		h.tell("listening", server.ServerPort())
		h.await("done")
	}, examples("services"))
}

// asking reports whether one of a process's threads, of which tasks is the folder, has a child:
// Qt's SDP scanner.
func asking(tasks string) bool {
	lists, _ := filepath.Glob(filepath.Join(tasks, "*", "children"))
	for _, list := range lists {
		if data, _ := os.ReadFile(list); len(bytes.TrimSpace(data)) > 0 {
			return true
		}
	}
	return false
}
