package model

// The Low Energy connection to a device.

import (
	"context"
	"errors"
	"fmt"

	"github.com/goqtbt/bluetooth/qtbt"
)

// errForgotten is the error of a connection to a device that the system does not know any more.
var errForgotten = errors.New("the system has forgotten the device: search until it is found again")

// central is a Low Energy connection.
type central struct {
	*qtbt.LowEnergyController
	model   *Model
	ctx     context.Context // ends with the connection's selection, or with the connection
	release context.CancelFunc
	dual    bool // the device speaks classic Bluetooth, too

	// The model's mutex guards these.
	services        []*lowEnergyService
	characteristics []reference // of the State's Characteristics, in their order
}

// Connect connects to the selected device over Low Energy, and looks for its services.
func (m *Model) Connect() {
	d, selection := m.selected()
	m.enqueue(func() {
		m.disconnect() // after it, no handler changes the State's LowEnergy
		m.updateUntil(selection, func(s *State) { s.LowEnergy = LowEnergy{Task: Task{Running: true}} })
		controller, err := qtbt.NewLowEnergyCentral(d.Info)
		if err != nil {
			m.updateUntil(selection, func(s *State) { s.LowEnergy = LowEnergy{Task: Task{Err: err}} })
			return
		}
		c := &central{LowEnergyController: controller, model: m,
			dual: d.Info.CoreConfigurations() == qtbt.BaseRateAndLowEnergyCoreConfiguration}
		c.ctx, c.release = context.WithCancel(selection)
		m.central = c
		c.connect()
	})
}

// Disconnect ends the Low Energy connection.
func (m *Model) Disconnect() {
	m.enqueue(func() {
		m.disconnect()
		m.update(func(s *State) { s.LowEnergy = LowEnergy{} })
	})
}

func (m *Model) disconnect() {
	c := m.central
	if c == nil {
		return
	}
	m.central = nil
	c.release()
	c.Delete() // after it, no handler adds a service
	m.mu.Lock()
	services := c.services
	m.mu.Unlock()
	for _, s := range services {
		s.Delete()
	}
}

func (c *central) connect() {
	c.OnConnected(func() {
		if err := c.DiscoverServices(); err != nil {
			c.failed(err)
		}
	})
	c.OnDiscoveryFinished(c.open)
	c.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { c.failed(c.describe(e)) })
	c.OnDisconnected(func() {
		c.model.updateUntil(c.ctx, func(s *State) { s.LowEnergy.Running, s.LowEnergy.Connected = false, false })
	})
	if err := c.ConnectToDevice(); err != nil {
		c.failed(err)
	}
}

// describe adds to an error code what is known about its cause.
func (c *central) describe(code qtbt.LowEnergyControllerError) error {
	switch {
	case code == qtbt.LowEnergyControllerUnknownRemoteDeviceError:
		return errForgotten
	case code == qtbt.LowEnergyControllerUnknownError && c.dual:
		return fmt.Errorf("%w: the device speaks classic Bluetooth too, and bluetoothd may have chosen that", code)
	}
	return fmt.Errorf("%s (%w)", c.ErrorString(), code)
}

// failed notes that the connection was not made, or has been lost.
func (c *central) failed(err error) {
	c.model.updateUntil(c.ctx, func(s *State) { s.LowEnergy.Task = Task{Err: err} })
}

// open asks the services that were found for their characteristics.
func (c *central) open() {
	c.model.updateUntil(c.ctx, func(s *State) { s.LowEnergy.Running, s.LowEnergy.Connected = false, true })
	for _, uuid := range c.Services() {
		if s := c.CreateServiceObject(uuid); s != nil {
			c.openService(s)
		}
	}
}
