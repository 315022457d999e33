//go:build cgo

package qtbt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"syscall"

	"github.com/goqtbt/bluetooth/qtbt"
)

// A client of a serial port sends a line and prints the reply.
func Example() {
	conn, err := qtbt.Dial(context.Background(), qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.ServiceClassSerialPort.UUID())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "ATI\r")
	io.Copy(os.Stdout, conn)
}

// On macOS, Qt needs the process's first thread.
func ExampleMain() {
	qtbt.Main(func() int {
		for device, err := range qtbt.Discover(context.Background()) {
			if err != nil {
				log.Print(err)
				return 1
			}
			fmt.Println(device.Address(), device.Name())
		}
		return 0
	})
}

// The service accepts encrypted connections on one adapter, over L2CAP.
func ExampleListenConfig() {
	config := qtbt.ListenConfig{
		Protocol: qtbt.L2CAP,
		Security: qtbt.Encryption,
		Adapter:  qtbt.MustParseAddress("00:1A:7D:DA:71:13"),
	}
	listener, err := config.ListenService(context.Background(), qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60"), "Sensor")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	fmt.Println("listening on", listener.Addr())
}

// The record belongs to a service that a Server offers, and has attributes of its own.
func ExampleServiceInfo_RegisterService() {
	server, err := qtbt.NewServer(qtbt.RFCOMM)
	if err != nil {
		log.Fatal(err)
	}
	defer server.Delete()
	if err := server.Listen(qtbt.Address{}, 0); err != nil {
		log.Fatal(err)
	}
	var service qtbt.ServiceInfo
	service.SetServiceName("Thermometer")
	service.SetServiceDescription("A line with the temperature, each second")
	service.SetServiceUUID(qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60"))
	service.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ProtocolL2CAP.UUID()},
		qtbt.Sequence{qtbt.ProtocolRFCOMM.UUID(), uint8(server.ServerPort())},
	})
	if err := service.RegisterService(); err != nil {
		log.Fatal(err)
	}
	defer service.UnregisterService()
}

// This does the same as DiscoverServices, with Qt's class. The handlers run on the Qt thread.
func ExampleServiceDiscoveryAgent() {
	agent, err := qtbt.NewServiceDiscoveryAgent()
	if err != nil {
		log.Fatal(err)
	}
	defer agent.Delete()
	done := make(chan struct{})
	agent.OnServiceDiscovered(func(service *qtbt.ServiceInfo) {
		fmt.Println(service.ServiceName(), service.ServerChannel())
	})
	agent.OnErrorOccurred(func(e qtbt.ServiceDiscoveryError) { log.Println(e, agent.ErrorString()) })
	agent.OnFinished(func() { close(done) })
	agent.SetRemoteAddress(qtbt.MustParseAddress("00:1A:7D:DA:71:13"))
	if err := agent.Start(qtbt.FullDiscovery); err != nil {
		log.Fatal(err)
	}
	<-done
}

// This finds devices of both kinds with Qt's class, and prints what changes about them.
func ExampleDeviceDiscoveryAgent() {
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	if err != nil {
		log.Fatal(err)
	}
	defer agent.Delete()
	done := make(chan struct{})
	agent.OnDeviceDiscovered(func(device qtbt.DeviceInfo) { fmt.Println(device.Address(), device.Name()) })
	agent.OnDeviceUpdated(func(device qtbt.DeviceInfo, _ qtbt.DeviceField) {
		fmt.Println(device.Address(), device.RSSI(), "dBm")
	})
	agent.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { log.Println(e, agent.ErrorString()) })
	agent.OnFinished(func() { close(done) })
	if err := agent.Start(); err != nil {
		log.Fatal(err)
	}
	<-done
}

// Qt's and BlueZ's messages go to the program's log.
func ExampleWithLogger() {
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if err := qtbt.Start(qtbt.WithLogger(logger)); err != nil {
		log.Fatal(err)
	}
}

// errors.Is distinguishes errors, by Qt's codes, by the package's own errors, and by errno.
func ExampleOpError() {
	_, err := qtbt.Dial(context.Background(), qtbt.MustParseAddress("00:1A:7D:DA:71:13"), qtbt.ServiceClassSerialPort.UUID())
	switch {
	case errors.Is(err, qtbt.ErrNoBluetoothd):
		fmt.Println("start the Bluetooth service first")
	case errors.Is(err, qtbt.SocketServiceNotFoundError):
		fmt.Println("the device has no serial port")
	case errors.Is(err, syscall.EHOSTDOWN), errors.Is(err, qtbt.SocketHostNotFoundError):
		fmt.Println("the device is out of range")
	case err != nil:
		fmt.Println(err)
	}
}

func ExampleParseAddr() {
	addr, err := qtbt.ParseAddr("rfcomm://[00:1A:7D:DA:71:13]:3")
	fmt.Println(addr.Network(), addr, err)
	// Output:
	// rfcomm [00:1A:7D:DA:71:13]:3 <nil>
}
