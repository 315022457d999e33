package labtest

// Dials by a socket of the kernel's: to a channel, to one service of several, and where BlueZ's way
// cannot serve.

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// echoPort listens on a free port until the test's end, and echoes.
func echoPort(t *testing.T, protocol qtbt.Protocol) uint16 {
	t.Helper()
	l, err := (&qtbt.ListenConfig{Protocol: protocol}).ListenPort(t.Context(), 0)
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go acceptAll(l, echoConn)
	return l.Addr().(qtbt.Addr).Port
}

func TestDialPort(t *testing.T) {
	protocols := []qtbt.Protocol{qtbt.RFCOMM, qtbt.L2CAP}
	onHosts(t, func(t *testing.T, h *host) {
		for _, protocol := range protocols {
			h.tell(protocol.String(), echoPort(t, protocol))
		}
		h.await("done")
	}, func(t *testing.T, h *host) {
		for _, protocol := range protocols {
			port, err := strconv.ParseUint(h.await(protocol.String()), 10, 16)
			require.NoError(t, err)
			d := qtbt.Dialer{Protocol: protocol}
			// At once after each other, so that the kernel still closes the one before.
			for range 3 {
				c, err := d.DialPort(t.Context(), h.peer, uint16(port))
				require.NoError(t, err)
				assert.True(t, c.Direct())
				assert.Equal(t, qtbt.Addr{Protocol: protocol, Address: h.peer, Port: uint16(port)}, c.RemoteAddr())
				assert.Equal(t, h.self, c.LocalAddr().(qtbt.Addr).Address)
				exchangeConn(t, c, 5000)
			}
			c, err := d.DialPort(t.Context(), h.peer, 27) // nobody listens there
			assert.Nil(t, c)
			assert.Error(t, err)
			t.Log(err)
		}
		_, err := (&qtbt.Dialer{}).DialPort(t.Context(), h.peer, 27)
		assert.ErrorIs(t, err, syscall.ECONNREFUSED)
		assert.ErrorIs(t, err, qtbt.SocketServiceNotFoundError)
		_, err = (&qtbt.Dialer{}).DialPort(t.Context(), nobody, 1)
		assert.ErrorIs(t, err, syscall.EHOSTDOWN)
		assert.ErrorIs(t, err, qtbt.SocketHostNotFoundError)
		h.tell("done")
	})
}

// Of two services with one UUID, the one whose record is dialled is reached. bluetoothd, which
// publishes them, knows of no profile of theirs.
func TestDialServiceInfoReachesTheVeryService(t *testing.T) {
	channels := []int{5, 6}
	onHosts(t, func(t *testing.T, h *host) {
		for _, channel := range channels {
			sdptool(t, "add", "--channel="+strconv.Itoa(channel), "SP")
			l, err := (&qtbt.ListenConfig{}).ListenPort(t.Context(), uint16(channel))
			require.NoError(t, err)
			defer l.Close()
			go acceptAll(l, func(c *qtbt.Conn) { c.Write([]byte{byte(channel)}) })
		}
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		services := lookUp(t, h, qtbt.FullDiscovery, qtbt.ServiceClassSerialPort.UUID())
		require.Len(t, services, 2)
		var reached []int
		for _, service := range services {
			c, err := (&qtbt.Dialer{}).DialServiceInfo(t.Context(), service)
			require.NoError(t, err)
			got, err := io.ReadAll(c)
			require.NoError(t, err)
			require.Len(t, got, 1)
			assert.Equal(t, service.ServerChannel(), int(got[0]))
			reached = append(reached, int(got[0]))
			require.NoError(t, c.Close())
		}
		assert.ElementsMatch(t, channels, reached)
		_, err := (&qtbt.Dialer{}).DialServiceInfo(t.Context(), nil)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
		h.tell("done")
	})
}

