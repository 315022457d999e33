package transfer

// The receiver's side of a transfer.

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// Receiver stores sent files and folders below a folder. It serves any number of connections at a
// time.
type Receiver struct {
	root     *os.Root
	existing Existing
	partials locks
}

// NewReceiver makes a Receiver for a folder.
func NewReceiver(root *os.Root, existing Existing) *Receiver {
	return &Receiver{root: root, existing: existing}
}

// farewell is how long the receiver waits for the sender to close a connection that is over.
const farewell = 5 * time.Second

// Serve receives over a connection, and closes it. It returns nil if the sender has sent
// everything.
func (r *Receiver) Serve(ctx context.Context, conn Conn, o Observer) error {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.CloseWithError(context.Cause(ctx)) })
	defer stop()
	c := &receiving{Receiver: r, wire: newWire(conn), ctx: ctx, observer: o}
	err := c.serve()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if errors.Is(err, ErrProtocol) && c.wire.send(kindError, abort{reasonOf(err)}) != nil {
		return err
	}
	if err == nil || errors.Is(err, ErrProtocol) {
		// The last message has to arrive, so the other end closes first.
		conn.SetReadDeadline(time.Now().Add(farewell))
		io.Copy(io.Discard, conn)
	}
	return err
}

// receiving is a connection of a Receiver.
type receiving struct {
	*Receiver
	wire     *wire
	ctx      context.Context
	observer Observer
}

func (c *receiving) serve() error {
	k, payload, err := c.wire.receiveSoon()
	if err != nil {
		return err
	}
	var greeting hello
	if err := decodeOnly(kindHello, k, payload, &greeting); err != nil {
		return err
	}
	if err := checkHello(greeting); err != nil {
		return err
	}
	if greeting.Files < 0 || greeting.Bytes < 0 {
		return fmt.Errorf("%w: a negative size", ErrProtocol)
	}
	if err := c.wire.send(kindHello, hello{Protocol: protocolName, Version: protocolVersion}); err != nil {
		return err
	}
	c.observer.Begin(greeting.Files, greeting.Bytes)
	for {
		k, payload, err := c.wire.receiveSoon()
		if err != nil {
			return midway(err)
		}
		if k == kindBye {
			if err := decode(payload, new(bye)); err != nil {
				return err
			}
			return c.wire.send(kindBye, bye{})
		}
		var o offer
		if err := decodeOnly(kindOffer, k, payload, &o); err != nil {
			return err
		}
		if o.Size < 0 {
			return fmt.Errorf("%w: a negative size", ErrProtocol)
		}
		if err := c.take(o); err != nil {
			return midway(err)
		}
	}
}

