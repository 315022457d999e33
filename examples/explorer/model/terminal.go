package model

// A terminal on a serial service.

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/goqtbt/bluetooth/qtbt"
)

// maxText is the maximum number of bytes of a terminal's text. The oldest are dropped.
const maxText = 1 << 16

// maxUnsent is the maximum number of lines that wait until the device reads them.
const maxUnsent = 100

// terminal is a connection to a serial service.
type terminal struct {
	ctx    context.Context // ends with the terminal
	hangUp context.CancelFunc
	unsent chan string
}

// OpenTerminal connects a terminal to a classic service. The last terminal's connection ends.
func (m *Model) OpenTerminal(s Service) {
	var dialer qtbt.Dialer
	m.openTerminal(s.Name, func(ctx context.Context) (net.Conn, error) { return dialer.DialServiceInfo(ctx, s.Info) })
}

func (m *Model) openTerminal(title string, dial func(context.Context) (net.Conn, error)) {
	t := &terminal{unsent: make(chan string, maxUnsent)}
	t.ctx, t.hangUp = context.WithCancel(m.ctx)
	m.CloseTerminal()
	m.mu.Lock()
	m.terminal = t
	m.mu.Unlock()
	m.updateUntil(t.ctx, func(s *State) { s.Terminal = Terminal{Task: Task{Running: true}, Title: title} })
	go func() {
		err := m.runTerminal(t, dial)
		m.updateUntil(t.ctx, func(s *State) {
			s.Terminal.Task, s.Terminal.Connected = Task{Err: err}, false
		})
		t.hangUp()
	}()
}

// runTerminal connects a terminal and moves its bytes until the connection ends.
func (m *Model) runTerminal(t *terminal, dial func(context.Context) (net.Conn, error)) error {
	conn, err := dial(t.ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(t.ctx, func() { conn.Close() })
	defer stop()
	defer conn.Close()
	m.updateUntil(t.ctx, func(s *State) { s.Terminal.Running, s.Terminal.Connected = false, true })
	go t.send(conn)
	data := make([]byte, 4096)
	for {
		n, err := conn.Read(data)
		m.print(t, string(data[:n]))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// send writes what the user sends. A failed Write ends the connection, which ends its Read.
func (t *terminal) send(conn net.Conn) {
	for {
		select {
		case line := <-t.unsent:
			if _, err := io.WriteString(conn, line); err != nil {
				conn.Close()
				return
			}
		case <-t.ctx.Done():
			return
		}
	}
}

// Send sends a line on the terminal.
func (m *Model) Send(line string) {
	m.mu.Lock()
	t := m.terminal
	m.mu.Unlock()
	if t == nil {
		return
	}
	select {
	case t.unsent <- line + "\r\n":
		m.print(t, "» "+line+"\n")
	default:
		m.updateUntil(t.ctx, func(s *State) { s.Terminal.Err = errors.New("the device does not read what is sent") })
	}
}

// print adds text to the terminal.
func (m *Model) print(t *terminal, text string) {
	if text == "" {
		return
	}
	m.updateUntil(t.ctx, func(s *State) {
		s.Terminal.Text += strings.ReplaceAll(text, "\r", "")
		if over := len(s.Terminal.Text) - maxText; over > 0 {
			s.Terminal.Text = s.Terminal.Text[over:]
		}
	})
}

// CloseTerminal ends the terminal's connection.
func (m *Model) CloseTerminal() {
	m.mu.Lock()
	t := m.terminal
	m.mu.Unlock()
	if t == nil {
		return
	}
	m.updateUntil(t.ctx, func(s *State) { s.Terminal.Task, s.Terminal.Connected = Task{}, false })
	t.hangUp()
}
