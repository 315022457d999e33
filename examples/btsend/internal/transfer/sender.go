package transfer

// The sender's side of a transfer.

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Sender sends items over one connection, or over several, one after the other, if connections
// break.
type Sender struct {
	items    []Item // those that are left to send
	observer Observer
	failed   int
}

// NewSender makes a Sender of the items that Scan found.
func NewSender(items []Item, o Observer) *Sender { return &Sender{items: items, observer: o} }

// Failed counts the items that the receiver refused, or that could not be read.
func (s *Sender) Failed() int { return s.failed }

// Run sends the remaining items over a connection, and closes it. If it returns an error, something
// remains to be sent. The caller can call Run again with a new connection, which continues where
// this one ended. After ErrProtocol that makes no sense.
func (s *Sender) Run(ctx context.Context, conn Conn) error {
	var receiving sync.WaitGroup
	defer receiving.Wait()
	running, end := context.WithCancelCause(ctx)
	defer conn.Close()
	defer end(nil)
	stop := context.AfterFunc(ctx, func() { conn.CloseWithError(context.Cause(ctx)) })
	defer stop()

	c := &sending{wire: newWire(conn), ctx: running, observer: s.observer, replies: make(chan reply)}
	receiving.Go(c.receiveReplies)
	err := s.run(c)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (s *Sender) run(c *sending) error {
	greeting := hello{Protocol: protocolName, Version: protocolVersion}
	for _, item := range s.items {
		greeting.Bytes += item.Size
		if !item.Folder {
			greeting.Files++
		}
	}
	if err := c.wire.send(kindHello, greeting); err != nil {
		return err
	}
	var theirs hello
	if err := c.await(kindHello, &theirs); err != nil {
		return err
	}
	if err := checkHello(theirs); err != nil {
		return err
	}
	s.observer.Begin(greeting.Files, greeting.Bytes)
	for len(s.items) > 0 {
		item := s.items[0]
		outcome, err := c.sendItem(item)
		if err != nil {
			return err
		}
		s.items = s.items[1:]
		if outcome.err != nil {
			s.failed++
		}
		if !item.Folder || outcome.err != nil {
			s.observer.Finished(item.Name, outcome.saved, outcome.done, outcome.err)
		}
	}
	if err := c.wire.send(kindBye, bye{}); err != nil {
		return err
	}
	return c.await(kindBye, new(bye))
}

// sending is a connection of a Sender.
type sending struct {
	wire     *wire
	ctx      context.Context
	observer Observer
	replies  chan reply
}

// reply is a frame of the receiver's, or the reason why there are no more.
type reply struct {
	kind    kind
	payload []byte
	err     error
}

// receiveReplies receives frames that may come at any time, also in the middle of a file.
func (c *sending) receiveReplies() {
	for {
		k, payload, err := c.wire.receive()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		select {
		case c.replies <- reply{k, payload, err}:
		case <-c.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// await waits for a reply of a given kind.
func (c *sending) await(want kind, message any) error {
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case r := <-c.replies:
		return r.decode(want, message)
	case <-timeout.C:
		return os.ErrDeadlineExceeded
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

func (r reply) decode(want kind, message any) error {
	if r.err != nil {
		return r.err
	}
	return decodeOnly(want, r.kind, r.payload, message)
}

// outcome is the result for one item.
type outcome struct {
	saved string // the name at the receiver
	done  bool   // the receiver had it already
	err   error
}

// sendItem sends an item. Its error is an error of the connection.
func (c *sending) sendItem(item Item) (outcome, error) {
	c.observer.File(item.Name)
	if item.Folder {
		return c.offer(item, offer{Name: item.Name, Folder: true}, nil)
	}
	file, err := openRegular(item.Path)
	if err != nil {
		c.observer.Spared(item.Size)
		return outcome{err: err}, nil
	}
	defer file.Close()
	info, statErr := file.Stat()
	h := sha256.New()
	size, err := hashInto(c.ctx, h, file)
	if err := errors.Join(statErr, err); err != nil {
		c.observer.Spared(item.Size)
		return outcome{err: err}, nil
	}
	return c.offer(item, offer{Name: item.Name, Size: size, Modified: info.ModTime().UTC(), SHA256: sumOf(h)}, file)
}

func (c *sending) offer(item Item, o offer, file *os.File) (outcome, error) {
	if err := c.wire.send(kindOffer, o); err != nil {
		return outcome{}, err
	}
	var a answer
	if err := c.await(kindAnswer, &a); err != nil {
		return outcome{}, err
	}
	switch {
	case a.Action == actionDone:
		c.observer.Spared(o.Size)
		return outcome{saved: item.Name, done: true}, nil
	case a.Action == actionRefuse:
		c.observer.Spared(o.Size)
		return outcome{err: fmt.Errorf("the receiver refuses it: %s", printable(a.Reason))}, nil
	case a.Action == actionSend && file != nil && a.Offset >= 0 && a.Offset <= o.Size:
		return c.sendFile(file, o.Size, a)
	}
	return outcome{}, fmt.Errorf("%w: it answers %q to an offer", ErrProtocol, a.Action)
}

// sendFile sends the part of a file that the receiver does not have.
func (c *sending) sendFile(file *os.File, size int64, a answer) (outcome, error) {
	offset, readErr := c.agreedOffset(file, a)
	if err := c.wire.send(kindStart, start{offset}); err != nil {
		return outcome{}, err
	}
	c.observer.Spared(offset)
	buffer := make([]byte, maxData/2)
	for left := size - offset; left > 0 && readErr == nil; {
		select {
		case r := <-c.replies: // the receiver cannot go on
			if err := c.wire.send(kindAbort, abort{"told to stop"}); err != nil {
				return outcome{}, err
			}
			c.observer.Spared(left)
			return r.outcome()
		default:
		}
		chunk := buffer[:min(left, int64(len(buffer)))]
		if _, readErr = io.ReadFull(file, chunk); readErr != nil {
			c.observer.Spared(left)
			break
		}
		if err := c.wire.sendFrame(kindData, chunk); err != nil {
			return outcome{}, err
		}
		left -= int64(len(chunk))
		c.observer.Moved(int64(len(chunk)))
	}
	if readErr != nil {
		readErr = fmt.Errorf("reading it: %w", readErr)
		if err := c.wire.send(kindAbort, abort{reasonOf(readErr)}); err != nil {
			return outcome{}, err
		}
	}
	var res result
	if err := c.await(kindResult, &res); err != nil {
		return outcome{}, err
	}
	if readErr != nil {
		return outcome{err: readErr}, nil
	}
	return res.outcome(), nil
}

// agreedOffset returns where to start: after the receiver's part, if the file begins with it, or at
// 0. The file is then at that position.
func (c *sending) agreedOffset(file *os.File, a answer) (int64, error) {
	h := sha256.New()
	_, err := file.Seek(0, io.SeekStart)
	if err == nil && a.Offset > 0 {
		_, err = hashInto(c.ctx, h, io.LimitReader(file, a.Offset))
	}
	if err != nil {
		return 0, err
	}
	if a.Offset > 0 && sumOf(h) == a.SHA256 {
		return a.Offset, nil
	}
	_, err = file.Seek(0, io.SeekStart)
	return 0, err
}

// outcome converts a reply that came in the middle of a file.
func (r reply) outcome() (outcome, error) {
	var res result
	if err := r.decode(kindResult, &res); err != nil {
		return outcome{}, err
	}
	return res.outcome(), nil
}

func (r result) outcome() outcome {
	if r.Reason != "" {
		return outcome{err: errors.New("the receiver cannot keep it: " + printable(r.Reason))}
	}
	return outcome{saved: printable(r.Saved)}
}
