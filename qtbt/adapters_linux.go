package qtbt

// The local adapters as the kernel knows them. A question to Qt or bluetoothd would have to wait
// for bluetoothd.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// localAdapter returns an adapter's address: the given one, or the first adapter's for the null
// Address.
func localAdapter(address Address) (Address, error) {
	adapters, err := kernelAdapters()
	switch {
	case err != nil:
		return Address{}, &OpError{Op: "find adapter", Code: SocketUnsupportedProtocolError, Err: err}
	case len(adapters) == 0:
		return Address{}, &OpError{Op: "find adapter", Code: SocketHostNotFoundError, Text: "no Bluetooth adapter"}
	case address.IsNull():
		return adapters[0].address, nil
	case !slices.ContainsFunc(adapters, func(a kernelAdapter) bool { return a.address == address }):
		return Address{}, &OpError{Op: "find adapter", Code: SocketHostNotFoundError, Text: "no local adapter " + address.String()}
	}
	return address, nil
}

// adapterTrouble returns ErrNoAdapter if an adapter is missing, ErrPoweredOff if it is switched
// off, else nil. The null Address is the first adapter.
func adapterTrouble(address Address) error {
	adapters, err := kernelAdapters()
	if errors.Is(err, syscall.EAFNOSUPPORT) {
		return ErrNoAdapter
	}
	if err != nil {
		return nil
	}
	for _, a := range adapters {
		if address.IsNull() || a.address == address {
			if a.powered() {
				return nil
			}
			return ErrPoweredOff
		}
	}
	return ErrNoAdapter
}

// The kernel's management protocol. A message is a header of opcode, index and length, followed by
// the parameters.
const (
	mgmtCommandComplete = 0x0001
	mgmtCommandStatus   = 0x0002
	mgmtReadIndexList   = 0x0003
	mgmtReadInfo        = 0x0004
	mgmtNoIndex         = 0xffff
	mgmtHeaderSize      = 6
)

// The result of mgmtReadInfo begins with the address. The settings are sets of flags, of 4 bytes.
const (
	mgmtSupportedSettings = 9
	mgmtCurrentSettings   = 13
	mgmtSettingsEnd       = 17

	mgmtSettingPowered   = 1 << 0
	mgmtSettingClassic   = 1 << 7
	mgmtSettingLowEnergy = 1 << 9
)

// kernelAdapter is an adapter as the kernel knows it.
type kernelAdapter struct {
	index              uint16 // 0 for hci0
	address            Address
	supported, current uint32 // flags mgmtSetting…
}

func (a kernelAdapter) powered() bool { return a.current&mgmtSettingPowered != 0 }

// kernelAdapters returns the adapters in the order of their numbers, which is Qt's order with
// BlueZ.
func kernelAdapters() (adapters []kernelAdapter, err error) {
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return nil, fmt.Errorf("the kernel has no Bluetooth: %w", err)
	}
	defer unix.Close(fd)
	if err := unix.Bind(fd, &unix.SockaddrHCI{Dev: mgmtNoIndex, Channel: unix.HCI_CHANNEL_CONTROL}); err != nil {
		return nil, fmt.Errorf("bind: %w", err)
	}
	list, err := mgmtCommand(fd, mgmtReadIndexList, mgmtNoIndex)
	if err != nil || len(list) < 2 {
		return nil, errors.Join(err, errShortAnswer(list, 2))
	}
	var indexes []uint16
	for rest := list[2:]; len(rest) >= 2; rest = rest[2:] {
		indexes = append(indexes, binary.LittleEndian.Uint16(rest))
	}
	slices.Sort(indexes)
	for _, index := range indexes {
		info, err := mgmtCommand(fd, mgmtReadInfo, index)
		if err != nil || len(info) < mgmtSettingsEnd {
			continue // it was removed just now
		}
		adapters = append(adapters, kernelAdapter{
			index:     index,
			address:   addressFromBytes([6]byte(info)),
			supported: binary.LittleEndian.Uint32(info[mgmtSupportedSettings:]),
			current:   binary.LittleEndian.Uint32(info[mgmtCurrentSettings:]),
		})
	}
	return adapters, nil
}

func errShortAnswer(answer []byte, size int) error {
	if len(answer) < size {
		return errors.New("the kernel's reply is too short")
	}
	return nil
}

// mgmtCommand sends a command without parameters. It returns the parameters of the reply that
// follow the status. The kernel replies at once.
func mgmtCommand(fd int, opcode, index uint16) ([]byte, error) {
	command := binary.LittleEndian.AppendUint16(nil, opcode)
	command = binary.LittleEndian.AppendUint16(command, index)
	command = binary.LittleEndian.AppendUint16(command, 0)
	if _, err := unix.Write(fd, command); err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	var buffer [4096]byte
	for {
		n, err := unix.Read(fd, buffer[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		event := buffer[:n]
		const parameters = mgmtHeaderSize + 3 // after the command's opcode and the status
		if len(event) < parameters || binary.LittleEndian.Uint16(event[mgmtHeaderSize:]) != opcode {
			continue // an event, such as a new adapter's
		}
		switch binary.LittleEndian.Uint16(event) {
		case mgmtCommandComplete:
		case mgmtCommandStatus:
			return nil, fmt.Errorf("the kernel refused management command 0x%04x: status %d", opcode, event[parameters-1])
		default:
			continue
		}
		return event[parameters:], nil
	}
}
