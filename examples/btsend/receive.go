package main

// The command "receive".

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/goqtbt/bluetooth/examples/btsend/internal/transfer"
	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/obex"
)

type receiveCommand struct {
	Dir      string            `short:"d" default:"." type:"path" help:"The folder to store files in. It is made if it does not exist."`
	Existing transfer.Existing `default:"refuse" enum:"refuse,rename,overwrite" help:"What to do with a file whose name is taken: ${enum}."`
	Once     bool              `help:"End when one sender has sent all."`
	OBEX     bool              `name:"obex" help:"Receive files from phones and other machines without btsend, by OBEX Object Push."`
	UUID     qtbt.UUID         `default:"${uuid}" help:"The service's UUID, except with --obex."`
	Name     string            `default:"btsend" help:"The service's name."`
}

func (r *receiveCommand) Run(ctx context.Context, out io.Writer) error {
	if err := os.MkdirAll(r.Dir, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(r.Dir)
	if err != nil {
		return err
	}
	defer root.Close()
	listener, err := r.listen(ctx)
	if err != nil {
		return err
	}
	screen := newScreen(os.Stdout, out)
	defer screen.close()
	screen.printf("receiving into %s on %v", r.Dir, listener.Addr())
	return r.serve(ctx, listener, transfer.NewReceiver(root, r.Existing), screen)
}

func (r *receiveCommand) listen(ctx context.Context) (*qtbt.Listener, error) {
	if r.OBEX {
		return listenForObjects(ctx, r.Name)
	}
	return qtbt.Listen(ctx, r.UUID, r.Name)
}

// errServed ends a receiver that serves once.
var errServed = errors.New("served once")

// serve serves senders, side by side, until ctx ends.
func (r *receiveCommand) serve(ctx context.Context, listener *qtbt.Listener, receiver *transfer.Receiver, screen *screen) error {
	var serving sync.WaitGroup
	defer serving.Wait()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	context.AfterFunc(ctx, func() { listener.Close() })
	for {
		conn, err := listener.AcceptConn()
		if err != nil {
			if cause := context.Cause(ctx); cause != nil {
				err = cause
			}
			if errors.Is(err, errServed) {
				err = nil
			}
			return err
		}
		serving.Go(func() {
			failed, err := r.serveOne(ctx, conn, receiver, screen)
			switch {
			case err != nil || !r.Once:
			case failed > 0:
				end(fmt.Errorf("%d not received", failed))
			default:
				end(errServed)
			}
		})
	}
}

func (r *receiveCommand) serveOne(ctx context.Context, conn *qtbt.Conn, receiver *transfer.Receiver, screen *screen) (failed int, err error) {
	peer := conn.RemoteAddr().(qtbt.Addr).Address
	screen.printf("%v sends", peer)
	session := screen.session("received", peer.String()+" ")
	if r.OBEX {
		err = receiver.ServeObjects(ctx, conn, session)
	} else {
		err = receiver.Serve(ctx, conn, session)
	}
	session.end(err)
	switch {
	case err == nil:
		screen.printf("%v has sent all", peer)
	case errors.Is(err, transfer.ErrProtocol) || errors.Is(err, obex.ErrProtocol) || ctx.Err() != nil:
		screen.printf("%v: %v", peer, err)
	case r.OBEX:
		screen.printf("%v: the link broke: %v", peer, err)
	default:
		screen.printf("%v: the link broke; what arrived is kept: %v", peer, err)
	}
	return session.failed, err
}
