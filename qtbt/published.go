package qtbt

// The services of Listeners. A bluetoothd that is started again does not know them, so they are
// registered again.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/goqtbt/bluetooth/cshim"
)

// publishedSet holds the open Listeners that have a service.
type publishedSet struct {
	mu        sync.Mutex
	listeners map[*Listener]struct{}
}

var published = publishedSet{listeners: make(map[*Listener]struct{})}

func (p *publishedSet) add(l *Listener) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listeners[l] = struct{}{}
}

func (p *publishedSet) remove(l *Listener) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.listeners, l)
}

func (p *publishedSet) all() []*Listener {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Collect(maps.Keys(p.listeners))
}

// daemonChanged handles a bluetoothd that has come (cshim.OK), has gone (cshim.NoDaemon), or cannot
// be reached any more (cshim.BusLost). It runs on the Qt thread.
func (p *publishedSet) daemonChanged(state cshim.Status) {
	for _, l := range p.all() {
		switch state {
		case cshim.OK:
			go l.republish()
		case cshim.NoDaemon:
			l.service.lose()
		case cshim.BusLost:
			l.service.lose()
			l.report(statusError("listen", state))
		}
	}
}

// republish registers the service with a new bluetoothd. If bluetoothd refuses, an Accept fails.
func (l *Listener) republish() {
	l.publishing.Lock()
	defer l.publishing.Unlock()
	if isClosed(l.closed) || awaitDaemon(context.Background(), "listen") != nil {
		return
	}
	err := l.service.registerAgain()
	if err == nil || errors.Is(err, ErrStopped) {
		return
	}
	if awaitDaemon(context.Background(), "listen") == nil { // else the next bluetoothd is asked
		l.report(err)
	}
}

// lose notes that the system has forgotten the service.
func (s *ServiceInfo) lose() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registration.lost = true
}

// registerAgain registers a service that the system has forgotten. It does nothing if the program
// has unregistered the service or is unregistering it.
func (s *ServiceInfo) registerAgain() error {
	s.mu.Lock()
	o := s.registration.service
	if o == nil || s.registration.busy || !s.registration.lost {
		s.mu.Unlock()
		return nil
	}
	s.registration.busy = true
	s.mu.Unlock()

	err := serviceCall(o, "register service", cshim.ServiceInfoRegisterAgain)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.registration.busy, s.registration.lost = false, err != nil
	return err
}
