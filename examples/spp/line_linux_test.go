package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// childVar is set for a child process in which the test binary opens a line instead of running
// tests. The child gives the line the link that the variable names, and waits.
const childVar = "QTBT_SPP_TEST_LINK"

func init() {
	if link := os.Getenv(childVar); link != "" {
		if _, err := openLine(lineOptions{link: link}); err != nil {
			panic(err)
		}
		os.Stdout.WriteString("ready")
		select {}
	}
}

// kill starts a process that opens a line, and kills it.
func kill(t *testing.T, link string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childVar+"="+link)
	child.Stderr = os.Stderr
	stdout, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	_, err = io.ReadFull(stdout, make([]byte, len("ready")))
	require.NoError(t, err)
	refused(t, lineOptions{link: link}, os.ErrExist, "--force")
	require.NoError(t, child.Process.Kill())
	_ = child.Wait()
}

// tick waits until the clock of file systems, which is coarse, has advanced.
func tick() { time.Sleep(20 * time.Millisecond) }

func TestLinkOfAKilledSppIsReplaced(t *testing.T) {
	link := filepath.Join(t.TempDir(), "line")
	kill(t, link)
	target, err := os.Readlink(link)
	require.NoError(t, err)
	l := newLine(t, lineOptions{link: link})
	require.NoError(t, l.Close())
	assert.NoFileExists(t, link)

	// Another program's terminal has got the number.
	kill(t, link)
	tick()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	defer master.Close()
	defer slave.Close()
	if slave.Name() != target {
		t.Logf("the terminal that was killed, %s, is not the new one, %s", target, slave.Name())
	}
	newLine(t, lineOptions{link: link})
}

func TestLinksThatSppDidNotMakeAreKept(t *testing.T) {
	dir := t.TempDir()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	defer master.Close()
	defer slave.Close()
	for name, target := range map[string]string{"terminal": slave.Name(), "dangling": "/dev/ttyUSB999", "folder": dir} {
		link := filepath.Join(dir, name)
		require.NoError(t, os.Symlink(target, link))
		refused(t, lineOptions{link: link}, os.ErrExist, "--force")
	}
	link := filepath.Join(dir, "terminal")
	old := []unix.Timespec{{Sec: 1}, {Sec: 1}}
	require.NoError(t, unix.UtimesNanoAt(unix.AT_FDCWD, link, old, unix.AT_SYMLINK_NOFOLLOW))
	newLine(t, lineOptions{link: link})
}

// A line keeps its claim when its mode changes, although its terminal then looks newer than the
// link.
func TestLinkOfALineWithAnotherModeIsKept(t *testing.T) {
	link := filepath.Join(t.TempDir(), "line")
	newLine(t, lineOptions{link: link})
	tick()
	require.NoError(t, os.Chmod(link, 0o666))
	refused(t, lineOptions{link: link}, os.ErrExist, "--force")
}

