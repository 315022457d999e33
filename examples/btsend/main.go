// Command btsend sends files and folders to another machine over Bluetooth, and receives them.
//
//	btsend receive --dir Inbox                       # on one machine, until Ctrl-C
//	btsend send 00:1A:7D:DA:71:13 photos report.pdf  # on the other
//
// Package transfer describes the protocol, which is btsend's own. With --obex, btsend exchanges
// files with phones and other machines that do not have it, by OBEX Object Push.
package main

import (
	"context"
	"io"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/examples/internal/program"
)

const description = `Sends files and folders to another machine over Bluetooth, and receives them.

    btsend receive --dir Inbox                        on one machine, until Ctrl-C
    btsend send 00:1A:7D:DA:71:13 photos report.pdf   on the other

When the link breaks, the sender tries again, and so can you, later and with the same command: the
sender does not send again what the receiver has. btsend checks every file by its SHA-256.

The receiver stores nothing outside its folder, and replaces nothing there unless you allow it. But
everyone who may connect to the receiving machine may send. The folder has to be on one file system.
The receiver keeps the incomplete parts of at most 16 files in it. The sender leaves out symbolic
links, special files, and files with invisible characters in their names.

Other machines and most phones exchange files by OBEX Object Push, for which both commands have
--obex. It sends single files, without folders and checksums. A file that a broken link cuts off is
sent again from its start, by another run. On Linux, end obexd before you receive: the sender cannot
choose between two such services.

Exit status:

    0                   everything was sent or received
    1                   something failed, was refused or was left out
    3                   no connection, or the link broke and trying again did not help
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

// defaultUUID is the UUID of btsend's service.
const defaultUUID = "5b0f4c1e-7d3a-4f0e-8b57-2f6a9c31d8e4"

type cli struct {
	Send    sendCommand    `cmd:"" help:"Send files and folders to a machine that receives."`
	Receive receiveCommand `cmd:"" help:"Receive what other machines send, until Ctrl-C."`
}

func main() {
	parsed := program.Parse(new(cli), description, kong.Vars{"uuid": defaultUUID})
	program.Main(func(ctx context.Context, out io.Writer) error {
		parsed.BindTo(ctx, (*context.Context)(nil))
		parsed.BindTo(out, (*io.Writer)(nil))
		return parsed.Run()
	})
}
