package transfer

// Receiving by OBEX Object Push, from machines that do not have btsend.

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"time"

	"github.com/goqtbt/bluetooth/qtbt/obex"
)

// ServeObjects receives files over a connection by Object Push, and closes it. It returns nil if
// the sender has ended the session. A file that is incomplete when the link breaks is deleted.
func (r *Receiver) ServeObjects(ctx context.Context, conn Conn, o Observer) error {
	return obex.Serve(ctx, limitedConn{conn}, func(object obex.Object, body io.Reader) error {
		saved, err := r.storeObject(object, body, o)
		o.Finished(printable(object.Name), saved, false, err)
		return err
	})
}

// limitedConn gives up when there is no sign of life from the other end.
type limitedConn struct{ Conn }

func (c limitedConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c limitedConn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// coded is an error that the sender gets as an OBEX code.
type coded struct {
	error
	code obex.Code
}

func (e coded) Unwrap() []error { return []error{e.error, e.code} }

// withCode adds the code for the errors that the sender can do something about.
func withCode(err error) error {
	if errors.Is(err, errTaken) {
		return coded{err, obex.Conflict}
	}
	return err
}

func (r *Receiver) storeObject(object obex.Object, body io.Reader, o Observer) (saved string, err error) {
	if err := CheckName(object.Name); err != nil {
		return "", coded{err, obex.BadRequest}
	}
	o.Begin(1, max(object.Length, 0))
	o.File(object.Name)
	if _, err := r.root.Lstat(object.Name); err == nil && r.existing == Refuse {
		return "", withCode(errTaken)
	}
	p, done, err := r.newPartial()
	if err != nil {
		return "", err
	}
	defer done()
	_, err = io.Copy(p.file, io.TeeReader(body, moved{o}))
	if err := errors.Join(err, p.file.Sync(), p.file.Close()); err != nil {
		return "", errors.Join(err, p.root.Remove(p.name))
	}
	if saved, err = p.rename(object.Name, object.Modified, r.existing); err != nil {
		return "", withCode(errors.Join(err, p.root.Remove(p.name)))
	}
	return saved, nil
}

// newPartial makes a file for an object's content, under a name that no other connection uses. The
// caller calls done when the file has its own name, or is gone.
func (r *Receiver) newPartial() (p *partial, done func(), err error) {
	name := partialPrefix + rand.Text() + partialSuffix
	done, _ = r.partials.tryLock(name)
	if err = r.dropOldPartials(); err == nil {
		p = &partial{root: r.root, name: name}
		p.file, err = r.root.Create(name)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return p, done, nil
}

// moved reports what is written to it as bytes that went over the connection.
type moved struct{ Observer }

func (m moved) Write(data []byte) (int, error) {
	m.Moved(int64(len(data)))
	return len(data), nil
}
