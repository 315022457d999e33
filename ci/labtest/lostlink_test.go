package labtest

// The ends of a connection: how each reads, on both ends, over both protocols and on both planes.

import (
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// endLink has the controller end the link to a device with an HCI reason.
func endLink(t *testing.T, device qtbt.Address, reason byte) {
	t.Helper()
	out, err := exec.Command("hcitool", "con").CombinedOutput()
	require.NoError(t, err, "%s", out)
	match := regexp.MustCompile(device.String() + ` handle (\d+)`).FindSubmatch(out)
	require.NotNil(t, match, "%s", out)
	handle, err := strconv.Atoi(string(match[1]))
	require.NoError(t, err)
	out, err = exec.Command("hcitool", "cmd", "0x01", "0x0006", // Disconnect
		fmt.Sprintf("0x%02x", handle&0xff), fmt.Sprintf("0x%02x", handle>>8), fmt.Sprintf("0x%02x", reason)).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// linkEnds are the reasons for which a link ends, and the error of a Read then; io.EOF if the peer
// has ended it.
var linkEnds = []struct {
	reason byte
	err    error
}{
	{0x08, syscall.ETIMEDOUT},
	{0x05, syscall.EACCES},
	{0x13, io.EOF},
	{0x15, io.EOF},
}

// The peer of the host that ends the link learns the reason. A lost link is no end, and what had
// arrived is read before.
func TestLostLinkIsNoEOF(t *testing.T) {
	for _, protocol := range []qtbt.Protocol{qtbt.RFCOMM, qtbt.L2CAP} {
		t.Run(protocol.String(), func(t *testing.T) { testLostLink(t, protocol) })
	}
}

func testLostLink(t *testing.T, protocol qtbt.Protocol) {
	const early = "arrived before"
	observe := func(t *testing.T, h *host, c *qtbt.Conn, want error) {
		h.tell("observing")
		awaitReadable(t, c)
		h.tell("arrived")
		h.await("ended")
		got, err := io.ReadAll(c)
		assert.Equal(t, early, string(got))
		if want == io.EOF {
			assert.NoError(t, err)
		} else {
			assert.ErrorIs(t, err, want)
		}
		_, again := c.Read(make([]byte, 1))
		if want == io.EOF {
			assert.Equal(t, io.EOF, again)
		} else {
			assert.ErrorIs(t, again, want, "time and again")
		}
		_, err = c.Write([]byte("x"))
		assert.Error(t, err)
		require.NoError(t, c.Close())
		h.tell("observed")
	}
	end := func(t *testing.T, h *host, c *qtbt.Conn, reason byte) {
		h.await("observing")
		_, err := c.Write([]byte(early))
		require.NoError(t, err)
		h.await("arrived")
		endLink(t, c.RemoteAddr().(qtbt.Addr).Address, reason)
		_, err = c.Read(make([]byte, 1))
		t.Logf("reason 0x%02x, the end that ended it: %v", reason, err)
		assert.Error(t, err)
		require.NoError(t, c.Close())
		h.tell("ended")
		h.await("observed")
	}
	onHosts(t, func(t *testing.T, h *host) {
		l, err := (&qtbt.ListenConfig{Protocol: protocol}).ListenService(t.Context(), serviceUUID(t), "lost")
		require.NoError(t, err)
		defer l.Close()
		h.tell("listening")
		for _, e := range linkEnds {
			c, err := l.AcceptConn()
			require.NoError(t, err)
			end(t, h, c, e.reason)
			c, err = l.AcceptConn()
			require.NoError(t, err)
			observe(t, h, c, e.err)
		}
	}, func(t *testing.T, h *host) {
		h.await("listening")
		d := qtbt.Dialer{Protocol: protocol}
		for _, e := range linkEnds {
			for _, play := range []func(*qtbt.Conn){
				func(c *qtbt.Conn) { observe(t, h, c, e.err) },
				func(c *qtbt.Conn) { end(t, h, c, e.reason) },
			} {
				c, err := d.DialService(t.Context(), h.peer, serviceUUID(t))
				require.NoError(t, err)
				play(c)
			}
		}
	})
}

// awaitReadable waits until there is something to read, and leaves it.
func awaitReadable(t *testing.T, c *qtbt.Conn) {
	t.Helper()
	raw, err := c.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Read(func(fd uintptr) bool {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		return err == nil && n == 1
	}))
}
