package main

// The command "send".

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/goqtbt/bluetooth/examples/btsend/internal/transfer"
	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/obex"
)

type sendCommand struct {
	Address qtbt.Address `arg:"" help:"The receiving machine's address."`
	Paths   []string     `arg:"" name:"path" help:"Files and folders."`
	OBEX    bool         `name:"obex" help:"Send files to a phone or another machine without btsend, by OBEX Object Push."`
	UUID    qtbt.UUID    `default:"${uuid}" help:"The service's UUID, except with --obex."`
	Retries uint         `default:"5" help:"How often to connect again when the link breaks; never with --obex."`
}

// pause is the time between the end of a link and the next try.
const pause = 3 * time.Second

func (s *sendCommand) Run(ctx context.Context, out io.Writer) error {
	items, leftOut, err := transfer.Scan(s.Paths)
	if err != nil {
		return err
	}
	if s.OBEX {
		if err := transfer.CheckObjects(items); err != nil {
			return err
		}
	}
	for _, reason := range leftOut {
		fmt.Fprintln(os.Stderr, "btsend: left out:", reason)
	}
	screen := newScreen(os.Stdout, out)
	defer screen.close()
	session := screen.session("sent", "")
	var failed int
	if s.OBEX {
		failed, err = s.sendObjects(ctx, items, session)
	} else {
		sender := transfer.NewSender(items, session)
		err = s.send(ctx, sender, screen)
		failed = sender.Failed()
	}
	session.end(err)
	switch {
	case err != nil:
		return err
	case failed > 0 || len(leftOut) > 0:
		return fmt.Errorf("%d not sent, %d left out", failed, len(leftOut))
	}
	return nil
}

// sendObjects sends everything over one connection. Object Push cannot continue a file in the
// middle.
func (s *sendCommand) sendObjects(ctx context.Context, items []transfer.Item, session *session) (failed int, err error) {
	conn, err := dialForObjects(ctx, s.Address)
	if err == nil {
		failed, err = transfer.SendObjects(ctx, conn, items, session)
	}
	switch {
	case err == nil || errors.Is(err, obex.ErrProtocol):
		return failed, err
	case ctx.Err() != nil:
		return failed, context.Cause(ctx)
	}
	return failed, &program.ExitError{Err: err, Status: 3}
}

// send sends everything, over as many connections as it needs. The first connection has to succeed
// at once.
func (s *sendCommand) send(ctx context.Context, sender *transfer.Sender, screen *screen) error {
	connected := false
	for tries := uint(0); ; tries++ {
		conn, err := qtbt.Dial(ctx, s.Address, s.UUID)
		if err == nil {
			connected = true
			err = sender.Run(ctx, conn)
		}
		switch {
		case err == nil || errors.Is(err, transfer.ErrProtocol):
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case !connected || tries == s.Retries:
			return &program.ExitError{Err: err, Status: 3}
		}
		screen.printf("no connection: %v; trying again", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
