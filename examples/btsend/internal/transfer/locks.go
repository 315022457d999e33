package transfer

import (
	"context"
	"sync"
)

// locks are locks by name.
type locks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the lock is free
}

// lock waits for a lock, unless ctx ends before.
func (l *locks) lock(ctx context.Context, name string) (unlock func(), err error) {
	for {
		l.mu.Lock()
		free, taken := l.held[name]
		if !taken {
			mine := make(chan struct{})
			if l.held == nil {
				l.held = make(map[string]chan struct{})
			}
			l.held[name] = mine
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.held, name)
				l.mu.Unlock()
				close(mine)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-free:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}
