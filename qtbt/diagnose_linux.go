package qtbt

// Diagnosis on Linux: the kernel, the adapters, the bus, bluetoothd, and the rights of the process.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/cshim"
)

// bluezName is bluetoothd's name on the bus.
const bluezName = "org.bluez"

func (d *Diagnosis) diagnoseSystem(ctx context.Context) {
	adapters := d.diagnoseKernel()
	d.diagnoseBus(ctx, adapters)
	d.diagnoseCapabilities()
	d.diagnoseScanner()
	if d.Err() != nil {
		d.diagnoseSandbox()
	}
}

// diagnoseSandbox notes what the program runs in, where that may stand between it and bluetoothd.
func (d *Diagnosis) diagnoseSandbox() {
	switch {
	case exists("/.flatpak-info"):
		d.note("sandbox", "the program runs in a Flatpak",
			"Its manifest needs --system-talk-name=org.bluez and --allow=bluetooth.")
	case os.Getenv("SNAP") != "":
		d.note("sandbox", "the program runs in a snap", "Connect its plug: snap connect NAME:bluez")
	case exists("/.dockerenv"), exists("/run/.containerenv"):
		d.note("sandbox", "the program runs in a container",
			"It needs the host's network (--net=host) and bus (-v /run/dbus:/run/dbus).")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// diagnoseKernel reports the kernel's Bluetooth and its adapters, and returns the adapters.
func (d *Diagnosis) diagnoseKernel() []kernelAdapter {
	adapters, err := kernelAdapters()
	switch {
	case errors.Is(err, syscall.EAFNOSUPPORT):
		d.problem("kernel", "it has no Bluetooth", fmt.Errorf("%w: %w", ErrNoAdapter, err),
			"Load the module as root: modprobe bluetooth. A container needs the host's network.")
		return nil
	case errors.Is(err, fs.ErrPermission):
		d.problem("kernel", "this process may not use Bluetooth sockets", err,
			"A sandbox or a seccomp filter refuses them: allow the address family AF_BLUETOOTH.")
		return nil
	case err != nil:
		d.note("kernel", err.Error(), "")
		return nil
	}
	d.ok("kernel", "it has Bluetooth")
	blocked := d.diagnoseSwitches()
	if len(adapters) == 0 {
		d.problem("adapter", "there is none", ErrNoAdapter,
			"Plug one in, or switch it on in the firmware's settings; dmesg | grep -i bluetooth shows missing firmware.")
	}
	for _, a := range adapters {
		subject := fmt.Sprintf("adapter hci%d", a.index)
		text := fmt.Sprintf("%v, %s", a.address, a.kinds())
		switch {
		case a.powered():
			d.ok(subject, text+", switched on")
		case blocked:
			d.problem(subject, text+", switched off by rfkill", ErrPoweredOff, "")
		default:
			d.problem(subject, text+", switched off", ErrPoweredOff, "Switch it on: bluetoothctl power on")
		}
	}
	return adapters
}

// kinds returns which kinds of Bluetooth the adapter has and is set to use.
func (a kernelAdapter) kinds() string {
	describe := func(name string, setting uint32) string {
		switch {
		case a.supported&setting == 0:
			return "no " + name
		case a.current&setting == 0:
			return name + " disabled"
		}
		return name
	}
	return describe("classic", mgmtSettingClassic) + ", " + describe("Low Energy", mgmtSettingLowEnergy)
}

// diagnoseSwitches reports the switches of rfkill, and whether one of them is off.
func (d *Diagnosis) diagnoseSwitches() (blocked bool) {
	switches, _ := filepath.Glob("/sys/class/rfkill/rfkill*")
	for _, path := range switches {
		read := func(file string) string {
			content, _ := os.ReadFile(filepath.Join(path, file))
			return strings.TrimSpace(string(content))
		}
		if read("type") != "bluetooth" {
			continue
		}
		subject := "rfkill " + read("name")
		switch {
		case read("hard") == "1":
			d.problem(subject, "a switch of the machine blocks the adapter", ErrPoweredOff,
				"Use the switch or key for wireless devices, or the firmware's settings.")
			blocked = true
		case read("soft") == "1":
			d.problem(subject, "software blocks the adapter, as airplane mode does", ErrPoweredOff,
				"Release it: rfkill unblock bluetooth")
			blocked = true
		}
	}
	return blocked
}

// diagnoseBus reports the system bus, and bluetoothd behind it, which has to manage the adapters.
func (d *Diagnosis) diagnoseBus(ctx context.Context, adapters []kernelAdapter) {
	conn, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	switch {
	case errors.Is(err, fs.ErrPermission):
		d.problem("system bus", "this process may not connect to it", err,
			"Permit the program to use /run/dbus/system_bus_socket.")
		return
	case err != nil:
		d.problem("system bus", fmt.Sprintf("it cannot be reached: %v", err), ErrNoBus,
			"Install dbus, and start it: systemctl start dbus. A container needs the host's /run/dbus.")
		return
	}
	defer conn.Close()
	d.ok("system bus", "it runs")

	var owner string
	err = conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, bluezName).Store(&owner)
	if err != nil {
		text, advice := absentDaemon()
		d.problem("bluetoothd", text, ErrNoBluetoothd, advice)
		return
	}
	var objects map[dbus.ObjectPath]map[string]map[string]dbus.Variant
	err = conn.Object(bluezName, "/").CallWithContext(ctx,
		"org.freedesktop.DBus.ObjectManager.GetManagedObjects", 0).Store(&objects)
	var refusal dbus.Error
	switch {
	case errors.As(err, &refusal) && refusal.Name == "org.freedesktop.DBus.Error.AccessDenied":
		d.problem("bluetoothd", "the bus does not let this user call it", fmt.Errorf("%w: %w", fs.ErrPermission, err),
			"Some systems let only a group call it: adduser USER bluetooth, and log in again. "+
				"The policy is bluetooth.conf in /etc/dbus-1/system.d or /usr/share/dbus-1/system.d.")
		return
	case err != nil:
		d.problem("bluetoothd", fmt.Sprintf("it does not respond: %v", err), ErrNoBluetoothd,
			"Start it again: systemctl restart bluetooth")
		return
	}
	version, hidden := daemonVersion(ctx, conn, owner)
	d.ok("bluetoothd", strings.TrimSpace("it runs "+version))
	if hidden {
		d.note("bluetoothd", "this process cannot see bluetoothd's process",
			"Programs that use Qt without qtbt do not find services here; see BLUETOOTH_FORCE_DBUS_LE_VERSION.")
	}
	for _, interfaces := range objects {
		if _, ok := interfaces["org.bluez.Adapter1"]; ok {
			return
		}
	}
	if len(adapters) > 0 {
		d.problem("bluetoothd", "it does not manage the kernel's adapter", ErrNoAdapter,
			"Start it again, and read its log: systemctl restart bluetooth; journalctl -u bluetooth")
	}
}

// absentDaemon says why bluetoothd is not on the bus, and what to do.
func absentDaemon() (text, advice string) {
	if daemonProgram() == "" {
		return "it is not installed", "Install it: apt install bluez"
	}
	if !exists("/sys/class/bluetooth") {
		return "it does not run", "systemd starts it only once the kernel has Bluetooth: modprobe bluetooth"
	}
	return "it does not run", "Start it, and have it started at boot: systemctl enable --now bluetooth"
}

// daemonProgram returns the path of bluetoothd where distributions install it, or "".
func daemonProgram() string {
	for _, path := range []string{
		"/usr/libexec/bluetooth/bluetoothd", "/usr/lib/bluetooth/bluetoothd", "/usr/sbin/bluetoothd",
	} {
		if exists(path) {
			return path
		}
	}
	return ""
}

// daemonVersion returns "version 5.66", or "" if it cannot be found. It also reports whether
// another PID namespace or hidepid hides bluetoothd's process from this one.
func daemonVersion(ctx context.Context, conn *dbus.Conn, owner string) (version string, hidden bool) {
	var pid uint32
	err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, owner).Store(&pid)
	hidden = err != nil || pid == 0 || !exists("/proc/"+strconv.Itoa(int(pid)))
	program := daemonProgram()
	if program == "" {
		return "", hidden
	}
	output, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return "", hidden
	}
	return "version " + strings.TrimSpace(string(output)), hidden
}

