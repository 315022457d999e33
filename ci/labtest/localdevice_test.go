package labtest

// Tests of LocalDevice: the adapter itself, and who is connected to it. Pairing is in
// pairing_test.go.

import (
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// The adapters are those that BlueZ's own tools list, with the same names and addresses.
func TestAllDevices(t *testing.T) {
	part := func(t *testing.T, h *host) {
		var want [][]string
		for _, controller := range regexp.MustCompile(`Controller (\S+) (\S+)`).FindAllStringSubmatch(bluetoothctl(t, "list"), -1) {
			want = append(want, controller[1:3])
		}
		var got [][]string
		for _, info := range qtbt.AllDevices() {
			got = append(got, []string{info.Address().String(), info.Name()})
		}
		assert.Equal(t, want, got)
		assert.Len(t, got, 1)

		hcitool, err := exec.Command("hcitool", "dev").Output()
		require.NoError(t, err)
		assert.Contains(t, string(hcitool), h.self.String())

		device := newLocalDevice(t, h.self)
		assert.Equal(t, h.self, device.Address())
		assert.Equal(t, h.self, newLocalDevice(t).Address(), "the default adapter")
		bluetoothctl(t, "system-alias", "Größe")
		assert.Equal(t, "Größe", device.Name(), "the name that others see")
		assert.Equal(t, want[0][1], qtbt.AllDevices()[0].Name(), "the host's name")
	}
	onHosts(t, part, part)
}

func TestHostModes(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		require.Equal(t, qtbt.HostDiscoverable, device.HostMode())
		modes := hostModes(device)
		for _, step := range []struct {
			set, want qtbt.HostMode
		}{
			{qtbt.HostConnectable, qtbt.HostConnectable},
			{qtbt.HostDiscoverable, qtbt.HostDiscoverable},
			{qtbt.HostPoweredOff, qtbt.HostPoweredOff},
			{qtbt.HostConnectable, qtbt.HostConnectable},
			{qtbt.HostDiscoverableLimitedInquiry, qtbt.HostDiscoverable},
			{qtbt.HostConnectable, qtbt.HostConnectable},
			{qtbt.HostPoweredOff, qtbt.HostPoweredOff},
			{qtbt.HostDiscoverable, qtbt.HostDiscoverable},
		} {
			require.NoError(t, device.SetHostMode(step.set))
			assert.Equal(t, step.want, <-modes, "set %v", step.set)
			assert.Equal(t, step.want, device.HostMode())
			shown := bluetoothctl(t, "show")
			if step.want == qtbt.HostPoweredOff {
				assert.Contains(t, shown, "Powered: no")
				continue
			}
			assert.Contains(t, shown, "Powered: yes")
			found := step.want == qtbt.HostDiscoverable
			assert.Equal(t, found, strings.Contains(shown, "Discoverable: yes"))
			h.tell("inquire")
			assert.Equal(t, strconv.FormatBool(found), h.await("inquired"), "found in mode %v", step.set)
		}
		assert.Empty(t, modes)
		h.tell("done")
	}, func(t *testing.T, h *host) {
		for {
			select {
			case <-h.mark("inquire"):
				out, err := exec.Command("hcitool", "inq", "--flush", "--length=2").CombinedOutput()
				require.NoError(t, err, "%s", out)
				h.tell("inquired", strings.Contains(string(out), h.peer.String()))
			case <-h.mark("done"):
				return
			}
		}
	})
}

// What others change is signalled too.
func TestHostModeChangedByOthers(t *testing.T) {
	onHosts(t, func(t *testing.T, _ *host) {
		device := newLocalDevice(t)
		modes := hostModes(device)
		bluetoothctl(t, "discoverable", "off")
		assert.Equal(t, qtbt.HostConnectable, <-modes)
		bluetoothctl(t, "power", "off")
		assert.Equal(t, qtbt.HostPoweredOff, <-modes)
		assert.Equal(t, qtbt.HostPoweredOff, device.HostMode())
		bluetoothctl(t, "power", "on")
		assert.Equal(t, qtbt.HostConnectable, <-modes)
		bluetoothctl(t, "discoverable", "on")
		assert.Equal(t, qtbt.HostDiscoverable, <-modes)
		assert.Empty(t, modes)
	}, func(*testing.T, *host) {})
}

func TestPowerOn(t *testing.T) {
	onHosts(t, func(t *testing.T, _ *host) {
		bringTo(t, qtbt.HostConnectable)
		bringTo(t, qtbt.HostPoweredOff)
		device := newLocalDevice(t)
		modes := hostModes(device)
		require.NoError(t, device.PowerOn())
		assert.Equal(t, qtbt.HostConnectable, <-modes)
		require.NoError(t, device.PowerOn())
		assert.Equal(t, qtbt.HostConnectable, device.HostMode())
		require.NoError(t, device.SetHostMode(qtbt.HostPoweredOff))
		assert.Equal(t, qtbt.HostPoweredOff, <-modes, "a second PowerOn changes nothing")
	}, func(*testing.T, *host) {})
}