// A program reaches two devices of one UUID at once, while it serves that UUID itself.
func TestDialOneUUIDOfTwoDevicesWhileServingIt(t *testing.T) {
	server := echoService(qtbt.ListenConfig{})
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		h.await("listening")
		h.await("listening")
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		var conns []*qtbt.Conn
		for _, device := range h.others {
			c, err := qtbt.Dial(t.Context(), device, serviceUUID(t))
			require.NoError(t, err)
			assert.True(t, c.Direct(), "Qt cannot register the UUID a second time")
			conns = append(conns, c)
		}
		var exchanges sync.WaitGroup
		for _, c := range conns {
			exchanges.Go(func() { exchangeConn(t, c, 10_000) })
		}
		exchanges.Wait()
		h.tell("done")
	}, server, server})
}

// Through Qt, too, a UUID is free for the next device once the connection stands.
func TestDialOneUUIDOfTwoDevices(t *testing.T) {
	server := echoService(qtbt.ListenConfig{})
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		h.await("listening")
		h.await("listening")
		for _, qtStream := range []bool{false, true} {
			var conns []*qtbt.Conn
			for _, device := range h.others {
				c, err := (&qtbt.Dialer{QtStream: qtStream}).DialService(t.Context(), device, serviceUUID(t))
				require.NoError(t, err)
				assert.False(t, c.Direct())
				conns = append(conns, c)
			}
			for _, c := range conns {
				exchangeConn(t, c, 10_000)
			}
		}
		h.tell("done")
	}, server, server})
}

// RFCOMM has one connection to a channel over a link.
func TestDialTheSameChannelTwice(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		c := dialConn(t, h)
		assert.False(t, c.Direct())
		for _, direct := range []bool{false, true} {
			_, err := (&qtbt.Dialer{Direct: direct}).DialService(t.Context(), h.peer, serviceUUID(t))
			assert.ErrorIs(t, err, syscall.EBUSY)
			assert.ErrorContains(t, err, "open already")
		}
		exchangeConn(t, c, 1000)
		c, err := (&qtbt.Dialer{Direct: true}).DialService(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err, "at once after the other's Close")
		assert.True(t, c.Direct())
		exchangeConn(t, c, 1000)
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("done")
	})
}

// A second service of a device, new while the link to it is up, which BlueZ does not notice.
func TestDialAServiceThatIsNew(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		ids := serviceUUIDs(t, 2)
		serveConns(t, qtbt.ListenConfig{}, ids[0], echoConn)
		h.tell("listening")
		h.await("connected")
		serveConns(t, qtbt.ListenConfig{}, ids[1], echoConn)
		h.tell("new")
		h.await("done")
	}, func(t *testing.T, h *host) {
		ids := serviceUUIDs(t, 2)
		h.await("listening")
		first, err := qtbt.Dial(t.Context(), h.peer, ids[0])
		require.NoError(t, err)
		h.tell("connected")
		h.await("new")
		second, err := qtbt.Dial(t.Context(), h.peer, ids[1])
		require.NoError(t, err)
		t.Log("direct:", second.Direct())
		exchangeConn(t, second, 1000)
		exchangeConn(t, first, 1000)
		h.tell("done")
	})
}

func TestDialFromAnAdapterOfChoice(t *testing.T) {
	threeHosts.run(t, []part{func(t *testing.T, h *host) {
		h.await("listening")
		for _, adapter := range h.adapters {
			c, err := (&qtbt.Dialer{Adapter: adapter}).DialService(t.Context(), h.peer, serviceUUID(t))
			require.NoError(t, err)
			assert.Equal(t, adapter, c.LocalAddr().(qtbt.Addr).Address)
			assert.Equal(t, adapter != h.adapters[0], c.Direct())
			exchangeConn(t, c, 1000)
		}
		_, err := (&qtbt.Dialer{Adapter: dummy}).DialService(t.Context(), h.peer, serviceUUID(t))
		assert.ErrorContains(t, err, "no local adapter")
		h.tell("done")
	}, echoService(qtbt.ListenConfig{}), idle})
}

