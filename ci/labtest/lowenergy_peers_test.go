package labtest

// Tests of Low Energy with BlueZ's own programs as the other end.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
	"github.com/goqtbt/bluetooth/qtbt"
)

// startBluetoothctl starts BlueZ's client.
func startBluetoothctl(t *testing.T) *dialogue {
	t.Helper()
	d := converse(t, exec.Command("bluetoothctl"))
	d.await("Agent registered")
	return d
}

// quoted is a value in the form that bluetoothctl's commands take.
func quoted(value []byte) string { return fmt.Sprintf(`"% #x"`, value) }

// serveProgram is a peripheral for a client that writes "short" and 300 bytes to longValue, and
// "command" to commanded. Then it subscribes to notifying, is notified, and unsubscribes.
func serveProgram(t *testing.T, h *host) {
	p := newPeripheral(t)
	p.offer()
	h.tell("offered")
	<-p.connected
	for _, want := range []change{
		{longValue, []byte("short")}, {longValue, pattern(300)}, {commanded, []byte("command")},
	} {
		for got := range p.changed { // a long write is signalled for each part
			if got.uuid == want.uuid && bytes.Equal(got.value, want.value) {
				break
			}
		}
	}
	assert.Equal(t, qtbt.CCCDEnableNotification(), <-p.configured)
	require.NoError(t, p.service.WriteCharacteristic(p.service.Characteristic(notifying), []byte("notified")))
	assert.Equal(t, qtbt.CCCDDisable(), <-p.configured)
	h.tell("unsubscribed")
	<-p.disconnected
}

func TestBluetoothctlUsesPeripheral(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		c := startBluetoothctl(t)
		c.ask("scan le", "Device "+h.peer.String())
		c.ask("scan off", "Discovery stopped")
		c.ask("connect "+h.peer.String(), "ServicesResolved: yes")

		c.ask("menu gatt", "Menu gatt:")
		c.say("list-attributes " + h.peer.String())
		characteristics := listedCharacteristics(t, c.ask("back", "Menu main:"))
		c.ask("menu gatt", "Menu gatt:")
		use := func(uuid qtbt.UUID) { c.ask("select-attribute "+characteristics[uuid.String()], "# ") }

		use(longValue)
		c.say("read")
		c.awaitBytes(pattern(512))
		c.say("write " + quoted([]byte("short")))
		c.say("write " + quoted(pattern(300)))
		use(commanded)
		c.say("write " + quoted([]byte("command")) + " 0 command")

		use(notifying)
		c.ask("notify on", "Notify started")
		c.awaitBytes([]byte("notified"))
		c.ask("notify off", "Notify stopped")
		h.await("unsubscribed")
		c.ask("back", "Menu main:")
		c.ask("disconnect", "Successful disconnected")
	}, serveProgram)
}

// listedCharacteristics returns the D-Bus paths of the characteristics that bluetoothctl lists for
// the test's service, by their UUIDs.
func listedCharacteristics(t *testing.T, list string) map[string]string {
	t.Helper()
	var service string
	paths := make(map[string]string)
	for _, match := range regexp.MustCompile(`(/org/bluez/\S+)\s+([0-9a-f-]{36})`).FindAllStringSubmatch(list, -1) {
		path, uuid := match[1], match[2]
		if uuid == serviceUUID(t).String() {
			service = path
		}
		if service != "" && filepath.Dir(path) == service {
			paths[uuid] = path
		}
	}
	return paths
}

