package main

// Sessions: connections that end when idle or with the program, and that log how they ended.

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// session is a connection with the time limit of -i. It counts the bytes in each direction.
type session struct {
	net.Conn
	idle           time.Duration // 0 is no limit
	received, sent atomic.Int64
	unbind         func() bool
}

// open makes a session of a connection. The end of ctx closes it.
func open(ctx context.Context, conn net.Conn, idle time.Duration) *session {
	s := &session{Conn: conn, idle: idle}
	s.unbind = context.AfterFunc(ctx, func() { conn.Close() })
	s.active()
	log.Printf("connected to %v", conn.RemoteAddr())
	return s
}

func (s *session) active() {
	if s.idle > 0 {
		s.SetDeadline(time.Now().Add(s.idle))
	}
}

func (s *session) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	return n, s.passed(&s.received, n, err)
}

func (s *session) Write(p []byte) (int, error) {
	n, err := s.Conn.Write(p)
	return n, s.passed(&s.sent, n, err)
}

func (s *session) passed(count *atomic.Int64, n int, err error) error {
	if n > 0 {
		count.Add(int64(n))
		s.active()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("nothing sent or received for %v: %w", s.idle, err)
	}
	return err
}

// Close closes the connection; what was written is still sent.
func (s *session) Close() error {
	if !s.unbind() {
		return nil // the end of ctx has closed it
	}
	log.Printf("%v: closed, %d bytes received, %d sent", s.RemoteAddr(), s.received.Load(), s.sent.Load())
	return s.Conn.Close()
}
