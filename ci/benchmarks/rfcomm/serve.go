package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// serve echoes on one channel for each service until the input ends.
func serve(first uint8, services []string) error {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	defer bus.Close() // and with it the records, which bluetoothd removes then
	failed := make(chan error, len(services))
	for i, service := range services {
		channel := first + uint8(i)
		fd, err := listen(channel)
		if err != nil {
			return err
		}
		if err := register(bus, service, channel); err != nil {
			return err
		}
		go func() { failed <- accept(fd) }()
	}
	fmt.Println("ready")
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		failed <- err
	}()
	return <-failed
}

func listen(channel uint8) (fd int, err error) {
	fd, err = newSocket()
	if err != nil {
		return -1, err
	}
	if err := unix.Bind(fd, &unix.SockaddrRFCOMM{Channel: channel}); err != nil {
		return -1, fmt.Errorf("binding to channel %d: %w", channel, err)
	}
	return fd, unix.Listen(fd, 8)
}

// register makes bluetoothd publish a record of a service.
func register(bus *dbus.Conn, service string, channel uint8) error {
	record := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" ?>
<record>
  <attribute id="0x0001"><sequence><uuid value="%s"/><uuid value="0x1101"/></sequence></attribute>
  <attribute id="0x0004"><sequence>
    <sequence><uuid value="0x0100"/></sequence>
    <sequence><uuid value="0x0003"/><uint8 value="%d"/></sequence>
  </sequence></attribute>
  <attribute id="0x0005"><sequence><uuid value="0x1002"/></sequence></attribute>
  <attribute id="0x0100"><text value="benchmark"/></attribute>
</record>`, service, channel)
	options := map[string]dbus.Variant{
		"ServiceRecord": dbus.MakeVariant(record),
		"Role":          dbus.MakeVariant("server"),
	}
	path := dbus.ObjectPath(fmt.Sprintf("/benchmark/%d", channel))
	call := bus.Object("org.bluez", "/org/bluez").
		Call("org.bluez.ProfileManager1.RegisterProfile", 0, path, service, options)
	return call.Err
}

func accept(listener int) error {
	for {
		fd, _, err := unix.Accept(listener)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		go echo(fd)
	}
}

// echo sends back what it receives until an end or an error of the connection.
func echo(fd int) {
	defer unix.Close(fd)
	buffer := make([]byte, 64*1024)
	for {
		n, err := unix.Read(fd, buffer)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if n <= 0 || err != nil || writeAll(fd, buffer[:n]) != nil {
			return
		}
	}
}

func writeAll(fd int, p []byte) error {
	for len(p) > 0 {
		n, err := unix.Write(fd, p)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}
