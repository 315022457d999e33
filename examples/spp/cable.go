package main

// The cable, which joins a line to one connection after another.

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"time"
)

// line is the end of a serial line that the program holds.
type line interface {
	io.ReadWriteCloser
	Name() string
	// Drain waits until programs have read all written bytes, until ctx ends, or until nothing was
	// read for some time.
	Drain(ctx context.Context)
}

// lineOptions are the options of a line.
type lineOptions struct {
	link    string // the path of a symbolic link to the line; "" is none
	force   bool   // replace a symbolic link that is there
	discard bool   // discard bytes that come while no program has the line open
}

// cable joins a line to connections.
type cable struct {
	open      func() (line, error) // called when there is a connection
	reconnect bool
	delay     time.Duration

	line     line
	typed    chan []byte // the bytes that programs have written to the line
	typedErr error       // why typed was closed
}

// run joins the line to the connection that connect makes. With reconnect it does so for one
// connection after another, until ctx ends.
func (c *cable) run(ctx context.Context, connect func() (net.Conn, error)) error {
	defer c.close()
	for {
		err := c.once(ctx, connect)
		if !c.reconnect || ctx.Err() != nil || errors.Is(err, errLine) || errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			log.Print(err)
		}
		select {
		case <-time.After(c.delay):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// errLine marks errors of the line, to distinguish them from those of connections.
var errLine = errors.New("the line failed")

func lineError(err error) error { return errors.Join(errLine, err) }

func (c *cable) once(ctx context.Context, connect func() (net.Conn, error)) error {
	conn, err := connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	log.Printf("connected to %v", conn.RemoteAddr())
	if c.line == nil {
		if c.line, err = c.open(); err != nil {
			return lineError(err)
		}
		c.typed = make(chan []byte)
		go c.readLine(c.line)
	}
	err = c.join(ctx, conn)
	if !c.reconnect {
		c.line.Drain(ctx)
	}
	log.Printf("the connection to %v has ended", conn.RemoteAddr())
	return err
}

// readLine passes the bytes that programs write to the connection of the moment.
func (c *cable) readLine(l line) {
	defer close(c.typed)
	for {
		buf := make([]byte, 4<<10)
		n, err := l.Read(buf)
		if err != nil {
			c.typedErr = err
			return
		}
		c.typed <- buf[:n]
	}
}

// join copies both ways until the connection or ctx ends.
func (c *cable) join(ctx context.Context, conn net.Conn) error {
	received := make(chan error, 1)
	go func() { received <- c.receive(conn) }()
	typed := c.typed
	for {
		select {
		case err := <-received:
			return err
		case b, ok := <-typed:
			if !ok {
				return lineError(c.typedErr)
			}
			if _, err := conn.Write(b); err != nil {
				typed = nil // the connection has ended; the reader sees why
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// receive writes the peer's bytes to the line, until the connection ends.
func (c *cable) receive(conn net.Conn) error {
	buf := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buf)
		if n > 0 {
			if _, err := c.line.Write(buf[:n]); err != nil {
				return lineError(err)
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func (c *cable) close() {
	if c.line == nil {
		return
	}
	c.line.Close()
	for range c.typed { // drops bytes that no connection takes any more
	}
}
