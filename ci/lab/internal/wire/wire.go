// Package wire is the protocol between the lab and the agent in its guests: many streams over one
// virtio-serial port. Each stream begins with a Request.
//
// An exec stream goes on with frames: Stdin towards the guest (an empty one is the end), and
// Started, Stdout, Stderr and Exit back. A dial or a controller stream is answered with Started and
// carries plain bytes from then on. A signal or a setup stream has its answer and ends. Every kind
// may be answered with Failed.
package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hashicorp/yamux"
)

// Hello is what an agent sends before the first stream: the guest is up, and speaks this version.
const Hello = "btlab agent 1\n"

// PortName is the name of the virtio-serial port that carries the streams.
const PortName = "btlab.control"

// MaxPayload is the largest payload of one frame.
const MaxPayload = 1 << 20

// The kinds of a Request.
const (
	Exec       = "exec"       // run Args; answered with frames until Exit
	Signal     = "signal"     // send Signal to the process group of PID, a process started by Exec
	Dial       = "dial"       // connect to the Unix socket at Path
	Controller = "controller" // make a Bluetooth controller whose H4 packets this stream carries
	Setup      = "setup"      // report how far the kernel's set-up of the controller Index is
)

// Request is the first frame of every stream.
type Request struct {
	Kind   string
	Args   []string `json:",omitempty"` // Exec: program and arguments
	Env    []string `json:",omitempty"` // Exec: the whole environment
	Dir    string   `json:",omitempty"` // Exec: the working directory
	Stdin  bool     `json:",omitempty"` // Exec: Stdin frames follow; else /dev/null
	TTY    *Size    `json:",omitempty"` // Exec: run on a terminal of this size; output is Stdout
	PID    int      `json:",omitempty"` // Signal
	Signal int      `json:",omitempty"` // Signal
	Path   string   `json:",omitempty"` // Dial
	Index  int      `json:",omitempty"` // Setup
}

// Size is a terminal's size in characters.
type Size struct{ Rows, Columns uint16 }

// Started is the answer to a Request. For Exec it has the process's id, for Controller the number N
// of the hciN made, for Setup whether the kernel has the controller open and whether it has set it
// up.
type Started struct {
	PID   int  `json:",omitempty"`
	Index int  `json:",omitempty"`
	Open  bool `json:",omitempty"`
	Ready bool `json:",omitempty"`
}

// Exit is how a process ended: with a code, or by a signal.
type Exit struct {
	Code   int
	Signal int `json:",omitempty"`
}

// Type is the kind of a frame.
type Type byte

// The types of frames, and what their payloads are.
const (
	TypeRequest Type = iota + 1 // JSON of Request
	TypeStarted                 // JSON of Started
	TypeFailed                  // the reason as text
	TypeStdin                   // bytes; none is the end of standard input
	TypeStdout                  // bytes
	TypeStderr                  // bytes
	TypeExit                    // JSON of Exit
)

// ErrTooLarge is returned for a frame above MaxPayload, which only a peer with another protocol
// sends.
var ErrTooLarge = errors.New("frame too large")

// WriteFrame writes one frame in a single Write.
func WriteFrame(w io.Writer, t Type, payload []byte) error {
	if len(payload) > MaxPayload {
		return ErrTooLarge
	}
	b := make([]byte, 5+len(payload))
	b[0] = byte(t)
	binary.BigEndian.PutUint32(b[1:], uint32(len(payload)))
	copy(b[5:], payload)
	_, err := w.Write(b)
	return err
}

// WriteJSON writes v as one frame.
func WriteJSON(w io.Writer, t Type, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return WriteFrame(w, t, b)
}

// ReadFrame reads one frame. It returns io.EOF only between frames.
func ReadFrame(r io.Reader) (Type, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > MaxPayload {
		return 0, nil, ErrTooLarge
	}
	payload := make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return Type(head[0]), payload, nil
}

// ReadRequest reads the frame that begins a stream.
func ReadRequest(r io.Reader) (Request, error) {
	var req Request
	t, payload, err := ReadFrame(r)
	if err != nil {
		return req, err
	}
	if t != TypeRequest {
		return req, fmt.Errorf("a stream began with frame type %d", t)
	}
	return req, json.Unmarshal(payload, &req)
}

// Ask sends a Request on a new stream and waits for its answer.
func Ask(s io.ReadWriter, req Request) (Started, error) {
	var started Started
	if err := WriteJSON(s, TypeRequest, req); err != nil {
		return started, err
	}
	t, payload, err := ReadFrame(s)
	switch {
	case err != nil:
		return started, err
	case t == TypeFailed:
		return started, errors.New(string(payload))
	case t != TypeStarted:
		return started, fmt.Errorf("%s was answered with frame type %d", req.Kind, t)
	}
	return started, json.Unmarshal(payload, &started)
}

// Config is the streams' configuration at both ends. An emulated guest may stand still for long on
// a busy machine, so nothing here counts time: the end of the port is the end of the session.
func Config() *yamux.Config {
	c := yamux.DefaultConfig()
	c.EnableKeepAlive = false
	c.ConnectionWriteTimeout = 10 * time.Minute
	c.StreamOpenTimeout = 0
	c.LogOutput = io.Discard
	return c
}
