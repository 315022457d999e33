package main

// The console, in which the user types and reads. It is a terminal, whose prompt stays below the
// messages, or plain streams.

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/goqtbt/bluetooth/examples/internal/program"
)

type console struct {
	out      io.Writer
	readLine func() typed
	close    func()
}

// typed is a line that the user has typed, or the reason why there are no more.
type typed struct {
	text      string
	continued bool // text continues a line that is too long for one piece
	err       error
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
	readLine := func() typed {
		if width, height, err := term.GetSize(fd); err == nil {
			_ = terminal.SetSize(width, height) // may fail while the terminal cannot draw
		}
		text, err := terminal.ReadLine()
		return typed{text: text, err: err}
	}
	return &console{out: terminal, readLine: readLine, close: sync.OnceFunc(func() {
		term.Restore(fd, state)
		fmt.Fprintln(out)
	})}, nil
}

// keyboard is a terminal in raw mode, in which Ctrl-C is a byte and makes no signal. Its Read
// removes that byte and calls interrupt at once, even if the program does not handle its input.
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
	return &console{out: out, close: func() {}, readLine: lineReader(in)}
}

// lineReader returns a function that reads line by line. It splits lines that are too long for
// peers.
func lineReader(in io.Reader) func() typed {
	const maxPiece = maxLine - utf8.UTFMax // fits a line with the rest of a piece and the line feed
	r := bufio.NewReaderSize(in, maxPiece)
	var rest []byte // the end of the last piece: the beginning of a character
	continued := false
	return func() typed {
		piece, more, err := r.ReadLine()
		if err != nil {
			return typed{err: err}
		}
		piece = append(rest, piece...)
		rest = nil
		if more {
			end := len(piece) - incomplete(piece)
			piece, rest = piece[:end], bytes.Clone(piece[end:])
		}
		t := typed{text: string(piece), continued: continued}
		continued = more
		return t
	}
}

// incomplete returns the length of the character that the end of a text cuts, or 0 if there is
// none.
func incomplete(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		last := text[len(text)-n:]
		if utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

func (c *console) printf(format string, args ...any) {
	fmt.Fprintf(c.out, format+"\n", args...)
}

// lines returns a channel of the lines that the user types. The last one has the error that ends
// the input.
func (c *console) lines() <-chan typed {
	lines := make(chan typed)
	go func() {
		for {
			line := c.readLine()
			lines <- line
			if line.err != nil {
				return
			}
		}
	}()
	return lines
}
