package qtbt

// Conns over the kernel's descriptors.

// conn makes a Conn of a connected, non-blocking socket, which the Conn owns from now on. unread
// holds the bytes that were read from it before. The protocol is for sockets that are not Bluetooth
// sockets, such as those of tests.
func (cc ConnConfig) conn(fd int, unread []byte, protocol Protocol) *Conn {
	local, remote, ok := kernelAddrs(fd)
	if !ok {
		local, remote = Addr{Protocol: protocol}, Addr{Protocol: protocol}
	}
	return newConn(newKernelStream(fd, unread), orElse(cc.LocalAddr, local), orElse(cc.RemoteAddr, remote))
}
