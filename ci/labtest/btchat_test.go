package labtest

// examples/btchat: with itself, and with Qt's own example of that name, on a screen.

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// qtChat is Qt's own example, of Debian's package qtconnectivity5-examples.
const qtChat = "/usr/lib/x86_64-linux-gnu/qt5/examples/bluetooth/btchat/btchat"

// desktop is a screen on a host, with Qt's chat on it.
type desktop struct {
	*stage
	host string
	chat *process
}

const (
	display      = ":7"
	screenSize   = "810x300x24" // room for two windows side by side
	windowWidth  = 400
	windowHeight = 300
	// textHeight is how much of the window's top is surely what was said, and none of it the line
	// to type in.
	textHeight = 150
)

// onQtsStage is onStage with Qt's chat. It skips the test where what that needs is not installed;
// ci/test does that.
func onQtsStage(t *testing.T) *stage {
	t.Helper()
	s := onStage(t, "btchat")
	for _, program := range []string{qtChat, "Xvfb", "xdotool", "import", "xsel"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%v: ci/test installs it", err)
		}
	}
	return s
}

// openDesktop starts a screen on a host.
func openDesktop(s *stage, host string) *desktop {
	s.t.Helper()
	screen := s.launch("Xvfb", s.command(host, "Xvfb", display, "-screen", "0", screenSize, "-nolisten", "tcp", "-displayfd", "1"))
	screen.await(screen.said, strings.TrimPrefix(display, ":")+"\n")
	return &desktop{stage: s, host: host}
}

func (d *desktop) command(args ...string) *lab.Cmd {
	return d.stage.command(d.host, append([]string{"env", "DISPLAY=" + display}, args...)...)
}

func (d *desktop) run(args ...string) []byte {
	d.t.Helper()
	out, err := d.command(args...).Output()
	require.NoError(d.t, err, "%v", args)
	return out
}

// openChat starts Qt's chat, with the keyboard's focus on the line to type in.
func (d *desktop) openChat() {
	d.t.Helper()
	d.chat = d.launch("Qt's btchat", d.command(qtChat))
	d.place("Bluetooth Chat", 0)
}

// place waits for a window, and puts it where it is wanted, with the keyboard's focus: there is no
// window manager.
func (d *desktop) place(title string, x int) {
	d.t.Helper()
	d.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^"+title+"$", "windowmove", strconv.Itoa(x), "0",
		"windowsize", strconv.Itoa(windowWidth), strconv.Itoa(windowHeight), "windowfocus", "--sync")
}

