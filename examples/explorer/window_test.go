package main

import (
	"context"
	"errors"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/examples/explorer/model"
	"github.com/goqtbt/bluetooth/qtbt"
)

// newTestExplorer returns a window that is painted in memory.
func newTestExplorer(t *testing.T) *explorer {
	e := newExplorer(test.NewTempApp(t))
	t.Cleanup(func() { e.model.Close(context.Background()) })
	return e
}

// await shows the model's states until one fulfils a condition.
func (e *explorer) await(t *testing.T, is func(model.State) bool) model.State {
	t.Helper()
	for {
		s := e.model.State()
		e.show(s)
		if is(s) {
			return s
		}
		select {
		case <-e.changed:
		case <-t.Context().Done():
			require.Fail(t, "the state was not reached", "%+v", s)
		}
	}
}

// tap taps the button with the text.
func (e *explorer) tap(t *testing.T, text string) {
	t.Helper()
	button, ok := find(e.window.Canvas().Content(), text).(*widget.Button)
	require.True(t, ok, "no button %q in\n%s", text, shown(e.window.Canvas().Content()))
	require.False(t, button.Disabled(), text)
	test.Tap(button)
}

func (e *explorer) text() string { return shown(e.window.Canvas().Content()) }

func (e *explorer) disabled(t *testing.T, text string) bool {
	t.Helper()
	w, ok := find(e.window.Canvas().Content(), text).(fyne.Disableable)
	require.True(t, ok, text)
	return w.Disabled()
}

// openPage selects a page and takes a screenshot of it.
func (e *explorer) openPage(t *testing.T, page *container.TabItem, s model.State, name string) {
	e.tabs.Select(page)
	e.show(s)
	screenshot(t, e.window, name)
}

// anAdapter is an adapter that is switched on.
var anAdapter = model.Adapter{Present: true, Name: "laptop", Address: qtbt.MustParseAddress("00:1A:7D:DA:71:13"),
	Mode: qtbt.HostConnectable}

// someDevices are devices of all kinds. The first one is selected.
func someDevices() model.State {
	return model.State{
		Adapter: anAdapter,
		Search:  model.Task{Running: true},
		Devices: []model.Device{
			{ID: "00:11:22:33:44:55", Name: "Pulse", Radio: "LE", RSSI: -48},
			{ID: "00:11:22:33:44:66", Name: "Phone", Kind: "smart phone", Radio: "classic and LE", RSSI: -71,
				Pairing: qtbt.AuthorizedPaired, Connected: true},
			{ID: "00:11:22:33:44:77", Radio: "classic"},
		},
		Selected: "00:11:22:33:44:55",
	}
}

func TestDevices(t *testing.T) {
	e := newTestExplorer(t)
	s := someDevices()
	e.openPage(t, e.device, s, "device")
	text := e.text()
	assert.Contains(t, text, "Devices: 3")
	assert.Contains(t, text, "laptop  ·  00:1A:7D:DA:71:13")
	assert.Contains(t, text, "Pulse\n00:11:22:33:44:55  ·  -48 dBm  ·  LE")
	assert.Contains(t, text, "Phone\n00:11:22:33:44:66  ·  -71 dBm  ·  paired and trusted  ·  smart phone  ·  classic and LE")
	assert.Contains(t, text, "(no name)\n00:11:22:33:44:77  ·  classic")
	assert.Contains(t, text, "Signal strength\n-48 dBm")
	assert.Contains(t, text, "pairing agent asks")
	assert.False(t, e.disabled(t, "Pair and trust"))
	assert.True(t, e.disabled(t, "Unpair"))

	s.Selected = s.Devices[1].ID
	s.Pairing.Err = errors.New("PairingError")
	e.show(s)
	assert.Contains(t, e.text(), "Connected\nyes")
	assert.Contains(t, e.text(), "PairingError")
	assert.True(t, e.disabled(t, "Pair and trust"))
	assert.False(t, e.disabled(t, "Unpair"))
}

func TestAdapterThatIsOff(t *testing.T) {
	e := newTestExplorer(t)
	s := model.State{Adapter: anAdapter}
	s.Adapter.Mode = qtbt.HostPoweredOff
	e.show(s)
	assert.False(t, e.disabled(t, "On"))
	assert.True(t, e.disabled(t, "Visible to others"))
	assert.False(t, find(e.window.Canvas().Content(), "On").(*widget.Check).Checked)
	e.show(model.State{})
	assert.True(t, e.disabled(t, "On"))
}

func TestServices(t *testing.T) {
	e := newTestExplorer(t)
	s := someDevices()
	s.Selected = s.Devices[1].ID
	s.Services = model.Services{Asked: true, List: []model.Service{
		{Name: "Echo", Classes: "Serial Port Profile", Connect: "RFCOMM channel 1", Serial: true},
		{Name: "Music", Classes: "Audio Source", Connect: "L2CAP PSM 25"},
	}}
	e.openPage(t, e.services, s, "services")
	assert.Contains(t, e.text(), "Echo\nSerial Port Profile  ·  RFCOMM channel 1")
	assert.Contains(t, e.text(), "Music\nAudio Source  ·  L2CAP PSM 25")
	buttons := 0
	walk(e.window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if textOf(o) == "Terminal" {
			if _, ok := o.(*widget.Button); ok {
				buttons++
			}
		}
		return false
	})
	assert.Equal(t, 1, buttons, "services with a terminal")
}

