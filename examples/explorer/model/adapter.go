package model

// This machine's adapter, and its pairings.

import "github.com/goqtbt/bluetooth/qtbt"

// lookForAdapter looks for this machine's default adapter. An adapter that has come or gone since
// the last look, or a bluetoothd that has started again, needs another look.
func (m *Model) lookForAdapter() {
	m.enqueue(func() {
		m.adapter.Delete()
		adapter, err := qtbt.NewLocalDevice()
		m.adapter = adapter
		if err != nil {
			m.update(func(s *State) { s.Adapter = Adapter{Err: err} })
			return
		}
		adapter.OnHostModeStateChanged(func(mode qtbt.HostMode) {
			m.update(func(s *State) { s.Adapter.Mode, s.Adapter.Err = mode, nil })
		})
		adapter.OnDeviceConnected(func(a qtbt.Address) { m.setConnected(a, true) })
		adapter.OnDeviceDisconnected(func(a qtbt.Address) { m.setConnected(a, false) })
		adapter.OnPairingFinished(m.paired)
		adapter.OnErrorOccurred(func(e qtbt.LocalDeviceError) {
			m.update(func(s *State) { s.Pairing = Task{Err: e} })
		})
		found := Adapter{Err: qtbt.ErrNoAdapter}
		if adapter.IsValid() {
			found = Adapter{Present: true, Name: adapter.Name(), Address: adapter.Address(), Mode: adapter.HostMode()}
		}
		m.update(func(s *State) { s.Adapter = found })
	})
}

// SetHostMode switches the adapter on or off, or makes it visible.
func (m *Model) SetHostMode(mode qtbt.HostMode) {
	m.enqueue(func() {
		err := m.adapter.SetHostMode(mode)
		m.update(func(s *State) { s.Adapter.Err = err })
	})
}

func (m *Model) setConnected(address qtbt.Address, connected bool) {
	m.updateDevice(address, func(d *Device) { d.Connected = connected })
}

// updateDevice changes the device of an address, if it was found.
func (m *Model) updateDevice(address qtbt.Address, change func(*Device)) {
	m.update(func(s *State) {
		for i := range s.Devices {
			if s.Devices[i].Info.Address() == address {
				change(&s.Devices[i])
			}
		}
	})
}

// lookForPairing updates how a device is paired.
func (m *Model) lookForPairing(address qtbt.Address) {
	if address.IsNull() {
		return
	}
	m.enqueue(func() {
		pairing := m.adapter.PairingStatus(address)
		m.updateDevice(address, func(d *Device) { d.Pairing = pairing })
	})
}

// Pair pairs with the selected device, or ends the pairing.
func (m *Model) Pair(pairing qtbt.Pairing) {
	d, selection := m.selected()
	m.updateUntil(selection, func(s *State) { s.Pairing = Task{Running: true} })
	m.enqueue(func() {
		if err := m.adapter.RequestPairing(d.Info.Address(), pairing); err != nil {
			m.updateUntil(selection, func(s *State) { s.Pairing = Task{Err: err} })
		}
	})
}

// paired notes the end of a pairing.
func (m *Model) paired(address qtbt.Address, pairing qtbt.Pairing) {
	m.updateDevice(address, func(d *Device) { d.Pairing = pairing })
	m.update(func(s *State) {
		if d, ok := s.Device(); ok && d.Info.Address() == address {
			s.Pairing = Task{}
		}
	})
}
