package lab

// Whether guests run under KVM on this machine. Its device is no proof: on some machines guests
// hang.

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
	"golang.org/x/sys/unix"
)

// kvmPatience is how long a guest may take to print one line.
const kvmPatience = 10 * time.Second

// kvmFinding is the result of a probe, which holds until the machine is booted anew.
type kvmFinding struct {
	Boot  string // the machine's boot id
	Works bool
}

const kvmFile = "kvm.json"

// Probe returns how guests run on this machine. It needs what [Start] needs, and may take some
// seconds, but does that only once for each boot of the machine.
func Probe(ctx context.Context, w io.Writer) (Accel, error) {
	log := log.New(w, "", 0)
	i, err := openImage(ctx, log)
	if err != nil {
		return "", fmt.Errorf("lab: %w", err)
	}
	defer i.Close()
	return probeKVM(ctx, i, log), nil
}

// probeKVM returns KVM if a guest was seen to run under it, and TCG otherwise.
func probeKVM(ctx context.Context, i *image, log *log.Logger) Accel {
	if !kvmAnswers() {
		return TCG
	}
	found, known := readFinding()
	if !known {
		log.Printf("probing whether a guest runs under KVM (at most %v, once for each boot of this machine)", kvmPatience)
		found.Works = guestRuns(ctx, i, KVM, kvmPatience)
		if ctx.Err() == nil {
			writeFinding(found)
		}
	}
	if found.Works {
		return KVM
	}
	return TCG
}

// kvmAnswers reports whether the device returns its version. It fails at once if there is no device
// or no permission.
func kvmAnswers() bool {
	const getVersion, version = 0xae00, 12
	f, err := os.OpenFile("/dev/kvm", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	v, err := unix.IoctlRetInt(int(f.Fd()), getVersion)
	return err == nil && v == version
}

// guestRuns boots a guest that prints a line and ends.
func guestRuns(ctx context.Context, i *image, accel Accel, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	m, err := startMachine(machineConfig{image: i, commandLine: guest.ProbeCommandLine(), memory: 256, accel: accel})
	if err != nil {
		return false
	}
	defer m.close()
	select {
	case <-m.done:
	case <-ctx.Done():
	}
	return strings.Contains(m.console.String(), guest.ProbeAnswer)
}

// readFinding returns the result of an earlier probe, if one was made since the machine was booted.
func readFinding() (found kvmFinding, known bool) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return found, false
	}
	now := kvmFinding{Boot: strings.TrimSpace(string(boot))}
	dir, err := CacheDir()
	if err != nil {
		return now, false
	}
	data, err := os.ReadFile(filepath.Join(dir, kvmFile))
	if err != nil || json.Unmarshal(data, &found) != nil || found.Boot != now.Boot {
		return now, false
	}
	return found, true
}

// writeFinding keeps a result. Without it the next lab probes again.
func writeFinding(found kvmFinding) {
	dir, err := CacheDir()
	if err != nil {
		return
	}
	if data, err := json.Marshal(found); err == nil {
		_ = writeCached(filepath.Join(dir, kvmFile), data, 0o644)
	}
}
