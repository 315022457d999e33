//go:build cgo

package qtbt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// A serial line to a car's adapter: ask, and read the answer.
func ExampleDial() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := qtbt.Dial(ctx, qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.ServiceClassSerialPort.UUID())
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		log.Fatal("the device does not answer")
	case err != nil:
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "ATI\r")
	answer, err := bufio.NewReader(conn).ReadString('\r')
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer)
}

// The service sends back what it receives, to any number of clients.
func ExampleListen() {
	listener, err := qtbt.Listen(context.Background(), qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60"), "Echo")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// HTTP works over Bluetooth: a Listener is a net.Listener, and a Dial makes the client's
// connections.
func ExampleListener() {
	service := qtbt.MustParseUUID("6f2f9d0e-7c1b-4b8e-9f57-0c5a1d3b7e42")
	listener, err := qtbt.Listen(context.Background(), service, "Web")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(listener, http.FileServer(http.Dir(".")))

	server := qtbt.MustParseAddress("00:1A:7D:DA:71:13") // on another machine
	client := http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return qtbt.Dial(ctx, server, service) },
		// A device can have one connection at a time to an RFCOMM channel.
		MaxConnsPerHost: 1,
	}}
	client.Get("http://server/")
}

// All that the peer sent before it closed is read, then io.EOF.
func ExampleConn() {
	a, b, err := bttest.ConnPipe() // two connected Conns, without a radio
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	fmt.Fprintln(a, "first")
	fmt.Fprintln(a, "last")
	a.Close()
	text, err := io.ReadAll(b)
	fmt.Printf("%q %v\n", text, err)
	_, err = a.Write([]byte("late"))
	fmt.Println(errors.Is(err, net.ErrClosed))
	// Output:
	// "first\nlast\n" <nil>
	// true
}

// A deadline ends a Read that waits.
func ExampleConn_SetReadDeadline() {
	a, b, err := bttest.ConnPipe()
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()
	defer b.Close()
	a.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	_, err = a.Read(make([]byte, 1))
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))
	// Output:
	// true
}

// The L2CAP connection has higher security. The Dial does not look for devices that the system has
// not met.
func ExampleDialer() {
	dialer := qtbt.Dialer{
		Protocol:    qtbt.L2CAP,
		Security:    qtbt.Secure,
		Timeout:     20 * time.Second,
		NoDiscovery: true,
	}
	conn, err := dialer.DialService(context.Background(),
		qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60"))
	if err != nil {
		log.Fatal(err)
	}
	conn.Close()
}

// This finds the first device in range whose name is known.
func ExampleDiscover() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for device, err := range qtbt.Discover(ctx) {
		if errors.Is(err, qtbt.DeviceDiscoveryPoweredOffError) {
			log.Fatal("switch Bluetooth on first")
		} else if err != nil {
			log.Fatal(err)
		}
		if device.Name() != "" {
			fmt.Println(device.Address(), device.Name())
			break // ends the search
		}
	}
}

// The client connects to the serial port of a device that has the right name.
func ExampleDiscoverServices() {
	ctx := context.Background()
	device := qtbt.MustParseAddress("00:1A:7D:DA:71:13")
	services, err := qtbt.DiscoverServices(ctx, device, qtbt.ServiceClassSerialPort.UUID())
	if err != nil {
		log.Fatal(err)
	}
	for _, service := range services {
		if service.ServiceName() != "Scanner" {
			continue
		}
		conn, err := qtbt.DialServiceInfo(ctx, service)
		if err != nil {
			log.Fatal(err)
		}
		defer conn.Close()
		io.Copy(os.Stdout, conn)
	}
}

// This finds all devices, including those that have only Low Energy, with a chosen adapter.
func ExampleDiscoverer() {
	discoverer := qtbt.Discoverer{
		Adapter: qtbt.MustParseAddress("00:1A:7D:DA:71:13"),
		Methods: qtbt.ClassicMethod | qtbt.LowEnergyMethod,
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for device, err := range discoverer.Discover(ctx) {
		switch {
		case errors.Is(err, qtbt.DeviceDiscoveryInvalidBluetoothAdapterError):
			fmt.Println("there is no such adapter")
		case err != nil:
			fmt.Println(err) // such as the context's error
		default:
			fmt.Println(device.Address(), device.RSSI())
		}
	}
}
