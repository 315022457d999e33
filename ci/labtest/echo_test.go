package labtest

// examples/echo-client with both echo servers.

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEchoClientAndServers(t *testing.T) {
	servers := []string{"echo-server", "handlers-echo-server"}
	s := onStage(t, append(servers, "echo-client")...)
	for _, name := range servers {
		server := s.start("a", name+" --name Parrot")
		server.await(server.stdout, "service \"Parrot\" registered on "+s.address("a")+", RFCOMM channel ")
		for _, address := range []string{s.address("a"), ""} {
			client := s.start("b", "echo-client --size=50000 "+address)
			client.ends(0)
			said := client.stdout.String()
			assert.Contains(t, said, "found \"Parrot\" on "+s.address("a")+", RFCOMM channel ")
			assert.Contains(t, said, "50000 bytes there and back in ")
			assert.Contains(t, said, "\ndisconnected\n")
		}
		left := "client " + s.address("b") + " left, 50000 bytes echoed\n"
		server.await(server.stdout, left+"client")
		client := s.start("b", "echo-client --uuid 1234 "+s.address("a"))
		client.ends(1)
		assert.Contains(t, client.stderr.String(), s.address("a")+" does not offer the service")

		client = s.start("b", "echo-client --size=100000000 "+s.address("a"))
		client.await(client.stdout, "connected")
		server.Signal(syscall.SIGINT)
		server.ends(130)
		client.ends(1)
		assert.Contains(t, client.stderr.String(), "bytes to come")
	}
}
