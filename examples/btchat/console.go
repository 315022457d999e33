// Where the user types and reads: a terminal, whose prompt stays below what others say, or plain streams.

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"

	"github.com/goqtbt/bluetooth/examples/internal/program"
)

type console struct {
	out      io.Writer
	readLine func() (string, error)
	close    func()
}

// openConsole returns a console on a terminal, or a plain one if one of the files is no terminal.
// It writes to out, which is the standard output too.
func openConsole(stdin, stdout *os.File, out io.Writer) (*console, error) {
	fd := int(stdin.Fd())
	if !term.IsTerminal(fd) || !term.IsTerminal(int(stdout.Fd())) {
		return plainConsole(stdin, out), nil
	}
	state, err := term.MakeRaw(fd)
	if err != nil {
		return nil, err
	}
	terminal := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{&keyboard{stdin, program.Interrupt}, out}, "> ")
	readLine := func() (string, error) {
		if width, height, err := term.GetSize(fd); err == nil {
			_ = terminal.SetSize(width, height) // which it may refuse while it cannot draw
		}
		return terminal.ReadLine()
	}
	return &console{out: terminal, readLine: readLine, close: sync.OnceFunc(func() {
		term.Restore(fd, state)
		fmt.Fprintln(out)
	})}, nil
}

// keyboard is a terminal in raw mode, where Ctrl-C is a byte and makes no signal. Its Read removes
// that byte, and calls interrupt at once, whatever the program does with its input.
type keyboard struct {
	io.Reader
	interrupt func()
}

const ctrlC = '\x03'

func (k *keyboard) Read(p []byte) (int, error) {
	n, err := k.Reader.Read(p)
	if before, _, found := bytes.Cut(p[:n], []byte{ctrlC}); found {
		n = len(before)
		k.interrupt()
	}
	return n, err
}

func plainConsole(in io.Reader, out io.Writer) *console {
	lines := bufio.NewScanner(in)
	return &console{out: out, close: func() {}, readLine: func() (string, error) {
		if lines.Scan() {
			return lines.Text(), nil
		}
		if err := lines.Err(); err != nil {
			return "", err
		}
		return "", io.EOF
	}}
}

func (c *console) printf(format string, args ...any) {
	fmt.Fprintf(c.out, format+"\n", args...)
}

// lines returns what the user types, line by line, until the end of it.
func (c *console) lines() <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for {
			line, err := c.readLine()
			if err != nil {
				return
			}
			lines <- line
		}
	}()
	return lines
}