// The protocol of the service decides: one that is not wanted is refused, and any is taken if none
// is.
func TestDialServicesOfTheOtherProtocol(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		ids := serviceUUIDs(t, 2)
		serveConns(t, qtbt.ListenConfig{Protocol: qtbt.RFCOMM}, ids[0], echoConn)
		serveConns(t, qtbt.ListenConfig{Protocol: qtbt.L2CAP}, ids[1], echoConn)
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		protocols := []qtbt.Protocol{qtbt.RFCOMM, qtbt.L2CAP}
		for i, id := range serviceUUIDs(t, 2) {
			for _, direct := range []bool{false, true} {
				_, err := (&qtbt.Dialer{Protocol: protocols[1-i], Direct: direct}).DialService(t.Context(), h.peer, id)
				assert.ErrorIs(t, err, qtbt.SocketUnsupportedProtocolError, "%v direct %v", protocols[i], direct)
				c, err := (&qtbt.Dialer{Direct: direct}).DialService(t.Context(), h.peer, id)
				require.NoError(t, err)
				assert.Equal(t, direct, c.Direct())
				assert.Equal(t, protocols[i], c.RemoteAddr().(qtbt.Addr).Protocol)
				exchangeConn(t, c, 1000)
			}
		}
		h.tell("done")
	})
}

// kernelSecurity is the level of a connection's security, as the kernel has it.
func kernelSecurity(t *testing.T, c *qtbt.Conn) (level byte) {
	t.Helper()
	raw, err := c.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		const btSecurity = 4
		security, err := unix.GetsockoptInt(int(fd), unix.SOL_BLUETOOTH, btSecurity)
		assert.NoError(t, err)
		level = byte(security)
	}))
	return level
}

// Security takes effect, and pairs when it has to.
func TestDialWithSecurity(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		for _, step := range []struct {
			security qtbt.Security
			level    byte
		}{{qtbt.Authorization, 1}, {qtbt.Encryption, 2}} {
			c, err := (&qtbt.Dialer{Security: step.security}).DialService(t.Context(), h.peer, serviceUUID(t))
			require.NoError(t, err)
			assert.True(t, c.Direct())
			assert.Equal(t, step.level, kernelSecurity(t, c))
			exchangeConn(t, c, 1000)
		}
		_, err := (&qtbt.Dialer{Security: qtbt.Secure}).DialService(t.Context(), h.peer, serviceUUID(t))
		assert.Error(t, err, "nobody compares numbers")
		t.Log(err)
		h.tell("done")
	})
}

// With a user on each side who compares numbers, the highest level is reached.
func TestDialSecure(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("listening")
		user.answer("yes")
		h.await("done")
	}, func(t *testing.T, h *host) {
		user := newUser(t, "DisplayYesNo")
		h.await("listening")
		go user.answer("yes")
		c, err := (&qtbt.Dialer{Security: qtbt.Secure}).DialService(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err)
		assert.Equal(t, byte(3), kernelSecurity(t, c))
		exchangeConn(t, c, 1000)
		h.tell("done")
	})
}

// asNobody marks the child process of a test that runs without privileges.
const asNobody = "LABTEST_AS_NOBODY"

// repeatAsNobody runs this test again, in a child process of an unprivileged user that asNobody
// marks. The child has these capabilities alone.
func repeatAsNobody(t *testing.T, capabilities ...uintptr) {
	t.Helper()
	// By this name the program is found though its folder is closed to others.
	child := exec.Command("/proc/self/exe", "-test.v", onlyThisTest(t))
	child.Env = append(os.Environ(), asNobody+"=1")
	child.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: 65534, Gid: 65534}, AmbientCaps: capabilities,
	}
	out, err := child.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func TestDialAsAnUnprivilegedUser(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		if os.Getenv(asNobody) != "" {
			require.NotZero(t, os.Getuid())
			for _, d := range []qtbt.Dialer{{Direct: true}, {}, {Direct: true}} {
				c, err := d.DialService(t.Context(), h.peer, serviceUUID(t))
				require.NoError(t, err)
				exchangeConn(t, c, 1000)
			}
			return
		}
		h.await("listening")
		meet(t, h)
		repeatAsNobody(t)
		h.tell("done")
	})
}

