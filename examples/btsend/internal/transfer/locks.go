package transfer

import (
	"context"
	"sync"
)

// locks holds locks by name.
type locks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the lock is free
}

// lock waits for a lock, unless ctx ends first.
func (l *locks) lock(ctx context.Context, name string) (unlock func(), err error) {
	for {
		unlock, held := l.take(name)
		if unlock != nil {
			return unlock, nil
		}
		select {
		case <-held:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// tryLock takes a lock if it is free.
func (l *locks) tryLock(name string) (unlock func(), ok bool) {
	unlock, _ = l.take(name)
	return unlock, unlock != nil
}

// take takes a lock if it is free. Otherwise it returns a channel that is closed when the lock is
// free.
func (l *locks) take(name string) (unlock func(), held <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if held, taken := l.held[name]; taken {
		return nil, held
	}
	if l.held == nil {
		l.held = make(map[string]chan struct{})
	}
	mine := make(chan struct{})
	l.held[name] = mine
	return func() {
		l.mu.Lock()
		delete(l.held, name)
		l.mu.Unlock()
		close(mine)
	}, nil
}
