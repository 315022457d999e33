package guest

// Commands on a terminal, for an interactive shell.

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
	"golang.org/x/sys/unix"
)

// startOnTerminal starts a command as the leader of a session on a new pseudo-terminal.
func startOnTerminal(cmd *exec.Cmd, req wire.Request, out *frameWriter) (stdin io.WriteCloser, finish func(), err error) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	slave, err := openSlave(master, req.TTY)
	if err != nil {
		master.Close()
		return nil, nil, err
	}
	defer slave.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		master.Close()
		return nil, nil, err
	}
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		// It ends with EIO when the last process has closed the terminal.
		_, _ = io.Copy(out.stream(wire.TypeStdout), master)
	}()
	return keyboard{master}, func() { <-copied; master.Close() }, nil
}

// keyboard is a terminal's input side. Its end is Ctrl-D, as closing it would be a hang-up.
type keyboard struct{ master *os.File }

func (k keyboard) Write(p []byte) (int, error) { return k.master.Write(p) }

func (k keyboard) Close() error {
	_, err := k.master.Write([]byte{4})
	return err
}

func openSlave(master *os.File, size *wire.Size) (*os.File, error) {
	conn, err := master.SyscallConn()
	if err != nil {
		return nil, err
	}
	var number int
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed != nil {
			return
		}
		if number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN); failed != nil {
			return
		}
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: size.Rows, Col: size.Columns})
	})
	if err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	return os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
}