// withGATTTools has BlueZ's btgatt-client and btgatt-server in a folder among the programs.
func withGATTTools(ctx context.Context, _ *lab.Lab) error {
	tools, err := lab.GATTTools(ctx, log.New(os.Stderr, "", 0))
	if err != nil {
		return err
	}
	err = os.Symlink(tools, filepath.Join(programs.dir, "gatttools"))
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func TestBtgattClientUsesPeripheral(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("offered")
		c := converse(t, exampleCommand(t.Context(), "gatttools/btgatt-client", "-d", h.peer.String()))
		c.await("GATT discovery procedures complete")
		c.await("uuid: " + serviceUUID(t).String())
		handles := make(map[qtbt.UUID]string)
		for _, uuid := range []qtbt.UUID{longValue, commanded, notifying} {
			listed := c.await("uuid: " + uuid.String())
			value := regexp.MustCompile(`value: (0x[0-9a-f]{4})`).FindAllStringSubmatch(listed, -1)
			require.NotEmpty(t, value)
			handles[uuid] = value[len(value)-1][1]
		}

		c.ask("read-long-value "+handles[longValue]+" 0", "Read value (512 bytes): ")
		c.awaitBytes(pattern(512))
		c.ask(fmt.Sprintf("write-value %s % #x", handles[longValue], "short"), "Write successful")
		c.ask("read-value "+handles[longValue], "Read value (5 bytes): ")
		c.awaitBytes([]byte("short"))
		c.ask(fmt.Sprintf("write-long-value %s 0 % #x", handles[longValue], pattern(300)), "Write successful")
		c.ask(fmt.Sprintf("write-value -w %s % #x", handles[commanded], "command"), "Write command sent")

		c.ask("register-notify "+handles[notifying], "Registered notify handler!")
		c.await("Handle Value Not/Ind: " + handles[notifying] + " - (8 bytes): ")
		c.awaitBytes([]byte("notified"))
		c.ask("unregister-notify 1", "Unregistered notify handler")
		h.await("unsubscribed")
	}, serveProgram, withGATTTools)
}

// btmgmt runs a command of BlueZ's btmgmt, which asks the kernel and needs no bluetoothd.
func btmgmt(t *testing.T, args ...string) {
	t.Helper()
	out, err := exec.Command("btmgmt", args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func TestCentralUsesPeripheralOfBtgattServer(t *testing.T) {
	heartRate := qtbt.ServiceClassHeartRate.UUID()
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		h.await("advertising")
		c := newCentral(t, findAdvertiser(t, h, heartRate))
		c.connect()
		s := c.open(heartRate)
		location := s.Characteristic(qtbt.CharacteristicBodySensorLocation.UUID())
		chest := []byte{1}
		assert.Equal(t, chest, location.Value())
		require.NoError(t, s.ReadCharacteristic(location))
		assert.Equal(t, change{location.UUID(), chest}, s.wait(s.read))

		control := s.Characteristic(qtbt.CharacteristicHeartRateControlPoint.UUID())
		resetEnergyExpended := []byte{1}
		require.NoError(t, s.WriteCharacteristic(control, resetEnergyExpended))
		assert.Equal(t, change{control.UUID(), resetEnergyExpended}, s.wait(s.written))
		h.await("reset")
		require.NoError(t, s.WriteCharacteristic(control, []byte("too long")))
		assert.Equal(t, qtbt.LowEnergyServiceCharacteristicWriteError, <-s.failed)

		measurement := qtbt.CharacteristicHeartRateMeasurement.UUID()
		s.subscribe(measurement, qtbt.CCCDEnableNotification())
		for range 2 {
			notified := s.wait(s.changed)
			assert.Equal(t, measurement, notified.uuid)
			assert.GreaterOrEqual(t, len(notified.value), 2)
		}
		s.subscribe(measurement, qtbt.CCCDDisable())
		h.await("unsubscribed")
		c.disconnect()
	}, func(t *testing.T, h *host) {
		stopBluetoothd(t, "TERM") // it would serve the attributes itself
		btmgmt(t, "power", "on")
		server := converse(t, exec.Command("stdbuf", "-oL",
			exampleCommand(t.Context(), "gatttools/btgatt-server").Path, "-i", "hci0", "-r", "-v"))
		server.await("Waiting for connections")
		btmgmt(t, "add-adv", "-u", "180d", "-c", "-g", "1")
		h.tell("advertising")
		server.await("Running GATT server")
		server.await("HR: Energy Expended value reset")
		h.tell("reset")
		server.await("HR: Measurement Enabled: true")
		server.await("HR: Measurement Enabled: false")
		h.tell("unsubscribed")
		server.await("Device disconnected")
		h.await("done")
	}}, withGATTTools)
}

