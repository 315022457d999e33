// Command handlers-echo-server is echo-server written with Qt's classes and handlers, instead of
// Conns and goroutines. Both serve echo-client.
//
//	handlers-echo-server                 # until Ctrl-C
//	handlers-echo-server --name Parrot   # the name that others find it by
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Sends back over Bluetooth all that it receives, until Ctrl-C. It is echo-server,
written with Qt's classes and handlers.

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

// serve serves clients until ctx ends, or until a write to out fails.
func serve(ctx context.Context, out io.Writer, args cli) error {
	server, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		return err
	}
	defer server.Delete()
	server.OnNewConnection(func() {
		if client := server.NextPendingConnection(); client != nil {
			echo(out, client)
		}
	})
	service, err := server.ListenService(args.UUID, args.Name)
	if err != nil {
		return err
	}
	defer service.UnregisterService()
	fmt.Fprintf(out, "service %q registered on %v, RFCOMM channel %d\n",
		args.Name, server.ServerAddress(), server.ServerPort())
	<-ctx.Done()
	return server.Close()
}

// echo serves one client until its connection ends. It runs on the Qt thread, as do the handlers
// that it subscribes.
func echo(out io.Writer, client *qtbt.Socket) {
	peer, total := client.PeerAddress(), 0
	fmt.Fprintf(out, "client %v connected\n", peer)
	client.OnReadyRead(func() {
		data := client.ReadAll()
		total += len(data)
		if _, err := client.Write(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	client.OnDisconnected(func() {
		fmt.Fprintf(out, "client %v left, %d bytes echoed\n", peer, total)
		client.Delete()
	})
}
