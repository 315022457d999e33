// The chat: waiting for others, joining another machine's, and the user's commands.

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/goqtbt/bluetooth/qtbt"
)

type chat struct {
	args    cli
	console *console
	room    *room

	listener *qtbt.Listener
	left     chan struct{} // tells that the chat which this one had joined has ended
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
	lines := c.console.lines()
	begin := c.listen
	if !c.args.Address.IsNull() {
		begin = func(ctx context.Context) error { return c.join(ctx, c.args.Address) }
	}
	if err := begin(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	for {
		select {
		case line, more := <-lines:
			if !more || strings.TrimSpace(line) == "/quit" {
				return nil
			}
			c.take(ctx, line)
		case <-c.left:
			c.joined = false
			if err := c.listen(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// take does what a line of the user's wants.
func (c *chat) take(ctx context.Context, line string) {
	command, argument, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch {
	case command == "":
	case command == "/who":
		c.console.printf("* here: %s", strings.Join(c.room.who(), ", "))
	case command == "/join":
		address, err := qtbt.ParseAddress(strings.TrimSpace(argument))
		if err == nil {
			err = c.move(ctx, address)
		}
		if err != nil {
			c.console.printf("* %v", err)
		}
	case strings.HasPrefix(command, "/"):
		c.console.printf("* there are /join ADDRESS, /who and /quit")
	default:
		if c.room.say(line) == 0 {
			c.console.printf("* nobody is here")
		}
	}
}

// move joins another chat in place of waiting, or goes on waiting if that fails.
func (c *chat) move(ctx context.Context, address qtbt.Address) error {
	if c.joined {
		return errors.New("you are in another chat already")
	}
	c.stopListening()
	err := c.join(ctx, address)
	if err != nil {
		err = errors.Join(err, c.listen(ctx))
	}
	return err
}

// join joins another machine's chat.
func (c *chat) join(ctx context.Context, address qtbt.Address) error {
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
			if err != nil { // closed
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
		c.listener = nil
	}
}

// enter has a peer in the room, until it goes.
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