func TestCharacteristics(t *testing.T) {
	e := newTestExplorer(t)
	s := someDevices()
	rate := model.Characteristic{Service: "Heart Rate", Name: "Heart Rate Measurement", Watchable: true, Watched: true,
		Properties: qtbt.PropertyNotify, Known: true, Value: []byte{0, 77}}
	for i := range 120 {
		rate.Numbers = append(rate.Numbers, math.Round(72+8*math.Sin(float64(i)/9)))
	}
	lamp := model.Characteristic{Service: "Lamp", Name: "Brightness", Properties: qtbt.PropertyRead | qtbt.PropertyWrite}
	s.LowEnergy = model.LowEnergy{Connected: true, Characteristics: []model.Characteristic{rate, lamp}}
	e.tabs.Select(e.lowEnergy)
	e.show(s)
	e.lowEnergyPage(t).list.Select(0)
	screenshot(t, e.window, "lowenergy")
	assert.Contains(t, e.text(), "Heart Rate Measurement\nHeart Rate  ·  notify  ·  00 4d")
	assert.Contains(t, e.text(), "Heart Rate Measurement: 00 4d = 77")
	assert.True(t, e.disabled(t, "Read"))
	assert.False(t, e.disabled(t, "Watch"))
	assert.True(t, e.disabled(t, "Write"))

	e.lowEnergyPage(t).list.Select(1)
	assert.Contains(t, e.text(), "Brightness: value not known")
	assert.False(t, e.disabled(t, "Read"))
	assert.False(t, e.disabled(t, "Write"))

	s.LowEnergy.Connected = false
	e.show(s)
	assert.Contains(t, e.text(), "The device has disconnected.")
	assert.True(t, e.disabled(t, "Read"))
	s.LowEnergy = model.LowEnergy{}
	e.show(s)
	assert.NotContains(t, e.text(), "Brightness")
}

func (e *explorer) lowEnergyPage(t *testing.T) *lowEnergyPage {
	for _, v := range e.views {
		if p, ok := v.(*lowEnergyPage); ok {
			return p
		}
	}
	require.Fail(t, "no page")
	return nil
}

func TestTerminalText(t *testing.T) {
	e := newTestExplorer(t)
	s := someDevices()
	s.Terminal = model.Terminal{Title: "Echo", Connected: true, Text: "» hello\nhello\x1b[31m\n"}
	e.openPage(t, e.terminal, s, "terminal")
	assert.Contains(t, e.text(), "Connected to Echo")
	assert.Contains(t, e.text(), "» hello\nhello?[31m\n")
	s.Terminal.Connected = false
	e.show(s)
	assert.Contains(t, e.text(), "has ended")
	assert.True(t, e.disabled(t, "Send"))
}

func TestWhyNothingIsFound(t *testing.T) {
	e := newTestExplorer(t)
	s := model.State{Search: model.Task{Err: qtbt.ErrNoBluetoothd}, Adapter: model.Adapter{Err: qtbt.ErrNoAdapter}}
	s.Diagnosis.Findings = []qtbt.Finding{
		{Subject: "Qt", Text: "version 6.4.2, back end bluez"},
		{Subject: "bluetoothd", State: qtbt.FindingProblem, Text: "is installed, but does not run",
			Advice: "Start it: systemctl start bluetooth", Err: qtbt.ErrNoBluetoothd},
	}
	e.openPage(t, e.doctor, s, "doctor")
	assert.Contains(t, e.text(), qtbt.ErrNoBluetoothd.Error())
	assert.Contains(t, e.text(), "Problems: 1")
	assert.Contains(t, e.text(), "bluetoothd: is installed, but does not run")
	assert.Contains(t, e.text(), "Start it: systemctl start bluetooth")
	s.Diagnosis.Findings = s.Diagnosis.Findings[:1]
	e.show(s)
	assert.Contains(t, e.text(), "This machine is ready.")
}

// The buttons reach the model, and its states reach the window.
func TestSearchOnAMachineWithoutBluetooth(t *testing.T) {
	e := newTestExplorer(t)
	e.tap(t, "Search")
	s := e.await(t, func(s model.State) bool { return s.Search.Err != nil && !s.Diagnosis.Running })
	assert.Contains(t, e.text(), s.Search.Err.Error())
	assert.Equal(t, e.doctor, e.tabs.Selected())
	e.tap(t, "Check and search again")
	s = e.await(t, func(s model.State) bool { return s.Adapter.Err != nil })
	assert.Contains(t, e.text(), s.Adapter.Err.Error())
}
