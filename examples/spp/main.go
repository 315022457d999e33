// Command spp is a serial cable over Bluetooth. It joins a Serial Port (SPP) connection to a
// pseudo-terminal, for programs that need a serial line.
//
//	spp connect ADDRESS --link /tmp/scanner    # then: picocom /tmp/scanner
package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"time"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const description = `A serial cable over Bluetooth, for programs that need a serial line.

    ${name} connect 00:1A:7D:DA:71:13 --link /tmp/scanner    a line to a device's Serial Port service
    ${name} listen --link /tmp/phone                         offer a Serial Port service, and a line to its client
    ${name} listen --link /tmp/phone --reconnect             for one client after another

Programs open the line by its link, such as "picocom /tmp/scanner".

The line is a pseudo-terminal. It exists once there is a connection, and --link makes a symbolic
link to it. ${name} prints the line's name as soon as programs can use it. The line stays while
programs open and close it. Bytes that come meanwhile wait, and the peer is held back. With
--discard, bytes that come while no program has the line open are lost, as on a serial port.

The line passes every byte unchanged. Programs can set speed, parity and the like, without effect.
When the last program has closed the line, ${name} resets it, so that the next program gets a raw
line again (on Linux). ${name} removes the link when it ends. It replaces a link that a killed
${name} has left behind (on Linux).

A line has no modem lines. Programs can neither set nor read DTR, RTS, CTS, DSR, RI and carrier
detect: TIOCMGET and its kind fail with ENOTTY. In pyserial, opening a port works; using its dtr,
rts, cts, dsr, ri or cd then raises OSError. There is no break, and no hardware flow control.
RFCOMM has its own flow control, so nothing is lost.

When the connection ends, ${name} and the line end too, as soon as programs have read all bytes.
With --reconnect the line stays, and ${name} connects or waits for a client again, until Ctrl-C.
Bytes that programs write to the line meanwhile wait.

${name} works on Linux and macOS. On Linux, a machine has one connection at a time to an RFCOMM
service of another machine.

Exit status:

    0                   the connection ended in order
    1                   the connection failed, or no line could be made
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Connect connectCommand `cmd:"" help:"Connect to a device's Serial Port service."`
	Listen  listenCommand  `cmd:"" help:"Offer a Serial Port service, to one client at a time."`
}

// lineFlags holds the flags that both commands have.
type lineFlags struct {
	UUID      qtbt.UUID     `default:"1101" help:"The service's UUID; the default is the Serial Port's."`
	Link      string        `placeholder:"PATH" help:"Make a symbolic link to the line."`
	Force     bool          `help:"Replace an existing symbolic link, also one to a line in use."`
	Discard   bool          `help:"Discard bytes that come while no program has the line open. Linux only."`
	Reconnect bool          `help:"When the connection ends, or cannot be made, make another."`
	Delay     time.Duration `default:"5s" help:"With --reconnect: the time between attempts. If it is shorter, BlueZ may miss that a service has appeared."`
}

// Validate finds faults that kong's tags cannot express.
func (f *lineFlags) Validate() error {
	if f.Delay < 0 {
		return errors.New("--delay is negative")
	}
	return nil
}

type connectCommand struct {
	Address qtbt.Address `arg:"" help:"The device to connect to. ${name} looks for it if the system has not met it."`
	lineFlags
}

type listenCommand struct {
	Name    string       `default:"Serial Port" help:"The service's name."`
	Adapter qtbt.Address `placeholder:"ADDRESS" help:"The local adapter, if not the default one."`
	lineFlags
}

func main() {
	log.SetFlags(0)
	log.SetPrefix(program.Name() + ": ")
	parsed := program.Parse(new(cli), description)
	program.Main(func(ctx context.Context, out io.Writer) error {
		parsed.BindTo(ctx, (*context.Context)(nil))
		parsed.BindTo(out, (*io.Writer)(nil))
		return parsed.Run()
	})
}

func (c *connectCommand) Run(ctx context.Context, out io.Writer) error {
	if err := checkLine(c.options()); err != nil {
		return err
	}
	return c.cable(out).run(ctx, func() (net.Conn, error) { return qtbt.Dial(ctx, c.Address, c.UUID) })
}

func (c *listenCommand) Run(ctx context.Context, out io.Writer) error {
	if err := checkLine(c.options()); err != nil {
		return err
	}
	config := qtbt.ListenConfig{Adapter: c.Adapter, Backlog: 1}
	l, err := config.ListenService(ctx, c.UUID, c.Name)
	if err != nil {
		return err
	}
	defer l.Close()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	log.Printf("waiting for a client on %v", l.Addr())
	return c.cable(out).run(ctx, func() (net.Conn, error) {
		conn, err := l.Accept()
		if !c.Reconnect {
			l.Close() // others are now refused
		}
		return conn, err
	})
}

func (f *lineFlags) options() lineOptions {
	return lineOptions{link: f.Link, force: f.Force, discard: f.Discard}
}

func (f *lineFlags) cable(out io.Writer) *cable {
	open := func() (line, error) {
		l, err := openLine(f.options())
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(out, l.Name()+"\n"); err != nil {
			l.Close()
			return nil, err
		}
		return l, nil
	}
	return &cable{open: open, reconnect: f.Reconnect, delay: f.Delay}
}
