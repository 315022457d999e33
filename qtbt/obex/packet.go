package obex

// The packets, which carry requests and responses.

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

const (
	// maxPacket is the maximum length of the packets that this package sends and accepts, in bytes.
	maxPacket = 32 << 10
	// minMaxPacket is the smallest maximum that the protocol lets an end choose, in bytes.
	minMaxPacket = 255

	packetPrefix = 3 // the code, and the packet's length as two bytes
)

// wire sends and receives packets.
type wire struct {
	conn   net.Conn
	in     *bufio.Reader
	out    []byte
	length int // of the packet that receive has returned last
}

func newWire(conn net.Conn) *wire {
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, maxPacket)}
}

// send sends a packet.
func (w *wire) send(code byte, content ...[]byte) error {
	w.out = append(w.out[:0], code, 0, 0)
	for _, part := range content {
		w.out = append(w.out, part...)
	}
	binary.BigEndian.PutUint16(w.out[1:], uint16(len(w.out)))
	_, err := w.conn.Write(w.out)
	return err
}

// receive waits for the next packet. The content is valid until the next call. The error is io.EOF
// only if the connection ends between two packets. After an expired deadline, receive can be called
// again, and loses nothing.
func (w *wire) receive() (code byte, content []byte, err error) {
	if _, err := w.in.Discard(w.length); err != nil {
		return 0, nil, err
	}
	w.length = 0
	prefix, err := w.in.Peek(packetPrefix)
	if err != nil {
		return 0, nil, midway(err, len(prefix))
	}
	length := int(binary.BigEndian.Uint16(prefix[1:]))
	if length < packetPrefix || length > maxPacket {
		return 0, nil, fmt.Errorf("%w: a packet of %d bytes", ErrProtocol, length)
	}
	packet, err := w.in.Peek(length)
	if err != nil {
		return 0, nil, midway(err, len(packet))
	}
	w.length = length
	return packet[0], packet[packetPrefix:], nil
}

// midway turns an end that comes after some bytes of a packet into an error.
func midway(err error, read int) error {
	if errors.Is(err, io.EOF) && read > 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}

// connection is the content of a connect request, and of the response to it, before the headers.
type connection struct{ maxPacket int }

const (
	connectionSize  = 4
	protocolVersion = 0x10 // 1.0
)

func (c connection) encode() []byte {
	return binary.BigEndian.AppendUint16([]byte{protocolVersion, 0}, uint16(c.maxPacket))
}

// decodeConnection returns the largest packet that both ends accept, and the headers.
func decodeConnection(content []byte) (c connection, headers []byte, err error) {
	if len(content) < connectionSize {
		return c, nil, fmt.Errorf("%w: a truncated connect packet", ErrProtocol)
	}
	c.maxPacket = min(int(binary.BigEndian.Uint16(content[2:])), maxPacket)
	if c.maxPacket < minMaxPacket {
		return c, nil, fmt.Errorf("%w: a maximum of %d bytes for packets", ErrProtocol, c.maxPacket)
	}
	return c, content[connectionSize:], nil
}
