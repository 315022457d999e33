package transfer

// The protocol's messages, and the frames that carry them.

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	protocolName    = "btsend"
	protocolVersion = 1

	maxHeader = 64 << 10
	maxData   = 32 << 10
)

// patience is how long one end waits for a sign of life from the other, which may have to read a
// large file meanwhile.
const patience = 3 * time.Minute

// ErrProtocol is returned when the other end violates the protocol, or uses another version of it.
var ErrProtocol = errors.New("the other end does not speak btsend's protocol")

type kind byte

const (
	kindHello  kind = 'H'
	kindOffer  kind = 'O'
	kindAnswer kind = 'A'
	kindStart  kind = 'S'
	kindData   kind = 'D'
	kindAbort  kind = 'X'
	kindResult kind = 'R'
	kindBye    kind = 'B'
	kindError  kind = 'E'
)

type hello struct {
	Protocol string `json:"protocol"`
	Version  int    `json:"version"`
	Files    int    `json:"files,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
}

type offer struct {
	Name     string    `json:"name"`
	Folder   bool      `json:"folder,omitempty"`
	Size     int64     `json:"size,omitempty"`
	Modified time.Time `json:"modified,omitzero"`
	SHA256   checksum  `json:"sha256,omitzero"`
}

type action string

const (
	actionSend   action = "send"
	actionDone   action = "done"
	actionRefuse action = "refuse"
)

type answer struct {
	Action action   `json:"action"`
	Offset int64    `json:"offset,omitempty"`
	SHA256 checksum `json:"sha256,omitzero"`
	Reason string   `json:"reason,omitempty"`
}

type start struct {
	Offset int64 `json:"offset"`
}

type result struct {
	Saved  string `json:"saved,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type abort struct {
	Reason string `json:"reason"`
}

type bye struct{}

// maxReason is the maximum length of a reason in bytes. With it, a message fits into a frame,
// however many of its characters JSON escapes.
const maxReason = 4 << 10

// reasonOf returns an error's text for the other end.
func reasonOf(err error) string {
	reason := err.Error()
	if len(reason) > maxReason {
		reason = strings.ToValidUTF8(reason[:maxReason], "") + "…"
	}
	return reason
}

// Conn is the part of a connection that a transfer needs. A *qtbt.Conn implements it.
type Conn interface {
	net.Conn
	CloseWithError(error) error // ends it at once
}

// wire sends and receives frames. One goroutine may send while another receives.
type wire struct {
	conn   net.Conn
	reader *bufio.Reader
}

func newWire(conn net.Conn) *wire {
	return &wire{conn: conn, reader: bufio.NewReaderSize(conn, maxData)}
}

func (w *wire) send(k kind, message any) error {
	payload, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(payload) > maxHeader {
		return fmt.Errorf("a message of %d bytes is too long", len(payload))
	}
	return w.sendFrame(k, payload)
}

func (w *wire) sendFrame(k kind, payload []byte) error {
	frame := make([]byte, 5, 5+len(payload))
	frame[0] = byte(k)
	binary.BigEndian.PutUint32(frame[1:], uint32(len(payload)))
	if err := w.conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := w.conn.Write(append(frame, payload...))
	return err
}

// receive waits for the next frame. It returns an error frame of the other end as an error.
func (w *wire) receive() (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(w.reader, head[:]); err != nil {
		return 0, nil, err
	}
	k, size := kind(head[0]), binary.BigEndian.Uint32(head[1:])
	limit := uint32(maxHeader)
	if k == kindData {
		limit = maxData
	}
	if size > limit {
		return 0, nil, fmt.Errorf("%w: a frame of %d bytes", ErrProtocol, size)
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(w.reader, payload); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	if k == kindError {
		var e abort
		if err := decode(payload, &e); err != nil {
			return 0, nil, err
		}
		return 0, nil, fmt.Errorf("%w: it says: %s", ErrProtocol, printable(e.Reason))
	}
	return k, payload, nil
}

// receiveSoon is receive with a limit: it gives up when there is no sign of life.
func (w *wire) receiveSoon() (kind, []byte, error) {
	if err := w.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return 0, nil, err
	}
	return w.receive()
}

func decode(payload []byte, message any) error {
	if err := json.Unmarshal(payload, message); err != nil {
		return fmt.Errorf("%w: %w", ErrProtocol, err)
	}
	return nil
}

// decodeOnly decodes a frame that has to be of a given kind.
func decodeOnly(want, got kind, payload []byte, message any) error {
	if got != want {
		return unexpected(got)
	}
	return decode(payload, message)
}

func unexpected(k kind) error {
	return fmt.Errorf("%w: unexpected frame %q", ErrProtocol, rune(k))
}

func checkHello(h hello) error {
	if h.Protocol != protocolName {
		return ErrProtocol
	}
	if h.Version != protocolVersion {
		return fmt.Errorf("%w: it speaks version %d, and this is version %d", ErrProtocol, h.Version, protocolVersion)
	}
	return nil
}
