package labtest

// examples/btcat: content and exit statuses, between the two hosts.

import (
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBtcatTalks(t *testing.T) {
	s := onStage(t, "btcat")
	a := s.start("a", "btcat -l -v")
	a.await(a.stderr, "listening on rfcomm")
	b := s.start("b", "btcat -v "+s.address("a"))
	b.say("hello from b\n")
	a.await(a.stdout, "hello from b\n")
	a.say("hello from a\n")
	b.await(b.stdout, "hello from a\n")

	// The end of b's input does not end the connection; a's interrupt does.
	b.stdin.Close()
	a.say("still there\n")
	b.await(b.stdout, "still there\n")
	a.Signal(syscall.SIGINT)
	a.ends(130)
	b.ends(0)
}

// A file, with all of it sent before the end.
func TestBtcatSendsAFile(t *testing.T) {
	s := onStage(t, "btcat")
	a := s.start("a", "btcat -l --recv-only -v >/tmp/btcat-file && sha256sum </tmp/btcat-file")
	a.await(a.stderr, "listening")
	b := s.start("b", "head -c 150000 /dev/urandom >/tmp/btcat-file; sha256sum </tmp/btcat-file; btcat --send-only "+
		s.address("a")+" </tmp/btcat-file")
	b.ends(0)
	a.ends(0)
	assert.Equal(t, b.stdout.String(), a.stdout.String())
}

func TestBtcatOverL2CAP(t *testing.T) {
	s := onStage(t, "btcat")
	uuid := serviceUUID(t).String()
	a := s.start("a", "btcat -l --l2cap -v --uuid "+uuid)
	a.await(a.stderr, "listening on l2cap")
	text := strings.Repeat("over L2CAP, in more than one packet\n", 100)
	b := s.start("b", "btcat --l2cap -q 0 --uuid "+uuid+" "+s.address("a"))
	b.say(text)
	b.stdin.Close()
	b.ends(0)
	a.ends(0)
	assert.Equal(t, text, a.stdout.String())
}

// A client that Qt does not make: BlueZ's rctest, by channel.
func TestBtcatListensOnAChannel(t *testing.T) {
	s := onStage(t, "btcat")
	a := s.start("a", "btcat -l -p 7 -v >/tmp/btcat-file && wc -c </tmp/btcat-file")
	a.await(a.stderr, "listening")
	s.start("b", "rctest -s -P 7 -N 10 -b 300 "+s.address("a")).ends(0)
	a.ends(0)
	assert.Equal(t, "3000\n", a.stdout.String())
}

func TestBtcatConnectsToAChannel(t *testing.T) {
	s := onStage(t, "btcat")
	a := s.start("a", "btcat -l -p 7 -v")
	a.await(a.stderr, "listening")
	b := s.start("b", "btcat -p 7 "+s.address("a"))
	b.say("hello\n")
	a.await(a.stdout, "hello\n")
	b.Signal(syscall.SIGINT)
	b.ends(130)
	a.ends(0)
}

// A command for each client, one after another.
func TestBtcatRunsCommands(t *testing.T) {
	s := onStage(t, "btcat")
	a := s.start("a", `btcat -l -k -v --exec 'echo "you are $BTCAT_PEER"; head -n 1 | tr a-z A-Z'`)
	a.await(a.stderr, "listening")
	for _, word := range []string{"first", "second"} {
		b := s.start("b", "btcat "+s.address("a"))
		b.say(word + "\n")
		b.ends(0)
		assert.Equal(t, "you are "+s.address("b")+"\n"+strings.ToUpper(word)+"\n", b.stdout.String())
	}
	a.Signal(syscall.SIGINT)
	a.ends(130)
}

// Two clients at once: what is typed goes to both, and what they send is printed.
func TestBtcatHasAParty(t *testing.T) {
	s := threeHosts.stage(t, "btcat")
	a := s.start("a", "btcat -l -k -v")
	a.await(a.stderr, "listening")
	var guests []*process
	for _, host := range []string{"b", "c"} {
		guest := s.start(host, "btcat "+s.address("a"))
		guest.say("hello from " + host + "\n")
		a.await(a.stdout, "hello from "+host+"\n")
		guests = append(guests, guest)
	}
	a.say("hello to all\n")
	for _, guest := range guests {
		guest.await(guest.stdout, "hello to all\n")
	}
	a.Signal(syscall.SIGINT)
	a.ends(130)
	for _, guest := range guests {
		guest.ends(0)
	}
}

func TestBtcatFails(t *testing.T) {
	s := onStage(t, "btcat")
	for _, c := range []struct {
		command string
		status  int
		says    string
	}{
		{"btcat", 80, "the address of a device is missing"},
		{"btcat -l " + s.address("b"), 80, "with -l there is no address"},
		{"btcat -k " + s.address("b"), 80, "need -l"},
		{"btcat nonsense", 80, "nonsense"},
		{"btcat -l -p 31", 80, "RFCOMM channels are 1 to 30"},
		{"btcat -l -p 5 -u 1101", 80, "can't be used together"},
		{"btcat -p 5 " + s.address("b"), 1, "connection refused"},
		{"btcat -w 1s -l", 1, "nobody has connected"},
		{"btcat " + s.address("b"), 1, "Cannot connect to remote profile"},
	} {
		a := s.start("a", c.command)
		a.ends(c.status)
		assert.Contains(t, a.stderr.String(), c.says, c.command)
		assert.Empty(t, a.stdout.String())
	}
}
