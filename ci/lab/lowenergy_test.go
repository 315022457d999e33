package lab

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dialogue is a command that a test talks to.
type dialogue struct {
	t     *testing.T
	says  io.Writer
	reads *bufio.Reader
	end   func() // ends the command

	handle uint16 // of the characteristic, if the command is gatttool
}

// converse starts a command on a host, which ends with the test.
func converse(t *testing.T, h *Host, name string, args ...string) *dialogue {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cmd := h.CommandContext(ctx, name, args...)
	in, says := io.Pipe()
	reads, out := io.Pipe()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, out
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	go func() {
		out.CloseWithError(fmt.Errorf("%s on host %s has ended: %v", name, h.Name(), cmd.Wait()))
		close(ended)
	}()
	end := func() {
		cancel()
		reads.Close()
		says.Close()
		<-ended
	}
	t.Cleanup(end)
	return &dialogue{t: t, says: says, reads: bufio.NewReader(reads), end: end}
}

// await reads what the command prints until that has a text, and returns it.
func (d *dialogue) await(text string) string {
	d.t.Helper()
	late := time.AfterFunc(patience, d.end)
	defer late.Stop()
	var read strings.Builder
	for !strings.HasSuffix(read.String(), text) {
		c, err := d.reads.ReadByte()
		require.NoError(d.t, err, "want %q after %s", text, &read)
		read.WriteByte(c)
	}
	return read.String()
}

// say gives the command lines of input, each when the command has printed what the line before
// leads to.
func (d *dialogue) say(linesAndResults ...string) {
	d.t.Helper()
	for i, text := range linesAndResults {
		if i%2 == 1 {
			d.await(text)
			continue
		}
		_, err := io.WriteString(d.says, text+"\n")
		require.NoError(d.t, err)
	}
}

// The UUIDs of the peripheral's service and its characteristic.
const (
	testService        = "12345678-0000-1000-8000-00805f9b34fb"
	testCharacteristic = "12345679-0000-1000-8000-00805f9b34fb"
)

// advertise has a host's bluetoothd serve and advertise the test's service.
func advertise(t *testing.T, h *Host) *dialogue {
	t.Helper()
	const prompt = "# "
	p := converse(t, h, "bluetoothctl")
	p.await("Agent registered")
	p.say("menu gatt", "Menu gatt:",
		"register-service "+testService, "(yes/no): ", "yes", prompt,
		"register-characteristic "+testCharacteristic+" read,write,notify", "Enter value: ",
		"0x41", prompt,
		"register-application", "Application registered",
		"back", "Menu main:",
		"advertise on", "Advertising object registered")
	return p
}

const gatttoolPrompt = "[LE]> "

// central connects a host to the peripheral by Low Energy and subscribes to its characteristic.
func central(t *testing.T, h *Host, peripheral string) *dialogue {
	t.Helper()
	c := converse(t, h, "gatttool", "-b", peripheral, "-I")
	c.await(gatttoolPrompt)
	subscribe(c)
	return c
}

func subscribe(c *dialogue) {
	c.t.Helper()
	c.say("connect", "Connection successful")
	c.say("char-read-uuid "+testCharacteristic, "handle: 0x")
	handle := strings.Fields(c.await("value:"))[0]
	value, err := strconv.ParseUint(handle, 16, 16)
	require.NoError(c.t, err)
	c.handle = uint16(value)
	c.say(fmt.Sprintf("char-write-req 0x%04x 0100", c.handle+1), "written successfully")
}

// centralsOf returns the number of Low Energy connections in which a host is the peripheral.
func centralsOf(t *testing.T, h *Host) int {
	t.Helper()
	return strings.Count(output(t, h, "hcitool con"), "> LE ")
}

// awaitCentrals waits for the end of connections, which kernels keep for a moment.
func awaitCentrals(t *testing.T, h *Host, count int) {
	t.Helper()
	require.Eventually(t, func() bool { return centralsOf(t, h) == count }, patience, pollInterval)
}

func TestThreeCentralsOfOnePeripheral(t *testing.T) {
	l := bootedLab(t, Config{
		Hosts:  []HostConfig{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}},
		Memory: 512,
	})
	a := l.Host("a")
	advertise(t, a)
	var centrals []*dialogue
	for _, h := range l.Hosts()[1:] {
		centrals = append(centrals, central(t, h, a.Address()))
	}
	value := 0
	exchange := func(centrals ...*dialogue) {
		t.Helper()
		for _, writes := range centrals {
			value++
			writes.say(fmt.Sprintf("char-write-cmd 0x%04x %02x", writes.handle, value), "")
			for _, reads := range centrals {
				reads.await(fmt.Sprintf("Notification handle = 0x%04x value: %02x", reads.handle, value))
			}
		}
	}
	exchange(centrals...)
	assert.Equal(t, 3, centralsOf(t, a))
	centrals[0].say("disconnect", gatttoolPrompt)
	awaitCentrals(t, a, 2)
	exchange(centrals[1:]...)
	subscribe(centrals[0])
	exchange(centrals...)
	assert.Equal(t, 3, centralsOf(t, a))
}
