package labtest

// Tests of device discovery: what it says of the other host, how it ends, and how it fails.

import (
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// deviceSpy is a device discovery agent with what it has signalled.
type deviceSpy struct {
	*qtbt.DeviceDiscoveryAgent
	discovered         chan qtbt.DeviceInfo
	finished, canceled chan struct{}
	failed             chan qtbt.DeviceDiscoveryError
}

func newDeviceSpy(t *testing.T, adapter ...qtbt.Address) *deviceSpy {
	t.Helper()
	agent, err := qtbt.NewDeviceDiscoveryAgent(adapter...)
	require.NoError(t, err)
	t.Cleanup(agent.Delete)
	s := &deviceSpy{agent, make(chan qtbt.DeviceInfo, 1000), make(chan struct{}, 10), make(chan struct{}, 10),
		make(chan qtbt.DeviceDiscoveryError, 10)}
	agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) { s.discovered <- d })
	agent.OnFinished(func() { s.finished <- struct{}{} })
	agent.OnCanceled(func() { s.canceled <- struct{}{} })
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { s.failed <- e })
	return s
}

// first waits for the first device with an address.
func (s *deviceSpy) first(address qtbt.Address) qtbt.DeviceInfo {
	for d := range s.discovered {
		if d.Address() == address {
			return d
		}
	}
	return qtbt.DeviceInfo{}
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

// What Qt says of a device is what BlueZ's own tools say.
func TestDiscoveredDeviceAgreesWithBlueZ(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		h.await("listening")
		meetService(t, h)
		d := func() qtbt.DeviceInfo {
			spy := newDeviceSpy(t)
			defer spy.Delete()
			require.NoError(t, spy.StartMethods(qtbt.ClassicMethod))
			return spy.first(h.peer)
		}()

		assert.Equal(t, qtbt.ComputerDevice, d.MajorDeviceClass())
		assert.Equal(t, qtbt.DesktopComputer, d.MinorDeviceClass())
		inquiry := regexp.MustCompile(h.peer.String() + `.*class: (0x[0-9a-f]+)`).FindStringSubmatch(command(t, "hcitool", "inq"))
		require.Len(t, inquiry, 2)
		class, err := strconv.ParseUint(inquiry[1], 0, 32)
		require.NoError(t, err)
		theirs := qtbt.NewDeviceInfo(h.peer, "", uint32(class))
		assert.Equal(t, theirs.MajorDeviceClass(), d.MajorDeviceClass())
		assert.Equal(t, theirs.MinorDeviceClass(), d.MinorDeviceClass())
		assert.Equal(t, theirs.ServiceClasses(), d.ServiceClasses())

		assert.Contains(t, command(t, "hcitool", "name", h.peer.String()), d.Name())
		info := command(t, "bluetoothctl", "info", h.peer.String())
		assert.Contains(t, info, "Name: "+d.Name())
		var uuids []qtbt.UUID
		for _, match := range regexp.MustCompile(`UUID: .*\(([0-9a-f-]{36})\)`).FindAllStringSubmatch(info, -1) {
			uuids = append(uuids, qtbt.MustParseUUID(match[1]))
		}
		assert.ElementsMatch(t, uuids, d.ServiceUUIDs(), "%s", info)
		assert.Contains(t, d.ServiceUUIDs(), serviceUUID(t))
		h.tell("done")
	}, func(t *testing.T, h *host) {
		listen(t, qtbt.RFCOMM)
		h.tell("listening")
		h.await("done")
	})
}

// A discovery that has come to its end starts again as often as one likes, and finds anew.
func TestDeviceDiscoveryTimesOutAndRestarts(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		meet(t, h)
		spy := newDeviceSpy(t)
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(time.Second))
		for range 3 {
			require.NoError(t, spy.StartMethods(qtbt.ClassicMethod))
			assert.True(t, spy.IsActive())
			assert.Equal(t, "lab-b", spy.first(h.peer).Name())
			<-spy.finished
			assert.False(t, spy.IsActive())
			assert.NotEmpty(t, spy.DiscoveredDevices(), "they stay until the next start")
		}
		assert.Empty(t, spy.canceled)
		assert.Empty(t, spy.failed)
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError())
	}, idle)
}

func TestDeviceDiscoveryPoweredOff(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t)
		power(t, "false")
		require.NoError(t, spy.Start())
		assert.Equal(t, qtbt.DeviceDiscoveryPoweredOffError, <-spy.failed)
		assert.Equal(t, qtbt.DeviceDiscoveryPoweredOffError, spy.LastError())
		assert.Equal(t, "Device is powered off", spy.ErrorString())
		assert.False(t, spy.IsActive())

		power(t, "true")
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(3*time.Second))
		require.NoError(t, spy.StartMethods(qtbt.ClassicMethod))
		assert.Equal(t, qtbt.DeviceDiscoveryNoError, spy.LastError(), "a start clears it")
		spy.first(h.peer)
		power(t, "false")
		assert.True(t, spy.IsActive(), "Qt does not notice")
		<-spy.finished
		assert.Empty(t, spy.failed)
		require.NoError(t, spy.Start())
		assert.Equal(t, qtbt.DeviceDiscoveryPoweredOffError, <-spy.failed)
	}, idle)
}

func TestBluetoothDaemonEndsDuringDeviceDiscovery(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t)
		require.NoError(t, spy.SetLowEnergyDiscoveryTimeout(0))
		require.NoError(t, spy.Start())
		spy.first(h.peer)
		command(t, "pkill", "-x", "bluetoothd")
		assert.Equal(t, qtbt.DeviceDiscoveryInputOutputError, <-spy.failed)
		assert.Equal(t, "Bluetooth adapter error", spy.ErrorString())
		assert.False(t, spy.IsActive())
	}, idle)
}

func TestDeviceDiscoveryWithUnknownAdapter(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t, h.peer)
		assert.Equal(t, qtbt.DeviceDiscoveryInvalidBluetoothAdapterError, spy.LastError())
		assert.Equal(t, "Invalid Bluetooth adapter address", spy.ErrorString())
		assert.Empty(t, spy.failed, "the constructor signals nothing")
		require.NoError(t, spy.Start())
		assert.Equal(t, qtbt.DeviceDiscoveryInputOutputError, <-spy.failed)
		assert.False(t, spy.IsActive())
	}, idle)
}

func TestDeviceDiscoveryWithUnsupportedMethod(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		spy := newDeviceSpy(t)
		require.NoError(t, spy.StartMethods(qtbt.ClassicMethod|0x40))
		assert.Equal(t, qtbt.DeviceDiscoveryUnsupportedDiscoveryMethod, <-spy.failed)
		assert.NotEmpty(t, spy.ErrorString())
		assert.False(t, spy.IsActive())
	}, idle)
}
