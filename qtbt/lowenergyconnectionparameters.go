package qtbt

// LowEnergyConnectionParameters: the timing of a Low Energy connection.

import (
	"math"
	"time"
)

// LowEnergyConnectionParameters is the timing of a Low Energy connection; Qt's
// QLowEnergyConnectionParameters. It is a plain value, comparable with ==. The zero
// LowEnergyConnectionParameters allows all that Bluetooth does: an interval of 7.5 ms to 4 s, no
// latency, and a supervision timeout of 32 s.
type LowEnergyConnectionParameters struct {
	// Less Qt's defaults, so that the zero value has them.
	minimumInterval    time.Duration
	maximumInterval    time.Duration
	supervisionTimeout time.Duration

	latency int32
}

// Qt's defaults.
const (
	defaultMinimumInterval    = 7500 * time.Microsecond
	defaultMaximumInterval    = 4000 * time.Millisecond
	defaultSupervisionTimeout = 32000 * time.Millisecond
)

// SetIntervalRange sets the least and the greatest time between two meetings of the devices. A
// maximum below the minimum becomes the minimum. Bluetooth allows 7.5 ms to 4 s, in steps of 1.25
// ms.
func (p *LowEnergyConnectionParameters) SetIntervalRange(minimum, maximum time.Duration) {
	p.minimumInterval = minimum - defaultMinimumInterval
	p.maximumInterval = max(minimum, maximum) - defaultMaximumInterval
}

// MinimumInterval returns the least time between two meetings of the devices, 7.5 ms unless set.
func (p LowEnergyConnectionParameters) MinimumInterval() time.Duration {
	return p.minimumInterval + defaultMinimumInterval
}

// MaximumInterval returns the greatest time between two meetings of the devices, 4 s unless set.
func (p LowEnergyConnectionParameters) MaximumInterval() time.Duration {
	return p.maximumInterval + defaultMaximumInterval
}

// SetLatency sets how many meetings in a row the peripheral may miss if it has nothing to send.
// Bluetooth allows 0 to 499. A number that Qt's int cannot represent becomes the nearest one that
// it can.
func (p *LowEnergyConnectionParameters) SetLatency(latency int) {
	p.latency = int32(min(max(latency, math.MinInt32), math.MaxInt32))
}

// Latency returns how many meetings in a row the peripheral may miss, 0 unless set.
func (p LowEnergyConnectionParameters) Latency() int { return int(p.latency) }

// SetSupervisionTimeout sets after how much silence the connection is lost, rounded up to whole
// milliseconds; every negative time is -1 ms. Bluetooth allows 100 ms to 32 s, in steps of 10 ms. A
// time above Qt's maximum of 2147483647 ms is an [ErrInvalidArgument] and changes nothing.
func (p *LowEnergyConnectionParameters) SetSupervisionTimeout(timeout time.Duration) error {
	ms, err := milliseconds("set supervision timeout", timeout)
	if err != nil {
		return err
	}
	p.supervisionTimeout = time.Duration(ms)*time.Millisecond - defaultSupervisionTimeout
	return nil
}

// SupervisionTimeout returns after how much silence the connection is lost, 32 s unless set.
func (p LowEnergyConnectionParameters) SupervisionTimeout() time.Duration {
	return p.supervisionTimeout + defaultSupervisionTimeout
}
