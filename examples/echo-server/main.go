// Command echo-server offers a Bluetooth service that sends back whatever it receives, to any number of clients.
//
//	echo-server                 # until Ctrl-C
//	echo-server --name Parrot   # as it shall be found
//
// Its counterpart is echo-client.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/qtbt"
)

type cli struct {
	Name string    `default:"qtbt echo" help:"The service's name."`
	UUID qtbt.UUID `default:"1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60" help:"The service's UUID."`
}

func main() {
	var args cli
	kong.Parse(&args, kong.Description("Sends back over Bluetooth whatever it receives."))
	qtbt.Main(func() int {
		if err := serve(args); err != nil {
			fmt.Fprintln(os.Stderr, "echo-server:", err)
			return 1
		}
		return 0
	})
}

func serve(args cli) error {
	server, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		return err
	}
	defer server.Delete()
	server.OnNewConnection(func() {
		if client := server.NextPendingConnection(); client != nil {
			echo(client)
		}
	})
	service, err := server.ListenService(args.UUID, args.Name)
	if err != nil {
		return err
	}
	defer service.UnregisterService()
	fmt.Printf("service %q registered on %v, RFCOMM channel %d\n", args.Name, server.ServerAddress(), server.ServerPort())

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	return server.Close()
}

// echo serves one client until its connection ends. It runs on the Qt thread, as do the handlers that it connects.
func echo(client *qtbt.Socket) {
	peer, total := client.PeerAddress(), 0
	fmt.Printf("client %v connected\n", peer)
	client.OnReadyRead(func() {
		data := client.ReadAll()
		total += len(data)
		if _, err := client.Write(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	client.OnDisconnected(func() {
		fmt.Printf("client %v left, %d bytes echoed\n", peer, total)
		client.Delete()
	})
}