// midway turns an end that the sender did not announce into an error.
func midway(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// take receives an offered item. Its error is an error of the connection.
func (c *receiving) take(o offer) error {
	if err := CheckName(o.Name); err != nil {
		return c.refuse(o, err)
	}
	c.observer.File(o.Name)
	if o.Folder {
		if err := c.root.MkdirAll(o.Name, 0o777); err != nil {
			return c.refuse(o, err)
		}
		return c.done(o)
	}
	// An earlier connection of the sender may not have noticed yet that its link is broken.
	unlock, err := c.partials.lock(c.ctx, partialName(o))
	if err != nil {
		return err
	}
	defer unlock()

	switch same, err := c.isThere(o); {
	case err != nil:
		return c.refuse(o, err)
	case same:
		return c.done(o)
	}
	if err := c.root.MkdirAll(path.Dir(o.Name), 0o777); err != nil {
		return c.refuse(o, err)
	}
	p, err := c.openPartial(c.ctx, o)
	if err != nil {
		return c.refuse(o, err)
	}
	return c.receiveFile(o, p)
}

func (c *receiving) refuse(o offer, reason error) error {
	c.observer.Spared(o.Size)
	c.observer.Finished(printable(o.Name), "", false, reason)
	return c.wire.send(kindAnswer, answer{Action: actionRefuse, Reason: reasonOf(reason)})
}

func (c *receiving) done(o offer) error {
	if !o.Folder {
		c.observer.Spared(o.Size)
		c.observer.Finished(o.Name, o.Name, true, nil)
	}
	return c.wire.send(kindAnswer, answer{Action: actionDone})
}

// errTaken means that another file has the name.
var errTaken = errors.New("another file of that name is there")

// isThere reports whether the file is there already. It returns an error if another file has the
// name and has to stay.
func (c *receiving) isThere(o offer) (bool, error) {
	info, err := c.root.Lstat(o.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.Mode().IsRegular():
		same, err := c.isSame(o, info)
		if same || err != nil {
			return same, err
		}
	case c.existing == Overwrite:
		return false, fmt.Errorf("the name belongs to no file, but to %v", info.Mode().Type())
	}
	if c.existing == Refuse {
		return false, errTaken
	}
	return false, nil
}

func (c *receiving) isSame(o offer, info fs.FileInfo) (bool, error) {
	if info.Size() != o.Size {
		return false, nil
	}
	file, err := c.root.Open(o.Name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	h := sha256.New()
	_, err = hashInto(c.ctx, h, file)
	return sumOf(h) == o.SHA256, err
}

// receiveFile receives the missing part of a file.
func (c *receiving) receiveFile(o offer, p *partial) error {
	has := answer{Action: actionSend, Offset: p.size, SHA256: sumOf(p.hash)}
	if err := c.wire.send(kindAnswer, has); err != nil {
		return errors.Join(err, p.close())
	}
	k, payload, err := c.wire.receiveSoon()
	if err != nil {
		return errors.Join(err, p.close())
	}
	var from start
	err = decodeOnly(kindStart, k, payload, &from)
	if err == nil && from.Offset != 0 && from.Offset != p.size {
		err = fmt.Errorf("%w: it starts at byte %d", ErrProtocol, from.Offset)
	}
	if err != nil {
		return errors.Join(err, p.close())
	}
	c.observer.Spared(from.Offset)

	var failure error // of storing, which is reported at once
	if from.Offset == 0 {
		failure = p.restart()
	}
	if failure == nil && from.Offset == o.Size {
		return c.conclude(o, p)
	}
	if failure != nil {
		if err := c.fail(o, failure); err != nil {
			return errors.Join(err, p.close())
		}
	}
	return c.receiveData(o, p, from.Offset, failure)
}

// receiveData receives the rest of a file. After a failure it waits for the sender to stop.
func (c *receiving) receiveData(o offer, p *partial, arrived int64, failure error) error {
	for arrived < o.Size {
		k, payload, err := c.wire.receiveSoon()
		if err != nil {
			return errors.Join(err, p.close())
		}
		if k == kindAbort {
			return c.aborted(o, p, payload, failure)
		}
		if arrived += int64(len(payload)); k != kindData || arrived > o.Size {
			return errors.Join(unexpected(k), p.close())
		}
		c.observer.Moved(int64(len(payload)))
		if failure != nil {
			continue
		}
		if _, failure = p.Write(payload); failure != nil {
			if err := c.fail(o, failure); err != nil {
				return errors.Join(err, p.close())
			}
		}
	}
	if failure != nil { // the sender knows
		_ = p.close()
		return nil
	}
	return c.conclude(o, p)
}

// aborted ends a file in the middle, on the sender's request.
func (c *receiving) aborted(o offer, p *partial, payload []byte, failure error) error {
	var why abort
	if err := decode(payload, &why); err != nil {
		return errors.Join(err, p.close())
	}
	if failure != nil { // the sender knows
		_ = p.close()
		return nil
	}
	if err := p.close(); err != nil {
		return c.fail(o, err)
	}
	return c.fail(o, errors.New("the sender gave up: "+printable(why.Reason)))
}

// conclude gives a complete file its name and sends the result.
func (c *receiving) conclude(o offer, p *partial) error {
	saved, err := p.commit(o, c.existing)
	if err != nil {
		return c.fail(o, err)
	}
	c.observer.Finished(o.Name, saved, false, nil)
	return c.wire.send(kindResult, result{Saved: saved})
}

// fail reports to the sender and to the observer why a file was not received.
func (c *receiving) fail(o offer, reason error) error {
	c.observer.Finished(o.Name, "", false, reason)
	return c.wire.send(kindResult, result{Reason: reasonOf(reason)})
}
