package guest

// The kernel's set-up of a controller: whether it has succeeded.

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// setupState returns whether the kernel has set the controller hciN up, and whether it has it open.
//
// The kernel opens a new controller, sets it up, and lists it only when that succeeded. A listed
// controller may be closed later. So the state is read first, and the list second.
func setupState(index int) (wire.Started, error) {
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return wire.Started{}, fmt.Errorf("opening an HCI socket: %w", err)
	}
	defer unix.Close(fd)
	open, err := isOpen(fd, index)
	if err != nil {
		return wire.Started{}, fmt.Errorf("reading the state of hci%d: %w", index, err)
	}
	ready, err := isListed(fd, index)
	if err != nil {
		return wire.Started{}, fmt.Errorf("reading the kernel's list of controllers: %w", err)
	}
	return wire.Started{Open: open, Ready: ready}, nil
}

// isOpen reports whether the kernel has a controller open.
func isOpen(fd, index int) (bool, error) {
	const (
		getDeviceInfo = 0x800448d3 // HCIGETDEVINFO
		flags         = 16         // the offset in its structure of 92 bytes
		running       = 1 << 2     // the flag HCI_RUNNING
	)
	var info [128]byte
	binary.NativeEndian.PutUint16(info[:], uint16(index))
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), getDeviceInfo,
		uintptr(unsafe.Pointer(&info)))
	if errno != 0 {
		return false, errno
	}
	return binary.NativeEndian.Uint32(info[flags:])&running != 0, nil
}

// The management command that reads the list of controllers. A packet begins with its code, the
// number of a controller and the length of what follows, two bytes each.
const (
	noController      = 0xffff
	readIndexList     = 0x0003
	managementReply   = 0x0001 // followed by command (2), status
	managementFailure = 0x0002 // followed by command (2), status
)

// isListed reports whether the kernel lists a controller. The socket becomes a management socket.
func isListed(fd, index int) (bool, error) {
	management := &unix.SockaddrHCI{Dev: noController, Channel: unix.HCI_CHANNEL_CONTROL}
	if err := unix.Bind(fd, management); err != nil {
		return false, err
	}
	if _, err := unix.Write(fd, []byte{readIndexList, 0, 0xff, 0xff, 0, 0}); err != nil {
		return false, err
	}
	var packet [1024]byte
	for {
		n, err := unix.Read(fd, packet[:])
		if err != nil {
			return false, err
		}
		if list, ok, err := indexList(packet[:n]); ok || err != nil {
			return contains(list, index), err
		}
	}
}

// indexList returns the numbers in the kernel's reply, two bytes each. Other packets are events.
func indexList(packet []byte) (list []byte, ok bool, err error) {
	const command, status, numbers = 6, 8, 11 // offsets
	if len(packet) <= status || binary.LittleEndian.Uint16(packet[command:]) != readIndexList {
		return nil, false, nil
	}
	switch code := binary.LittleEndian.Uint16(packet); {
	case code != managementReply && code != managementFailure:
		return nil, false, nil
	case code == managementFailure || packet[status] != 0 || len(packet) < numbers:
		return nil, false, fmt.Errorf("the kernel replied % x", packet)
	}
	return packet[numbers:], true, nil
}

// contains reports whether a number is among numbers of two bytes each.
func contains(numbers []byte, number int) bool {
	for ; len(numbers) >= 2; numbers = numbers[2:] {
		if int(binary.LittleEndian.Uint16(numbers)) == number {
			return true
		}
	}
	return false
}
