// Ending a connection through the management interface of the kernel.

package main

import (
	"encoding/binary"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// disconnect has the kernel end the connection to a device at once, if there is one: bluetoothd would wait for two seconds.
func disconnect(device dbus.ObjectPath) error {
	var index uint16
	adapter, name, _ := strings.Cut(string(device), "/dev_")
	if _, err := fmt.Sscanf(adapter, "/org/bluez/hci%d", &index); err != nil {
		return fmt.Errorf("%s: %w", device, err)
	}
	address, err := net.ParseMAC(strings.ReplaceAll(name, "_", ":"))
	if err != nil {
		return err
	}
	slices.Reverse(address)
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	const noDevice = 0xffff
	if err := unix.Bind(fd, &unix.SockaddrHCI{Dev: noDevice, Channel: unix.HCI_CHANNEL_CONTROL}); err != nil {
		return err
	}
	// The kernel's management interface: opcode, index, length, then the command's own.
	command := struct {
		Opcode, Index, Length uint16
		Address               [6]byte
		Type                  uint8
	}{Opcode: 0x0014, Index: index, Length: 7, Address: [6]byte(address)} // Disconnect, from BR/EDR
	packet, err := binary.Append(nil, binary.LittleEndian, command)
	if err != nil {
		return err
	}
	_, err = unix.Write(fd, packet)
	return err
}
