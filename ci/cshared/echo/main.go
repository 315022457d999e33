//go:build cgo

// Command echo is built as a C shared library, with one function that sends text through two Conns.
package main

import "C"

import (
	"fmt"
	"io"
	"os"

	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// run sends text from one Conn to another, prints what arrives, and returns 0, or 1 after an error.
//
//export run
func run() C.int {
	if err := echo("hello\n"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func echo(text string) error {
	a, b, err := bttest.ConnPipe()
	if err != nil {
		return err
	}
	defer b.Close()
	if _, err := io.WriteString(a, text); err != nil {
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, b)
	return err
}

func main() {}
