package model

// The characteristics of a device: reading, writing and watching them.

import (
	"bytes"

	"github.com/goqtbt/bluetooth/qtbt"
)

// maxNumbers is the maximum number of values that a plot shows. The oldest are dropped.
const maxNumbers = 300

// lowEnergyService is a service of the connected device.
type lowEnergyService struct {
	*qtbt.LowEnergyService
	asked int // the index of the characteristic that was read, written or watched last, or -1
}

// reference is a characteristic with its service.
type reference struct {
	service        *lowEnergyService
	characteristic qtbt.LowEnergyCharacteristic
}

// openService asks a service for its characteristics, without their values.
func (c *central) openService(service *qtbt.LowEnergyService) {
	s := &lowEnergyService{LowEnergyService: service, asked: -1}
	c.model.mu.Lock()
	c.services = append(c.services, s)
	c.model.mu.Unlock()
	s.OnStateChanged(func(state qtbt.LowEnergyServiceState) {
		if state == qtbt.RemoteServiceDiscovered {
			c.list(s)
		}
	})
	s.OnCharacteristicRead(c.setValue)
	s.OnCharacteristicWritten(c.setValue)
	s.OnCharacteristicChanged(c.setValue)
	s.OnDescriptorWritten(c.setWatched)
	s.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { c.refused(s, e) })
	if err := s.DiscoverDetails(qtbt.LowEnergyServiceSkipValueDiscovery); err != nil {
		c.failed(err)
	}
}

// list adds the characteristics of a service to the state.
func (c *central) list(service *lowEnergyService) {
	serviceTitle := title(service.ServiceUUID(), service.ServiceName())
	characteristics := service.Characteristics()
	c.model.updateUntil(c.ctx, func(s *State) {
		for _, characteristic := range characteristics {
			c.characteristics = append(c.characteristics, reference{service, characteristic})
			s.LowEnergy.Characteristics = append(s.LowEnergy.Characteristics, Characteristic{
				Service:    serviceTitle,
				Name:       title(characteristic.UUID(), characteristic.Name()),
				Properties: characteristic.Properties(),
				Watchable:  characteristic.ClientCharacteristicConfiguration().IsValid(),
			})
		}
	})
}

// change changes a characteristic in the state, if the device has it.
func (c *central) change(is func(reference) bool, f func(*Characteristic)) {
	c.model.updateUntil(c.ctx, func(s *State) {
		for i, r := range c.characteristics {
			if is(r) {
				f(&s.LowEnergy.Characteristics[i])
			}
		}
	})
}

func (c *central) setValue(characteristic qtbt.LowEnergyCharacteristic, value []byte) {
	number, numeric := Number(characteristic.UUID(), value)
	is := func(r reference) bool { return r.characteristic == characteristic }
	c.change(is, func(shown *Characteristic) {
		shown.Value, shown.Known, shown.Err = value, true, nil
		if !numeric {
			return
		}
		first := max(0, len(shown.Numbers)+1-maxNumbers)
		// A State that was returned keeps its numbers.
		shown.Numbers = append(shown.Numbers[first:len(shown.Numbers):len(shown.Numbers)], number)
	})
}

func (c *central) setWatched(descriptor qtbt.LowEnergyDescriptor, value []byte) {
	is := func(r reference) bool {
		return r.characteristic.ClientCharacteristicConfiguration() == descriptor
	}
	watched := !bytes.Equal(value, qtbt.CCCDDisable())
	c.change(is, func(shown *Characteristic) { shown.Watched, shown.Err = watched, nil })
}

// refused notes that the device has refused what was asked last. At first that is for the
// characteristics.
func (c *central) refused(service *lowEnergyService, err error) {
	c.model.updateUntil(c.ctx, func(s *State) {
		if service.asked < 0 {
			s.LowEnergy.Err = err
		} else {
			s.LowEnergy.Characteristics[service.asked].Err = err
		}
	})
}

// Read reads a characteristic, by its index in the State.
func (m *Model) Read(index int) {
	m.ask(index, func(r reference) error { return r.service.ReadCharacteristic(r.characteristic) })
}

// Write writes a characteristic, by its index in the State, and asks the device to confirm that if
// it can.
func (m *Model) Write(index int, value []byte) {
	m.ask(index, func(r reference) error {
		mode := qtbt.WriteWithResponse
		if r.characteristic.Properties()&qtbt.PropertyWrite == 0 {
			mode = qtbt.WriteWithoutResponse
		}
		return r.service.WriteCharacteristic(r.characteristic, value, mode)
	})
}

// Watch starts or stops reports of new values of a characteristic, by its index in the State.
func (m *Model) Watch(index int, on bool) {
	m.ask(index, func(r reference) error {
		value := qtbt.CCCDDisable()
		switch {
		case !on:
		case r.characteristic.Properties()&qtbt.PropertyNotify != 0:
			value = qtbt.CCCDEnableNotification()
		default:
			value = qtbt.CCCDEnableIndication()
		}
		return r.service.WriteDescriptor(r.characteristic.ClientCharacteristicConfiguration(), value)
	})
}

// ask asks the device for something about a characteristic.
func (m *Model) ask(index int, f func(reference) error) {
	m.enqueue(func() {
		c := m.central
		if c == nil {
			return
		}
		m.mu.Lock()
		var r reference
		if index < len(c.characteristics) {
			r = c.characteristics[index]
			r.service.asked = index
		}
		m.mu.Unlock()
		if r.service == nil {
			return
		}
		if err := f(r); err != nil {
			c.refused(r.service, err)
		}
	})
}
