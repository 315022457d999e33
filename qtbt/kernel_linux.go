package qtbt

// What the kernel knows about a connected Bluetooth socket.

import (
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// l2capMTUs returns the sizes in bytes of the largest packets that an L2CAP socket receives and
// sends.
func l2capMTUs(fd int) (in, out int) {
	// The first four bytes of the kernel's struct l2cap_options: omtu and imtu.
	const solL2CAP, l2capOptions, defaultMTU = 6, 1, 672
	options, err := unix.GetsockoptInt(fd, solL2CAP, l2capOptions)
	if out, in = options&0xffff, options>>16&0xffff; err != nil || in == 0 || out == 0 {
		return defaultMTU, defaultMTU
	}
	return in, out
}

// checkDescriptors returns an error if the process has too few descriptors left for a Dial through
// Qt. If bluetoothd hands over a descriptor and the process has none left, libdbus ends its
// connection to the bus, and Qt has no Bluetooth any more.
func checkDescriptors() error {
	for range 4 { // bluetoothd's, Qt's copy, the Conn's, and one that stands in for Qt's
		fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
		if err != nil {
			return &OpError{Op: "connect", Code: SocketUnknownError, Err: os.NewSyscallError("eventfd", err)}
		}
		defer unix.Close(fd)
	}
	return nil
}

// kernelAddrs returns the two ends of a Bluetooth socket. It returns false for a socket of another
// kind.
func kernelAddrs(fd int) (local, remote Addr, ok bool) {
	sockname, _ := unix.Getsockname(fd)
	peername, _ := unix.Getpeername(fd)
	if local, ok = kernelAddr(sockname); !ok {
		return Addr{}, Addr{}, false
	}
	if remote, ok = kernelAddr(peername); !ok { // the peer has gone already
		remote = Addr{Protocol: local.Protocol}
	}
	return local, remote, true
}

func kernelAddr(sa unix.Sockaddr) (Addr, bool) {
	switch sa := sa.(type) {
	case *unix.SockaddrRFCOMM:
		return Addr{RFCOMM, addressFromBytes(sa.Addr), uint16(sa.Channel)}, true
	case *unix.SockaddrL2:
		return Addr{L2CAP, addressFromBytes(sa.Addr), sa.PSM}, true
	}
	return Addr{}, false
}

// sockaddr is the kernel's form of an address.
func (a Addr) sockaddr() unix.Sockaddr {
	b := addressBytes(a.Address)
	if a.Protocol == L2CAP { // package unix reverses the address here, and not when it reads one
		slices.Reverse(b[:])
		return &unix.SockaddrL2{PSM: a.Port, Addr: b}
	}
	return &unix.SockaddrRFCOMM{Channel: uint8(a.Port), Addr: b}
}

// addressFromBytes makes an address of bytes in the kernel's order, the lowest byte first.
func addressFromBytes(b [6]byte) Address {
	var n uint64
	for i, v := range b {
		n |= uint64(v) << (8 * i)
	}
	return AddressFromUint64(n)
}

func addressBytes(a Address) (b [6]byte) {
	for i := range b {
		b[i] = byte(a.Uint64() >> (8 * i))
	}
	return b
}
