package bttest

import (
	"sync"
	"syscall"
	"weak"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Air is the medium that the hosts of a test share. Hosts of one Air reach each other, and no other
// hosts. Its methods and those of its hosts may be called from any goroutine.
type Air struct {
	mu    sync.Mutex // guards the hosts too
	hosts map[qtbt.Address]*Host
	links []link
}

// link is a connection between two hosts. It does not keep Conns alive that a program has
// forgotten.
type link struct {
	ends  [2]weak.Pointer[qtbt.Conn]
	hosts [2]*Host
}

// NewAir returns an Air without hosts.
func NewAir() *Air { return &Air{hosts: make(map[qtbt.Address]*Host)} }

// Host returns the host with the address. The first call makes it, powered on.
func (a *Air) Host(address qtbt.Address) *Host {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := a.hosts[address]
	if h == nil {
		h = &Host{air: a, address: address, powered: true, services: make(map[qtbt.UUID]*service)}
		a.hosts[address] = h
	}
	return h
}

// LoseLinks ends all connections between two hosts as the loss of the radio link does. Reads and
// Writes of both ends fail with syscall.ETIMEDOUT and a qtbt.SocketUnknownError. Bytes that had
// arrived are dropped. A later Dial works.
func (a *Air) LoseLinks(one, other *Host) {
	a.lose(func(l link) bool { return l.hosts == [2]*Host{one, other} || l.hosts == [2]*Host{other, one} })
}

// errLinkLost is the error of a Conn whose link the radio has lost.
var errLinkLost = &qtbt.OpError{Op: "stream", Code: qtbt.SocketUnknownError, Err: syscall.ETIMEDOUT}

func (a *Air) lose(which func(link) bool) {
	a.mu.Lock()
	var kept, lost []link
	for _, l := range a.links {
		if which(l) {
			lost = append(lost, l)
		} else {
			kept = append(kept, l)
		}
	}
	a.links = kept
	a.mu.Unlock()
	for _, l := range lost {
		for _, end := range l.ends {
			if c := end.Value(); c != nil {
				c.CloseWithError(errLinkLost)
			}
		}
	}
}

// connect links two hosts.
func (a *Air) connect(from, to *Host, port uint16) (near, far *qtbt.Conn, err error) {
	near, far, err = connPipe(from.addr(0), to.addr(port))
	if err != nil {
		return nil, nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !from.powered || !to.powered { // one was powered off meanwhile
		near.CloseWithError(errLinkLost)
		far.CloseWithError(errLinkLost)
		return near, far, nil
	}
	kept := a.links[:0]
	for _, l := range a.links {
		if l.ends[0].Value() != nil || l.ends[1].Value() != nil {
			kept = append(kept, l)
		}
	}
	a.links = append(kept, link{
		ends:  [2]weak.Pointer[qtbt.Conn]{weak.Make(near), weak.Make(far)},
		hosts: [2]*Host{from, to},
	})
	return near, far, nil
}
