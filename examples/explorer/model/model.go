// Package model is the explorer without its window: what was found, what is connected, and what can
// be done with it.
//
// Methods of package qtbt may wait for bluetoothd, so the Model calls them on goroutines of its
// own. The Model's methods return at once, and a later [State] has the result.
package model

import (
	"context"
	"slices"
	"sync"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Model has the state of the explorer, and changes it. Its methods may be called from any
// goroutine.
type Model struct {
	changed func()
	ctx     context.Context // ends with Close
	end     context.CancelFunc

	mu        sync.Mutex // not held while qtbt is called
	state     State
	queue     []func() // calls of qtbt that wait for their turn
	working   bool
	selection context.Context // ends when another device is selected
	deselect  context.CancelFunc
	terminal  *terminal

	// The functions of the queue alone use these.
	adapter *qtbt.LocalDevice
	agent   *qtbt.DeviceDiscoveryAgent
	central *central
}

// New returns a Model that calls changed after each change of its State. The function must not wait
// for a caller of the Model or of package qtbt, because qtbt's handlers call it on the Qt thread.
// The caller ends the Model with Close.
func New(changed func()) *Model {
	m := &Model{changed: changed}
	m.ctx, m.end = context.WithCancel(context.Background())
	m.selection, m.deselect = context.WithCancel(m.ctx)
	return m
}

// Start looks for the adapter and for devices, and checks the machine.
func (m *Model) Start() {
	m.lookForAdapter()
	m.Search(true)
	m.diagnose()
}

// Close ends the search and all connections. It returns when they have ended, or when ctx does.
func (m *Model) Close(ctx context.Context) {
	done := make(chan struct{})
	m.end()
	m.enqueue(func() {
		m.stopSearch()
		m.disconnect()
		m.adapter.Delete()
		close(done)
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// State returns the present state.
func (m *Model) State() State {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.state
	s.Devices = slices.Clone(s.Devices)
	s.LowEnergy.Characteristics = slices.Clone(s.LowEnergy.Characteristics)
	return s
}

// update changes the state.
func (m *Model) update(change func(*State)) { m.updateUntil(m.ctx, change) }

// updateUntil changes the state unless ctx has ended.
func (m *Model) updateUntil(ctx context.Context, change func(*State)) {
	m.mu.Lock()
	over := ctx.Err() != nil
	if !over {
		change(&m.state)
	}
	m.mu.Unlock()
	if !over {
		m.changed()
	}
}

// enqueue runs f, after the functions that were enqueued before.
func (m *Model) enqueue(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = append(m.queue, f)
	if !m.working {
		m.working = true
		go m.work()
	}
}

// work runs the functions of the queue, and returns when the queue is empty.
func (m *Model) work() {
	for {
		m.mu.Lock()
		if len(m.queue) == 0 {
			m.working = false
			m.mu.Unlock()
			return
		}
		f := m.queue[0]
		m.queue = m.queue[1:]
		m.mu.Unlock()
		f()
	}
}

// Select selects a device by its ID. The Low Energy connection to the last one ends.
func (m *Model) Select(id string) {
	m.mu.Lock()
	if id == m.state.Selected {
		m.mu.Unlock()
		return
	}
	m.deselect()
	m.selection, m.deselect = context.WithCancel(m.ctx)
	m.mu.Unlock()
	m.update(func(s *State) {
		s.Selected, s.Pairing, s.Services, s.LowEnergy = id, Task{}, Services{}, LowEnergy{}
	})
	m.enqueue(m.disconnect)
	d, _ := m.selected()
	m.lookForPairing(d.Info.Address())
}

// selected returns the selected device, and a context that ends when another one is selected.
func (m *Model) selected() (Device, context.Context) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, _ := m.state.Device()
	return d, m.selection
}
