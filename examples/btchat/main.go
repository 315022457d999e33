// Command btchat chats with other machines over Bluetooth, with another btchat or with the example
// btchat of Qt 5 and Qt 6.
//
//	btchat                      # wait for others to join
//	btchat 00:1A:7D:DA:71:13    # join the chat of that machine
package main

import (
	"context"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const description = `Chats with other machines over Bluetooth, with another btchat or with the example btchat of
Qt 5 and Qt 6.

    btchat                      wait for others to join
    btchat 00:1A:7D:DA:71:13    join the chat of that machine
    echo Tea | btchat 00:1A…    say something and leave

btchat sends what you type to all who have joined you, and to the machine that you have joined. It
sends a line of 64 KiB or more in pieces. Lines that begin with a slash are commands:

    /join ADDRESS    join the chat of that machine
    /who             who is there
    /quit            leave, as does Ctrl-D

Others can join you at any time, also while you are in the chat of another machine. They get your
lines and you get theirs. btchat does not pass on the lines of one to the others. If another btchat
of this machine is waiting already, nobody can join you, and you can only join others.

Exit status:

    0                   you have left
    1                   no Bluetooth, the chat could not be joined, or the input or output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

// qtUUID is the UUID of the service in Qt's example.
const qtUUID = "e8e10f95-1a70-4b27-9ccf-02010264e9c8"

type cli struct {
	Address qtbt.Address `arg:"" optional:"" help:"The machine whose chat to join."`
	UUID    qtbt.UUID    `default:"${uuid}" help:"The service's UUID; the default is Qt's."`
	Name    string       `default:"btchat" help:"The service's name, as others find it."`
}

func main() {
	var args cli
	program.Parse(&args, description, kong.Vars{"uuid": qtUUID})
	program.Main(func(ctx context.Context, out io.Writer) error {
		return run(ctx, out, args)
	})
}

func run(ctx context.Context, out io.Writer, args cli) error {
	console, err := openConsole(os.Stdin, os.Stdout, out)
	if err != nil {
		return err
	}
	defer console.close()
	// This restores the terminal even if the chat does not end in time.
	context.AfterFunc(ctx, console.close)
	return newChat(args, console).run(ctx)
}
