package labtest

// examples/spp: serial lines between the two hosts.

import (
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/ci/lab"
)

func TestSppJoinsTwoLines(t *testing.T) {
	s := onStage(t, "spp")
	link := inTemp(t, "line")
	a := s.start("a", "spp listen --link "+link)
	a.await(a.stderr, "waiting for a client")
	b := s.start("b", "spp connect "+s.address("a")+" --link "+link)
	a.await(a.stdout, link)
	b.await(b.stdout, link)

	// All byte values, unchanged, both ways; the line stays between programs.
	for _, way := range [][2]string{{"a", "b"}, {"b", "a"}, {"a", "b"}} {
		to := s.start(way[1], "head -c 20000 <"+link+" | sha256sum")
		from := s.start(way[0], "head -c 20000 /dev/urandom >/tmp/bytes; sha256sum </tmp/bytes; cat /tmp/bytes >"+link)
		from.ends(0)
		to.ends(0)
		assert.Equal(t, from.stdout.String(), to.stdout.String())
	}

	// What a has sent when it ends can still be read on b, late as it is.
	s.start("a", "printf 'the end' >"+link).ends(0)
	late := s.start("b", "head -c 3 <"+link)
	late.ends(0)
	assert.Equal(t, "the", late.stdout.String())
	a.Signal(syscall.SIGINT)
	a.ends(130)
	rest := s.start("b", "cat <"+link)
	b.ends(0)
	assert.Contains(t, b.stderr.String(), "has ended")
	<-rest.ended // with which status, depends on how the kernel tells that the line is gone
	assert.Equal(t, " end", rest.stdout.String())
	s.start("a", "test -L "+link).ends(1)
	s.start("b", "test -L "+link).ends(1)
}

// The line outlives its connection: both ends in turn are killed and come back. They replace the
// links that they left behind.
func TestSppReconnects(t *testing.T) {
	s := onStage(t, "spp")
	link := inTemp(t, "line")
	listen := func() *process {
		a := s.start("a", "spp listen --reconnect --link "+link)
		a.await(a.stderr, "waiting for a client")
		return a
	}
	connect := func() *process {
		b := s.start("b", "spp connect --reconnect --delay 1s --link "+link+" "+s.address("a"))
		b.await(b.stdout, link)
		return b
	}
	pass := func(text string) {
		s.start("b", "printf '"+text+"' >"+link).ends(0)
		out := s.start("a", "head -c "+strconv.Itoa(len(text))+" <"+link)
		out.ends(0)
		assert.Equal(t, text, out.stdout.String())
	}
	a := listen()
	b := connect()
	a.await(a.stdout, link)
	pass("first")

	b.Signal(syscall.SIGKILL)
	<-b.ended
	b = connect()
	pass("second")

	a.Signal(syscall.SIGKILL)
	<-a.ended
	a = listen()
	a.await(a.stdout, link)
	pass("third")
	for _, end := range []*process{a, b} {
		end.Signal(syscall.SIGTERM)
		end.ends(143)
	}
}

func TestSppFails(t *testing.T) {
	s := onStage(t, "spp")
	for _, c := range []struct {
		command string
		status  int
		says    string
	}{
		{"spp", 80, "expected one of"},
		{"spp connect", 80, "<address>"},
		{"spp listen --delay=-1s", 80, "--delay is negative"},
		{"spp connect " + s.address("b"), 1, "Cannot connect to remote profile"},
	} {
		a := s.start("a", c.command)
		a.ends(c.status)
		assert.Contains(t, a.stderr.String(), c.says, c.command)
		assert.Empty(t, a.stdout.String())
	}

	// A link that cannot be made is an error before there is a connection.
	for link, says := range map[string]string{
		"/etc/hostname": "file exists", "/none/line": "no such file or directory",
	} {
		for _, command := range []string{"spp listen", "spp connect " + s.address("b")} {
			a := s.start("a", command+" --force --link "+link)
			a.ends(1)
			assert.Contains(t, a.stderr.String(), says, command)
			assert.NotContains(t, a.stderr.String(), "waiting", command)
		}
	}
}

// However spp ends, the next one can make the same link.
func TestSppEndsWithItsLink(t *testing.T) {
	s := onStage(t, "spp")
	link := inTemp(t, "line")
	// A connection made just after the last one may end with it.
	connect := "spp connect --reconnect --delay 1s --link " + link + " " + s.address("a")
	a := s.start("a", "spp listen --reconnect")
	a.await(a.stderr, "waiting for a client")
	for _, end := range []struct {
		signal syscall.Signal
		status int
	}{
		{syscall.SIGHUP, 129}, {syscall.SIGINT, 130}, {syscall.SIGQUIT, 131}, {syscall.SIGTERM, 143}, {syscall.SIGKILL, 137},
	} {
		b := s.start("b", "exec "+connect)
		b.await(b.stdout, link)
		if end.signal == syscall.SIGKILL {
			second := s.start("b", "spp listen --link "+link)
			second.ends(1)
			assert.Contains(t, second.stderr.String(), "--force", "the link is in use")
		}
		b.Signal(end.signal)
		assert.Equal(t, end.status, b.status(), end.signal)
		if end.signal != syscall.SIGKILL {
			s.start("b", "test -L "+link).ends(1)
		}
	}
	b := s.start("b", connect+" | true")
	b.ends(0)
	assert.Contains(t, b.stderr.String(), "broken pipe")
	s.start("b", "test -L "+link).ends(1)

	cmd := s.command("b", "sh", "-c", "exec "+connect)
	cmd.Terminal = &lab.TerminalSize{Rows: 24, Columns: 80}
	onTerminal := s.launch("spp on a terminal", cmd)
	onTerminal.await(onTerminal.stdout, link)
	s.start("b", "kill -HUP $(pidof spp)").ends(0) // as the kernel does when the terminal is closed
	assert.Equal(t, 129, onTerminal.status())
	s.start("b", "test -L "+link).ends(1)
}

// Programs that use the line one after another find it raw, whatever the last one has set. With
// --discard, they do not get what came before.
func TestSppResetsTheLine(t *testing.T) {
	s := onStage(t, "spp")
	link := inTemp(t, "line")
	a := s.start("a", "spp listen --link "+link)
	a.await(a.stderr, "waiting for a client")
	b := s.start("b", "spp connect --discard --link "+link+" "+s.address("a"))
	a.await(a.stdout, link)
	b.await(b.stdout, link)
	// Eighty bytes fit into one packet of RFCOMM.
	s.start("a", "printf 'nobody hears this' >"+link).ends(0)
	for range 3 {
		reader := s.start("b", "exec 3<>"+link+"; stty -F "+link+" -a; echo open; head -n 1 <&3; stty -F "+link+" sane 50")
		reader.await(reader.stdout, "open\n")
		assert.Contains(t, reader.stdout.String(), "speed 38400 baud")
		assert.Contains(t, reader.stdout.String(), "-icanon")
		assert.Contains(t, reader.stdout.String(), "-echo ")
		s.start("a", "printf 'heard\\nnot read' >"+link).ends(0)
		reader.ends(0)
		assert.Contains(t, reader.stdout.String(), "open\nheard\n")
	}
}
