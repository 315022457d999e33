package labtest

// What the kernel does with Bluetooth sockets that a Conn has to cope with.

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// roundsVar is the environment variable that changes the number of rounds of a test.
const roundsVar = "LABTEST_ROUNDS"

// roundCount returns the number of rounds of a test.
func roundCount(t *testing.T, usual int) int {
	t.Helper()
	if text := os.Getenv(roundsVar); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return n
	}
	return usual
}

// Go's poller hears of a change once. Small exchanges with random pauses on both ends, over several
// connections, find a change that it would miss: an exchange would wait for ever.
func TestNoWakeUpIsLost(t *testing.T) {
	const services = 4
	rounds := roundCount(t, 2000)
	pause := func() {
		switch n := rand.IntN(100); {
		case n < 30:
			runtime.Gosched()
		case n < 60:
			for end := time.Now().Add(time.Duration(rand.IntN(300)) * time.Microsecond); time.Now().Before(end); {
			}
		case n < 65:
			time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
		}
	}
	onHosts(t, func(t *testing.T, h *host) {
		for _, id := range serviceUUIDs(t, services) {
			serveConns(t, qtbt.ListenConfig{}, id, func(c *qtbt.Conn) {
				p := make([]byte, 64)
				for {
					n, err := c.Read(p)
					if err != nil {
						return
					}
					pause()
					if _, err := c.Write(p[:n]); err != nil {
						return
					}
				}
			})
		}
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		var conns []*qtbt.Conn
		for _, id := range serviceUUIDs(t, services) {
			c, err := qtbt.Dial(t.Context(), h.peer, id)
			require.NoError(t, err)
			conns = append(conns, c)
		}
		var all sync.WaitGroup
		for _, c := range conns {
			all.Go(func() {
				defer c.Close()
				p := make([]byte, 64)
				for range rounds / services {
					n := 1 + rand.IntN(len(p))
					if _, err := c.Write(p[:n]); !assert.NoError(t, err) {
						return
					}
					pause()
					if _, err := io.ReadFull(c, p[:n]); !assert.NoError(t, err) {
						return
					}
				}
			})
		}
		all.Wait()
		h.tell("done")
	})
}

// rawL2CAP accepts a connection on a PSM with a socket of the kernel's. mtu is the size of the
// largest packet that it takes.
func rawL2CAP(t *testing.T, psm, mtu uint16, listening func()) *os.File {
	t.Helper()
	listener, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, unix.BTPROTO_L2CAP)
	require.NoError(t, err)
	defer unix.Close(listener)
	// struct l2cap_options: omtu, imtu, flush_to, mode, fcs, max_tx, txwin_size.
	const solL2CAP, l2capOptions = 6, 1
	options := string([]byte{0xa0, 0x02, byte(mtu), byte(mtu >> 8), 0xff, 0xff, 0, 1, 3, 0, 63, 0})
	require.NoError(t, unix.SetsockoptString(listener, solL2CAP, l2capOptions, options))
	require.NoError(t, unix.Bind(listener, &unix.SockaddrL2{PSM: psm}))
	require.NoError(t, unix.Listen(listener, 1))
	listening()
	fd, _, err := unix.Accept4(listener, unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	require.NoError(t, unix.SetNonblock(fd, true))
	file := os.NewFile(uintptr(fd), "raw")
	t.Cleanup(func() { file.Close() })
	return file
}

// Packets are no messages: an empty one is no end, one over the peer's MTU is cut, and a small
// buffer loses nothing. What came before the end is read, though the kernel reports the end first.
func TestConnOfL2CAPPackets(t *testing.T) {
	const psm, mtu = 0x1021, 100
	sizes := []int{1, 0, 672, 5, 0, 0, 300, 671, 0, 48}
	total := 0
	for _, size := range sizes {
		total += size
	}
	sent := randomBytes(total, 1)
	const written = 1000
	onHosts(t, func(t *testing.T, h *host) {
		peer := rawL2CAP(t, psm, mtu, func() { h.tell("listening") })
		rest := sent
		for _, size := range sizes {
			n, err := peer.Write(rest[:size])
			require.NoError(t, err)
			require.Equal(t, size, n)
			rest = rest[size:]
		}
		packet := make([]byte, 1000)
		var got []byte
		for len(got) < written {
			n, err := peer.Read(packet)
			require.NoError(t, err)
			assert.LessOrEqual(t, n, mtu)
			got = append(got, packet[:n]...)
		}
		assert.Equal(t, sha256.Sum256(randomBytes(written, 2)), sha256.Sum256(got))
		for range 3 {
			_, err := peer.Write([]byte("bye"))
			require.NoError(t, err)
		}
		_, err := peer.Write(nil)
		require.NoError(t, err)
		_, err = peer.Write([]byte("!"))
		require.NoError(t, err)
		require.NoError(t, peer.Close())
		h.tell("closed")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		c, err := (&qtbt.Dialer{Protocol: qtbt.L2CAP}).DialPort(t.Context(), h.peer, psm)
		require.NoError(t, err)
		got := make([]byte, total)
		for i := 0; i < total; { // buffers of all sizes
			n, err := c.Read(got[i:min(total, i+1+i%50)])
			require.NoError(t, err)
			require.Positive(t, n)
			i += n
		}
		assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(got))
		n, err := c.Write(randomBytes(written, 2))
		require.NoError(t, err)
		assert.Equal(t, written, n)
		h.await("closed")
		rest, err := io.ReadAll(c)
		require.NoError(t, err)
		assert.Equal(t, "byebyebye!", string(rest))
		_, err = c.Write([]byte("x"))
		assert.ErrorIs(t, err, qtbt.SocketRemoteHostClosedError)
		require.NoError(t, c.Close())
		h.tell("done")
	})
}

