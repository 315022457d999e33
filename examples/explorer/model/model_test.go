package model

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// The tests' machine has no system bus, and so no Bluetooth.
func TestMain(m *testing.M) {
	os.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	os.Exit(m.Run())
}

// watched is a Model with a signal for each change.
type watched struct {
	*Model
	t       *testing.T
	changed chan struct{}
}

func newWatched(t *testing.T) *watched {
	w := &watched{t: t, changed: make(chan struct{}, 1)}
	w.Model = New(func() {
		select {
		case w.changed <- struct{}{}:
		default:
		}
	})
	t.Cleanup(func() { w.Close(context.Background()) })
	return w
}

// await returns the first state that fulfils a condition.
func (w *watched) await(is func(State) bool) State {
	w.t.Helper()
	for {
		s := w.State()
		if is(s) {
			return s
		}
		select {
		case <-w.changed:
		case <-w.t.Context().Done():
			require.Fail(w.t, "the state was not reached", "%+v", s)
		}
	}
}

var address = qtbt.MustParseAddress("00:11:22:33:44:55")

func TestFoundDeviceKeepsWhatIsKnown(t *testing.T) {
	m := newWatched(t)
	info := qtbt.NewDeviceInfo(address, "", 0x5a020c)
	info.SetRSSI(-50)
	m.found(info)
	before := m.State()
	m.setConnected(address, true)
	m.found(qtbt.NewDeviceInfo(address, "Phone\x1b", 0x5a020c))

	after := m.State()
	require.Len(t, after.Devices, 1)
	d := after.Devices[0]
	assert.Equal(t, "Phone?", d.Name)
	assert.Equal(t, "smart phone", d.Kind)
	assert.EqualValues(t, -50, d.RSSI)
	assert.True(t, d.Connected)
	assert.False(t, before.Devices[0].Connected, "a State that was returned has changed")
}

func TestLowEnergyDeviceWithoutAddress(t *testing.T) {
	m := newWatched(t)
	uuid := qtbt.NewUUID()
	m.found(qtbt.NewDeviceInfoFromUUID(uuid, "Sensor", 0))
	assert.Equal(t, uuid.String(), m.State().Devices[0].ID)
}

func TestMachineWithoutBluetooth(t *testing.T) {
	m := newWatched(t)
	m.Start()
	s := m.await(func(s State) bool { return s.Search.Err != nil && s.Adapter.Err != nil && !s.Diagnosis.Running })
	assert.False(t, s.Search.Running)
	assert.False(t, s.Adapter.Present)
	assert.NotEmpty(t, s.Diagnosis.Findings)

	m.found(qtbt.NewDeviceInfo(address, "", 0))
	m.Select(address.String())
	m.AskServices()
	m.Connect()
	m.Pair(qtbt.Paired)
	s = m.await(func(s State) bool {
		return s.Services.Err != nil && s.LowEnergy.Err != nil && s.Pairing.Err != nil
	})
	assert.False(t, s.Services.Running || s.LowEnergy.Running || s.Pairing.Running)

	m.Select("")
	s = m.State()
	assert.NoError(t, s.Services.Err)
	assert.NoError(t, s.LowEnergy.Err)
}

// dialEcho returns a Dial to a service that sends each line back.
func dialEcho(t *testing.T) func(context.Context) (net.Conn, error) {
	t.Helper()
	air := bttest.NewAir()
	server, client := air.Host(address), air.Host(qtbt.MustParseAddress("00:11:22:33:44:66"))
	uuid := qtbt.ServiceClassSerialPort.UUID()
	listener, err := server.Listen(t.Context(), uuid, "Echo")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			lines := bufio.NewScanner(conn)
			for lines.Scan() && lines.Text() != "bye" {
				fmt.Fprintf(conn, "%s!\r\n", lines.Text())
			}
			conn.Close()
		}
	}()
	return func(ctx context.Context) (net.Conn, error) { return client.Dial(ctx, address, uuid) }
}

func connected(s State) bool { return s.Terminal.Connected }

func ended(s State) bool { return !s.Terminal.Connected && !s.Terminal.Running }

