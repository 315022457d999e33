package model

// The classic services of a device.

import (
	"cmp"
	"fmt"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

// AskServices asks the selected device for its classic services.
func (m *Model) AskServices() {
	d, selection := m.selected()
	m.updateUntil(selection, func(s *State) { s.Services = Services{Task: Task{Running: true}} })
	go func() {
		found, err := qtbt.DiscoverServices(selection, d.Info.Address())
		m.updateUntil(selection, func(s *State) {
			s.Services = Services{Task: Task{Err: err}, Asked: err == nil}
			for _, info := range found {
				s.Services.List = append(s.Services.List, service(info))
			}
		})
	}()
}

// service describes a service that was found.
func service(info *qtbt.ServiceInfo) Service {
	name, classes := describe.Text(info.ServiceName()), describe.UUIDs(info.ServiceClassUUIDs())
	s := Service{Name: cmp.Or(name, classes, "(no name)"), Info: info}
	if name != "" {
		s.Classes = classes
	}
	if channel := info.ServerChannel(); channel > 0 {
		s.Connect, s.Serial = fmt.Sprintf("RFCOMM channel %d", channel), true
	} else if psm := info.ProtocolServiceMultiplexer(); psm > 0 {
		s.Connect = fmt.Sprintf("L2CAP PSM %d", psm)
	}
	return s
}
