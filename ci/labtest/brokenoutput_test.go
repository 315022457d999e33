package labtest

// Programs of examples/ whose standard output breaks. Each ends with status 1 and reports the
// cause.

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBrokenOutputEndsPrograms(t *testing.T) {
	s := onStage(t, "scan", "services", "btsend", "btchat", "echo-server", "handlers-echo-server", "echo-client")
	for _, command := range []string{
		"scan", "services " + s.address("b"), "btsend receive --dir=/tmp", "btchat",
		"echo-server", "handlers-echo-server", "echo-client " + s.address("b"),
	} {
		full := s.start("a", command+" >/dev/full")
		full.ends(1)
		assert.Contains(t, full.stderr.String(), ": write /dev/stdout: no space left on device\n", command)
		pipe := s.start("a", "bash -o pipefail -c '"+command+" | true'")
		pipe.ends(1)
		assert.Contains(t, pipe.stderr.String(), ": write /dev/stdout: broken pipe\n", command)
	}
}

// These programs print nothing before there is a connection.
func TestBrokenOutputEndsConnectedPrograms(t *testing.T) {
	s := onStage(t, "btcat", "spp")
	for _, command := range []string{"btcat -l -v", "btcat -l -k -v", "spp listen"} {
		a := s.start("a", command+" >/dev/full")
		a.await(a.stderr, " on ")
		b := s.start("b", "btcat "+s.address("a"))
		b.say("text\n")
		a.ends(1)
		assert.Contains(t, a.stderr.String(), ": write /dev/stdout: no space left on device\n", command)
		<-b.ended
	}
}
