// examples/spp: serial lines between the two hosts.

package labtest

import (
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
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

// The line outlives its connection: both ends in turn go and come back.
func TestSppReconnects(t *testing.T) {
	s := onStage(t, "spp")
	link := inTemp(t, "line")
	listen := func() *process {
		a := s.start("a", "spp listen --force --reconnect --link "+link)
		a.await(a.stderr, "waiting for a client")
		return a
	}
	connect := func() *process {
		b := s.start("b", "spp connect --force --reconnect --delay 1s --link "+link+" "+s.address("a"))
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

	// A link is not made where something is.
	a := s.start("a", "spp listen")
	a.await(a.stderr, "waiting")
	b := s.start("b", "spp connect --link /etc/hostname --force "+s.address("a"))
	b.ends(1)
	assert.Contains(t, b.stderr.String(), "file exists")
	a.ends(0)
}
