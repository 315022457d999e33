// Claims: what BlueZ allows one Dial at a time of, on the whole machine.

package qtbt

import (
	"context"
	"slices"
	"sync"

	"github.com/goqtbt/bluetooth/cshim"
)

// claim is the right to connect to a UUID on a device. BlueZ refuses to begin a second connection to a device while it is
// making one. And with it, Qt registers a profile for each connection and keeps it to the connection's end: while one to a
// UUID is being made or unmade, another one could only fail.
type claim struct{ device, uuid *dialled }

// dialled is a device or a UUID that was dialled.
type dialled struct {
	free chan struct{} // holds a value while nobody dials
	// The Qt thread's alone, without those that are gone: the attempts to connect to a device that did not succeed,
	// and all connections to a UUID.
	streams []*streamState
}

// acquireClaim waits until no other Dial of the UUID or to the device is under way, nor is being given up, and no connection
// to the UUID is being closed.
func acquireClaim(ctx context.Context, address Address, uuid UUID) (claim, error) {
	c := claim{device: newDialled(), uuid: newDialled()} // other back ends have no such limits
	if CurrentBackend() == BackendBlueZ {
		c = claim{device: dialledDevices.find(address), uuid: dialledUUIDs.find(uuid)}
	}
	if err := c.uuid.take(ctx); err != nil {
		return claim{}, err
	}
	if err := c.device.take(ctx); err != nil {
		c.uuid.giveBack()
		return claim{}, err
	}
	if err := c.awaitClosing(ctx); err != nil {
		c.release()
		return claim{}, err
	}
	return c, nil
}

func (c claim) release() {
	c.device.giveBack()
	c.uuid.giveBack()
}

// begun notes an attempt to connect, on the Qt thread.
func (c claim) begun(st *streamState) {
	c.device.streams = append(c.device.streams, st)
	c.uuid.streams = append(c.uuid.streams, st)
}

// succeeded notes that an attempt has, on the Qt thread.
func (c claim) succeeded(st *streamState) {
	c.device.streams = slices.DeleteFunc(c.device.streams, func(other *streamState) bool { return other == st })
}

// awaitClosing waits until the streams that were closed are gone.
func (c claim) awaitClosing(ctx context.Context) error {
	// On the Qt thread, where it comes after a Dial that is beginning there while nobody waits for it any more.
	closing, err := invokeMake(ctx, func() (closing []*streamState, _ error) {
		for _, d := range []*dialled{c.device, c.uuid} {
			d.streams = slices.DeleteFunc(d.streams, (*streamState).isGone)
			for _, st := range d.streams {
				if st.closing.Load() {
					closing = append(closing, st)
				}
			}
		}
		return closing, nil
	}, func([]*streamState) {})
	if err != nil {
		return err
	}
	for _, st := range closing {
		select {
		case <-st.gone:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (d *dialled) take(ctx context.Context) error {
	select {
	case <-d.free:
		return nil
	case <-stopped:
		return statusError("dial", cshim.Stopped)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *dialled) giveBack() { d.free <- struct{}{} }

// dialledTable has all devices, or UUIDs, that were ever dialled.
type dialledTable[Key comparable] struct {
	mu    sync.Mutex
	byKey map[Key]*dialled
}

var (
	dialledDevices = dialledTable[Address]{byKey: make(map[Address]*dialled)}
	dialledUUIDs   = dialledTable[UUID]{byKey: make(map[UUID]*dialled)}
)

func (t *dialledTable[Key]) find(key Key) *dialled {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.byKey[key]
	if d == nil {
		d = newDialled()
		t.byKey[key] = d
	}
	return d
}

func newDialled() *dialled {
	d := &dialled{free: make(chan struct{}, 1)}
	d.giveBack()
	return d
}
