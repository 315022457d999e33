package qtbt

// The direct way to connect: through a kernel socket, to a channel that is known or that an SDP
// lookup finds.

import (
	"context"
	"errors"
	"os"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/cshim"
	"github.com/goqtbt/bluetooth/qtbt/internal/sdp"
)

const canDialDirectly = true

// sdpPSM is the L2CAP PSM of every device's SDP server.
const sdpPSM = 0x0001

// dialDirectService looks a service up on the device and connects to it.
func (d *Dialer) dialDirectService(ctx context.Context, to Addr, uuid UUID) (*Conn, error) {
	records, err := d.lookUp(ctx, to.Address, uuid)
	if err != nil {
		return nil, err
	}
	to, err = chooseService(records, to, uuid, d.Protocol)
	if err != nil {
		return nil, err
	}
	return d.dialDirect(ctx, to)
}

// chooseService returns where the service with the UUID can be reached. It prefers records that
// name the UUID among their classes to records that only contain it. It prefers RFCOMM to L2CAP
// unless a protocol is wanted.
func chooseService(records []sdp.Record, to Addr, uuid UUID, wanted Protocol) (Addr, error) {
	named := slices.DeleteFunc(slices.Clone(records), func(r sdp.Record) bool { return !slices.Contains(r.ServiceClasses, [16]byte(uuid)) })
	has := UnknownProtocol
	for _, r := range slices.Concat(named, records) {
		switch {
		case r.RFCOMMChannel > 0 && wanted != L2CAP:
			return Addr{RFCOMM, to.Address, uint16(r.RFCOMMChannel)}, nil
		case r.PSM > 0 && wanted == L2CAP:
			return Addr{L2CAP, to.Address, r.PSM}, nil
		case r.RFCOMMChannel > 0:
			has = RFCOMM
		case r.PSM > 0:
			has = L2CAP
		}
	}
	switch {
	case has == UnknownProtocol:
		return to, &OpError{Op: "look up", Code: SocketServiceNotFoundError, Text: "the device has no such service"}
	case wanted != UnknownProtocol:
		return to, wrongProtocol(has)
	}
	return chooseService(records, to, uuid, L2CAP)
}