// offerByBluetoothctl has bluetoothctl offer the test's service, with longValue and commanded, and
// advertise it.
func offerByBluetoothctl(t *testing.T) *dialogue {
	t.Helper()
	p := startBluetoothctl(t)
	p.ask("menu gatt", "Menu gatt:")
	p.ask("register-service "+serviceUUID(t).String(), "(yes/no): ")
	p.ask("yes", "# ")
	// bluetoothctl does not keep values that are written without a response.
	for _, characteristic := range []struct {
		uuid  qtbt.UUID
		flags string
		value []byte
	}{
		{longValue, "read,write,notify", pattern(512)},
		{commanded, "write-without-response", []byte("before")},
	} {
		p.ask("register-characteristic "+characteristic.uuid.String()+" "+characteristic.flags, "Enter value: ")
		p.ask(fmt.Sprintf("% #x", characteristic.value), "# ")
	}
	p.ask("register-application", "Application registered")
	p.ask("back", "Menu main:")
	p.ask("menu advertise", "Menu advertise:")
	p.ask("uuids "+serviceUUID(t).String(), "# ")
	p.ask("back", "Menu main:")
	p.ask("advertise on", "Advertising object registered")
	return p
}

func TestCentralUsesPeripheralOfBluetoothctl(t *testing.T) {
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		c := newCentral(t, findPeripheral(t, h))
		c.connect()
		s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
		long := s.Characteristic(longValue)
		reads := func(value []byte) {
			t.Helper()
			require.NoError(t, s.ReadCharacteristic(long))
			assert.Equal(t, change{longValue, value}, s.wait(s.read))
		}
		writes := func(value []byte) {
			t.Helper()
			require.NoError(t, s.WriteCharacteristic(long, value))
			assert.Equal(t, change{longValue, value}, s.wait(s.written))
		}
		reads(pattern(512))
		// bluetoothd 5.66 counts the header of a long write's parts, and refuses 509 bytes or more.
		other := bytes.Repeat([]byte("other"), 100)
		writes(other)
		reads(other)

		s.subscribe(longValue, qtbt.CCCDEnableNotification())
		writes([]byte("notified"))
		s.waitChanged(longValue, []byte("notified"))
		s.subscribe(longValue, qtbt.CCCDDisable())

		require.NoError(t, s.WriteCharacteristic(s.Characteristic(commanded), []byte("command"), qtbt.WriteWithoutResponse))
		h.await("commanded")
		c.disconnect()
	}, func(t *testing.T, h *host) {
		p := offerByBluetoothctl(t)
		p.await("WriteValue: " + h.peer.String())
		p.awaitBytes([]byte("notified"))
		p.awaitBytes([]byte("command"))
		h.tell("commanded")
		h.await("done")
	}})
}

// The bond of a pairing that a protected value leads to outlives bluetoothd on both hosts.
func TestLowEnergyBondOutlivesRestart(t *testing.T) {
	restart := func(t *testing.T) {
		stopBluetoothd(t, "TERM")
		startBluetoothd(t)
	}
	lowEnergyHosts.run(t, []part{func(t *testing.T, h *host) {
		defer h.tell("done")
		awaitBond := func() {
			eventually(t, "not bonded", func() bool {
				return strings.Contains(bluetoothctl(t, "info", h.peer.String()), "Bonded: yes")
			})
		}
		read := func() {
			c := newCentral(t, findPeripheral(t, h))
			defer c.Delete()
			c.connect()
			s := c.open(serviceUUID(t), qtbt.LowEnergyServiceSkipValueDiscovery)
			require.NoError(t, s.ReadCharacteristic(s.Characteristic(longValue)))
			assert.Equal(t, change{longValue, []byte("secret")}, s.wait(s.read))
			awaitBond()
			c.disconnect()
		}
		read()
		h.await("restarting")
		restart(t)
		awaitBond()
		h.tell("restarted")
		read()
	}, func(t *testing.T, h *host) {
		secret := attribute(t, longValue, qtbt.PropertyRead, []byte("secret"))
		// Without the agents, which a restart ends, no pairing fulfils these.
		secret.SetReadConstraints(qtbt.ATTAuthenticationRequired | qtbt.ATTEncryptionRequired)
		var data qtbt.LowEnergyServiceData
		data.SetUUID(serviceUUID(t))
		require.NoError(t, data.AddCharacteristic(secret))
		offer := func() *peripheral {
			p := newPeripheral(t)
			service, err := p.AddService(data)
			require.NoError(t, err)
			t.Cleanup(service.Delete)
			p.advertise()
			return p
		}
		p := offer()
		<-p.disconnected
		p.Delete()
		h.tell("restarting")
		restart(t)
		h.await("restarted")
		offer()
		h.await("done")
	}})
}