// click clicks on a point of the screen.
func (d *desktop) click(x, y, times int) {
	d.t.Helper()
	d.run("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "--repeat", strconv.Itoa(times), "--delay", "20", "1")
}

// say types a line into the chat.
func (d *desktop) say(line string) {
	d.t.Helper()
	d.click(150, 214, 1)
	d.run("xdotool", "type", "--delay", "50", line)
	d.run("xdotool", "key", "Return")
}

// picture is the screen as it is now, also as PNG.
func (d *desktop) picture() (image.Image, []byte) {
	d.t.Helper()
	data := d.run("import", "-window", "root", "png:-")
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(d.t, err)
	return picture, data
}

// awaitText waits until what was said differs from what it was before.
func (d *desktop) awaitText(before image.Image) {
	d.t.Helper()
	for {
		require.NoError(d.t, d.ctx.Err())
		if now, _ := d.picture(); !sameText(before, now) {
			return
		}
	}
}

func sameText(a, b image.Image) bool {
	for y := range textHeight {
		for x := range windowWidth {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// text is what was said. It leaves it selected, so that what is said next replaces it.
func (d *desktop) text() string {
	d.t.Helper()
	d.run("xdotool", "mousemove", "13", "14", "mousedown", "1", "mousemove", "200", "100", "mousemove", "380", strconv.Itoa(textHeight),
		"mouseup", "1")
	return string(d.run("xsel", "--primary", "--output"))
}

// keep keeps a picture of the screen as an artefact.
func (d *desktop) keep(name string) {
	d.t.Helper()
	_, data := d.picture()
	path, err := filepath.Abs(filepath.Join("..", "..", "build", "labtest", name))
	require.NoError(d.t, err)
	require.NoError(d.t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(d.t, os.WriteFile(path, data, 0o666))
	d.t.Logf("screenshot: %s", path)
}

// launchChat starts our btchat on a host.
func launchChat(s *stage, host string, args ...string) *process {
	s.t.Helper()
	return s.launch("btchat on "+host, s.command(host, append([]string{"btchat"}, args...)...))
}

// Ours joins ours; what is typed is said, before the end of what is typed ends it.
func TestBtchatJoinsBtchat(t *testing.T) {
	s := onStage(t, "btchat")
	first := launchChat(s, "a")
	first.await(first.said, "waiting for others")
	second := launchChat(s, "b")
	second.await(second.said, "waiting for others")
	second.say("/join nonsense\n")
	second.await(second.said, "invalid")
	second.say("/join 02:00:00:00:00:01\n")
	second.await(second.said, "host is down")
	second.say("/join " + s.address("a") + "\n")
	second.await(second.said, "is here")
	first.await(first.said, "is here")
	first.say("Grüße\n")
	second.await(second.said, "): Grüße\n")
	first.say("/who\n")
	first.await(first.said, "* here: lab-b")
	second.say(strings.Repeat("long ", 4_000) + "line" + "\n")
	second.say("last words\n")
	require.NoError(t, second.stdin.Close())
	assert.Zero(t, second.status())
	first.await(first.said, "long line\n")
	first.await(first.said, "): last words\n")
	first.await(first.said, "is gone")
	assert.Equal(t, 1, strings.Count(second.said.String(), "waiting for others"), "it went on waiting")
	require.NoError(t, first.Signal(syscall.SIGTERM))
	assert.Equal(t, 143, first.status())

	alone := launchChat(s, "b", s.address("a"))
	assert.Equal(t, 1, alone.status(), "nobody offers the service any more")
}

// While b is in the chat of a, it still takes others in. They hear b, and not a. The second caller
// is on a too, as two machines can have two connections.
func TestBtchatTakesOthersInWhileItIsJoined(t *testing.T) {
	s := onStage(t, "btchat", "btcat")
	first := launchChat(s, "a")
	first.await(first.said, "waiting for others")
	second := launchChat(s, "b", s.address("a"))
	second.await(second.said, "is here")
	second.await(second.said, "waiting for others")
	beside := launchChat(s, "b", s.address("a"))
	assert.Equal(t, 1, beside.status(), "one connection at a time to a's channel")

	caller := s.start("a", "btcat --uuid e8e10f95-1a70-4b27-9ccf-02010264e9c8 "+s.address("b"))
	first.await(first.said, "is here")
	caller.say("the third\n")
	second.await(second.said, "): the third\n")
	first.say("the first\n")
	second.await(second.said, "): the first\n")
	second.say("/join " + s.address("a") + "\n")
	second.await(second.said, "another chat already")
	first.say("/join " + s.address("b") + "\n")
	first.await(first.said, "is here already")
	second.say("the second\n")
	caller.await(caller.stdout, "the second\n")
	first.await(first.said, "): the second\n")
	assert.NotContains(t, first.said.String(), "the third")
	assert.NotContains(t, caller.said.String(), "the first")

	// It takes them in after the chat that it has joined, too.
	first.say("/quit\n")
	assert.Zero(t, first.status())
	second.await(second.said, "is gone")
	caller.say("still here\n")
	second.await(second.said, "): still here\n")
	assert.Equal(t, 1, strings.Count(second.said.String(), "waiting for others"))
	second.say("/quit\n")
	assert.Zero(t, second.status())
	caller.ends(0)
}

// Lines that are too long for a peer are said in pieces, and nothing after them is lost.
func TestBtchatSaysLongLines(t *testing.T) {
	s := onStage(t, "btchat")
	first := launchChat(s, "a")
	first.await(first.said, "waiting for others")
	second := s.start("b", "(head -c 70000 /dev/zero | tr '\\0' x; echo; echo last words) | btchat "+s.address("a"))
	second.ends(0)
	first.await(first.said, "): last words\n")
	assert.Equal(t, 70_000, strings.Count(first.said.String(), "x"))

	unreadable := s.start("b", "btchat "+s.address("a")+" </tmp")
	unreadable.ends(1)
	assert.Contains(t, unreadable.stderr.String(), "btchat: standard input: ")
}

// On a terminal there is a prompt, below what is said, and Ctrl-C leaves.
func TestBtchatOnTerminal(t *testing.T) {
	s := onStage(t, "btchat")
	cmd := s.command("a", "btchat")
	cmd.Terminal = &lab.TerminalSize{Rows: 24, Columns: 80}
	chat := s.launch("btchat", cmd)
	chat.await(chat.said, "waiting for others")
	chat.await(chat.said, "> ")
	chat.say("hellp\x7fo\r")
	chat.await(chat.said, "nobody is here")
	chat.say("half a line\x03")
	assert.Equal(t, 130, chat.status())
}

// Ours joins Qt's.
func TestBtchatJoinsQts(t *testing.T) {
	s := onQtsStage(t)
	d := openDesktop(s, "a")
	d.openChat()
	empty, _ := d.picture()

	ours := launchChat(s, "b", s.address("a"))
	ours.await(ours.said, "is here")
	d.awaitText(empty)
	joined, _ := d.picture()
	ours.say("Hello Qt, this is Go\n")
	d.awaitText(joined)
	d.say("Hello Go, this is Qt")
	ours.await(ours.said, "): Hello Go, this is Qt\n")
	d.keep("btchat-joins-qts.png")

	text := d.text()
	t.Logf("Qt's window says:\n%s", text)
	assert.Contains(t, text, "has joined chat.")
	assert.Contains(t, text, ": Hello Qt, this is Go\n")
	assert.Contains(t, text, ": Hello Go, this is Qt\n")

	ours.say("/quit\n")
	assert.Zero(t, ours.status())
}

// Qt's joins ours.
func TestBtchatJoinedByQts(t *testing.T) {
	s := onQtsStage(t)
	// Qt's offers the service and goes on if it cannot; with BlueZ it can join others only then.
	other := launchChat(s, "a")
	other.await(other.said, "waiting for others")
	d := openDesktop(s, "a")
	d.openChat()
	d.chat.await(d.chat.said, "Cannot register profile")
	other.say("/quit\n")
	assert.Zero(t, other.status())

	ours := launchChat(s, "b")
	ours.await(ours.said, "waiting for others")
	d.click(349, 245, 1)
	const selectorX = windowWidth + 10
	d.place("Available chat services", selectorX)
	for !strings.Contains(ours.said.String(), "is here") {
		require.NoError(t, s.ctx.Err())
		d.click(selectorX+60, 50, 2) // the first one found, once it is
	}
	d.place("Bluetooth Chat", 0)
	d.say("Hello Go, this is Qt")
	ours.await(ours.said, "): Hello Go, this is Qt\n")
	before, _ := d.picture()
	ours.say("Hello Qt, this is Go\n")
	d.awaitText(before)
	d.keep("btchat-joined-by-qts.png")

	text := d.text()
	t.Logf("Qt's window says:\n%s", text)
	assert.Contains(t, text, "Joined chat with lab-b.")
	assert.Contains(t, text, "lab-b: Hello Qt, this is Go\n")
	require.NoError(t, ours.Signal(syscall.SIGINT))
	assert.Equal(t, 130, ours.status())
}
