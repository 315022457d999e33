//go:build cgo && linux

package qtbt_test

// Tests of a system bus that does not run yet, has no bluetoothd, or ends.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

// startBus runs a system bus without bluetoothd at the address in this process's environment. It
// returns the bus when it accepts connections.
func startBus() *exec.Cmd {
	bus := exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address",
		"--address="+os.Getenv("DBUS_SYSTEM_BUS_ADDRESS"))
	out, err := bus.StdoutPipe()
	must(err, "pipe")
	must(bus.Start(), "dbus-daemon")
	_, err = bufio.NewReader(out).ReadString('\n')
	must(err, "dbus-daemon's address")
	return bus
}

// usesOfTheBus holds calls of both layers that need the system bus.
var usesOfTheBus = map[string]func() error{
	"Dial":   func() error { _, err := qtbt.Dial(context.Background(), someDevice, someService); return err },
	"Listen": func() error { _, err := qtbt.Listen(context.Background(), someService, "nobody"); return err },
	"NewSocket": func() error {
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		s.Delete()
		return err
	},
	"NewLocalDevice": func() error {
		d, err := qtbt.NewLocalDevice()
		d.Delete()
		return err
	},
	"NewDeviceDiscoveryAgent": func() error {
		a, err := qtbt.NewDeviceDiscoveryAgent()
		a.Delete()
		return err
	},
	"NewServiceDiscoveryAgent": func() error {
		a, err := qtbt.NewServiceDiscoveryAgent()
		a.Delete()
		return err
	},
	"NewLowEnergyCentral": func() error {
		c, err := qtbt.NewLowEnergyCentral(aDevice)
		c.Delete()
		return err
	},
	"NewLowEnergyPeripheral": func() error {
		p, err := qtbt.NewLowEnergyPeripheral()
		p.Delete()
		return err
	},
	"Server.Listen": func() error {
		s, err := qtbt.NewServer(qtbt.RFCOMM)
		must(err, "NewServer")
		defer s.Delete()
		return s.Listen(qtbt.Address{}, 0)
	},
	"ServiceInfo.RegisterService": func() error {
		s := new(qtbt.ServiceInfo)
		s.SetServiceUUID(someService)
		return s.RegisterService()
	},
}

func init() {
	children["a bus that comes and goes"] = func() int {
		for what, use := range usesOfTheBus {
			err := use()
			expect(what, err, qtbt.ErrNoBus)
			if errors.Is(err, qtbt.ErrBusLost) {
				fmt.Println(what, "found a bus that ended")
			}
		}

		bus := startBus()
		expect("Dial", usesOfTheBus["Dial"](), qtbt.ErrNoBluetoothd)
		expect("Listen", usesOfTheBus["Listen"](), qtbt.ErrNoBluetoothd)
		expect("Server.Listen", usesOfTheBus["Server.Listen"](), qtbt.ServerUnknownError)
		expect("RegisterService", usesOfTheBus["ServiceInfo.RegisterService"](), qtbt.ErrServiceRefused)
		device, err := qtbt.NewLocalDevice()
		must(err, "NewLocalDevice")
		expect("SetHostMode", device.SetHostMode(qtbt.HostDiscoverable), qtbt.ErrNoBluetoothd)
		expect("PowerOn", device.PowerOn(), qtbt.ErrNoBluetoothd)
		central, err := qtbt.NewLowEnergyCentral(aDevice)
		must(err, "NewLowEnergyCentral")
		expect("ConnectToDevice", central.ConnectToDevice(), qtbt.LowEnergyControllerInvalidBluetoothAdapterError)
		agent, err := qtbt.NewDeviceDiscoveryAgent()
		must(err, "NewDeviceDiscoveryAgent")
		must(agent.Start(), "Start")

		// Only Qt's back end over D-Bus refuses to connect by port.
		s, err := qtbt.NewSocket(qtbt.RFCOMM)
		must(err, "NewSocket")
		must(s.ConnectToPort(someDevice, 1), "ConnectToPort")
		expect("ConnectToPort", s.LastError(), qtbt.SocketServiceNotFoundError)
		if chosen, set := os.LookupEnv("BLUETOOTH_FORCE_DBUS_LE_VERSION"); !set || chosen != "" {
			fmt.Println("the environment has changed")
		}

		must(bus.Process.Kill(), "kill")
		_ = bus.Wait()
		for usesOfTheBus["NewLocalDevice"]() == nil { // until the process has noticed
			time.Sleep(time.Millisecond)
		}
		_ = startBus()
		for what, use := range usesOfTheBus {
			err := use()
			expect(what, err, qtbt.ErrBusLost)
			expect(what, err, qtbt.ErrNoBus)
		}
		expect("SetHostMode", device.SetHostMode(qtbt.HostDiscoverable), qtbt.ErrBusLost)
		expect("RequestPairing", device.RequestPairing(someDevice, qtbt.Paired), qtbt.ErrBusLost)
		expect("Start", agent.Start(), qtbt.ErrBusLost)
		expect("ConnectToDevice", central.ConnectToDevice(), qtbt.ErrBusLost)
		expect("ConnectToService", s.ConnectToService(someDevice, someService), qtbt.ErrBusLost)
		if devices := qtbt.AllDevices(); devices != nil {
			fmt.Println(devices)
		}
		return 0
	}
}

func TestBusComesAndGoes(t *testing.T) {
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("needs dbus-daemon")
	}
	socket := filepath.Join(t.TempDir(), "bus")
	out := runChild(t, "a bus that comes and goes",
		"BLUETOOTH_FORCE_DBUS_LE_VERSION=", "DBUS_SYSTEM_BUS_ADDRESS=unix:path="+socket)
	assert.Empty(t, out)
}