// writer marks the child process that writes, closes and ends: it is the protocol and the number of
// bytes.
const writer = "LABTEST_WRITER"

// What was written before Close arrives though the program ends at once, without Main, from both
// ends.
func TestWrittenDataOutlivesTheProgram(t *testing.T) {
	if job := os.Getenv(writer); job != "" {
		os.Exit(writeAndEnd(t, job))
	}
	jobs := []string{"RFCOMM 10", "RFCOMM 40000", "L2CAP 10", "L2CAP 40000"}
	write := func(t *testing.T, h *host, job, to string) {
		self, err := os.Executable()
		require.NoError(t, err)
		child := exec.Command(self, onlyThisTest(t))
		child.Env = append(os.Environ(), writer+"="+job+" "+to)
		out, err := child.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	onHosts(t, func(t *testing.T, h *host) {
		for _, job := range jobs {
			size := receiveFrom(t, h, job)
			t.Log(job, size)
		}
		for _, job := range jobs {
			h.await("ready")
			write(t, h, job, "listen")
			h.tell("ended") // and listens no more
		}
	}, func(t *testing.T, h *host) {
		for _, job := range jobs {
			h.await("receiving")
			write(t, h, job, h.peer.String())
			h.await("received")
		}
		for _, job := range jobs {
			protocol, port, size := parseJob(t, job)
			h.tell("ready")
			var c *qtbt.Conn
			eventually(t, "the other host listens", func() bool {
				var err error
				c, err = (&qtbt.Dialer{Protocol: protocol}).DialPort(t.Context(), h.peer, port)
				return err == nil
			})
			got, err := io.ReadAll(c)
			assert.NoError(t, err, job)
			assert.Len(t, got, size, job)
			require.NoError(t, c.Close())
			h.await("ended")
		}
	})
}

// parseJob returns what a job is about, and the port at which it is received.
func parseJob(t *testing.T, job string) (protocol qtbt.Protocol, port uint16, size int) {
	t.Helper()
	var name string
	_, err := fmt.Sscan(job, &name, &size)
	require.NoError(t, err)
	require.NoError(t, protocol.UnmarshalText([]byte(name)))
	if protocol == qtbt.L2CAP {
		return protocol, 0x1023, size
	}
	return protocol, 23, size
}

func receiveFrom(t *testing.T, h *host, job string) int {
	t.Helper()
	protocol, port, size := parseJob(t, job)
	l, err := (&qtbt.ListenConfig{Protocol: protocol}).ListenPort(t.Context(), port)
	require.NoError(t, err)
	defer l.Close()
	h.tell("receiving")
	c, err := l.AcceptConn()
	require.NoError(t, err)
	got, err := io.ReadAll(c)
	assert.NoError(t, err, job)
	assert.Len(t, got, size, job)
	require.NoError(t, c.Close())
	h.tell("received")
	return len(got)
}

// writeAndEnd is the child's work; it returns its exit status.
func writeAndEnd(t *testing.T, job string) int {
	protocol, port, size := parseJob(t, job)
	var name, to string
	if _, err := fmt.Sscan(job, &name, &size, &to); err != nil {
		return 2
	}
	c, err := func() (*qtbt.Conn, error) {
		if to != "listen" {
			return (&qtbt.Dialer{Protocol: protocol}).DialPort(t.Context(), qtbt.MustParseAddress(to), port)
		}
		l, err := (&qtbt.ListenConfig{Protocol: protocol}).ListenPort(t.Context(), port)
		if err != nil {
			return nil, err
		}
		return l.AcceptConn()
	}()
	if err == nil {
		_, err = c.Write(randomBytes(size, 1))
		err = errors.Join(err, c.Close())
	}
	if err != nil {
		println(err.Error())
		return 1
	}
	return 0
}

// Nothing of a transfer is lost when bluetoothd is killed in its middle, and Close does not wait
// for it.
func TestTransferWithoutBluetoothd(t *testing.T) {
	const size = 300_000
	transfer := func(t *testing.T, h *host, c *qtbt.Conn, mine, others byte) {
		wrote := make(chan error, 1)
		go func() { _, err := c.Write(randomBytes(size, mine)); wrote <- err }()
		got := make([]byte, size)
		_, err := io.ReadFull(c, got[:size/10])
		require.NoError(t, err)
		signalBluetoothd(t, "KILL")
		_, err = io.ReadFull(c, got[size/10:])
		require.NoError(t, err)
		assert.Equal(t, sha256.Sum256(randomBytes(size, others)), sha256.Sum256(got))
		require.NoError(t, <-wrote)
		h.tell("transferred")
		h.await("transferred")
		began := time.Now()
		require.NoError(t, c.Close())
		t.Log("Close took", time.Since(began))
	}
	onHosts(t, func(t *testing.T, h *host) {
		l, err := qtbt.Listen(t.Context(), serviceUUID(t), "bulk")
		require.NoError(t, err)
		h.tell("listening")
		c, err := l.AcceptConn()
		require.NoError(t, err)
		transfer(t, h, c, 1, 2)
		assert.NoError(t, l.Close(), "the service has ended with bluetoothd")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		transfer(t, h, dialConn(t, h), 2, 1)
	})
}
