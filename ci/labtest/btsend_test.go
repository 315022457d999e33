package labtest

// examples/btsend: folders between the two hosts, over links that break.

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startBtsend makes a folder on host b and starts a receiver on host a.
func startBtsend(s *stage) (receiver *process) {
	s.t.Helper()
	s.on("b", "sh", "-c", `rm -rf /tmp/out && mkdir -p /tmp/out/empty /tmp/out/sub &&
		head -c 1000000 /dev/urandom >/tmp/out/film && head -c 20000 /dev/urandom >/tmp/out/sub/photo && touch /tmp/out/nothing`)
	s.on("a", "rm", "-rf", "/tmp/inbox")
	receiver = s.launch("receiver", s.command("a", "btsend", "receive", "--dir=/tmp/inbox", "--once"))
	receiver.await(receiver.said, "receiving into")
	return receiver
}

func startSender(s *stage, args ...string) *process {
	s.t.Helper()
	args = append([]string{"btsend", "send", s.address("a"), "/tmp/out"}, args...)
	return s.launch("sender", s.command("b", args...))
}

// awaitPart waits until the receiver has a part of the large file, and returns how much.
func awaitPart(s *stage, atLeast int) (size int) {
	s.t.Helper()
	for {
		require.NoError(s.t, s.ctx.Err())
		out := s.on("a", "sh", "-c", "cat /tmp/inbox/.btsend-*.part 2>/dev/null | wc -c")
		size, err := strconv.Atoi(strings.TrimSpace(out))
		require.NoError(s.t, err)
		if size >= atLeast {
			return size
		}
	}
}

// checkArrived compares the folder on both hosts.
func checkArrived(s *stage) {
	s.t.Helper()
	const list = "cd %s && find . -type d | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum"
	sent := s.on("b", "sh", "-c", strings.Replace(list, "%s", "/tmp/out", 1))
	assert.Equal(s.t, sent, s.on("a", "sh", "-c", strings.Replace(list, "%s", "/tmp/inbox/out", 1)))
	s.t.Log(sent)
}

// The sender is killed in the middle of a file; the next one sends the rest.
func TestBtsendResumes(t *testing.T) {
	s := onStage(t, "btsend")
	receiver := startBtsend(s)
	first := startSender(s)
	awaitPart(s, 50_000)
	require.NoError(t, first.Signal(os.Kill))
	receiver.await(receiver.said, "the link broke; what arrived is kept")

	second := startSender(s)
	assert.Zero(t, second.status())
	assert.Contains(t, second.said.String(), "bytes were there")
	assert.Zero(t, receiver.status())
	checkArrived(s)
}

// The sender's adapter is switched off in the middle of a file, and on again; the same sender sends
// the rest.
func TestBtsendConnectsAgain(t *testing.T) {
	s := onStage(t, "btsend")
	receiver := startBtsend(s)
	sender := startSender(s, "--retries=100")
	awaitPart(s, 50_000)
	s.on("b", powerCommand("false")...)
	sender.await(sender.said, "trying again")
	receiver.await(receiver.said, "the link broke; what arrived is kept")
	s.on("b", powerCommand("true")...)
	assert.Zero(t, sender.status())
	assert.Contains(t, sender.said.String(), "bytes were there")
	assert.Zero(t, receiver.status())
	checkArrived(s)
}

// Ctrl-C ends either end in the middle of a file, and says so.
func TestBtsendInterrupted(t *testing.T) {
	s := onStage(t, "btsend")
	receiver := startBtsend(s)
	sender := startSender(s)
	awaitPart(s, 10_000)
	require.NoError(t, sender.Signal(syscall.SIGINT))
	assert.Equal(t, 130, sender.status())
	receiver.await(receiver.said, "the link broke")
	had := awaitPart(s, 0)
	sender = startSender(s, "--retries=0")
	awaitPart(s, had+10_000)
	require.NoError(t, receiver.Signal(syscall.SIGTERM))
	assert.Equal(t, 143, receiver.status())
	assert.Equal(t, 3, sender.status())
}
