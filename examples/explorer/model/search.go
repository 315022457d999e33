package model

// The search for devices.

import (
	"errors"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

// Search starts or stops the search for devices. Devices that were found remain.
func (m *Model) Search(on bool) {
	m.enqueue(func() {
		m.stopSearch()
		if !on {
			m.update(func(s *State) { s.Search = Task{} })
			return
		}
		m.update(func(s *State) { s.Search = Task{Running: true} })
		if err := m.startSearch(); err != nil {
			m.searchFailed(err)
		}
	})
}

// searchFailed notes why the search has ended, and checks the machine.
func (m *Model) searchFailed(err error) {
	m.update(func(s *State) { s.Search = Task{Err: err} })
	m.diagnose()
}

func (m *Model) stopSearch() {
	m.agent.Delete()
	m.agent = nil
}

// startSearch looks for devices until stopSearch.
func (m *Model) startSearch() error {
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	if err != nil {
		return err
	}
	m.agent = agent
	failure := func() error {
		return describe.Failure(agent.LastError(), agent.ErrorString(), qtbt.Address{})
	}
	if agent.LastError() != qtbt.DeviceDiscoveryNoError {
		return failure()
	}
	start := func() error { return agent.StartMethods(qtbt.ClassicMethod | qtbt.LowEnergyMethod) }
	agent.OnDeviceDiscovered(m.found)
	agent.OnDeviceUpdated(func(d qtbt.DeviceInfo, _ qtbt.DeviceField) { m.found(d) })
	agent.OnErrorOccurred(func(qtbt.DeviceDiscoveryError) { m.searchFailed(failure()) })
	agent.OnFinished(func() { // on platforms where a search has an end of its own
		if err := start(); err != nil {
			m.searchFailed(err)
		}
	})
	return errors.Join(agent.SetLowEnergyDiscoveryTimeout(0), start())
}

// found adds a device, or updates one that is known.
func (m *Model) found(info qtbt.DeviceInfo) {
	d := device(info)
	isNew := true
	m.update(func(s *State) {
		for i, known := range s.Devices {
			if known.ID != d.ID {
				continue
			}
			if d.RSSI == 0 {
				d.RSSI = known.RSSI // the system forgets it between searches
			}
			d.Pairing, d.Connected = known.Pairing, known.Connected
			s.Devices[i], isNew = d, false
			return
		}
		s.Devices = append(s.Devices, d)
	})
	if isNew {
		m.lookForPairing(info.Address())
	}
}

// device describes a device that was found.
func device(info qtbt.DeviceInfo) Device {
	id := info.Address().String()
	if info.Address().IsNull() {
		id = info.DeviceUUID().String()
	}
	return Device{ID: id, Name: describe.Text(info.Name()), Kind: describe.Kind(info),
		Radio: describe.Radio(info), RSSI: info.RSSI(), Info: info}
}
