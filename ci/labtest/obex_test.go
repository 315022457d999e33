package labtest

// examples/btsend against BlueZ's obexd, over OBEX Object Push.

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// obexd is BlueZ's program, of Debian's package bluez-obexd.
const obexd = "/usr/libexec/bluetooth/obexd"

// runObexd is the start of a command that runs obexd.
const runObexd = obexd + " --nodetach --debug"

// onObexStage is a test with btsend and obexd, for which host b has files.
func onObexStage(t *testing.T) *stage {
	t.Helper()
	if _, err := os.Stat(obexd); err != nil {
		t.Skipf("%v: ci/test installs it", err)
	}
	s := onStage(t, "btsend")
	s.on("b", "sh", "-c", `rm -rf /tmp/out && mkdir /tmp/out && cd /tmp/out && head -c 300000 /dev/urandom >film &&
		head -c 5000000 /dev/urandom >long && printf Guten\ Tag >'Grüße aus Köln.txt' && touch nothing last`)
	return s
}

// startObexd starts obexd on host a with a folder, and awaits its service.
func startObexd(s *stage, options string) *process {
	s.t.Helper()
	// bluetoothd asks an agent whether a device may use obexd's service.
	require.NoError(s.t, s.lab.Host("a").SetAgent(s.ctx, lab.Agent{Capability: lab.NoInputNoOutput}))
	s.t.Cleanup(func() { assert.NoError(s.t, s.lab.Host("a").SetAgent(s.t.Context(), lab.Agent{})) })
	p := s.start("a", "rm -rf /tmp/inbox; mkdir /tmp/inbox; exec dbus-run-session -- "+runObexd+" --root /tmp/inbox "+options)
	p.await(p.stderr, "Profile /org/bluez/obex/00001105_0000_1000_8000_00805f9b34fb registered")
	return p
}

// checkObjects compares files on both hosts.
func checkObjects(s *stage, names ...string) {
	s.t.Helper()
	for _, name := range names {
		sent := s.on("b", "sha256sum", "/tmp/out/"+name)
		arrived := s.on("a", "sha256sum", "/tmp/inbox/"+name)
		assert.Equal(s.t, strings.Fields(sent)[0], strings.Fields(arrived)[0], name)
	}
}

// awaitInbox waits until the files on host a have at least so many bytes together.
func awaitInbox(s *stage, atLeast int) {
	s.t.Helper()
	for size := 0; size < atLeast; {
		require.NoError(s.t, s.ctx.Err())
		out := s.on("a", "sh", "-c", "find /tmp/inbox -type f -exec cat {} + 2>/dev/null | wc -c")
		var err error
		size, err = strconv.Atoi(strings.TrimSpace(out))
		require.NoError(s.t, err)
	}
}

func TestBtsendPushesToObexd(t *testing.T) {
	s := onObexStage(t)
	server := startObexd(s, "--auto-accept")
	push := "cd /tmp/out && exec btsend send --obex " + s.address("a") + " "

	folder := s.start("b", push+"/tmp/out")
	folder.ends(1)
	assert.Contains(t, folder.stderr.String(), "/tmp/out is a folder, and Object Push sends only files")

	sender := s.start("b", push+"film 'Grüße aus Köln.txt' nothing")
	sender.ends(0)
	assert.Equal(t, "sent: film\nsent: Grüße aus Köln.txt\nsent: nothing\n", sender.stdout.String())
	checkObjects(s, "film", "Grüße aus Köln.txt", "nothing")

	interrupted := s.start("b", push+"long")
	awaitInbox(s, 400_000)
	require.NoError(t, interrupted.Signal(syscall.SIGINT))
	interrupted.ends(130)
	server.await(server.stderr, "transfer failed: Request was aborted")
	assert.NotContains(t, s.on("a", "ls", "/tmp/inbox"), "long")
	again := s.start("b", push+"film")
	again.ends(0)
}

func TestObexdRefusesBtsend(t *testing.T) {
	s := onObexStage(t)
	startObexd(s, "") // it has no agent that could accept
	sender := s.start("b", "cd /tmp/out && exec btsend send --obex "+s.address("a")+" film nothing")
	sender.ends(1)
	assert.Equal(t, "not sent: film: the receiver refused film: forbidden\n"+
		"not sent: nothing: the receiver refused nothing: forbidden\n", sender.stdout.String())
	assert.Contains(t, sender.stderr.String(), "2 not sent")
	assert.Empty(t, s.on("a", "ls", "/tmp/inbox"))
}

func TestObexdPushesToBtsend(t *testing.T) {
	s := onObexStage(t)
	s.on("a", "rm", "-rf", "/tmp/inbox")
	receiver := s.start("a", "exec btsend receive --obex --dir /tmp/inbox")
	receiver.await(receiver.stdout, "receiving into")
	record := s.on("b", "sdptool", "search", "--tree", "--bdaddr", s.address("a"), "OPUSH")
	assert.Contains(t, record, "UUID16 : 0x0008 - OBEX\n")
	assert.Contains(t, record, "Attribute Identifier : 0x303")

	client := s.start("b", "exec dbus-run-session -- sh -c '"+runObexd+" & exec obexctl'")
	client.await(client.stdout, "Client /org/bluez/obex")
	client.say("connect " + s.address("a") + "\n")
	client.await(client.stdout, "Connection successful")

	client.say("send /tmp/out/film\n")
	receiver.await(receiver.stdout, "received: film\n")
	client.say("send \"/tmp/out/Grüße aus Köln.txt\"\n")
	receiver.await(receiver.stdout, "received: Grüße aus Köln.txt\n")
	client.say("send /tmp/out/nothing\n")
	receiver.await(receiver.stdout, "received: nothing\n")
	checkObjects(s, "film", "Grüße aus Köln.txt", "nothing")

	client.say("send /tmp/out/film\n")
	receiver.await(receiver.stdout, "not received: film: another file of that name is there\n")
	client.await(client.stdout, "Status: error")

	client.say("send /tmp/out/long\n")
	awaitInbox(s, 700_000)
	client.say("cancel /org/bluez/obex/client/session0/transfer4\n")
	// obexd may keep to itself that it has cancelled, until it sends another file.
	client.say("send /tmp/out/last\n")
	receiver.await(receiver.stdout, "not received: long: the sender has cancelled\nreceived: last\n")
	assert.Equal(t, "Grüße aus Köln.txt\nfilm\nlast\nnothing\n", s.on("a", "env", "LC_ALL=C", "ls", "-A", "/tmp/inbox"))

	client.say("disconnect\n")
	receiver.await(receiver.stdout, s.address("b")+" has sent all\n")
	require.NoError(t, receiver.Signal(syscall.SIGINT))
	receiver.ends(130)
}
