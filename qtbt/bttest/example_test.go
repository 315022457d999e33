//go:build cgo

package bttest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// The program under test gets the function that it dials with. In production it is qtbt.Dial.
type dialFunc func(context.Context, qtbt.Address, qtbt.UUID) (*qtbt.Conn, error)

var (
	sensor  = qtbt.MustParseAddress("00:1A:7D:DA:71:13")
	reading = qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b60")
)

// readSensor is the program under test.
func readSensor(ctx context.Context, dial dialFunc) (string, error) {
	conn, err := dial(ctx, sensor, reading)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return bufio.NewReader(conn).ReadString('\n')
}

// A client and a service meet in memory.
func ExampleAir() {
	ctx := context.Background()
	air := bttest.NewAir()
	listener, err := air.Host(sensor).Listen(ctx, reading, "Sensor")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			fmt.Fprintln(conn, "21.5")
			conn.Close()
		}
	}()

	phone := air.Host(qtbt.MustParseAddress("00:AA:01:00:00:00"))
	fmt.Println(readSensor(ctx, phone.Dial))
	// Output:
	// 21.5
	//  <nil>
}

// A test can cover a client that finds no device.
func ExampleHost_Dial() {
	phone := bttest.NewAir().Host(qtbt.MustParseAddress("00:AA:01:00:00:00"))
	_, err := readSensor(context.Background(), phone.Dial)
	fmt.Println(err)
	// Output:
	// dial rfcomm [00:1A:7D:DA:71:13]: HostNotFoundError: no such device in reach
}

// A test can cover a client whose first attempt fails.
func ExampleHost_FailDial() {
	phone := bttest.NewAir().Host(qtbt.MustParseAddress("00:AA:01:00:00:00"))
	phone.FailDial(&qtbt.OpError{Op: "connect", Code: qtbt.SocketServiceNotFoundError})
	_, err := readSensor(context.Background(), phone.Dial)
	fmt.Println(err)
	// Output:
	// dial rfcomm [00:1A:7D:DA:71:13]: ServiceNotFoundError
}

// A test can cover a client that loses the link while it reads.
func ExampleAir_LoseLinks() {
	ctx := context.Background()
	air := bttest.NewAir()
	device, phone := air.Host(sensor), air.Host(qtbt.MustParseAddress("00:AA:01:00:00:00"))
	listener, err := device.Listen(ctx, reading, "Sensor")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	go func() {
		if _, err := listener.Accept(); err == nil {
			air.LoseLinks(device, phone)
		}
	}()
	_, err = readSensor(ctx, phone.Dial)
	fmt.Println(err)
	// Output:
	// read rfcomm [00:AA:01:00:00:00]->[00:1A:7D:DA:71:13]:1: UnknownSocketError: connection timed out
}

// The example uses the two ends of one connection.
func ExampleConnPipe() {
	a, b, err := bttest.ConnPipe()
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		io.WriteString(a, "hello")
		a.Close()
	}()
	text, err := io.ReadAll(b)
	fmt.Println(string(text), err)
	b.Close()
	// Output:
	// hello <nil>
}
