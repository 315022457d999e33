package lab

// The kernel's set-up of a new controller, which can fail.
//
// A kernel sets a new controller up with some forty commands, and gives the controller two seconds
// for each answer. If one is late, the kernel closes the controller and never tries again, so
// bluetoothd does not learn of the controller. An answer is late when the emulator's host is slow.
// It is also late when the guest itself stands still, or when its clock runs too fast: one guest's
// clock was seen to run some ten times as fast as the machine's. So the lab sets up one controller
// at a time, and replaces a controller whose set-up has failed.
//
// The same happens when bluetoothd powers the adapter: if one answer is late, the kernel reports
// failure (bluetoothd 5.66 logs "Failed to set mode: Authentication Failed"), and bluetoothd does
// not try again. The kernel may have written half of the controller's settings. So the lab replaces
// that controller, too.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// errSetup is returned when the kernel has given up the set-up of a controller.
var errSetup = errors.New("the kernel has given up the controller's set-up")

// setupLimit is the number of attempts to set up one controller.
const setupLimit = 30

// bringUp attaches the controller until the kernel has set it up. The air is locked.
func (c *Controller) bringUp(ctx context.Context, h *Host) error {
	for attempt := 1; ; attempt++ {
		if err := c.attach(ctx, h); err != nil {
			return err
		}
		state := func() (wire.Started, error) { return h.setupState(c.index) }
		err := awaitSetup(ctx, c.between.kernelBegan, state)
		if !errors.Is(err, errSetup) {
			return err
		}
		if attempt == setupLimit {
			return fmt.Errorf("hci%d, %d times: %w\n%s", c.index, attempt, err, h.kernelLog())
		}
		h.air.log.Printf("host %s: %v (hci%d); making the controller anew", h.name, err, c.index)
		if err := c.detach(ctx); err != nil {
			return err
		}
	}
}

// awaitSetup waits until the kernel has set a controller up. It returns errSetup if the kernel has
// given up. began reports whether the kernel has sent the controller a command, which it does after
// opening it. state returns whether the kernel has the controller open, and whether it is set up.
func awaitSetup(ctx context.Context, began func() bool, state func() (wire.Started, error)) error {
	for {
		opened := began() // before the state, which shows whether the kernel has closed it since
		now, err := state()
		switch {
		case err != nil:
			return err
		case now.Ready:
			return nil
		case opened && !now.Open:
			return errSetup
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the kernel has not set the controller up in time: %w", context.Cause(ctx))
		case <-time.After(pollInterval):
		}
	}
}

// setupState asks the guest how far its kernel is with a controller.
func (h *Host) setupState(index int) (wire.Started, error) {
	stream, err := h.session.Open()
	if err != nil {
		return wire.Started{}, h.lost(err)
	}
	defer stream.Close()
	state, err := wire.Ask(stream, wire.Request{Kind: wire.Setup, Index: index})
	return state, h.lost(err)
}

// powerPatience is how long an adapter may at first stay off while its kernel sends no command.
const powerPatience = 5 * time.Second

// powerWatch notices when bluetoothd has failed to power an adapter.
type powerWatch struct {
	patience time.Duration
	off      time.Time // when the adapter was first seen without power; zero if it was not
}

// failed reports whether the adapter has been without power for as long as the watch's patience
// while its kernel sent no packet. The patience then doubles, as a slow guest can look the same.
// off is whether bluetoothd has the adapter without power now. last is when the kernel last sent a
// packet.
func (w *powerWatch) failed(now time.Time, off bool, last time.Time) bool {
	switch {
	case !off:
		w.off = time.Time{}
		return false
	case w.off.IsZero():
		w.off = now
	}
	if now.Sub(w.off) < w.patience || now.Sub(last) < w.patience {
		return false
	}
	w.off, w.patience = time.Time{}, 2*w.patience
	return true
}
