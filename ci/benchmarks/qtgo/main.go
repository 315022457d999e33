// The Go side of the benchmarks: a Socket, or a Conn over it, on descriptor 3. Runs the row that its argument names once for each count
// on standard input, and answers with the nanoseconds it took.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// A round runs count units of its row's work.
type round func(count int64) (time.Duration, error)

// The rows, each on a connected socket.
var rows = map[string]func(s *qtbt.Socket) (round, error){
	"ping-pong":      onSocket(pingPong),
	"bulk-echo":      onSocket(bulkEcho),
	"conn-ping-pong": onConn(connPingPong),
	"conn-bulk-echo": onConn(connBulkEcho),
}

func onSocket(f func(s *qtbt.Socket, count int64) (time.Duration, error)) func(*qtbt.Socket) (round, error) {
	return func(s *qtbt.Socket) (round, error) {
		return func(count int64) (time.Duration, error) { return f(s, count) }, nil
	}
}

func onConn(f func(c *qtbt.Conn, count int64) (time.Duration, error)) func(*qtbt.Socket) (round, error) {
	return func(s *qtbt.Socket) (round, error) {
		c, err := qtbt.NewConn(s)
		return func(count int64) (time.Duration, error) { return f(c, count) }, err
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || rows[args[0]] == nil {
		return fmt.Errorf("no row %q", args)
	}
	socket, err := qtbt.NewSocket(qtbt.RFCOMM)
	if err != nil {
		return err
	}
	if err := socket.SetSocketDescriptor(3, qtbt.RFCOMM); err != nil {
		return err
	}
	work, err := rows[args[0]](socket)
	if err != nil {
		return err
	}
	for {
		var count int64
		if _, err := fmt.Scanln(&count); err != nil {
			return nil // the end of the input
		}
		took, err := work(count)
		if err != nil {
			return err
		}
		fmt.Println(took.Nanoseconds())
	}
}
