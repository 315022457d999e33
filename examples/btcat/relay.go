package main

// The relay, which joins one connection to standard input and output.

import (
	"errors"
	"io"
	"time"
)

// ends holds the input and output that a connection is joined to.
type ends struct {
	in   io.Reader      // nil if nothing is to be sent
	out  io.Writer      // takes what the peer sends
	quit *time.Duration // from the end of in to the close; nil waits for the peer's close
	all  bool           // the peer's close before all input is sent is a failure
}

var errCutShort = errors.New("the peer closed before all was sent")

// relay copies both ways until the peer closes, or until the time after the end of input that ends
// sets. It closes the connection.
func relay(conn io.ReadWriteCloser, e ends) error {
	defer conn.Close()
	received, sent := make(chan error, 1), make(chan error, 1)
	go func() { received <- copyAll(e.out, conn) }()
	if e.in != nil {
		go func() { sent <- copyAll(conn, e.in) }()
	}
	var quit <-chan time.Time
	for {
		select {
		case err := <-received:
			if err == nil && e.all && quit == nil {
				return errCutShort
			}
			return err
		case err := <-sent:
			if _, ok := errors.AsType[*readError](err); ok {
				return err // of standard input
			}
			// If a write failed, the connection has ended. Bytes that came before that can still be
			// read.
			if err == nil && e.quit != nil {
				quit = time.After(*e.quit)
			}
		case <-quit:
			return nil
		}
	}
}

// readError is a failure of the source of a copy.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }

// copyAll copies in to its end, chunk by chunk as it comes.
func copyAll(out io.Writer, in io.Reader) error {
	buf := make([]byte, 16<<10)
	for {
		n, err := in.Read(buf)
		if n > 0 {
			if _, err := out.Write(buf[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &readError{err}
		}
	}
}
