package lab

// The services of a host, the D-Bus system bus and bluetoothd, and the state in which tests get
// them.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// service names one of a host's services.
type service string

const (
	dbusDaemon service = "dbus-daemon"
	bluetoothd service = "bluetoothd"
	btvirt     service = "btvirt"
)

// Where distributions keep the services' programs.
var (
	dbusPaths       = []string{"/usr/bin/dbus-daemon", "/bin/dbus-daemon"}
	dbusSendPaths   = []string{"/usr/bin/dbus-send", "/bin/dbus-send"}
	bluetoothdPaths = []string{
		"/usr/libexec/bluetooth/bluetoothd", "/usr/lib/bluetooth/bluetoothd", "/usr/sbin/bluetoothd",
	}
	btvirtPaths = []string{
		"/usr/bin/btvirt", "/usr/local/bin/btvirt", "/usr/libexec/bluetooth/btvirt",
	}
)

// services are a host's running services and their output.
type services struct {
	mu      sync.Mutex
	running map[service]*Cmd
	journal map[service]*tail
}

// startService starts a service whose output goes to its journal.
func (h *Host) startService(name service, args ...string) error {
	_, err := h.startServiceTo(name, io.Discard, args...)
	return err
}

func (h *Host) startServiceTo(name service, stdout io.Writer, args ...string) (*Cmd, error) {
	h.services.mu.Lock()
	defer h.services.mu.Unlock()
	if h.services.running == nil {
		h.services.running, h.services.journal = map[service]*Cmd{}, map[service]*tail{}
	}
	journal := h.services.journal[name]
	if journal == nil {
		journal = newTail(64 << 10)
		h.services.journal[name] = journal
	}
	cmd := h.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = io.MultiWriter(journal, stdout), journal
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	h.services.running[name] = cmd
	return cmd, nil
}

// running returns a service's command if it runs.
func (h *Host) running(name service) (*Cmd, bool) {
	h.services.mu.Lock()
	defer h.services.mu.Unlock()
	cmd := h.services.running[name]
	if cmd == nil {
		return nil, false
	}
	select {
	case <-cmd.done:
		return nil, false
	default:
		return cmd, true
	}
}

// stopService ends a service and waits for that.
func (h *Host) stopService(ctx context.Context, name service) error {
	cmd, ok := h.running(name)
	if !ok {
		return nil
	}
	// It may have been stopped.
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGCONT} {
		if err := cmd.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
	}
	select {
	case <-cmd.done:
		return nil
	case <-ctx.Done():
		cmd.kill()
		return context.Cause(ctx)
	}
}

// Journal returns the last lines that the host's services have written, for the reader of a failed
// test.
func (h *Host) Journal() string {
	h.services.mu.Lock()
	defer h.services.mu.Unlock()
	var b strings.Builder
	for _, name := range []service{dbusDaemon, btvirt, bluetoothd} {
		if journal := h.services.journal[name]; journal != nil {
			fmt.Fprintf(&b, "--- %s of host %s\n%s\n", name, h.name, journal)
		}
	}
	return b.String()
}

// kernelScript prints what the kernel has logged of Bluetooth and of its clock, and where processes
// wait for it.
const kernelScript = `
dmesg | grep -i -e bluetooth -e hci -e tsc: -e clocksource:
cd /proc
for p in [0-9]*; do
	if grep -q "State:.D" $p/status 2>/dev/null; then echo "blocked: $(cat $p/comm)"; cat $p/stack; fi
done`

// kernelLog returns lines of the guest's kernel that help to understand a failure.
func (h *Host) kernelLog() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, _ := h.CommandContext(ctx, "/bin/sh", "-c", kernelScript).CombinedOutput()
	return fmt.Sprintf("--- kernel of host %s\n%s", h.name, out)
}

// pause waits before the next look at a state. It gives up when ctx ends, or the service that
// should reach the state does. Its error then includes what is still wrong.
func (h *Host) pause(ctx context.Context, name service, still error) error {
	select {
	case <-ctx.Done():
		return fmt.Errorf("%s was not ready in time: %w (%w)\n%s%s",
			name, context.Cause(ctx), still, h.Journal(), h.kernelLog())
	case <-time.After(pollInterval):
	}
	if _, ok := h.running(name); !ok {
		return fmt.Errorf("%s has ended: %w\n%s", name, h.lost(still), h.Journal())
	}
	return nil
}

