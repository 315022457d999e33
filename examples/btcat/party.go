package main

// The party line of -k: many clients at once, joined to one standard input and output.

import (
	"context"
	"io"
	"sync"
	"time"
)

// party holds the connected clients.
type party struct {
	mu      sync.Mutex
	come    *sync.Cond // a client has come, or the party is over
	clients map[*session]struct{}
	over    bool

	out   io.Writer
	outMu sync.Mutex // keeps the chunks of different clients apart
}

func newParty(out io.Writer) *party {
	p := &party{clients: make(map[*session]struct{}), out: out}
	p.come = sync.NewCond(&p.mu)
	return p
}

// serve takes part in the party with a client until the client leaves.
func (p *party) serve(s *session) error {
	defer s.Close()
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return nil
	}
	p.clients[s] = struct{}{}
	p.come.Broadcast()
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.clients, s)
	}()
	return copyAll(writerFunc(p.print), s)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func (p *party) print(b []byte) (int, error) {
	p.outMu.Lock()
	defer p.outMu.Unlock()
	return p.out.Write(b)
}

// send sends all input to the clients. It returns when it is time to quit, or at the end of input
// if no such time is set.
func (p *party) send(ctx context.Context, e ends) error {
	if e.in == nil {
		return nil
	}
	p.awaitClient()
	if err := copyAll(writerFunc(p.tell), e.in); err != nil {
		return err
	}
	if e.quit != nil {
		select {
		case <-time.After(*e.quit):
		case <-ctx.Done():
		}
	}
	return nil
}

// awaitClient waits until there is a client, and returns all clients. It returns none when the
// party is over.
func (p *party) awaitClient() (clients []*session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.clients) == 0 && !p.over {
		p.come.Wait()
	}
	for s := range p.clients {
		clients = append(clients, s)
	}
	return clients
}

// tell writes to all clients. If a client fails, its reader sees the end too and handles it.
func (p *party) tell(b []byte) (int, error) {
	for _, s := range p.awaitClient() {
		s.Write(b)
	}
	return len(b), nil
}

// close ends the party. All clients are disconnected when the bytes written to them are sent.
func (p *party) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	p.come.Broadcast()
	for s := range p.clients {
		s.Close()
	}
}