func TestTerminal(t *testing.T) {
	m := newWatched(t)
	dial := dialEcho(t)
	m.openTerminal("Echo", dial)
	m.await(connected)
	m.Send("hello")
	s := m.await(func(s State) bool { return strings.Contains(s.Terminal.Text, "!\n") })
	assert.Equal(t, "» hello\nhello!\n", s.Terminal.Text)

	m.Send("bye")
	s = m.await(ended)
	assert.NoError(t, s.Terminal.Err)
	assert.Equal(t, "» hello\nhello!\n» bye\n", s.Terminal.Text)

	m.openTerminal("Again", dial)
	s = m.await(connected)
	assert.Equal(t, Terminal{Title: "Again", Connected: true}, s.Terminal)
	m.CloseTerminal()
	assert.True(t, ended(m.State()))
}

func TestTerminalThatCannotConnect(t *testing.T) {
	m := newWatched(t)
	m.openTerminal("Nothing", func(context.Context) (net.Conn, error) { return nil, qtbt.ErrNoAdapter })
	s := m.await(func(s State) bool { return s.Terminal.Err != nil })
	assert.True(t, ended(s))
	assert.ErrorIs(t, s.Terminal.Err, qtbt.ErrNoAdapter)
}

func TestTerminalKeepsTheEndOfALongText(t *testing.T) {
	m := newWatched(t)
	m.openTerminal("Echo", dialEcho(t))
	m.await(connected)
	m.mu.Lock()
	term := m.terminal
	m.mu.Unlock()
	m.print(term, strings.Repeat("a", maxText))
	m.print(term, "end")
	text := m.State().Terminal.Text
	assert.Len(t, text, maxText)
	assert.True(t, strings.HasSuffix(text, "aend"))
}

func TestServiceWithoutNameIsNamedAfterItsClasses(t *testing.T) {
	info := &qtbt.ServiceInfo{}
	assert.Equal(t, "(no name)", service(info).Name)
	info.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{qtbt.ServiceClassSerialPort.UUID()})
	assert.Equal(t, Service{Name: "Serial Port Profile", Info: info}, service(info))
	info.SetServiceName("Echo")
	assert.Equal(t, Service{Name: "Echo", Classes: "Serial Port Profile", Info: info}, service(info))
}

func TestRefusalBelongsToWhatWasAsked(t *testing.T) {
	m := newWatched(t)
	c := &central{model: m.Model, ctx: t.Context()}
	m.update(func(s *State) { s.LowEnergy.Characteristics = make([]Characteristic, 2) })
	s := &lowEnergyService{asked: -1}
	c.refused(s, qtbt.LowEnergyServiceUnknownError)
	s.asked = 1
	c.refused(s, qtbt.LowEnergyServiceCharacteristicWriteError)

	state := m.State().LowEnergy
	assert.Equal(t, qtbt.LowEnergyServiceUnknownError, state.Err)
	assert.NoError(t, state.Characteristics[0].Err)
	assert.Equal(t, qtbt.LowEnergyServiceCharacteristicWriteError, state.Characteristics[1].Err)
}

func TestValuesOfACharacteristic(t *testing.T) {
	m := newWatched(t)
	c := &central{model: m.Model, ctx: t.Context(), characteristics: make([]reference, 1)}
	m.update(func(s *State) { s.LowEnergy.Characteristics = make([]Characteristic, 1) })
	for i := range maxNumbers {
		c.setValue(qtbt.LowEnergyCharacteristic{}, []byte{byte(i)})
	}
	before := m.State().LowEnergy.Characteristics[0]
	require.Len(t, before.Numbers, maxNumbers)
	c.setValue(qtbt.LowEnergyCharacteristic{}, []byte{7})
	c.setWatched(qtbt.LowEnergyDescriptor{}, qtbt.CCCDEnableNotification())

	after := m.State().LowEnergy.Characteristics[0]
	assert.Equal(t, []byte{7}, after.Value)
	assert.True(t, after.Known && after.Watched)
	require.Len(t, after.Numbers, maxNumbers)
	assert.Equal(t, []float64{1, 7}, []float64{after.Numbers[0], after.Numbers[maxNumbers-1]})
	assert.Zero(t, before.Numbers[0], "a State that was returned has changed")
	c.setWatched(qtbt.LowEnergyDescriptor{}, qtbt.CCCDDisable())
	assert.False(t, m.State().LowEnergy.Characteristics[0].Watched)
}
