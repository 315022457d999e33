package qtbt

// The open Conns, which Stop has to end.

import (
	"runtime"
	"slices"
	"sync"
	"weak"
)

// connSet holds Conns without keeping them alive.
type connSet struct {
	mu    sync.Mutex
	conns map[weak.Pointer[Conn]]struct{}
}

var openConns = connSet{conns: make(map[weak.Pointer[Conn]]struct{})}

func (s *connSet) add(c *Conn) {
	p := weak.Make(c)
	runtime.AddCleanup(c, s.drop, p)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[p] = struct{}{}
}

func (s *connSet) remove(c *Conn) { s.drop(weak.Make(c)) }

func (s *connSet) drop(p weak.Pointer[Conn]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, p)
}

// all returns the Conns that are open and still reachable.
func (s *connSet) all() (conns []*Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.conns {
		if c := p.Value(); c != nil {
			conns = append(conns, c)
		}
	}
	return conns
}

// hasPeer reports whether a Conn to a device is open.
func (s *connSet) hasPeer(device Address) bool {
	return slices.ContainsFunc(s.all(), func(c *Conn) bool { return c.remote.Address == device })
}

// has reports whether a Conn to a channel or PSM of a device is open.
func (s *connSet) has(remote Addr) bool {
	return slices.ContainsFunc(s.all(), func(c *Conn) bool { return c.remote == remote })
}
