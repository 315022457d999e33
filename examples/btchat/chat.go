package main

// The chat: it waits for others, joins another machine's chat, and obeys the user's commands.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/goqtbt/bluetooth/qtbt"
)

type chat struct {
	args    cli
	console *console
	room    *room

	listener *qtbt.Listener
	left     chan struct{} // receives when the joined chat has ended
	joined   bool
	all      sync.WaitGroup
}

func newChat(args cli, c *console) *chat {
	return &chat{args: args, console: c, room: newRoom(c), left: make(chan struct{}, 1)}
}

// run chats until the user leaves or ctx ends.
func (c *chat) run(ctx context.Context) error {
	defer c.all.Wait()
	defer c.room.leave()
	defer c.stopListening()
	defer context.AfterFunc(ctx, c.room.leave)() // ends a write to a slow peer
	typed := c.console.lines()
	if err := c.begin(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	for {
		select {
		case t := <-typed:
			switch {
			case t.err == io.EOF:
				return nil
			case t.err != nil:
				return fmt.Errorf("standard input: %w", t.err)
			case t.continued:
				c.say(t.text)
			case strings.TrimSpace(t.text) == "/quit":
				return nil
			default:
				c.take(ctx, t.text)
			}
		case <-c.left:
			c.joined = false
			if c.listener != nil {
				break
			}
			if err := c.listen(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// begin joins the chat that the user has named, and waits for others.
func (c *chat) begin(ctx context.Context) error {
	if c.args.Address.IsNull() {
		return c.listen(ctx)
	}
	if err := c.join(ctx, c.args.Address); err != nil {
		return err
	}
	// Another btchat of this machine may be waiting already.
	if err := c.listen(ctx); err != nil && ctx.Err() == nil {
		c.console.printf("* nobody can join you: %v", err)
	}
	return nil
}

// take sends a line of the user's to all peers, or obeys it as a command.
func (c *chat) take(ctx context.Context, line string) {
	command, argument, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch {
	case command == "":
	case command == "/who":
		c.console.printf("* here: %s", strings.Join(c.room.who(), ", "))
	case command == "/join":
		address, err := qtbt.ParseAddress(strings.TrimSpace(argument))
		if err == nil {
			err = c.join(ctx, address)
		}
		if err != nil {
			c.console.printf("* %v", err)
		}
	case strings.HasPrefix(command, "/"):
		c.console.printf("* there are /join ADDRESS, /who and /quit")
	default:
		c.say(line)
	}
}

func (c *chat) say(line string) {
	if c.room.say(line) == 0 {
		c.console.printf("* nobody is here")
	}
}

// join joins another machine's chat. Others can still join this one.
func (c *chat) join(ctx context.Context, address qtbt.Address) error {
	switch {
	case c.joined:
		return errors.New("you are in another chat already")
	case c.room.has(address):
		return fmt.Errorf("%v is here already", address)
	}
	c.console.printf("* joining %v …", address)
	conn, err := qtbt.Dial(ctx, address, c.args.UUID)
	if err != nil {
		return err
	}
	c.joined = true
	c.enter(conn, func() { c.left <- struct{}{} })
	return nil
}

func (c *chat) listen(ctx context.Context) error {
	listener, err := qtbt.Listen(ctx, c.args.UUID, c.args.Name)
	if err != nil {
		return err
	}
	c.listener = listener
	c.console.printf("* waiting for others on %v", listener.Addr())
	c.all.Go(func() {
		for {
			conn, err := listener.AcceptConn()
			if err != nil { // the listener was closed
				return
			}
			c.enter(conn, func() {})
		}
	})
	return nil
}

func (c *chat) stopListening() {
	if c.listener != nil {
		c.listener.Close()
	}
}

// enter adds a peer to the room, until it goes.
func (c *chat) enter(conn *qtbt.Conn, gone func()) {
	name := conn.Socket().PeerName()
	address := conn.RemoteAddr().(qtbt.Addr).Address
	if name == "" {
		name = address.String()
	} else {
		name = fmt.Sprintf("%s (%v)", name, address)
	}
	c.all.Go(func() {
		c.room.stay(conn, name)
		gone()
	})
}