// startBus starts the system bus, which prints its address when it is ready.
func (h *Host) startBus(ctx context.Context) error {
	program, _ := h.config.guestPath(dbusPaths...)
	script := "mkdir -p /run/dbus && rm -f /run/dbus/* && exec " + program +
		" --system --nofork --nopidfile --print-address"
	address, stdout := io.Pipe()
	cmd, err := h.startServiceTo(dbusDaemon, stdout, "/bin/sh", "-c", script)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { stdout.CloseWithError(context.Cause(ctx)) })
	defer stop()
	go func() {
		_ = cmd.Wait()
		stdout.CloseWithError(errors.New("it has ended"))
	}()
	lines := bufio.NewReader(address)
	if _, err := lines.ReadString('\n'); err != nil {
		return fmt.Errorf("starting dbus-daemon: %w\n%s", err, h.Journal())
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return nil
}

// busAnswers reports whether the system bus can be used. A process that has not ended is not
// enough: it may be stopped.
func (h *Host) busAnswers(ctx context.Context) bool {
	dbusSend, _ := h.config.guestPath(dbusSendPaths...)
	return h.CommandContext(ctx, dbusSend, "--system", "--print-reply", "--reply-timeout=10000",
		"--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.GetId").Run() == nil
}

// bluetoothdConfig has the adapters come up by themselves, stay discoverable, and pair without a
// question.
const bluetoothdConfig = `[General]
Name = lab-%s
Class = 0x000104
DiscoverableTimeout = 0
AlwaysPairable = true
JustWorksRepairing = always
ControllerMode = %s
Privacy = %s
[Policy]
AutoEnable = true
`

// bluetoothdConfig returns the contents of bluetoothd's configuration file.
func (h *Host) bluetoothdConfig() string {
	mode, privacy := "dual", "off"
	if h.settings.LowEnergyOnly {
		mode = "le"
	}
	if h.settings.Privacy {
		privacy = "device"
	}
	return fmt.Sprintf(bluetoothdConfig, h.name, mode, privacy)
}

// startBluetoothd starts bluetoothd, which remembers its devices. It is not ready yet.
func (h *Host) startBluetoothd() error {
	program, _ := h.config.guestPath(bluetoothdPaths...)
	script := "mkdir -p /run/btlab && printf %s \"$0\" >/run/btlab/main.conf && " +
		"exec " + program + " -C -n -f /run/btlab/main.conf"
	return h.startService(bluetoothd, "/bin/sh", "-c", script, h.bluetoothdConfig())
}

// memoryDir is where bluetoothd keeps what it remembers, in a folder for each controller.
const memoryDir = "/var/lib/bluetooth"

// makeMemory makes a controller's folder. bluetoothd 5.66 makes it later than it stores the key of
// its own private addresses there, and so has another key after each start; 5.69 does not.
func (h *Host) makeMemory(ctx context.Context, address string) error {
	return h.CommandContext(ctx, "mkdir", "-p", memoryDir+"/"+address).Run()
}

// awaitBluetooth waits until every controller is powered and discoverable, and sets the pairing
// agent.
func (h *Host) awaitBluetooth(ctx context.Context) error {
	for _, c := range h.controllers {
		power := powerWatch{patience: powerPatience}
		for {
			address, err := h.makeDiscoverable(ctx, c.index)
			if err == nil && c.address != address {
				return fmt.Errorf("hci%d has the address %s instead of %s", c.index, address, c.address)
			}
			if err == nil {
				break
			}
			if power.failed(time.Now(), errors.Is(err, errOff), c.between.lastFromKernel()) {
				if err := h.replaceController(ctx, c); err != nil {
					return err
				}
			}
			if err := h.pause(ctx, bluetoothd, err); err != nil {
				return err
			}
		}
	}
	return h.SetAgent(ctx, h.settings.Agent)
}

// discoverableScript makes the adapter $1 discoverable with the dbus-send $0, and prints its
// properties. bluetoothd refuses until the adapter is powered. While it starts, it believes what it
// found in the kernel, and then resets that: changing the property from whatever it is to false and
// then to true has the last word. A call to a bluetoothd that is not yet on the bus would have the
// bus try to start one, which takes the time of several looks.
const discoverableScript = `
send() { "$0" --system --print-reply --reply-timeout=10000 "$@"; }
call() { send --dest=org.bluez "/org/bluez/$1" "org.freedesktop.DBus.Properties.$2" string:org.bluez.Adapter1 $3; }
case $(send --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.bluez) in
*"boolean true"*) ;;
*) echo "bluetoothd is not yet on the bus" >&2; exit 1 ;;
esac
call $1 Set "string:Discoverable variant:boolean:false" >/dev/null &&
call $1 Set "string:Discoverable variant:boolean:true" >/dev/null &&
call $1 GetAll`

var (
	dbusAddress = regexp.MustCompile(`"Address"\s+variant\s+string "([0-9A-F:]{17})"`)
	dbusTrue    = regexp.MustCompile(`"(Powered|Discoverable|Pairable)"\s+variant\s+boolean true`)
)

