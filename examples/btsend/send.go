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
)

type sendCommand struct {
	Address qtbt.Address `arg:"" help:"The receiving machine's address."`
	Paths   []string     `arg:"" name:"path" help:"Files and folders."`
	UUID    qtbt.UUID    `default:"${uuid}" help:"The service's UUID."`
	Retries uint         `default:"5" help:"How often to connect again when the link breaks."`
}

// pause is the time between the end of a link and the next try.
const pause = 3 * time.Second

func (s *sendCommand) Run(ctx context.Context, out io.Writer) error {
	items, leftOut, err := transfer.Scan(s.Paths)
	if err != nil {
		return err
	}
	for _, reason := range leftOut {
		fmt.Fprintln(os.Stderr, "btsend: left out:", reason)
	}
	screen := newScreen(os.Stdout, out)
	defer screen.close()
	session := screen.session("sent", "")
	sender := transfer.NewSender(items, session)
	err = s.send(ctx, sender, screen)
	session.end(err)
	switch {
	case err != nil:
		return err
	case sender.Failed() > 0 || len(leftOut) > 0:
		return fmt.Errorf("%d not sent, %d left out", sender.Failed(), len(leftOut))
	}
	return nil
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
