// Command qtgo is the contestant qtbt: the rows on layer 1's Sockets, and on Conns.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/ci/benchmarks/internal/work"
	"github.com/goqtbt/bluetooth/qtbt"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "qtgo:", err)
		os.Exit(1)
	}
}

// run runs a row. A row on this machine has the number of its wires as argument, one in the lab an
// address and a UUID, or a UUID alone.
func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("want a row and its arguments, not %q", args)
	}
	row := args[0]
	if strings.HasPrefix(row, "lab-") {
		return inLab(row, args[1:])
	}
	wires, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	round, err := onWires(row, wires)
	if err != nil {
		return err
	}
	return work.Serve(round)
}

func onWires(row string, wires int) (work.Round, error) {
	var f func(s *qtbt.Socket, count int64) (time.Duration, error)
	switch row {
	case "ping-pong":
		f = pingPong
	case "bulk-echo":
		f = bulkEcho
	default:
		return work.OnWires(row, openConn, wires)
	}
	s, err := openSocket(3)
	return work.Timed(func(count int64) (time.Duration, error) { return f(s, count) }), err
}

func openSocket(descriptor int) (*qtbt.Socket, error) {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	if err != nil {
		return nil, err
	}
	return s, s.SetSocketDescriptor(descriptor, qtbt.RFCOMM)
}

func openConn(descriptor int) (net.Conn, error) {
	var c *qtbt.Conn
	var err error
	invokeErr := qtbt.Invoke(context.Background(), func() {
		var s *qtbt.Socket
		if s, err = openSocket(descriptor); err == nil {
			c, err = qtbt.NewConn(s)
		}
	})
	if invokeErr != nil {
		err = invokeErr
	}
	return c, err
}