// makeDiscoverable makes an adapter discoverable and returns its address.
func (h *Host) makeDiscoverable(ctx context.Context, index int) (address string, err error) {
	dbusSend, _ := h.config.guestPath(dbusSendPaths...)
	adapter := fmt.Sprintf("hci%d", index)
	out, err := h.CommandContext(ctx, "/bin/sh", "-c", discoverableScript, dbusSend, adapter).Output()
	if err != nil {
		return "", err
	}
	address, err = readAdapter(out)
	if err != nil {
		return "", fmt.Errorf("%s: %w", adapter, err)
	}
	return address, nil
}

// errOff is returned for adapters that bluetoothd has and that are not powered.
var errOff = errors.New("the adapter is not powered")

// readAdapter returns the address among an adapter's properties, or an error if the adapter is not
// yet powered, discoverable and pairable.
func readAdapter(properties []byte) (address string, err error) {
	on := map[string]bool{}
	for _, match := range dbusTrue.FindAllSubmatch(properties, -1) {
		on[string(match[1])] = true
	}
	match := dbusAddress.FindSubmatch(properties)
	switch {
	case match == nil:
		return "", errors.New("the adapter has no address")
	case !on["Powered"]:
		return "", errOff
	case len(on) != 3:
		return "", errors.New("the adapter is not yet discoverable and pairable")
	}
	return string(match[1]), nil
}

// StopBluetooth ends bluetoothd, as on a host where it is not installed or not running.
func (h *Host) StopBluetooth(ctx context.Context) error {
	h.removeAgent()
	return h.stopService(ctx, bluetoothd)
}

// StartBluetooth starts bluetoothd again after StopBluetooth. It has the settings of the one
// before, and remembers its devices.
func (h *Host) StartBluetooth(ctx context.Context) error {
	if err := h.startBluetoothd(); err != nil {
		return err
	}
	return h.awaitBluetooth(ctx)
}

// StopBus ends bluetoothd and the D-Bus system bus.
func (h *Host) StopBus(ctx context.Context) error {
	if err := h.StopBluetooth(ctx); err != nil {
		return err
	}
	return h.stopService(ctx, dbusDaemon)
}

// RestartBluetooth brings the host's Bluetooth back to the state of the lab's start, whatever has
// happened to it: the system bus runs, bluetoothd is a new one that remembers no device, and every
// controller is powered and discoverable.
//
// The controllers are new ones too, with the same addresses: btvirt never forgets that a controller
// once began a pairing, and when another begins one with it later, it may inform the wrong one of
// the two that they are authenticated.
func (h *Host) RestartBluetooth(ctx context.Context) error {
	return h.RestartBluetoothAs(ctx, h.config.Settings)
}

// RestartBluetoothAs is like RestartBluetooth, with other settings than those of the lab's start.
func (h *Host) RestartBluetoothAs(ctx context.Context, s Settings) error {
	if err := h.clearBluetooth(ctx, s); err != nil {
		return err
	}
	return h.restoreBluetooth(ctx)
}

// RestartBluetooth is Host.RestartBluetooth for all hosts. None has a bluetoothd while controllers
// are replaced: if another controller has just called bluetoothd, and is gone when bluetoothd
// answers, bluetoothd waits for the next call and does nothing else (its server's accept blocks).
func (l *Lab) RestartBluetooth(ctx context.Context) error {
	return l.restart(ctx, func(h *Host) Settings { return h.config.Settings })
}

// RestartBluetoothAs is like RestartBluetooth, with the same settings for all hosts.
func (l *Lab) RestartBluetoothAs(ctx context.Context, s Settings) error {
	return l.restart(ctx, func(*Host) Settings { return s })
}

func (l *Lab) restart(ctx context.Context, settings func(*Host) Settings) error {
	err := l.each(func(h *Host) error { return h.clearBluetooth(ctx, settings(h)) })
	if err != nil {
		return err
	}
	return l.each(func(h *Host) error { return h.restoreBluetooth(ctx) })
}

func (h *Host) clearBluetooth(ctx context.Context, s Settings) error {
	if err := s.Agent.check(); err != nil {
		return err
	}
	if err := h.StopBluetooth(ctx); err != nil {
		return err
	}
	h.settings = s
	if err := h.CommandContext(ctx, "/bin/sh", "-c", "rm -rf "+memoryDir+"/*").Run(); err != nil {
		return err
	}
	return h.replaceControllers(ctx)
}

func (h *Host) restoreBluetooth(ctx context.Context) error {
	if !h.busAnswers(ctx) {
		if err := h.stopService(ctx, dbusDaemon); err != nil {
			return err
		}
		if err := h.startBus(ctx); err != nil {
			return err
		}
	}
	if err := h.startBluetoothd(); err != nil {
		return err
	}
	return h.awaitBluetooth(ctx)
}
