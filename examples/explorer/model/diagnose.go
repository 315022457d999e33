package model

// What keeps the machine from finding devices.

import (
	"context"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// diagnosisPatience is how long diagnose waits for bluetoothd.
const diagnosisPatience = 10 * time.Second

// diagnose checks what Bluetooth needs from this machine.
func (m *Model) diagnose() {
	m.update(func(s *State) { s.Diagnosis.Running = true })
	go func() {
		ctx, cancel := context.WithTimeout(m.ctx, diagnosisPatience)
		defer cancel()
		diagnosis := qtbt.Diagnose(ctx)
		m.update(func(s *State) { s.Diagnosis = Diagnosis{Findings: diagnosis.Findings} })
	}()
}
