// Client profiles: what BlueZ allows one of for a UUID at a time, on the whole machine.

package qtbt

import (
	"context"
	"slices"
	"sync"
)

// clientProfile is the right to connect to a UUID. With BlueZ, Qt registers a profile for each connection and keeps it to
// the connection's end: while one is being made or unmade, another Dial of the same UUID could only fail.
type clientProfile struct {
	free    chan struct{}  // holds a token while nobody dials
	streams []*streamState // of the connections that were tried, and may not be gone; the Qt thread's alone
}

var clientProfiles = struct {
	mu     sync.Mutex
	byUUID map[UUID]*clientProfile
}{byUUID: make(map[UUID]*clientProfile)}

// acquireProfile waits until no other Dial of a UUID is under way, and no connection to it is being closed. The caller
// releases what it gets.
func acquireProfile(ctx context.Context, uuid UUID) (*clientProfile, error) {
	p := findProfile(uuid)
	select {
	case <-p.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := p.awaitClosing(ctx); err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

func (p *clientProfile) awaitClosing(ctx context.Context) error {
	// On the Qt thread, where it comes after a Dial that is beginning there while nobody waits for it any more.
	closing, err := invokeMake(ctx, func() ([]*streamState, error) {
		p.streams = slices.DeleteFunc(p.streams, (*streamState).isGone)
		var closing []*streamState
		for _, st := range p.streams {
			if st.closing.Load() {
				closing = append(closing, st)
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

// connecting holds a token for each device while a Dial connects to it: BlueZ refuses to begin a second connection to a
// device while it is making one.
var connecting sync.Map // map[Address]chan struct{}

// acquireDevice waits until no other Dial connects to a device. The caller calls what it returns when it is done.
func acquireDevice(ctx context.Context, address Address) (release func(), err error) {
	v, _ := connecting.LoadOrStore(address, make(chan struct{}, 1))
	busy := v.(chan struct{})
	select {
	case busy <- struct{}{}:
		return func() { <-busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func findProfile(uuid UUID) *clientProfile {
	clientProfiles.mu.Lock()
	defer clientProfiles.mu.Unlock()
	p := clientProfiles.byUUID[uuid]
	if p == nil {
		p = &clientProfile{free: make(chan struct{}, 1)}
		p.free <- struct{}{}
		if CurrentBackend() == BackendBlueZ {
			clientProfiles.byUUID[uuid] = p
		}
	}
	return p
}

func (p *clientProfile) release() { p.free <- struct{}{} }