// use opens a line as a program does.
func use(t *testing.T, l *ptyLine) *os.File {
	t.Helper()
	f, err := os.OpenFile(l.Name(), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// awaitReset waits until a line was reset a number of times.
func awaitReset(t *testing.T, l *ptyLine, times int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.resets < times {
		l.renewed.Wait()
	}
	require.Equal(t, times, l.resets)
}

// spoil changes everything that a program can change, and closes the line.
func spoil(t *testing.T, program *os.File) {
	t.Helper()
	fd := int(program.Fd())
	settings, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	require.NoError(t, err)
	settings.Iflag |= unix.ICRNL | unix.IXON | unix.ISTRIP
	settings.Oflag |= unix.OPOST | unix.ONLCR
	settings.Lflag |= unix.ICANON | unix.ISIG
	settings.Cflag = settings.Cflag&^unix.CBAUD | unix.B50
	require.NoError(t, unix.IoctlSetTermios(fd, unix.TCSETS, settings))
	require.NoError(t, unix.IoctlSetInt(fd, unix.TCXONC, unix.TCOOFF))
	require.NoError(t, unix.IoctlSetInt(fd, unix.TIOCEXCL, 0))
	require.NoError(t, program.Close())
}

// readAll reads what programs write to a line, until the line is closed.
func readAll(t *testing.T, l *ptyLine) <-chan string {
	t.Helper()
	typed := make(chan string)
	go func() {
		defer close(typed)
		p := make([]byte, 100)
		for {
			n, err := l.Read(p)
			if err != nil {
				return
			}
			typed <- string(p[:n])
		}
	}()
	t.Cleanup(func() {
		l.Close()
		for range typed {
		}
	})
	return typed
}

func TestEachProgramGetsARawLine(t *testing.T) {
	l := newLine(t, lineOptions{})
	typed := readAll(t, l)
	for i := range 50 {
		program := use(t, l)
		settings, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS)
		require.NoError(t, err)
		require.Equal(t, l.raw, settings)
		exclusive, err := unix.IoctlGetInt(int(program.Fd()), unix.TIOCGEXCL)
		require.NoError(t, err)
		require.Zero(t, exclusive)
		_, err = program.WriteString("a\r\n")
		require.NoError(t, err)
		require.Equal(t, "a\r\n", <-typed)
		spoil(t, program)
		awaitReset(t, l, i+1)
	}
}

// Bytes that a program has typed may wait for a connection. The line is reset all the same.
func TestLineIsResetWhileNobodyReadsIt(t *testing.T) {
	l := newLine(t, lineOptions{})
	program := use(t, l)
	_, err := program.WriteString("typed")
	require.NoError(t, err)
	spoil(t, program)
	awaitReset(t, l, 1)
	assert.Equal(t, "typed", <-readAll(t, l))
}

// A program's settings stay while another program has the line open.
func TestSettingsStayWhileAProgramIsThere(t *testing.T) {
	l := newLine(t, lineOptions{})
	stays := use(t, l)
	spoil(t, use(t, l))
	require.Eventually(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.slave < 0
	}, time.Minute, time.Millisecond, "the line waits for the last program")
	settings, err := unix.IoctlGetTermios(int(stays.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.NotEqual(t, l.raw, settings)
	require.NoError(t, stays.Close())
	awaitReset(t, l, 1)
}

func TestLineKeepsWhatComesWhileNoProgramIsThere(t *testing.T) {
	l := newLine(t, lineOptions{})
	_, err := l.Write([]byte("one "))
	require.NoError(t, err)
	program := use(t, l)
	assert.Equal(t, "one ", read(t, program, 4))
	_, err = l.Write([]byte("two "))
	require.NoError(t, err)
	spoil(t, program)
	awaitReset(t, l, 1)
	_, err = l.Write([]byte("three"))
	require.NoError(t, err)
	assert.Equal(t, "two three", read(t, use(t, l), 9))
}

// awaitClosed waits until a line has noticed that no program has it open.
func awaitClosed(t *testing.T, l *ptyLine) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.slave < 0 {
		l.renewed.Wait()
	}
}

func TestDiscardDropsWhatComesWhileNoProgramIsThere(t *testing.T) {
	l := newLine(t, lineOptions{discard: true})
	typed := readAll(t, l)
	for range 100 { // more than the line has room for
		_, err := l.Write(make([]byte, 4096))
		require.NoError(t, err)
	}
	for range 50 {
		program := use(t, l)
		_, err := program.WriteString("typed")
		require.NoError(t, err)
		require.Equal(t, "typed", <-typed)
		_, err = l.Write([]byte("heard"))
		require.NoError(t, err)
		require.Equal(t, "heard", read(t, program, 5))
		_, err = l.Write([]byte("not read"))
		require.NoError(t, err)
		require.NoError(t, program.Close())
		awaitClosed(t, l)
		_, err = l.Write([]byte("late"))
		require.NoError(t, err)
	}
}
