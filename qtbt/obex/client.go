package obex

// The client, which pushes objects.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// abortPatience is how long a client waits, after its context has ended, for the server's responses
// to the request under way and to the abort.
const abortPatience = 2 * time.Second

// closePatience is how long Close waits for the server's response.
const closePatience = 2 * time.Second

// Client pushes objects to a server. One goroutine at a time may use it.
type Client struct {
	wire      *wire
	maxPacket int   // of the server
	broken    error // why the connection is of no more use
	chunk     []byte
}

// Connect begins a session with the server at the other end of conn, which then belongs to the
// Client. After an error, conn is closed. The end of ctx ends the wait for the server.
func Connect(ctx context.Context, conn net.Conn) (*Client, error) {
	c := &Client{wire: newWire(conn)}
	if err := c.connect(ctx); err != nil {
		conn.Close()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, err
	}
	return c, nil
}

func (c *Client) connect(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { c.wire.conn.Close() })
	defer stop()
	code, content, err := c.exchange(opConnect, connection{maxPacket}.encode())
	if err != nil {
		return err
	}
	if code != codeSuccess {
		return refusal("the connection", code)
	}
	server, _, err := decodeConnection(content)
	if err != nil {
		return err
	}
	c.maxPacket = server.maxPacket
	c.chunk = make([]byte, server.maxPacket-packetPrefix-sizedPrefix)
	if !stop() {
		return context.Cause(ctx)
	}
	return nil
}

// refusal returns the error for a response that neither succeeds nor continues.
func refusal(what string, code byte) error {
	if code == codeSuccess || code == codeContinue {
		return fmt.Errorf("%w: an unexpected response 0x%02x", ErrProtocol, code)
	}
	return fmt.Errorf("the receiver refused %s: %w", what, Code(code))
}

// Push sends an object with the content that body returns until io.EOF. It calls progress, which
// may be nil, each time the server has confirmed a part, with the number of bytes that it has now.
// A user at the server may have to agree first, so Push waits for as long as ctx allows.
//
// When ctx ends, Push aborts the object and returns the cause of ctx. If the server refuses the
// object, the error contains its Code. After both, and after an error of body, the Client can push
// the next object, unless Err returns an error.
//
// Push returns an error with [ErrName] for a name that CheckName refuses, and with [ErrLength] if
// body is longer or shorter than the object's Length.
func (c *Client) Push(ctx context.Context, object Object, body io.Reader, progress func(sent int64)) error {
	if c.broken != nil {
		return c.broken
	}
	if err := CheckName(object.Name); err != nil {
		return err
	}
	if !isVisibleASCII(object.Type) {
		return fmt.Errorf("%q is not a media type", object.Type)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	defer c.limit(ctx)()
	err := c.announce(object)
	if err == nil {
		err = c.sendBody(ctx, object, body, progress)
	}
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// Err returns why the connection is closed, or nil if it is open. After that, each Push returns the
// same error.
func (c *Client) Err() error { return c.broken }

// limit gives the server abortPatience to respond after the end of ctx, until release is called.
func (c *Client) limit(ctx context.Context) (release func()) {
	limited := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.wire.conn.SetDeadline(time.Now().Add(abortPatience))
		close(limited)
	})
	return func() {
		if !stop() {
			<-limited
			c.wire.conn.SetDeadline(time.Time{})
		}
	}
}

// announce sends the object's headers, in as many packets as they need. The content follows in
// other packets, so that the server can refuse before it comes.
func (c *Client) announce(object Object) error {
	var packet []byte
	for _, header := range object.headers() {
		if packetPrefix+len(header) > c.maxPacket {
			return fmt.Errorf("%q: %w: it is too long for the receiver", object.Name, ErrName)
		}
		if packetPrefix+len(packet)+len(header) > c.maxPacket {
			if err := c.put(object, opPut, codeContinue, packet); err != nil {
				return err
			}
			packet = nil
		}
		packet = append(packet, header...)
	}
	return c.put(object, opPut, codeContinue, packet)
}

func (c *Client) sendBody(ctx context.Context, object Object, body io.Reader, progress func(int64)) error {
	for sent := int64(0); ; {
		if ctx.Err() != nil {
			return c.abort(context.Cause(ctx))
		}
		n, err := io.ReadFull(body, c.chunk)
		isLast := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !isLast {
			return c.abort(err)
		}
		sent += int64(n)
		if object.Length >= 0 && (sent > object.Length || isLast && sent < object.Length) {
			return c.abort(fmt.Errorf("%s: %w of %d bytes", object.Name, ErrLength, object.Length))
		}
		if isLast {
			err = c.put(object, opPutFinal, codeSuccess, appendSized(nil, headerEndOfBody, c.chunk[:n]))
		} else {
			err = c.put(object, opPut, codeContinue, appendSized(nil, headerBody, c.chunk[:n]))
		}
		if err != nil {
			return err
		}
		if progress != nil {
			progress(sent)
		}
		if isLast {
			return nil
		}
	}
}

// put sends a part of an object, and waits for the response that has to follow.
func (c *Client) put(object Object, op, want byte, headers []byte) error {
	code, _, err := c.exchange(op, headers)
	if err != nil || code == want {
		return err
	}
	err = refusal(object.Name, code)
	if errors.Is(err, ErrProtocol) {
		return c.fail(err)
	}
	return err
}

// abort ends an object in the middle, and returns the cause.
func (c *Client) abort(cause error) error {
	code, _, err := c.exchange(opAbort)
	if err == nil && code != codeSuccess {
		_ = c.fail(refusal("to abort", code))
	}
	return cause
}

// exchange sends a request and returns the response. After an error the connection is of no more
// use.
func (c *Client) exchange(op byte, content ...[]byte) (code byte, response []byte, err error) {
	if err := c.wire.send(op, content...); err != nil {
		return 0, nil, c.fail(err)
	}
	code, response, err = c.wire.receive()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return 0, nil, c.fail(err)
	}
	return code, response, nil
}

func (c *Client) fail(err error) error {
	c.broken = err
	c.wire.conn.Close()
	return err
}

// Close ends the session and closes the connection.
func (c *Client) Close() error {
	if c.broken != nil {
		return nil
	}
	if err := c.wire.conn.SetDeadline(time.Now().Add(closePatience)); err != nil {
		return c.fail(err)
	}
	if _, _, err := c.exchange(opDisconnect); err != nil {
		return err
	}
	c.broken = net.ErrClosed
	return c.wire.conn.Close()
}