// A service can be dialled again at once, time after time, and nothing is left of it.
func TestDialAgainAndAgain(t *testing.T) {
	rounds := roundCount(t, 40)
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		exchangeConn(t, dialConn(t, h), 10)
		before := qtbt.Objects()
		descriptors := descriptorCount(t)
		directly := 0
		for round := range rounds {
			d := qtbt.Dialer{Direct: round%2 == 1}
			c, err := d.DialService(t.Context(), h.peer, serviceUUID(t))
			require.NoError(t, err, "round %d", round)
			if c.Direct() {
				directly++
			}
			exchangeConn(t, c, 10)
		}
		t.Log("direct:", directly, "of", rounds)
		eventually(t, "objects are left", func() bool { return qtbt.Objects().QObjects <= before.QObjects })
		assert.LessOrEqual(t, descriptorCount(t), descriptors)
		h.tell("done")
	})
}

func descriptorCount(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

// assertNoSocketInherited fails the test if a child process gets a socket of this process.
func assertNoSocketInherited(t *testing.T) {
	t.Helper()
	child := exec.Command("sleep", "infinity")
	require.NoError(t, child.Start())
	t.Cleanup(func() { child.Process.Kill(); child.Wait() })
	entries, err := os.ReadDir("/proc/" + strconv.Itoa(child.Process.Pid) + "/fd")
	require.NoError(t, err)
	for _, e := range entries {
		file, err := os.Readlink("/proc/" + strconv.Itoa(child.Process.Pid) + "/fd/" + e.Name())
		if errors.Is(err, fs.ErrNotExist) {
			continue // a file that the child itself has read while it started
		}
		require.NoError(t, err)
		assert.NotContains(t, file, "socket:", "descriptor %s", e.Name())
	}
}

// No descriptor of Bluetooth's reaches a child process, neither of layer 2 nor of Qt's classes: the
// peer notices the end though a child lives on.
func TestChildrenInheritNoConnection(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		ids := serviceUUIDs(t, 2)
		accepted := make(chan *qtbt.Conn, 2)
		for i, qtStream := range []bool{false, true} {
			l, err := (&qtbt.ListenConfig{QtStream: qtStream}).ListenService(t.Context(), ids[i], "childless")
			require.NoError(t, err)
			defer l.Close()
			go func() {
				c, err := l.AcceptConn()
				assert.NoError(t, err)
				accepted <- c
			}()
		}
		h.tell("listening")
		conns := []*qtbt.Conn{<-accepted, <-accepted}
		assertNoSocketInherited(t)
		for _, c := range conns {
			require.NoError(t, c.Close())
		}
		h.await("ended")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		ids := serviceUUIDs(t, 2)
		var conns []*qtbt.Conn
		for i, d := range []qtbt.Dialer{{QtStream: true}, {}} {
			c, err := d.DialService(t.Context(), h.peer, ids[i])
			require.NoError(t, err)
			conns = append(conns, c)
		}
		assertNoSocketInherited(t)
		for _, c := range conns {
			_, err := c.Read(make([]byte, 1))
			assert.Equal(t, io.EOF, err)
		}
		h.tell("ended")
	})
}

// At the descriptor limit Accept fails with EMFILE, without busy waiting, and serves the same
// client later.
func TestAcceptAtTheDescriptorLimit(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		reserveDescriptors(t)
		l, err := qtbt.Listen(t.Context(), serviceUUID(t), "at the limit")
		require.NoError(t, err)
		defer l.Close()
		lift := limitDescriptors(t)
		h.tell("listening")
		failures := 0
		for range 5 {
			_, err := l.Accept()
			assert.ErrorIs(t, err, syscall.EMFILE)
			if temporary, ok := errors.AsType[interface {
				error
				Temporary() bool
			}](err); assert.True(t, ok) {
				assert.True(t, temporary.Temporary(), "net/http goes on after it")
			}
			failures++
		}
		lift()
		for {
			c, err := l.AcceptConn()
			if errors.Is(err, syscall.EMFILE) { // from before
				failures++
				continue
			}
			require.NoError(t, err)
			go func() {
				echoConn(c)
				c.Close()
			}()
			break
		}
		assert.Less(t, failures, 50)
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("done")
	})
}

