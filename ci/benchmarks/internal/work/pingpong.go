package work

import (
	"bytes"
	"io"
	"net"
	"time"
)

// PingPong sends 64 bytes there and back count times, one message after the other.
func PingPong(c net.Conn, count int64) (time.Duration, error) {
	message := bytes.Repeat([]byte("x"), 64)
	start := time.Now()
	for range count {
		if _, err := c.Write(message); err != nil {
			return 0, err
		}
		if _, err := io.ReadFull(c, message); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

// crowd does PingPong on all connections at once, with count round trips in all.
func crowd(conns []net.Conn, count int64) (time.Duration, error) {
	errs := make(chan error, len(conns))
	start := time.Now()
	for _, c := range conns {
		go func() {
			_, err := PingPong(c, count/int64(len(conns)))
			errs <- err
		}()
	}
	for range conns {
		if err := <-errs; err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
