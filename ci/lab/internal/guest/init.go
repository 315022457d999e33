package guest

// The guest's first process: from the initramfs to a served root tree.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// The names which the lab and the guest agree on.
const (
	ModuleList = "/modules/list" // in the initramfs: the modules' files, in the order of loading
	RootTag    = "root"          // the 9p share with the root tree
	ShareTag   = "share"         // the 9p share that is writable
	ShareDir   = "/lab"          // where the guest sees it

	optionHost  = "btlab.host"  // on the kernel's command line: the guest's host name
	optionShare = "btlab.share" // there is a writable share
	optionProbe = "btlab.probe" // only show that a guest runs

	// ProbeAnswer is what a guest started as a probe writes to its console.
	ProbeAnswer = "btlab: the guest runs"
)

// CommandLine returns the kernel's command line for a guest.
func CommandLine(host string, share bool) string {
	line := optionHost + "=" + host
	if share {
		line += " " + optionShare + "=1"
	}
	return line
}

// ProbeCommandLine returns the kernel's command line for a guest that only shows that it runs.
func ProbeCommandLine() string { return optionProbe + "=1" }

// Init is the guest's first process. It sets the guest up, starts the agent as a child, reaps
// orphaned processes, and turns the guest off when the agent ends.
func Init() {
	err := initGuest()
	if err != nil {
		fmt.Fprintln(os.Stderr, "btlab: the guest failed:", err)
	}
	_ = unix.Reboot(unix.LINUX_REBOOT_CMD_RESTART) // QEMU has -no-reboot, and ends
}

func initGuest() error {
	if err := mountAll([]mount{
		{"devtmpfs", "/dev", "devtmpfs", 0, ""},
		{"proc", "/proc", "proc", 0, ""},
		{"sysfs", "/sys", "sysfs", 0, ""},
	}); err != nil {
		return err
	}
	options, err := readOptions("/proc/cmdline")
	if err != nil {
		return err
	}
	if options[optionProbe] != "" {
		fmt.Println(ProbeAnswer)
		return nil
	}
	if err := loadModules(ModuleList); err != nil {
		return err
	}
	if err := enterRoot(options[optionShare] != ""); err != nil {
		return err
	}
	if err := unix.Sethostname([]byte(options[optionHost])); err != nil {
		return err
	}
	if err := loopbackUp(); err != nil {
		return err
	}
	// The root tree's modprobe has no modules for this kernel: save the kernel the attempts.
	if err := os.WriteFile("/proc/sys/kernel/modprobe", []byte("\n"), 0); err != nil {
		return err
	}
	return runAgent()
}

// readOptions reads the kernel's command line.
func readOptions(path string) (map[string]string, error) {
	line, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	options := map[string]string{}
	for _, word := range strings.Fields(string(line)) {
		name, value, _ := strings.Cut(word, "=")
		options[name] = value
	}
	return options, nil
}

func loadModules(list string) error {
	names, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	for _, name := range strings.Fields(string(names)) {
		f, err := os.Open(filepath.Join(filepath.Dir(list), name))
		if err != nil {
			return err
		}
		err = unix.FinitModule(int(f.Fd()), "", 0)
		f.Close()
		if err != nil && err != unix.EEXIST {
			return fmt.Errorf("loading %s: %w", name, err)
		}
	}
	return nil
}

type mount struct {
	source, target, fstype string
	flags                  uintptr
	data                   string
}

func mountAll(mounts []mount) error {
	for _, m := range mounts {
		if err := os.MkdirAll(m.target, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.source, m.target, m.fstype, m.flags, m.data); err != nil {
			return fmt.Errorf("mounting %s: %w", m.target, err)
		}
	}
	return nil
}

// enterRoot puts a writable layer over the shared root tree and makes the two the root.
func enterRoot(share bool) error {
	const ninep = "trans=virtio,version=9p2000.L,msize=512000,cache="
	mounts := []mount{
		{RootTag, "/lower", "9p", unix.MS_RDONLY, ninep + "loose"},
		{"tmpfs", "/layer", "tmpfs", 0, "mode=755"},
	}
	if err := mountAll(mounts); err != nil {
		return err
	}
	for _, dir := range []string{"/layer/upper", "/layer/work"} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
	}
	const move = unix.MS_MOVE
	mounts = []mount{
		{"overlay", "/root", "overlay", 0, "lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work"},
		{"/dev", "/root/dev", "", move, ""},
		{"/proc", "/root/proc", "", move, ""},
		{"/sys", "/root/sys", "", move, ""},
		{"devpts", "/root/dev/pts", "devpts", 0, "mode=620,ptmxmode=666"},
		{"tmpfs", "/root/dev/shm", "tmpfs", 0, "mode=1777"},
		{"tmpfs", "/root/run", "tmpfs", 0, "mode=755"},
		// The guest's bluetoothd does not share the memory of the machine's.
		{"tmpfs", "/root/var/lib/bluetooth", "tmpfs", 0, "mode=700"},
	}
	if share {
		mounts = append(mounts, mount{ShareTag, "/root" + ShareDir, "9p", 0, ninep + "none"})
	}
	if err := mountAll(mounts); err != nil {
		return err
	}
	if err := unix.Chdir("/root"); err != nil {
		return err
	}
	if err := unix.Mount(".", "/", "", move, ""); err != nil {
		return fmt.Errorf("moving the root: %w", err)
	}
	if err := unix.Chroot("."); err != nil {
		return err
	}
	return unix.Chdir("/")
}

// loopbackUp lets programs use 127.0.0.1, the only network that a guest has.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	ifr.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr)
}

// runAgent runs this program once more, as the agent, and reaps every process until that one ends.
func runAgent() error {
	agent, err := os.StartProcess("/proc/self/exe", []string{"btlab-agent"}, &os.ProcAttr{
		Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
		Env:   []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
	})
	if err != nil {
		return err
	}
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		if pid == agent.Pid {
			return nil
		}
	}
}