// diagnoseCapabilities notes the rights that only some calls need.
func (d *Diagnosis) diagnoseCapabilities() {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		d.note("rights", fmt.Sprintf("the capabilities of this process are unknown: %v", err), "")
		return
	}
	has := func(capability int) bool { return data[capability/32].Effective&(1<<(capability%32)) != 0 }
	if !has(unix.CAP_NET_RAW) && advertisesByRawSocket(QtVersion()) {
		d.note("rights", "the Low Energy peripheral of this Qt needs the capability CAP_NET_RAW",
			"Grant it to the program: setcap cap_net_raw+ep PROGRAM")
	}
	if !has(unix.CAP_NET_BIND_SERVICE) {
		d.note("rights", "L2CAP servers on ports below 0x1001 need the capability CAP_NET_BIND_SERVICE",
			"Use a higher port, or grant it: setcap cap_net_bind_service+ep PROGRAM")
	}
}

// advertisesByRawSocket reports whether Qt advertises past bluetoothd, as it does by default before
// Qt 6.7.
func advertisesByRawSocket(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "%d.%d", &major, &minor)
	return err == nil && (major < 6 || major == 6 && minor < 7)
}

// diagnoseScanner reports Qt's helper program, which asks devices for their services.
func (d *Diagnosis) diagnoseScanner() {
	path, st := cshim.ServiceDiscoveryAgentScanner()
	if st != cshim.OK || path == "" {
		return
	}
	info, err := os.Stat(path)
	if err == nil && info.Mode()&0o111 != 0 {
		d.ok("sdpscanner", path)
		return
	}
	d.note("sdpscanner", "service discovery needs Qt's program "+path+", which is missing",
		"Install it: apt install libqt6bluetooth6-bin")
}
