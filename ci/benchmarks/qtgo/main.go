// The Go side of the benchmarks: layer 1's Socket on descriptor 3. Runs the row that its argument names once for each count
// on standard input, and answers with the nanoseconds it took.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Each runs count units of its row's work on a connected socket.
var rows = map[string]func(s *qtbt.Socket, count int64) (time.Duration, error){
	"ping-pong": pingPong,
	"bulk-echo": bulkEcho,
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
	for {
		var count int64
		if _, err := fmt.Scanln(&count); err != nil {
			return nil // the end of the input
		}
		took, err := rows[args[0]](socket, count)
		if err != nil {
			return err
		}
		fmt.Println(took.Nanoseconds())
	}
}
