package lab

// The passkeys that one host's screen shows and another host's user types.

import (
	"context"
	"sync"
)

// passkeys are the numbers on the screens of all hosts.
type passkeys struct {
	mu      sync.Mutex
	screens map[sight]chan uint32 // each holds one number at most
	typing  map[sight]bool
}

// sight is what a user sees: another host's screen. Hosts are known by their controllers' public
// addresses.
type sight struct{ screen, user [6]byte }

func newPasskeys() *passkeys {
	return &passkeys{screens: make(map[sight]chan uint32), typing: make(map[sight]bool)}
}

// show has a number on a host's screen until the user has seen it or another takes its place.
func (p *passkeys) show(s sight, number uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	screen := p.screen(s)
	select {
	case <-screen:
	default:
	}
	screen <- number
}

// agreedPasskey is what both users type if neither host has a screen.
const agreedPasskey = 123456

// read returns the number that the user is to type, when the screen shows one. If the other host's
// user waits for a number as well, both use agreedPasskey.
func (p *passkeys) read(ctx context.Context, s sight) (uint32, error) {
	other := sight{screen: s.user, user: s.screen}
	p.mu.Lock()
	if p.typing[other] {
		p.mu.Unlock()
		p.show(other, agreedPasskey)
		return agreedPasskey, nil
	}
	p.typing[s] = true
	screen := p.screen(s)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.typing, s)
	}()
	select {
	case number := <-screen:
		return number, nil
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// forget removes the numbers that a user has not seen.
func (p *passkeys) forget(user [6]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.screens {
		if s.user == user {
			delete(p.screens, s)
		}
	}
}

// screen returns where a number goes. The passkeys are locked.
func (p *passkeys) screen(s sight) chan uint32 {
	if p.screens[s] == nil {
		p.screens[s] = make(chan uint32, 1)
	}
	return p.screens[s]
}
