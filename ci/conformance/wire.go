package main

// Wires: pairs of connected sockets, whose near ends drivers have and whose far ends the conductor
// has.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

type wire struct {
	near, far *os.File
	events    []event
}

func newWire(name string) (*wire, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(ends[1], true); err != nil {
		return nil, err
	}
	return &wire{near: os.NewFile(uintptr(ends[0]), name+" near"), far: os.NewFile(uintptr(ends[1]), name+" far")}, nil
}

// newWires makes all wires of a scenario.
func newWires(s *scenario.Scenario) (map[string]*wire, error) {
	wires := make(map[string]*wire)
	for i := range s.Steps {
		if name := s.Steps[i].Wire; name != "" {
			w, err := newWire(name)
			if err != nil {
				return nil, err
			}
			wires[name] = w
		}
	}
	return wires, nil
}

func (w *wire) close() {
	w.near.Close()
	w.far.Close()
}

// do does a step with the wire's far end.
func (w *wire) do(s *scenario.Step, limit time.Duration) error {
	if err := w.far.SetDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	switch s.Kind() {
	case "send":
		text, err := scenario.ByteString(s.Data)
		if err != nil {
			return err
		}
		_, err = w.far.Write(latin1(text))
		return err
	case "receive":
		data := make([]byte, s.Size)
		n, err := io.ReadFull(w.far, data)
		w.note("received", data[:n])
		return err
	case "receiveEnd":
		data, err := io.ReadAll(w.far)
		switch {
		case errors.Is(err, unix.ECONNRESET):
			w.note("reset", data)
			return nil
		case err == nil:
			w.note("end", data)
		}
		return err
	case "hangUp":
		return w.far.Close()
	}
	return fmt.Errorf("no step of a wire: %s", s.Kind())
}

func (w *wire) note(what string, data []byte) {
	text := make([]rune, len(data))
	for i, b := range data {
		text[i] = rune(b)
	}
	w.events = append(w.events, event{Event: what, Value: string(text)})
}

// latin1 returns the bytes that the characters of a text stand for.
func latin1(text string) []byte {
	var data bytes.Buffer
	for _, r := range text {
		data.WriteByte(byte(r))
	}
	return data.Bytes()
}
