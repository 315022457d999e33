package labtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// serviceUUID is a test's own service: BlueZ takes one profile for a UUID at a time.
func serviceUUID(t *testing.T) qtbt.UUID {
	sum := sha256.Sum256([]byte(t.Name()))
	return qtbt.UUID(sum[:16])
}

// listen starts a server with a registered service, both gone at the test's end.
func listen(t *testing.T, protocol qtbt.Protocol) (*qtbt.Server, *qtbt.ServiceInfo) {
	t.Helper()
	server, err := qtbt.NewServer(protocol)
	require.NoError(t, err)
	t.Cleanup(server.Delete)
	service, err := server.ListenService(serviceUUID(t), "qtbt lab test")
	require.NoError(t, err)
	t.Cleanup(func() { service.UnregisterService() })
	require.True(t, server.IsListening())
	return server, service
}

// accept returns the sockets of a server's connections as they come.
func accept(server *qtbt.Server) <-chan *qtbt.Socket {
	sockets := make(chan *qtbt.Socket, 10)
	server.OnNewConnection(func() {
		if s := server.NextPendingConnection(); s != nil {
			sockets <- s
		}
	})
	return sockets
}

// echo sends back all that comes to a server, until its connections end.
func echo(t *testing.T, server *qtbt.Server) (ended <-chan struct{}) {
	done := make(chan struct{}, 10)
	server.OnNewConnection(func() {
		s := server.NextPendingConnection()
		if !assert.NotNil(t, s) {
			return
		}
		s.OnReadyRead(func() { s.Write(s.ReadAll()) })
		s.OnDisconnected(func() {
			s.Delete()
			done <- struct{}{}
		})
	})
	return done
}

// meet makes a host's BlueZ know the other host, which Qt's BlueZ back end wants before it
// connects.
func meet(t *testing.T, h *host) {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	require.NoError(t, err)
	defer agent.Delete()
	found, finished := make(chan struct{}, 1), make(chan struct{})
	agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) {
		if d.Address() == h.peer {
			select {
			case found <- struct{}{}:
			default:
			}
		}
	})
	agent.OnFinished(func() { close(finished) })
	require.NoError(t, agent.StartMethods(qtbt.ClassicMethod))
	select {
	case <-found:
	case <-finished:
		require.NotEmpty(t, found, "discovery ended without the other host")
	}
}

// outcome is what came of a connection attempt.
type outcome struct {
	err  qtbt.SocketError
	text string
}

// connect connects a new socket by the test's UUID, and returns it with the outcome.
func connect(t *testing.T, h *host, protocol qtbt.Protocol, id qtbt.UUID) (*qtbt.Socket, outcome) {
	t.Helper()
	s, err := qtbt.NewSocket(protocol)
	require.NoError(t, err)
	t.Cleanup(s.Delete)
	result := make(chan outcome, 1)
	connected := s.OnConnected(func() { result <- outcome{} })
	failed := s.OnErrorOccurred(func(e qtbt.SocketError) { result <- outcome{e, s.ErrorString()} })
	defer connected.Cancel()
	defer failed.Cancel()
	require.NoError(t, s.ConnectToService(h.peer, id))
	return s, <-result
}

// dial is connect that must succeed.
func dial(t *testing.T, h *host, protocol qtbt.Protocol) *qtbt.Socket {
	t.Helper()
	s, result := connect(t, h, protocol, serviceUUID(t))
	require.Equal(t, outcome{}, result)
	return s
}

// exchange sends random bytes to an echoing peer and checks what comes back.
func exchange(t *testing.T, s *qtbt.Socket, size int) {
	t.Helper()
	sent := make([]byte, size)
	for i := range sent {
		sent[i] = byte(rand.Uint32())
	}
	back := sha256.New()
	count, done := 0, make(chan error, 2)
	reader := s.OnReadyRead(func() {
		data := s.ReadAll()
		back.Write(data)
		if count += len(data); count == size {
			done <- nil
		}
	})
	defer reader.Cancel()
	ended := s.OnDisconnected(func() { done <- fmt.Errorf("disconnected after %d of %d bytes", count, size) })
	defer ended.Cancel()
	_, err := s.Write(sent)
	require.NoError(t, err)
	require.NoError(t, <-done)
	want := sha256.Sum256(sent)
	require.Equal(t, hex.EncodeToString(want[:]), hex.EncodeToString(back.Sum(nil)))
}

// disconnected returns a channel that is closed when a socket's connection ends.
func disconnected(s *qtbt.Socket) <-chan struct{} {
	ended := make(chan struct{})
	s.OnDisconnected(func() { close(ended) })
	return ended
}

// power switches the host's first adapter.
func power(t *testing.T, on string) {
	t.Helper()
	args := powerCommand(on)
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// powerCommand is a command that switches a host's first adapter, the first by its path, as for Qt.
func powerCommand(on string) []string {
	return []string{"sh", "-c", `
		bluez() { dbus-send --system --print-reply --dest=org.bluez "$@"; }
		adapter=$(bluez / org.freedesktop.DBus.ObjectManager.GetManagedObjects |
			grep -o '/org/bluez/hci[0-9]*"' | tr -d '"' | sort --version-sort | head -n 1)
		bluez "$adapter" org.freedesktop.DBus.Properties.Set string:org.bluez.Adapter1 string:Powered variant:boolean:$0`, on}
}
