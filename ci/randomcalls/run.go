package randomcalls

// This file runs programs, in the child process.

import (
	"context"
	"errors"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

var (
	errFail = errors.New("failed by the program")
	nobody  = qtbt.MustParseAddress("00:11:22:33:44:55")
	service = qtbt.MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a0f")
)

// repeats is how often a handler runs its calls, so that handlers that cause each other end.
const repeats = 3

// leftFor is how long deleted objects may exist. A Conn over Qt's stream lingers for 10 seconds.
const leftFor = 15 * time.Second

// sizes are the numbers of bytes that a call may write or read, by its argument.
var sizes = [16]int{
	1, 2, 3, 5, 10, 100, 1000, 1024, 1025, 2000, 5000, 16384, 70000, 1 << 20, 4 << 20, 0,
}

// place holds the objects of a slot.
type place struct {
	mu     sync.Mutex
	socket *qtbt.Socket
	link   *link // the last link of the socket
	gone   *atomic.Bool
	conn   *openConn
	subs   []*qtbt.Subscription
	racy   bool // calls that move bytes are made on several threads
}

// runner runs one program.
type runner struct {
	failures
	places  [slots]place
	lastID  atomic.Int32
	waiting sync.WaitGroup // Reads and Writes of Conns
	mu      sync.Mutex
	links   []*link
	ended   bool // handlers do nothing any more; used on the Qt thread
}

// run runs a program. It returns a violation of the model, or "".
func run(p Program) string {
	r := &runner{}
	before := qtbt.Objects()
	for i := range r.places {
		r.call(Call{Do: "new", Slot: i}, false)
		r.call(Call{Do: "attach", Slot: i}, false)
	}
	var all sync.WaitGroup
	for _, calls := range p.Goroutines {
		all.Go(func() { r.calls(calls, false) })
	}
	all.Wait()
	r.end()
	for begin := time.Now(); ; settle() { // until deleted objects have gone
		now := qtbt.Objects()
		if now.Live <= before.Live && now.QObjects <= before.QObjects {
			break
		}
		if time.Since(begin) > leftFor {
			r.addf("objects are left: %+v, before %+v", now, before)
			break
		}
	}
	if v := r.first.Load(); v != nil {
		return string(*v)
	}
	return ""
}

// end deletes everything. After that, no call may wait any more.
func (r *runner) end() {
	invoke(func() { r.ended = true })
	for i := range r.places {
		p := &r.places[i]
		p.mu.Lock()
		socket, conn, gone := p.socket, p.conn, p.gone
		p.mu.Unlock()
		if conn != nil {
			conn.CloseWithError(net.ErrClosed)
			conn.closed.Store(true)
		}
		invoke(func() {
			socket.Delete()
			gone.Store(true)
		})
	}
	r.waiting.Wait()
	settle()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.links {
		l.peerReads(&r.failures)
		l.peerClose()
	}
}

func invoke(f func()) {
	if err := qtbt.Invoke(context.Background(), f); err != nil {
		panic(err)
	}
}

func settle() { invoke(func() {}) }

func (r *runner) calls(calls []Call, onQt bool) {
	for _, c := range calls {
		r.call(c, onQt)
	}
}

// call makes a call. For most calls it updates the model in the same step on the Qt thread; the
// others race with each other.
func (r *runner) call(c Call, onQt bool) {
	p := &r.places[c.Slot%slots]
	n := sizes[c.N%len(sizes)]
	switch c.Do {
	case "settle":
		settle()
	case "gc":
		runtime.GC()
	case "invoke":
		invoke(func() { r.calls(c.Body, true) })
	case "server":
		r.server(c.N)
	case "agent":
		r.agent(c.N)
	case "conn", "connQt":
		r.makeConn(p, c.Do == "connQt")
	case "connWrite", "connClose", "connFail", "connDeadline", "connSocket":
		r.connCall(p, c, n, onQt)
	default:
		if onQt || c.N%6 != 5 {
			invoke(func() { r.socketCall(p, c, n) })
			return
		}
		p.mu.Lock()
		l := p.link
		p.racy = true
		p.mu.Unlock()
		if l != nil {
			l.loosen()
			l.loosenOut()
		}
		r.socketCall(p, c, n)
	}
}

func (p *place) get() (*qtbt.Socket, *link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.socket, p.link
}

func (r *runner) newLink() (l *link, fd int) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		panic(err)
	}
	l = &link{id: int(r.lastID.Add(1)), peer: fds[0]}
	r.mu.Lock()
	r.links = append(r.links, l)
	r.mu.Unlock()
	return l, fds[1]
}

func (r *runner) server(n int) {
	s, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		r.addf("NewServer: %v", err)
		return
	}
	defer s.Delete()
	s.OnErrorOccurred(func(qtbt.ServerError) {
		if n%3 == 0 {
			s.Delete()
		} else {
			s.Close()
		}
	})
	if n%2 == 0 {
		s.Listen(qtbt.Address{}, 0)
	} else {
		s.ListenService(service, "random")
	}
	s.NextPendingConnection().Delete()
	s.Close()
}

func (r *runner) agent(n int) {
	a, err := qtbt.NewServiceDiscoveryAgent()
	if err != nil {
		r.addf("NewServiceDiscoveryAgent: %v", err)
		return
	}
	defer a.Delete()
	left := repeats
	a.OnFinished(func() {
		if left--; left >= 0 && n%2 == 0 {
			a.Start()
		} else if n%3 == 0 {
			a.Delete()
		}
	})
	a.OnErrorOccurred(func(qtbt.ServiceDiscoveryError) {
		if n%5 == 0 {
			a.Stop()
		}
	})
	a.Start()
	a.Stop()
}
