//go:build cgo

package qtbt_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// The service sends back what it receives.
func ExampleServer() {
	server, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		log.Fatal(err)
	}
	defer server.Delete()
	server.OnNewConnection(func() {
		client := server.NextPendingConnection()
		client.OnReadyRead(func() { client.Write(client.ReadAll()) })
		client.OnDisconnected(client.Delete)
	})
	service, err := server.ListenService(qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60"), "Echo")
	if errors.Is(err, qtbt.ServerPoweredOffError) {
		log.Fatal("switch Bluetooth on first")
	} else if err != nil {
		log.Fatal(err)
	}
	defer service.UnregisterService()
	fmt.Println("listening on channel", server.ServerPort())
	select {}
}

// The client reads a serial port, such as that of a scanner or a car's adapter.
func ExampleSocket() {
	socket, err := qtbt.NewSocket(qtbt.RFCOMM)
	if err != nil {
		log.Fatal(err)
	}
	defer socket.Delete()
	done := make(chan struct{})
	socket.OnConnected(func() { socket.Write([]byte("ATI\r")) })
	socket.OnReadyRead(func() { os.Stdout.Write(socket.ReadAll()) })
	socket.OnErrorOccurred(func(e qtbt.SocketError) { log.Println(e, socket.ErrorString()) })
	socket.OnDisconnected(func() { close(done) })
	err = socket.ConnectToService(qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.ServiceClassSerialPort.UUID())
	if err != nil {
		log.Fatal(err)
	}
	<-done
}

// Handlers see the states that C++ slots would see, in Qt's order.
func ExampleSocket_OnStateChanged() {
	a, b, err := bttest.Pipe() // two connected sockets, without a radio
	if err != nil {
		log.Fatal(err)
	}
	defer a.Delete()
	defer b.Delete()
	done := make(chan struct{})
	b.OnReadyRead(func() { fmt.Printf("received %q\n", b.ReadAll()) })
	b.OnStateChanged(func(state qtbt.SocketState) { fmt.Println(state) })
	b.OnDisconnected(func() { close(done) })
	a.Write([]byte("hello"))
	a.Close()
	<-done
	// Output:
	// received "hello"
	// ClosingState
	// UnconnectedState
}

// The calls are one step on the Qt thread: no signal comes between them.
func ExampleInvoke() {
	a, b, err := bttest.Pipe()
	if err != nil {
		log.Fatal(err)
	}
	defer a.Delete()
	defer b.Delete()
	err = qtbt.Invoke(context.Background(), func() {
		a.Write([]byte("12"))
		a.Write([]byte("345"))
		fmt.Println(a.BytesToWrite())
	})
	fmt.Println(err)
	// Output:
	// 5
	// <nil>
}

// This pairs the default adapter with a headset.
func ExampleLocalDevice_RequestPairing() {
	device, err := qtbt.NewLocalDevice()
	if err != nil {
		log.Fatal(err)
	}
	defer device.Delete()
	if !device.IsValid() {
		log.Fatal("no Bluetooth adapter")
	}
	done := make(chan struct{})
	device.OnPairingFinished(func(address qtbt.Address, pairing qtbt.Pairing) {
		fmt.Println(address, pairing)
		close(done)
	})
	device.OnErrorOccurred(func(e qtbt.LocalDeviceError) { log.Fatal(e) })
	err = device.RequestPairing(qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.AuthorizedPaired)
	if err != nil {
		log.Fatal(err)
	}
	<-done
}

// This prints the names of the adapters, and whether others can find the first one.
func ExampleAllDevices() {
	adapters := qtbt.AllDevices()
	if len(adapters) == 0 {
		return // no adapter, or no Bluetooth service
	}
	for _, adapter := range adapters {
		fmt.Println(adapter)
	}
	first, err := qtbt.NewLocalDevice(adapters[0].Address())
	if err != nil {
		log.Fatal(err)
	}
	defer first.Delete()
	fmt.Println(first.HostMode() == qtbt.HostDiscoverable)
}

// The states and codes have Qt's names.
func ExampleHostMode() {
	device, err := qtbt.NewLocalDevice(qtbt.MustParseAddress("11:11:11:11:11:11")) // of no adapter
	if err != nil {
		log.Fatal(err)
	}
	defer device.Delete()
	fmt.Println(device.IsValid(), device.HostMode())
	// Output:
	// false HostPoweredOff
}

func ExampleStart() {
	err := qtbt.Start(qtbt.WithLogger(slog.Default()))
	if errors.Is(err, qtbt.ErrUnsupported) {
		log.Fatal("this program was built without cgo")
	}
}

func ExampleParseAddress() {
	address, err := qtbt.ParseAddress("00:1a:7d:da:71:13")
	fmt.Println(address, err)
	_, err = qtbt.ParseAddress("00:1a:7d")
	fmt.Println(errors.Is(err, qtbt.ErrInvalidAddress))
	// Output:
	// 00:1A:7D:DA:71:13 <nil>
	// true
}

func ExampleUUID() {
	fmt.Println(qtbt.ServiceClassSerialPort.UUID())
	fmt.Println(qtbt.UUID16(0x1101).MinimumSize())
	// Output:
	// 00001101-0000-1000-8000-00805f9b34fb
	// 2
}
