// Command echo-client finds an echo-server nearby, sends it random bytes, and checks that they come
// back.
//
//	echo-client                      # the first device in range that offers the service
//	echo-client 00:1A:7D:DA:71:13    # a certain one
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

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
	Address qtbt.Address `arg:"" optional:"" help:"The server's address. Without it, echo-client asks all devices in range."`
	UUID    qtbt.UUID    `default:"1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60" help:"The service's UUID."`
	Size    int64        `default:"1000000" help:"How many bytes to send; at least 1."`
}

func main() {
	var args cli
	parser := program.Parse(&args, help)
	if args.Size < 1 {
		parser.Fatalf("--size has to be at least 1")
	}
	program.Main(func(ctx context.Context, out io.Writer) error {
		return run(ctx, out, args)
	})
}

// run plays the client. A failed write to out ends ctx.
func run(ctx context.Context, out io.Writer, args cli) error {
	service, err := find(ctx, out, args.Address, args.UUID)
	if err != nil {
		return err
	}
	device := service.Device()
	fmt.Fprintf(out, "found %q on %v, RFCOMM channel %d\n", service.ServiceName(), device.Address(), service.ServerChannel())

	conn, err := qtbt.DialServiceInfo(ctx, service)
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Fprintf(out, "connected: %v to %v\n", conn.LocalAddr(), conn.RemoteAddr())

	begin := time.Now()
	sum, err := exchange(ctx, conn, args.Size)
	if err != nil {
		return err
	}
	seconds := time.Since(begin).Seconds()
	fmt.Fprintf(out, "%d bytes there and back in %.1f s (%.0f KB/s each way), SHA-256 %x…, as sent\n",
		args.Size, seconds, float64(args.Size)/1000/seconds, sum[:8])
	if err := conn.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "disconnected")
	return nil
}

// find returns the service of a device. If the address is null, it returns the service of the first
// device in range that has it.
func find(ctx context.Context, out io.Writer, address qtbt.Address, id qtbt.UUID) (*qtbt.ServiceInfo, error) {
	if !address.IsNull() {
		fmt.Fprintf(out, "asking %v for service %v over SDP …\n", address, id)
		services, err := qtbt.DiscoverServices(ctx, address, id)
		if err == nil && len(services) == 0 {
			err = fmt.Errorf("%v does not offer the service", address)
		}
		if err != nil {
			return nil, err
		}
		return services[0], nil
	}
	fmt.Fprintf(out, "discovering devices and asking each for service %v over SDP …\n", id)
	asked := make(map[qtbt.Address]error)
	for device, err := range qtbt.Discover(ctx) {
		if err != nil {
			return nil, err
		}
		if _, ok := asked[device.Address()]; ok {
			continue // more is known of the device
		}
		services, err := qtbt.DiscoverServices(ctx, device.Address(), id)
		if len(services) > 0 {
			return services[0], nil
		}
		asked[device.Address()] = err // it may be out of range by now
	}
	return nil, fmt.Errorf("none of %d devices offers the service", len(asked))
}

// exchange sends size random bytes, and returns the checksum of the bytes that came back.
func exchange(ctx context.Context, conn *qtbt.Conn, size int64) ([]byte, error) {
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	sent, received := sha256.New(), sha256.New()
	sending := make(chan error, 1)
	go func() {
		_, err := io.CopyN(io.MultiWriter(conn, sent), rand.Reader, size)
		sending <- err
	}()
	n, err := io.CopyN(received, conn, size)
	if err == io.EOF {
		err = fmt.Errorf("the connection ended with %d bytes to come", size-n)
	}
	if err != nil {
		conn.Close() // ends the goroutine that sends
		<-sending
		return nil, err
	}
	if err := <-sending; err != nil {
		return nil, err
	}
	if !bytes.Equal(sent.Sum(nil), received.Sum(nil)) {
		return nil, errors.New("what came back is not what was sent")
	}
	return received.Sum(nil), nil
}
