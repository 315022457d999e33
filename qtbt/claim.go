package qtbt

// Claims, because BlueZ allows one Dial at a time to a device or a UUID on the whole machine.

import (
	"context"
	"sync"

	"github.com/goqtbt/bluetooth/cshim"
)

// claim is the right to connect to a UUID on a device. BlueZ refuses to begin a second connection
// to a device while it makes one. With BlueZ, Qt also registers a profile of the UUID for each
// connection, until the connection is made.
type claim struct {
	device Address
	uuid   UUID
	empty  bool
}

// acquireClaim waits until no other Dial to the device or of the UUID connects, or cleans up after
// an attempt that it gave up.
func acquireClaim(ctx context.Context, device Address, uuid UUID) (claim, error) {
	if CurrentBackend() != BackendBlueZ {
		return claim{empty: true}, nil
	}
	if err := dialledUUIDs.lock(ctx, uuid); err != nil {
		return claim{}, err
	}
	if err := dialledDevices.lock(ctx, device); err != nil {
		dialledUUIDs.unlock(uuid)
		return claim{}, err
	}
	return claim{device: device, uuid: uuid}, nil
}

// release ends the claim. It may be called on the Qt thread.
func (c claim) release() {
	if !c.empty {
		dialledDevices.unlock(c.device)
		dialledUUIDs.unlock(c.uuid)
	}
}

// keyedLocks is a set of locks. A lock exists while somebody holds it or waits for it.
type keyedLocks[Key comparable] struct {
	mu    sync.Mutex
	locks map[Key]*keyedLock
}

type keyedLock struct {
	held  chan struct{} // full while the lock is held
	users int           // the callers that hold it or wait for it; guarded by keyedLocks.mu
}

var (
	dialledDevices = keyedLocks[Address]{locks: make(map[Address]*keyedLock)}
	dialledUUIDs   = keyedLocks[UUID]{locks: make(map[UUID]*keyedLock)}
)

func (t *keyedLocks[Key]) lock(ctx context.Context, key Key) error {
	t.mu.Lock()
	l := t.locks[key]
	if l == nil {
		l = &keyedLock{held: make(chan struct{}, 1)}
		t.locks[key] = l
	}
	l.users++
	t.mu.Unlock()
	select {
	case l.held <- struct{}{}:
		return nil
	case <-stopped:
		t.leave(key, l)
		return statusError("dial", cshim.Stopped)
	case <-ctx.Done():
		t.leave(key, l)
		return ctx.Err()
	}
}

func (t *keyedLocks[Key]) unlock(key Key) {
	t.mu.Lock()
	l := t.locks[key]
	t.mu.Unlock()
	<-l.held
	t.leave(key, l)
}

func (t *keyedLocks[Key]) leave(key Key, l *keyedLock) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(t.locks, key)
	}
}
