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
	free    chan struct{} // holds a token while nobody dials
	streams []*stream     // of the connections that were tried, and may not be gone; its user is who took the token
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
	for _, st := range p.streams {
		if !st.closing.Load() {
			continue
		}
		select {
		case <-st.gone:
		case <-ctx.Done():
			p.release()
			return nil, ctx.Err()
		}
	}
	p.streams = slices.DeleteFunc(p.streams, (*stream).isGone)
	return p, nil
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