// At the descriptor limit a Dial fails with EMFILE, either way, and a later one works.
func TestDialAtTheDescriptorLimit(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		reserveDescriptors(t)
		h.await("listening")
		exchangeConn(t, dialConn(t, h), 10)
		lift := limitDescriptors(t)
		for _, direct := range []bool{false, true} {
			_, err := (&qtbt.Dialer{Direct: direct}).DialService(t.Context(), h.peer, serviceUUID(t))
			assert.ErrorIs(t, err, syscall.EMFILE, "direct %v", direct)
		}
		lift()
		for _, direct := range []bool{false, true} {
			c, err := (&qtbt.Dialer{Direct: direct}).DialService(t.Context(), h.peer, serviceUUID(t))
			require.NoError(t, err)
			exchangeConn(t, c, 10)
		}
		h.tell("done")
	})
}

// A peer that closes as soon as it has accepted leaves an orderly end, also when it closes before
// bluetoothd has answered.
func TestPeerClosesAtOnce(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), func(*qtbt.Conn) {})
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		connected := 0
		for round := range 20 {
			c, err := (&qtbt.Dialer{Direct: round%2 == 1}).DialService(t.Context(), h.peer, serviceUUID(t))
			if err != nil { // it was over before it was a connection
				t.Log(err)
				continue
			}
			connected++
			assert.Equal(t, h.peer, c.RemoteAddr().(qtbt.Addr).Address)
			_, err = c.Read(make([]byte, 1))
			assert.Equal(t, io.EOF, err)
			require.NoError(t, c.Close())
		}
		assert.Positive(t, connected)
		h.tell("done")
	})
}

// The end of its context ends a direct Dial at once that waits for the device to answer the lookup.
func TestDirectDialCanceled(t *testing.T) {
	onQuietHosts(t, func(t *testing.T, h *host) {
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		signalBluetoothd(t, "STOP") // it is the SDP server
		h.tell("mute")
		h.await("canceled")
		signalBluetoothd(t, "CONT")
		h.tell("back")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("mute")
		ctx, cancel := context.WithTimeout(t.Context(), moment)
		defer cancel()
		_, err := (&qtbt.Dialer{Direct: true}).DialService(ctx, h.peer, serviceUUID(t))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		deadline, _ := ctx.Deadline()
		assert.Less(t, time.Since(deadline), time.Second)
		h.tell("canceled")
		h.await("back")
		c, err := (&qtbt.Dialer{Direct: true}).DialService(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err)
		exchangeConn(t, c, 1000)
		h.tell("done")
	})
}

// reservedDescriptors is how many numbers of descriptors reserveDescriptors takes.
const reservedDescriptors = 64

// reserveDescriptors takes the lowest numbers of descriptors, for limitDescriptors.
func reserveDescriptors(t *testing.T) {
	t.Helper()
	for {
		fd, err := unix.Dup(0)
		require.NoError(t, err)
		t.Cleanup(func() { unix.Close(fd) })
		if fd >= reservedDescriptors {
			return
		}
	}
}

// limitDescriptors has the process open no descriptor until the returned function is called. The
// numbers up to the limit are those that reserveDescriptors has taken, so a descriptor that is
// still being closed leaves no room for another.
func limitDescriptors(t *testing.T) (lift func()) {
	t.Helper()
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	low := unix.Rlimit{Cur: reservedDescriptors, Max: limit.Max}
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &low))
	return func() { require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)) }
}
