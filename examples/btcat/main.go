// Command btcat is netcat over Bluetooth. It connects to a service, or offers one, and joins the
// connection to its standard input and output, or to a command's.
//
//	btcat -l              # on one machine
//	btcat ADDRESS         # on another
package main

import (
	"context"
	"errors"
	"io"
	"log"
	"os"
	"time"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const description = `Netcat over Bluetooth.

    btcat -l                                     offer a Serial Port service to one client
    btcat 00:1A:7D:DA:71:13                      talk to the Serial Port service of a device
    btcat -l --recv-only >file                   receive a file,
    btcat 00:1A:7D:DA:71:13 --send-only <file    and send it
    btcat -l -k --exec 'tr a-z A-Z'              run a command for each of many clients
    btcat -l -k -v                               a party line: typed text goes to all clients
    btcat -l -p 5                                listen on RFCOMM channel 5, without a record
    btcat -l --l2cap                             use L2CAP in place of RFCOMM

A Bluetooth connection cannot be closed in one direction only, so the end of standard input does
not reach the peer. btcat goes on printing what the peer sends until the peer closes. With -q 0, or
--send-only, it closes as soon as all is sent, and with -q 5s five seconds after the end of standard
input. With --exec, btcat closes the connection when the command has ended and all its output is
sent. The peer's close ends the command's input.

With -l, btcat serves one client and refuses others. With -k it serves all clients that come, at
once and one after another, until Ctrl-C. It prints what they send, and sends standard input to all
of them, at the pace of the slowest. It reads no input before there is a client.

A command that --exec runs finds the peer's address in $BTCAT_PEER.

On Linux, a machine has one connection at a time to an RFCOMM service of another machine.

Exit status:

    0                   the connection ended in order
    1                   the connection or the command failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Address qtbt.Address `arg:"" optional:"" help:"The device to connect to. btcat looks for it if the system has not met it."`

	Listen bool         `short:"l" help:"Offer a service instead of connecting to one."`
	Keep   bool         `short:"k" help:"With -l: serve any number of clients, until Ctrl-C."`
	UUID   *qtbt.UUID   `short:"u" xor:"where" help:"The service's UUID; 1101 is short for the Serial Port's, which is the default."`
	Port   uint16       `short:"p" xor:"where" help:"The RFCOMM channel (1 to 30) or L2CAP PSM (odd), instead of a UUID."`
	L2CAP  bool         `name:"l2cap" help:"Use L2CAP in place of RFCOMM."`
	Name   string       `default:"btcat" help:"With -l: the service's name."`
	Device qtbt.Address `name:"adapter" placeholder:"ADDRESS" help:"With -l: the local adapter, if not the default one."`

	Exec      string         `placeholder:"COMMAND" help:"Run a shell command that has the connection as its standard input and output."`
	SendOnly  bool           `xor:"only" help:"Drop what the peer sends. Close when all of standard input is sent."`
	RecvOnly  bool           `xor:"only" help:"Do not read standard input."`
	QuitAfter *time.Duration `short:"q" placeholder:"TIME" help:"Close this long after the end of standard input, such as 0 or 2s."`
	Wait      time.Duration  `short:"w" placeholder:"TIME" help:"Give up if there is no connection after this time."`
	Idle      time.Duration  `short:"i" placeholder:"TIME" help:"Close a connection on which nothing was sent or received for this time."`
	Verbose   bool           `short:"v" help:"Report events on standard error."`

	out io.Writer // the standard output
}

// Validate finds faults that kong's tags cannot express.
func (c *cli) Validate() error {
	switch {
	case c.Listen && !c.Address.IsNull():
		return errors.New("with -l there is no address; --adapter chooses where to listen")
	case !c.Listen && c.Address.IsNull():
		return errors.New("the address of a device is missing, or -l")
	case !c.Listen && (c.Keep || !c.Device.IsNull()):
		return errors.New("-k and --adapter need -l")
	case c.Exec != "" && (c.SendOnly || c.RecvOnly || c.QuitAfter != nil):
		return errors.New("--exec does not use standard input, so it excludes --send-only, --recv-only and -q")
	case c.QuitAfter != nil && (c.RecvOnly || *c.QuitAfter < 0):
		return errors.New("-q is a time from the end of standard input, 0 or more")
	case c.Wait < 0 || c.Idle < 0:
		return errors.New("a negative time")
	case c.Port > 30 && !c.L2CAP:
		return errors.New("RFCOMM channels are 1 to 30")
	case c.L2CAP && c.Port != 0 && c.Port%2 == 0:
		return errors.New("L2CAP PSMs are odd")
	}
	return nil
}

func (c *cli) protocol() qtbt.Protocol {
	if c.L2CAP {
		return qtbt.L2CAP
	}
	return qtbt.RFCOMM
}

func (c *cli) uuid() qtbt.UUID {
	if c.UUID == nil {
		return qtbt.ServiceClassSerialPort.UUID()
	}
	return *c.UUID
}

// ends returns how -q, --send-only and --recv-only join standard input and output.
func (c *cli) ends() ends {
	e := ends{in: os.Stdin, out: c.out, quit: c.QuitAfter}
	if c.SendOnly {
		e.out, e.all = io.Discard, true
		if e.quit == nil {
			e.quit = new(time.Duration)
		}
	}
	if c.RecvOnly {
		e.in = nil
	}
	return e
}

func main() {
	log.SetFlags(0)
	log.SetPrefix(program.Name() + ": ")
	var args cli
	program.Parse(&args, description)
	program.Main(func(ctx context.Context, out io.Writer) error {
		args.out = out
		if !args.Verbose {
			log.SetOutput(io.Discard)
		}
		if args.Listen {
			return listen(ctx, &args)
		}
		return connect(ctx, &args)
	})
}

func connect(ctx context.Context, args *cli) error {
	dialer := qtbt.Dialer{Protocol: args.protocol(), Timeout: args.Wait}
	log.Printf("connecting to %v", args.Address)
	var conn *qtbt.Conn
	var err error
	if args.Port != 0 {
		conn, err = dialer.DialPort(ctx, args.Address, args.Port)
	} else {
		conn, err = dialer.DialService(ctx, args.Address, args.uuid())
	}
	if err != nil {
		return err
	}
	return serve(ctx, args, conn)
}
