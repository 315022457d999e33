// Command gonet is the contestant in plain Go: the rows on Conns of package net.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/goqtbt/bluetooth/ci/benchmarks/internal/work"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gonet:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want a row and a number of wires, not %q", args)
	}
	wires, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	round, err := work.OnWires(args[0], open, wires)
	if err != nil {
		return err
	}
	return work.Serve(round)
}

func open(descriptor int) (net.Conn, error) {
	file := os.NewFile(uintptr(descriptor), "wire")
	defer file.Close() // FileConn has a copy of the descriptor
	return net.FileConn(file)
}
