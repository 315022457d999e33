// Package work is the work of the benchmarks' Go programs: rows on net.Conns, and the exchange with
// the command that measures them.
package work

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"
)

// A Round does count units of work and returns the numbers of its row.
type Round func(count int64) ([]int64, error)

// Timed is a Round whose number is the time that it took, in nanoseconds.
func Timed(f func(count int64) (time.Duration, error)) Round {
	return func(count int64) ([]int64, error) {
		took, err := f(count)
		return []int64{took.Nanoseconds()}, err
	}
}

// Serve runs a round for each count on standard input, until its end, and prints the numbers of
// each on a line.
func Serve(round Round) error {
	counts := bufio.NewScanner(os.Stdin)
	for counts.Scan() {
		count, err := strconv.ParseInt(counts.Text(), 10, 64)
		if err != nil {
			return err
		}
		numbers, err := round(count)
		if err != nil {
			return err
		}
		line := fmt.Sprintln(asAny(numbers)...)
		if _, err := os.Stdout.WriteString(line); err != nil {
			return err
		}
	}
	return counts.Err()
}

func asAny(numbers []int64) []any {
	values := make([]any, len(numbers))
	for i, n := range numbers {
		values[i] = n
	}
	return values
}

// An Opener makes a connection of a connected descriptor, which it takes over.
type Opener func(descriptor int) (net.Conn, error)

// firstWire is the descriptor of the first wire; the others follow.
const firstWire = 3

func openAll(open Opener, wires int) ([]net.Conn, error) {
	conns := make([]net.Conn, wires)
	for i := range conns {
		var err error
		if conns[i], err = open(firstWire + i); err != nil {
			return nil, err
		}
	}
	return conns, nil
}

// OnWires returns the round of a row over a number of wires.
func OnWires(row string, open Opener, wires int) (Round, error) {
	if row == "conn-idle" {
		return idle(open, wires)
	}
	conns, err := openAll(open, wires)
	if err != nil {
		return nil, err
	}
	switch row {
	case "conn-ping-pong":
		return onConn(conns[0], PingPong), nil
	case "conn-bulk-echo":
		return onConn(conns[0], BulkEcho), nil
	case "conn-crowd":
		return Timed(func(count int64) (time.Duration, error) { return crowd(conns, count) }), nil
	}
	return nil, fmt.Errorf("no row %q", row)
}

func onConn(c net.Conn, f func(c net.Conn, count int64) (time.Duration, error)) Round {
	return Timed(func(count int64) (time.Duration, error) { return f(c, count) })
}
