package labtest

// Conns of another host's: their methods are called here, and run there. So both ends of a
// connection can be in the hands of one test.

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// connCall is a call of a Conn's method; the answer has the same number. Calls may overtake each
// other.
type connCall struct {
	Number, Conn int
	Method       string
	Data         []byte
	Size         int
	NoDeadline   bool
	Deadline     time.Duration // from now, as hosts' clocks differ
}

type connAnswer struct {
	Number, Count int
	Data          []byte
	Error         string
}

// How calls and answers are written: fields with spaces between them, as JSON takes too long for
// tests that have a limit.

func (call connCall) String() string {
	return fmt.Sprintf("%d %d %s %d %t %d %x", call.Number, call.Conn, call.Method, call.Size, call.NoDeadline, call.Deadline, call.Data)
}

func parseCall(text string) (call connCall, err error) {
	f := strings.SplitN(text, " ", 7)
	var errs [6]error
	call.Number, errs[0] = strconv.Atoi(f[0])
	call.Conn, errs[1] = strconv.Atoi(f[1])
	call.Method = f[2]
	call.Size, errs[2] = strconv.Atoi(f[3])
	call.NoDeadline, errs[3] = strconv.ParseBool(f[4])
	deadline, err := strconv.ParseInt(f[5], 10, 64)
	call.Deadline, errs[4] = time.Duration(deadline), err
	call.Data, errs[5] = hex.DecodeString(f[6])
	return call, errors.Join(errs[:]...)
}

func (a connAnswer) String() string {
	return fmt.Sprintf("%d %d %x %s", a.Number, a.Count, a.Data, a.Error)
}

func parseAnswer(text string) (a connAnswer, err error) {
	f := strings.SplitN(text, " ", 4)
	var errs [3]error
	a.Number, errs[0] = strconv.Atoi(f[0])
	a.Count, errs[1] = strconv.Atoi(f[1])
	a.Data, errs[2] = hex.DecodeString(f[2])
	a.Error = f[3]
	return a, errors.Join(errs[:]...)
}

// The errors that keep their identity on the way.
var carriedErrors = map[string]error{
	"EOF":      io.EOF,
	"deadline": os.ErrDeadlineExceeded,
	"closed":   net.ErrClosed,
}

func errorName(err error) string {
	if err == nil {
		return ""
	}
	for name, carried := range carriedErrors {
		if errors.Is(err, carried) {
			return name
		}
	}
	return err.Error()
}

// lendConns gives the other hosts the connections that a listener accepts, until they are done.
func lendConns(t *testing.T, h *host, l *qtbt.Listener) {
	var mu sync.Mutex
	var lent []*qtbt.Conn
	go func() {
		for {
			c, err := l.AcceptConn()
			if err != nil {
				return
			}
			mu.Lock()
			lent = append(lent, c)
			h.tell("lent", len(lent)-1)
			mu.Unlock()
		}
	}()
	go func() {
		for {
			call, err := parseCall(h.await("call"))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			c := lent[call.Conn]
			mu.Unlock()
			go func() { h.tell("answer", call.run(c)) }()
		}
	}()
	h.await("done")
}

func (call connCall) run(c *qtbt.Conn) connAnswer {
	answer := connAnswer{Number: call.Number}
	var deadline time.Time
	if !call.NoDeadline {
		deadline = time.Now().Add(call.Deadline)
	}
	var err error
	switch call.Method {
	case "Read":
		answer.Data = make([]byte, call.Size)
		answer.Count, err = c.Read(answer.Data)
		answer.Data = answer.Data[:answer.Count]
	case "Write":
		answer.Count, err = c.Write(call.Data)
	case "Close":
		err = c.Close()
	case "SetDeadline":
		err = c.SetDeadline(deadline)
	case "SetReadDeadline":
		err = c.SetReadDeadline(deadline)
	case "SetWriteDeadline":
		err = c.SetWriteDeadline(deadline)
	}
	answer.Error = errorName(err)
	return answer
}

// borrower makes calls to the Conns that the other host lends.
type borrower struct {
	h       *host
	mu      sync.Mutex
	last    int
	waiting map[int]chan connAnswer
}

func newBorrower(t *testing.T, h *host) *borrower {
	b := &borrower{h: h, waiting: make(map[int]chan connAnswer)}
	go func() {
		for {
			answer, err := parseAnswer(h.await("answer"))
			if err != nil {
				t.Error(err)
				return
			}
			b.mu.Lock()
			waiting := b.waiting[answer.Number]
			delete(b.waiting, answer.Number)
			b.mu.Unlock()
			waiting <- answer
		}
	}()
	return b
}

// accepted returns the other end of a connection that was just dialled.
func (b *borrower) accepted(t *testing.T, dialled *qtbt.Conn) *remoteConn {
	t.Helper()
	number, err := strconv.Atoi(b.h.await("lent"))
	require.NoError(t, err)
	return &remoteConn{borrower: b, number: number, local: dialled.RemoteAddr(), remote: dialled.LocalAddr()}
}

// remoteConn is a Conn of the other host's.
type remoteConn struct {
	*borrower
	number        int
	local, remote net.Addr
}

var _ net.Conn = (*remoteConn)(nil)

func (c *remoteConn) call(call connCall) (connAnswer, error) {
	answered := make(chan connAnswer, 1)
	c.mu.Lock()
	c.last++
	call.Number, call.Conn = c.last, c.number
	c.waiting[call.Number] = answered
	c.mu.Unlock()
	c.h.tell("call", call)
	answer := <-answered
	switch carried := carriedErrors[answer.Error]; {
	case answer.Error == "":
		return answer, nil
	case carried == io.EOF:
		return answer, io.EOF
	case carried != nil:
		return answer, &net.OpError{Op: call.Method, Net: c.local.Network(), Err: carried}
	}
	return answer, errors.New(answer.Error)
}

func (c *remoteConn) Read(p []byte) (int, error) {
	answer, err := c.call(connCall{Method: "Read", Size: len(p)})
	return copy(p, answer.Data), err
}

func (c *remoteConn) Write(p []byte) (int, error) {
	answer, err := c.call(connCall{Method: "Write", Data: p})
	return answer.Count, err
}

func (c *remoteConn) Close() error {
	_, err := c.call(connCall{Method: "Close"})
	return err
}

func (c *remoteConn) SetDeadline(t time.Time) error      { return c.setDeadline("SetDeadline", t) }
func (c *remoteConn) SetReadDeadline(t time.Time) error  { return c.setDeadline("SetReadDeadline", t) }
func (c *remoteConn) SetWriteDeadline(t time.Time) error { return c.setDeadline("SetWriteDeadline", t) }

func (c *remoteConn) setDeadline(method string, t time.Time) error {
	_, err := c.call(connCall{Method: method, NoDeadline: t.IsZero(), Deadline: time.Until(t)})
	return err
}

func (c *remoteConn) LocalAddr() net.Addr  { return c.local }
func (c *remoteConn) RemoteAddr() net.Addr { return c.remote }