func TestConnectedDevices(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		server, _ := listen(t, qtbt.RFCOMM)
		ended := echo(t, server)
		device := newLocalDevice(t)
		connected, disconnected := make(chan qtbt.Address, 10), make(chan qtbt.Address, 10)
		device.OnDeviceConnected(func(address qtbt.Address) { connected <- address })
		device.OnDeviceDisconnected(func(address qtbt.Address) { disconnected <- address })
		assert.Empty(t, device.ConnectedDevices())
		h.tell("listening")

		assert.Equal(t, h.peer, <-connected)
		assert.Equal(t, []qtbt.Address{h.peer}, device.ConnectedDevices())
		later := newLocalDevice(t)
		assert.Equal(t, []qtbt.Address{h.peer}, later.ConnectedDevices(), "for one made while it is connected")
		h.tell("seen")
		<-ended
		assert.Equal(t, h.peer, <-disconnected)
		assert.Empty(t, device.ConnectedDevices())
		assert.Empty(t, connected)
	}, func(t *testing.T, h *host) {
		h.await("listening")
		meet(t, h)
		s := dial(t, h, qtbt.RFCOMM)
		exchange(t, s, 100)
		device := newLocalDevice(t)
		assert.Equal(t, []qtbt.Address{h.peer}, device.ConnectedDevices())
		h.await("seen")
		s.Delete()
	})
}

// When bluetoothd ends, the adapter is taken away, and does not come back to this object.
func TestAdapterTakenAway(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		outcomes := pairingOutcomes(device)
		require.NoError(t, device.RequestPairing(dummy, qtbt.Paired)) // looks for the device
		out, err := exec.Command("pkill", "-x", "bluetoothd").CombinedOutput()
		require.NoError(t, err, "%s", out)
		eventually(t, "the adapter stays", func() bool { return !device.IsValid() })
		assert.Empty(t, device.Name())
		assert.True(t, device.Address().IsNull())
		assert.Equal(t, qtbt.HostPoweredOff, device.HostMode())
		assert.Empty(t, qtbt.AllDevices())
		// Qt alone would crash when the search times out.
		assert.Equal(t, pairingOutcome{err: qtbt.LocalDevicePairingError}, <-outcomes)
	}, func(*testing.T, *host) {})
}

// A handler may delete its LocalDevice, and change what it is told of.
func TestLocalDeviceWithinHandlers(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		device := newLocalDevice(t)
		done := make(chan struct{})
		device.OnHostModeStateChanged(func(mode qtbt.HostMode) {
			switch mode {
			case qtbt.HostConnectable:
				assert.NoError(t, device.SetHostMode(qtbt.HostPoweredOff))
			case qtbt.HostPoweredOff:
				assert.NoError(t, device.SetHostMode(qtbt.HostDiscoverable))
			case qtbt.HostDiscoverable:
				device.Delete()
				close(done)
			}
		})
		require.NoError(t, device.SetHostMode(qtbt.HostConnectable))
		<-done

		// Each connects a handler for one signal, which calls end, and provokes the signal.
		for name, provoke := range map[string]func(device *qtbt.LocalDevice, end func()){
			"deviceConnected": func(device *qtbt.LocalDevice, end func()) {
				device.OnDeviceConnected(func(qtbt.Address) { end() })
				assert.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
			},
			"pairingFinished": func(device *qtbt.LocalDevice, end func()) {
				device.OnPairingFinished(func(qtbt.Address, qtbt.Pairing) { end() })
				assert.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
			},
			"deviceDisconnected": func(device *qtbt.LocalDevice, end func()) {
				device.OnDeviceDisconnected(func(qtbt.Address) { end() })
				device.OnPairingFinished(func(_ qtbt.Address, pairing qtbt.Pairing) {
					if pairing == qtbt.Paired {
						assert.NoError(t, device.RequestPairing(h.peer, qtbt.Unpaired))
					}
				})
				assert.NoError(t, device.RequestPairing(h.peer, qtbt.Paired))
			},
			"errorOccurred": func(device *qtbt.LocalDevice, end func()) {
				device.OnErrorOccurred(func(qtbt.LocalDeviceError) { end() })
				assert.NoError(t, device.RequestPairing(qtbt.Address{}, qtbt.Unpaired))
			},
		} {
			t.Run(name, func(t *testing.T) {
				require.Equal(t, told(h, qtbt.Unpaired), pair(t, h.peer, qtbt.Unpaired))
				device, ended := newLocalDevice(t), make(chan struct{})
				provoke(device, func() {
					device.Delete()
					device.Delete()
					close(ended)
				})
				<-ended
				assert.ErrorIs(t, device.PowerOn(), qtbt.ErrDeleted)
			})
		}
	}, func(*testing.T, *host) {})
}
