package randomcalls

// The calls of a slot's Conn.

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// openConn is a Conn with its link.
type openConn struct {
	*qtbt.Conn
	link    *link
	checked bool // its reads are checked
	closed  atomic.Bool
}

// makeConn makes a Conn of the slot's socket, and reads from it until it ends.
func (r *runner) makeConn(p *place, qtStream bool) {
	invoke(func() {
		s, l := p.get()
		if l == nil || s.State() != qtbt.ConnectedState {
			return
		}
		p.mu.Lock()
		replaced := p.conn
		p.mu.Unlock()
		if replaced != nil {
			return
		}
		made, err := qtbt.ConnConfig{QtStream: qtStream}.NewConn(s)
		if err != nil {
			checkSocketError(&r.failures, "NewConn", err)
			return
		}
		c := &openConn{Conn: made, link: l}
		next, err := qtbt.NewSocket(qtbt.RFCOMM)
		if err != nil {
			panic(err)
		}
		p.mu.Lock()
		replacedBy, gone := p.socket, p.gone
		p.conn, p.socket, p.link, p.gone, p.subs = c, next, nil, new(atomic.Bool), nil
		p.mu.Unlock()
		if replacedBy != s { // by a "new" on another thread
			r.delete(replacedBy, gone)
		} else {
			gone.Store(true)
		}
		l.mu.Lock()
		c.checked = !l.loose
		l.mu.Unlock()
		r.waiting.Go(func() { r.readConn(c) })
	})
}

func (r *runner) readConn(c *openConn) {
	buffer := make([]byte, 5000)
	for {
		wasClosed := c.closed.Load()
		n, err := c.Read(buffer)
		c.link.check(&r.failures, "Conn.Read", buffer[:n], true)
		if wasClosed || err != nil {
			checkConnError(&r.failures, "Conn.Read", err, wasClosed)
		}
		switch {
		case err == nil:
		case errors.Is(err, syscall.EAGAIN):
			r.addf("Conn.Read: %v", err)
			return
		case isTimeout(err):
			c.SetDeadline(time.Time{})
		default:
			if err == io.EOF {
				r.checkAllRead(c)
			}
			return
		}
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout() && !errors.Is(err, syscall.ETIMEDOUT)
}

// checkAllRead requires that no byte is missing at the end.
func (r *runner) checkAllRead(c *openConn) {
	l := c.link
	l.peerMu.Lock()
	wrote := l.peerWrote
	l.peerMu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.loose && c.checked && l.read < wrote {
		r.addf("Conn.Read: io.EOF before all that the peer wrote: %d of %d bytes", l.read, wrote)
	}
}

func (r *runner) connCall(p *place, c Call, n int, onQt bool) {
	p.mu.Lock()
	conn := p.conn
	p.mu.Unlock()
	if conn == nil {
		return
	}
	switch c.Do {
	case "connWrite":
		write := func() {
			conn.link.loosenOut() // several goroutines may write
			wasClosed := conn.closed.Load()
			got, err := conn.Write(make([]byte, n))
			if err == nil && got < n {
				r.addf("Conn.Write: short without an error")
			}
			if wasClosed || err != nil {
				checkConnError(&r.failures, "Conn.Write", err, wasClosed)
			}
		}
		if onQt {
			write()
		} else {
			r.waiting.Go(write)
		}
	case "connClose":
		if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			r.addf("Conn.Close: %v", err)
		}
		conn.closed.Store(true)
	case "connFail":
		conn.CloseWithError(errFail)
		conn.closed.Store(true)
	case "connDeadline":
		wasClosed := conn.closed.Load()
		err := conn.SetDeadline(time.Now().Add(time.Duration(c.N-5) * time.Millisecond))
		if wasClosed || err != nil {
			checkConnError(&r.failures, "Conn.SetDeadline", err, wasClosed)
		}
	case "connSocket":
		if s := conn.Socket(); s != nil {
			s.State()
			if c.N%2 == 1 {
				s.Delete()
			}
		}
	}
}
