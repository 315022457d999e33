package main

// The rows in the lab: a Conn that Dial makes, Dial itself, and a Listener.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/ci/benchmarks/internal/work"
	"github.com/goqtbt/bluetooth/qtbt"
)

// inLab runs a row of the lab. It prints a line when it is ready: "ready", or the channel on which
// it listens.
func inLab(row string, args []string) error {
	if row == "lab-accept" {
		return acceptAll(args[0])
	}
	if len(args) != 2 {
		return fmt.Errorf("want an address and a UUID, not %q", args)
	}
	address, err := qtbt.ParseAddress(args[0])
	if err != nil {
		return err
	}
	id, err := qtbt.ParseUUID(args[1])
	if err != nil {
		return err
	}
	if strings.HasPrefix(row, "lab-le-") {
		return lowEnergy(row, address, id)
	}
	if row == "lab-dial" {
		fmt.Println("ready")
		return work.Serve(work.Timed(func(count int64) (time.Duration, error) {
			return dial(address, id, count)
		}))
	}
	var f func(c net.Conn, count int64) (time.Duration, error)
	switch row {
	case "lab-ping-pong":
		f = work.PingPong
	case "lab-bulk-echo":
		f = work.BulkEcho
	default:
		return fmt.Errorf("no row %q", row)
	}
	c, err := qtbt.Dial(context.Background(), address, id)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	err = work.Serve(work.Timed(func(count int64) (time.Duration, error) { return f(c, count) }))
	return errors.Join(err, close(c))
}

// dial connects count times and returns the time of that, without the time of closing.
func dial(address qtbt.Address, id qtbt.UUID, count int64) (total time.Duration, err error) {
	for range count {
		start := time.Now()
		c, err := qtbt.Dial(context.Background(), address, id)
		if err != nil {
			return 0, err
		}
		total += time.Since(start)
		if err := close(c); err != nil {
			return 0, err
		}
	}
	return total, nil
}

// close closes a connection and waits until Qt has nothing left of it.
func close(c *qtbt.Conn) error {
	if err := c.Close(); err != nil {
		return err
	}
	const limit = time.Minute
	for start := time.Now(); qtbt.Objects().QObjects > 0; time.Sleep(time.Millisecond) {
		if time.Since(start) > limit {
			return fmt.Errorf("%d Qt objects exist %v after Close", qtbt.Objects().QObjects, limit)
		}
	}
	return nil
}

// acceptAll accepts connections until the end of the input. It sends a byte over each, and keeps it
// until the peer ends it.
func acceptAll(service string) error {
	id, err := qtbt.ParseUUID(service)
	if err != nil {
		return err
	}
	listener, err := qtbt.Listen(context.Background(), id, "benchmark")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(qtbt.Addr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		listener.Close()
	}()
	for {
		c, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		go func() {
			defer c.Close()
			if _, err := c.Write([]byte("x")); err == nil {
				io.Copy(io.Discard, c)
			}
		}()
	}
}
