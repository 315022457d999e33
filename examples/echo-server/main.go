// Command echo-server offers a Bluetooth service that sends back all that it receives, to any
// number of clients.
//
//	echo-server                 # until Ctrl-C
//	echo-server --name Parrot   # the name that others find it by
//
// Its counterpart is echo-client. The command handlers-echo-server does the same with Qt's classes.
package main

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Sends back over Bluetooth all that it receives, until Ctrl-C.

Exit status:

    1                   the service could not be offered, or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Name string    `default:"qtbt echo" help:"The service's name."`
	UUID qtbt.UUID `default:"1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60" help:"The service's UUID."`
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error {
		return serve(ctx, out, args)
	})
}

// serve serves clients until ctx ends. A failed write to out ends ctx.
func serve(ctx context.Context, out io.Writer, args cli) error {
	listener, err := qtbt.Listen(ctx, args.UUID, args.Name)
	if err != nil {
		return err
	}
	defer listener.Close()
	at := listener.Addr().(qtbt.Addr)
	fmt.Fprintf(out, "service %q registered on %v, RFCOMM channel %d\n", args.Name, at.Address, at.Port)

	context.AfterFunc(ctx, func() { listener.Close() })
	var clients sync.WaitGroup
	defer clients.Wait()
	for {
		conn, err := listener.AcceptConn()
		if err != nil {
			return err
		}
		clients.Go(func() { echo(ctx, out, conn) })
	}
}

// echo serves one client until its connection or ctx ends.
func echo(ctx context.Context, out io.Writer, conn *qtbt.Conn) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	peer := conn.RemoteAddr().(qtbt.Addr).Address
	fmt.Fprintf(out, "client %v connected\n", peer)
	echoed, err := io.Copy(conn, conn)
	fmt.Fprintf(out, "client %v left, %d bytes echoed", peer, echoed)
	if err != nil {
		fmt.Fprintf(out, ": %v", err)
	}
	fmt.Fprintln(out)
}
