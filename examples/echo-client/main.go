// Command echo-client finds an echo-server nearby, sends it random bytes, and checks that they come back.
//
//	echo-client                      # the first device in range that offers the service
//	echo-client 00:1A:7D:DA:71:13    # a certain one
package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Sends random bytes to an echo-server and checks what comes back.

Exit status:

    0                   the same bytes came back
    1                   they did not, or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Address qtbt.Address `arg:"" optional:"" help:"The server's address. Without one, all devices in range are asked."`
	UUID    qtbt.UUID    `default:"1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60" help:"The service's UUID."`
	Size    int          `default:"1000000" help:"How many bytes to send; at least 1."`
}

func main() {
	var args cli
	parser := kong.Parse(&args, kong.Description(help))
	if args.Size < 1 {
		parser.Fatalf("--size has to be at least 1")
	}
	program.Main("echo-client", func(ctx context.Context, out io.Writer) error {
		return run(ctx, out, args)
	})
}

// run plays the client. A failed write to out ends ctx.
func run(ctx context.Context, out io.Writer, args cli) error {
	fmt.Fprintln(out, "discovering devices …")
	devices, err := discover(ctx, args.Address)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "looking up service %v over SDP …\n", args.UUID)
	device, service, err := lookUp(ctx, devices, args.UUID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "found %q on %q %v, RFCOMM channel %d\n",
		service.ServiceName(), device.Name(), device.Address(), service.ServerChannel())

	socket, err := connect(ctx, device.Address(), args.UUID)
	if err != nil {
		return err
	}
	defer socket.Delete()
	fmt.Fprintf(out, "connected: %v to %v\n", socket.LocalAddress(), socket.PeerAddress())

	begin := time.Now()
	sum, err := exchange(ctx, socket, args.Size)
	if err != nil {
		return err
	}
	seconds := time.Since(begin).Seconds()
	fmt.Fprintf(out, "%d bytes there and back in %.1f s (%.0f KB/s each way), SHA-256 %x…, as sent\n",
		args.Size, seconds, float64(args.Size)/1000/seconds, sum[:8])
	if err := disconnect(ctx, socket); err != nil {
		return err
	}
	fmt.Fprintln(out, "disconnected")
	return nil
}

// await returns what is sent to a channel, unless ctx ends first.
func await[T any](ctx context.Context, result <-chan T) (T, error) {
	select {
	case v := <-result:
		return v, nil
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}
