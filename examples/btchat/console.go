// Where the user types and reads: a terminal, whose prompt stays below what others say, or plain streams.

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

type console struct {
	out      io.Writer
	readLine func() (string, error)
	close    func()
}

func openConsole(in, out *os.File) (*console, error) {
	fd := int(in.Fd())
	if !term.IsTerminal(fd) || !term.IsTerminal(int(out.Fd())) {
		return plainConsole(in, out), nil
	}
	state, err := term.MakeRaw(fd)
	if err != nil {
		return nil, err
	}
	terminal := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, "> ")
	readLine := func() (string, error) {
		if width, height, err := term.GetSize(fd); err == nil {
			_ = terminal.SetSize(width, height) // which it may refuse while it cannot draw
		}
		return terminal.ReadLine()
	}
	return &console{out: terminal, readLine: readLine, close: func() {
		term.Restore(fd, state)
		fmt.Fprintln(out)
	}}, nil
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
