package main

// The kernel's connections. bluetoothd hears of one only when the kernel has learnt the other
// host's name, and would end it only after two seconds.
//
// They are ended by a command to the controller. The kernel's management interface takes one
// Disconnect at a time, and never answers that if the connection was still being made.

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// connection is one of an adapter's, as the kernel lists it (hci_conn_info).
type connection struct {
	handle    uint16
	peer      [6]byte
	kind, out uint8
	state     uint16
	linkMode  uint32
}

// disconnectAll ends an adapter's advertising and its connections, and returns the number of
// connections. It counts those that are being made too, which can be ended once they exist.
func disconnectAll(adapter uint16) (int, error) {
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return 0, err
	}
	defer unix.Close(fd)
	if err := unix.Bind(fd, &unix.SockaddrHCI{Dev: adapter, Channel: unix.HCI_CHANNEL_RAW}); err != nil {
		return 0, err
	}
	list, err := connections(fd, adapter)
	if err != nil {
		return 0, err
	}
	if err := clearAdvertising(fd); err != nil {
		return 0, err
	}
	for _, c := range list {
		const connected = 1
		if c.state != connected {
			continue
		}
		// If the reason is that the user has ended the connection, a bluetoothd that searches for
		// services connects again.
		const unsupportedFeature = 0x1a
		// The command is Disconnect.
		packet := []byte{0x01, 0x06, 0x04, 3, byte(c.handle), byte(c.handle >> 8), unsupportedFeature}
		if _, err := unix.Write(fd, packet); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// clearAdvertising ends the advertising that a peripheral of Qt's has left in the controller, and
// clears its data. The kernel does not know of it.
func clearAdvertising(fd int) error {
	noData := make([]byte, 32) // the length, and 31 bytes
	for _, packet := range [][]byte{
		{0x01, 0x0a, 0x20, 1, 0},                        // command LE Set Advertising Enable
		append([]byte{0x01, 0x08, 0x20, 32}, noData...), // command LE Set Advertising Data
		append([]byte{0x01, 0x09, 0x20, 32}, noData...), // command LE Set Scan Response Data
	} {
		if _, err := unix.Write(fd, packet); err != nil {
			return err
		}
	}
	return nil
}

func connections(fd int, adapter uint16) ([]connection, error) {
	list := struct { // hci_conn_list_req
		adapter, count uint16
		connections    [16]connection
	}{adapter: adapter}
	list.count = uint16(len(list.connections))
	const getConnectionList = 0x800448d4 // HCIGETCONNLIST
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), getConnectionList, uintptr(unsafe.Pointer(&list))); errno != 0 {
		return nil, fmt.Errorf("asking for the connections of hci%d: %w", adapter, errno)
	}
	return list.connections[:list.count], nil
}