// lookUp asks the device's SDP server for the services with a UUID.
func (d *Dialer) lookUp(ctx context.Context, device Address, uuid UUID) ([]sdp.Record, error) {
	st, err := d.connectKernel(ctx, Addr{L2CAP, device, sdpPSM}, 0)
	if err != nil {
		return nil, err
	}
	defer st.close(false)
	stop := context.AfterFunc(ctx, func() { _ = st.file.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	records, err := sdp.Find(packetConn{st}, uuid, st.inMTU)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &OpError{Op: "look up", Code: SocketServiceNotFoundError, Err: err}
	}
	return records, nil
}

// packetConn is an L2CAP stream as package sdp needs it: a Read with a buffer of the MTU's size
// takes one packet.
type packetConn struct{ *kernelStream }

func (c packetConn) Read(p []byte) (int, error)  { return c.read(p) }
func (c packetConn) Write(p []byte) (int, error) { return c.write(p) }

// dialDirect connects to a channel or PSM.
func (d *Dialer) dialDirect(ctx context.Context, to Addr) (*Conn, error) {
	st, err := d.connectKernel(ctx, to, d.Security)
	if err != nil {
		return nil, err
	}
	local, remote, _ := kernelAddrs(st.descriptor())
	if remote.Address.IsNull() { // the peer has gone already
		remote = to
	}
	c := newConn(st, local, remote)
	c.direct = true
	if isClosed(stopped) {
		c.CloseWithError(nil)
		return nil, statusError("dial", cshim.Stopped)
	}
	return c, nil
}

// The kernel refuses a connection while the last one to the same channel is still closing.
// redialPatience is how long such a connection is tried again, and redialPause is the pause between
// two tries.
const (
	redialPatience = 5 * time.Second
	redialPause    = 50 * time.Millisecond
)

// connectKernel connects a kernel socket. A redial that comes quickly races with the end of the
// previous connection: the kernel then finds the channel in use, or ends the new connection with
// the old one's link. Such a socket cannot be used again, so each try makes a new one.
func (d *Dialer) connectKernel(ctx context.Context, to Addr, security Security) (*kernelStream, error) {
	adapter, err := localAdapter(d.Adapter)
	if err != nil {
		return nil, err
	}
	local := Addr{Protocol: to.Protocol, Address: adapter}
	refusals := 0
	for began := time.Now(); ; {
		st, err := connectOnce(ctx, local, to, security)
		if err == nil {
			return st, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		again := errors.Is(err, unix.EBUSY) || errors.Is(err, unix.ECONNRESET) || errors.Is(err, unix.ECONNABORTED)
		if errors.Is(err, unix.ECONNREFUSED) { // rarely the race, mostly because nobody listens
			refusals++
			again = refusals == 1
		}
		if !again || openConns.has(to) || time.Since(began) > redialPatience {
			return nil, connectError(err)
		}
		select {
		case <-time.After(redialPause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// connectOnce makes a socket and connects it.
func connectOnce(ctx context.Context, local, to Addr, security Security) (*kernelStream, error) {
	kind, protocol := unix.SOCK_STREAM, unix.BTPROTO_RFCOMM
	if to.Protocol == L2CAP {
		kind, protocol = unix.SOCK_SEQPACKET, unix.BTPROTO_L2CAP
	}
	fd, err := unix.Socket(unix.AF_BLUETOOTH, kind|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, protocol)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	file := os.NewFile(uintptr(fd), "bluetooth")
	if err := connectSocket(ctx, file, fd, local, to, security); err != nil {
		file.Close()
		return nil, err
	}
	return newKernelStreamOf(file, fd, nil), nil
}

func connectSocket(ctx context.Context, file *os.File, fd int, local, to Addr, security Security) error {
	// The kernel would choose the adapter that was added last for an unbound socket.
	if err := unix.Bind(fd, local.sockaddr()); err != nil {
		return os.NewSyscallError("bind", err)
	}
	if level := securityLevel(security); level != 0 {
		const btSecurity = 4 // of SOL_BLUETOOTH; struct bt_security is the level and the key's size
		if err := unix.SetsockoptString(fd, unix.SOL_BLUETOOTH, btSecurity, string([]byte{level, 0})); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
	}
	err := unix.Connect(fd, to.sockaddr())
	if err == unix.EINPROGRESS || err == unix.EINTR {
		err = awaitConnected(ctx, file)
	}
	return os.NewSyscallError("connect", err)
}

// securityLevel returns the kernel's level for a set of demands, by Qt's rules, or 0 for none.
func securityLevel(s Security) byte {
	switch {
	case s&Secure != 0:
		return 3 // BT_SECURITY_HIGH
	case s&Encryption != 0:
		return 2 // BT_SECURITY_MEDIUM
	case s&Authorization != 0:
		return 1 // BT_SECURITY_LOW
	}
	return 0
}

// awaitConnected waits until a socket is connected or has failed to connect.
func awaitConnected(ctx context.Context, file *os.File) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = file.SetWriteDeadline(time.Unix(1, 0)) })
	var result error
	err = raw.Write(func(fd uintptr) bool {
		events := pollNow(fd, unix.POLLOUT)
		if events == 0 {
			return false
		}
		errno, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_ERROR)
		switch {
		case err != nil:
			result = err
		case errno != 0:
			result = syscall.Errno(errno)
		case events&unix.POLLHUP != 0:
			result = unix.ECONNRESET
		}
		return true
	})
	if !stop() {
		return context.Cause(ctx)
	}
	return errors.Join(result, err)
}

// connectError returns the error of a connection that the kernel did not make, with the code that
// Qt would use.
func connectError(err error) error {
	e := &OpError{Op: "connect", Code: SocketUnknownError, Err: err}
	switch {
	case errors.Is(err, unix.EBUSY):
		e.Text = "this machine has a connection to the channel open already"
	case errors.Is(err, unix.EHOSTDOWN):
		e.Code = SocketHostNotFoundError
	case errors.Is(err, unix.EHOSTUNREACH), errors.Is(err, unix.ENETDOWN):
		e.Text = adapterOff
	case errors.Is(err, unix.ECONNREFUSED):
		e.Code = SocketServiceNotFoundError
	case errors.Is(err, unix.EAFNOSUPPORT), errors.Is(err, unix.EPROTONOSUPPORT):
		e.Code = SocketUnsupportedProtocolError
	}
	return e
}
