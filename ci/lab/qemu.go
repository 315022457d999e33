package lab

// One virtual machine: QEMU's command line, its process, and its console.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

const qemuProgram = "qemu-system-x86_64"

// machineConfig describes a virtual machine.
type machineConfig struct {
	image       *image
	commandLine string // of the kernel, in addition to what all guests have
	memory      int    // MiB
	accel       Accel
	root, share string // folders; empty for none
}

// commonCommandLine keeps the kernel quiet and quick. A guest that panics ends at once. On a busy
// machine an emulated guest may see too few timer interrupts while it counts them, and would panic:
// no_timer_check turns the counting off. With norandmaps a library has the same address in every
// process, so that QEMU translates its code once.
const commonCommandLine = "console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off random.trust_cpu=on no_timer_check " +
	"norandmaps tsc=reliable nowatchdog audit=0 selinux=0 apparmor=0 "

// The files that QEMU inherits: its end of the control connection, and what it boots.
const (
	controlFD = 3 + iota
	kernelFD
	initramfsFD
)

func (m machineConfig) args() []string {
	args := []string{
		"-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
		"-machine", "pc", "-smp", "1", "-m", strconv.Itoa(m.memory),
		"-kernel", fmt.Sprintf("/proc/self/fd/%d", kernelFD),
		"-initrd", fmt.Sprintf("/proc/self/fd/%d", initramfsFD),
		"-append", commonCommandLine + m.commandLine,
		"-serial", "stdio",
		"-device", "virtio-rng-pci",
		"-device", "virtio-serial-pci",
		"-chardev", fmt.Sprintf("socket,id=control,fd=%d", controlFD),
		"-device", "virtserialport,chardev=control,name=" + wire.PortName,
	}
	if m.accel == KVM {
		args = append(args, "-accel", "kvm", "-cpu", "host")
	} else {
		args = append(args, "-accel", "tcg,thread=single", "-cpu", "max")
	}
	if m.root != "" {
		args = append(args, ninep(guest.RootTag, m.root, "readonly=on,multidevs=remap")...)
	}
	if m.share != "" {
		args = append(args, ninep(guest.ShareTag, m.share, "multidevs=remap")...)
	}
	return args
}

func ninep(tag, path, options string) []string {
	path = strings.ReplaceAll(path, ",", ",,")
	return []string{
		"-fsdev", fmt.Sprintf("local,id=%s,path=%s,security_model=none,%s", tag, path, options),
		"-device", fmt.Sprintf("virtio-9p-pci,fsdev=%s,mount_tag=%s", tag, tag),
	}
}

// machine is a running QEMU. It cannot outlive this process: the kernel kills it with the thread
// that started it, and the guest turns itself off when its control connection ends.
type machine struct {
	control net.Conn
	console *tail
	process *os.Process
	kill    context.CancelFunc
	done    chan struct{} // closed when QEMU has ended
	err     error         // valid then
}

func startMachine(config machineConfig) (*machine, error) {
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	ctx, cancel := context.WithCancel(context.Background())
	m := &machine{control: ours, console: newTail(16 << 10), kill: cancel, done: make(chan struct{})}
	cmd := exec.CommandContext(ctx, qemuProgram, config.args()...)
	cmd.Stdout, cmd.Stderr = m.console, m.console
	cmd.ExtraFiles = []*os.File{theirs, config.image.kernel, config.image.initramfs}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}

	started := make(chan error)
	go func() {
		// The signal at the parent's death is sent when the parent's thread ends, so the thread has
		// to stay.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			m.err = cmd.Wait()
			close(m.done)
		}
	}()
	if err := <-started; err != nil {
		cancel()
		ours.Close()
		return nil, err
	}
	m.process = cmd.Process
	return m, nil
}

// socketPair returns two ends of a connection, ours for Go and theirs for a child process.
func socketPair() (net.Conn, *os.File, error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	file := os.NewFile(uintptr(fds[0]), "control")
	defer file.Close()
	theirs := os.NewFile(uintptr(fds[1]), "control")
	ours, err := net.FileConn(file)
	if err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return ours, theirs, nil
}

// awaitHello waits for the agent's first words.
func (m *machine) awaitHello(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { m.control.Close() })
	defer stop()
	hello := make([]byte, len(wire.Hello))
	_, err := io.ReadFull(m.control, hello)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("the guest was not up in time: %w%s", context.Cause(ctx), m.consoleText())
	case err != nil:
		<-m.done // QEMU has closed the connection because it ends
		return fmt.Errorf("the guest did not start: %w%s", m.exit(), m.consoleText())
	case string(hello) != wire.Hello:
		return fmt.Errorf("the guest greeted with %q", hello)
	}
	return nil
}

// exit returns how QEMU ended.
func (m *machine) exit() error {
	if m.err == nil {
		return errors.New("QEMU has ended")
	}
	return fmt.Errorf("QEMU has ended: %w", m.err)
}

func (m *machine) consoleText() string {
	text := m.console.String()
	if text == "" {
		return ""
	}
	return "\nits console:\n" + text
}

// close ends QEMU, whatever it does.
func (m *machine) close() {
	m.kill()
	<-m.done
	m.control.Close()
}

// tail is a writer that keeps the last bytes written.
type tail struct {
	mu    sync.Mutex
	limit int
	buf   bytes.Buffer
}

func newTail(limit int) *tail { return &tail{limit: limit} }

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p)
	if extra := t.buf.Len() - t.limit; extra > 0 {
		t.buf.Next(extra)
	}
	return len(p), nil
}

// String returns what was kept, without the carriage returns of a console.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(strings.ReplaceAll(t.buf.String(), "\r", ""))
}
