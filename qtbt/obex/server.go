package obex

// The server, which receives objects.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Receiver receives an object. The name has passed [CheckName]. A Receiver that reads body until
// io.EOF has the whole object, and the client learns that it has arrived when the Receiver then
// returns nil. An error refuses the object, at once or in the middle. The client gets the [Code]
// that the error contains, or InternalServerError.
//
// Reading body returns ErrAborted if the client has cancelled or begun another object, ErrLength if
// the content does not have the object's Length, and an error of the connection if that breaks. The
// Receiver then discards what it has.
type Receiver func(object Object, body io.Reader) error

// Serve receives objects from the client at the other end of conn, one after the other, and closes
// conn. It returns nil when the client has ended the session. When ctx ends, Serve returns its
// cause. The errors of receive go to the client and do not end the session.
//
// Serve refuses all that the Object Push Profile does not demand: folders, the deletion of objects,
// and objects that the client pulls.
func Serve(ctx context.Context, conn net.Conn, receive Receiver) error {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	s := &server{wire: newWire(conn), receive: receive}
	err := s.serve()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if errors.Is(err, ErrProtocol) {
		// The client may be gone, or not listen.
		_ = s.respond(byte(BadRequest))
	}
	return err
}

type server struct {
	*wire
	receive Receiver
	early   *request // that came where the rest of an object was due
}

// request is a packet of the client.
type request struct {
	op      byte
	content []byte
}

// next returns the next request.
func (s *server) next() (r request, err error) {
	if s.early != nil {
		r, s.early = *s.early, nil
		return r, nil
	}
	r.op, r.content, err = s.wire.receive()
	return r, err
}

func (s *server) serve() error {
	for {
		r, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch r.op {
		case opConnect:
			err = s.connect(r.content)
		case opPut, opPutFinal:
			err = s.put(r.op, r.content)
		case opAbort:
			err = s.respond(codeSuccess)
		case opDisconnect:
			return s.respond(codeSuccess)
		default:
			err = s.respond(byte(NotImplemented))
		}
		if err != nil {
			return err
		}
	}
}

func (s *server) respond(code byte, content ...[]byte) error { return s.send(code, content...) }

// connect begins a session. It refuses clients of other profiles, which name a target.
func (s *server) connect(content []byte) error {
	_, headers, err := decodeConnection(content)
	if err != nil {
		return err
	}
	code := byte(codeSuccess)
	for len(headers) > 0 {
		var id headerID
		if id, _, headers, err = nextHeader(headers); err != nil {
			return err
		}
		if id == headerTarget {
			code = byte(Forbidden)
		}
	}
	return s.respond(code, connection{maxPacket}.encode())
}

// put receives an object. Its error is one of the connection.
func (s *server) put(op byte, content []byte) error {
	b := &body{server: s, object: Object{Length: UnknownLength}}
	if err := b.take(op, content); err != nil {
		return err
	}
	for !b.hasBody && !b.isLast && b.err == nil {
		b.next()
	}
	err := b.err
	if err == nil {
		err = b.check()
	}
	if err == nil {
		err = s.receive(b.object, b)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, b)
	}
	switch {
	case b.broken:
		return b.err
	case s.early != nil:
		return nil
	case errors.Is(b.err, ErrAborted), err == nil:
		return s.respond(codeSuccess)
	}
	return s.respond(byte(codeOf(err)))
}

// body is the content of an object on its way.
type body struct {
	server  *server
	object  Object
	data    []byte // of the last packet, not yet read
	arrived int64
	hasBody bool
	isLast  bool  // the last packet has arrived
	err     error // why no more comes
	broken  bool  // err is of the connection
}

// check returns an error for an object that is refused whatever its receiver would do.
func (b *body) check() error {
	if !b.hasBody {
		return fmt.Errorf("to delete an object: %w", Forbidden)
	}
	return CheckName(b.object.Name)
}

// Read reads the content. It responds to a packet when all of it has been read.
func (b *body) Read(p []byte) (int, error) {
	for len(b.data) == 0 {
		switch {
		case b.err != nil:
			return 0, b.err
		case b.isLast:
			return 0, io.EOF
		}
		b.next()
	}
	n := copy(p, b.data)
	b.data = b.data[n:]
	return n, nil
}

// next asks for the next packet and takes it.
func (b *body) next() {
	err := b.server.respond(codeContinue)
	if err == nil {
		var op byte
		var content []byte
		if op, content, err = b.server.wire.receive(); err == nil {
			err = b.take(op, content)
		}
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		b.err, b.broken = err, true
	}
}

// take takes a packet of the object. Its error is one of the connection.
func (b *body) take(op byte, content []byte) error {
	switch op {
	case opAbort:
		b.err = ErrAborted
		return nil
	case opPut, opPutFinal:
	default:
		return fmt.Errorf("%w: request 0x%02x within an object", ErrProtocol, op)
	}
	description := &b.object
	if b.hasBody { // the receiver has agreed to what was announced before the content
		description = new(Object)
	}
	packet, err := description.takeHeaders(content)
	if err != nil {
		return err
	}
	// obexd begins the next object without an abort request if the response to its last packet has
	// arrived before it could send one (5.66 and 5.82).
	if b.hasBody && description.Name != "" {
		b.err = ErrAborted
		b.server.early = &request{op, content}
		return nil
	}
	b.isLast = op == opPutFinal
	b.hasBody = b.hasBody || packet.hasBody
	b.data = packet.body
	b.arrived += int64(len(packet.body))
	length := b.object.Length
	if length >= 0 && (b.arrived > length || b.isLast && b.hasBody && b.arrived < length) {
		b.err = ErrLength
		b.data = nil
	}
	return nil
}
