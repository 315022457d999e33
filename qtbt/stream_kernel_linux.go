package qtbt

// kernelStream, a stream over the kernel's socket, which Go's own poller waits for.

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// hasKernelStreams is true on systems on which a Conn takes a connection's descriptor over from Qt.
const hasKernelStreams = true

// maxQueuedPackets is an upper bound of the number of packets in a socket's receive buffer. Each
// takes several hundred bytes of its 200 KiB.
const maxQueuedPackets = 1024

// kernelStream is a stream over a connected socket: RFCOMM, L2CAP, or a local one in tests.
//
// The kernel reports the end of a Bluetooth connection once, as the error of the read or write that
// comes first. Afterwards it only shows a hang-up. Over L2CAP it reports the end before packets
// that came earlier. So kernelStream keeps the first report, and goes on reading until nothing is
// left.
type kernelStream struct {
	file      *os.File
	raw       syscall.RawConn
	bluetooth bool
	packets   bool // L2CAP: one read takes one packet, one write sends one
	inMTU     int  // the size in bytes of the largest packet in each direction; for packets only
	outMTU    int

	end atomic.Int32 // how the connection ended, as an errno; 0 while no end was reported

	reader struct {
		mu     sync.Mutex // held by the read under way
		try    func(fd uintptr) bool
		p      []byte
		n      int
		err    error
		rest   []byte // arrived and not read yet
		packet []byte // a buffer for one packet, made when it is first needed
		ended  bool   // nothing more will arrive
		tried  bool   // this read has looked already
		waited bool   // this read waits, or the last one did
	}
	writer struct {
		mu  sync.Mutex // held by the write under way
		try func(fd uintptr) bool
		p   []byte
		n   int
		err error
	}
}

// newKernelStream makes the stream of a connected, non-blocking socket, which the stream owns from
// now on. unread holds the bytes that were read from the socket before.
func newKernelStream(fd int, unread []byte) *kernelStream {
	return newKernelStreamOf(os.NewFile(uintptr(fd), "bluetooth"), fd, unread)
}

// newKernelStreamOf is newKernelStream for a socket that is an os.File already.
func newKernelStreamOf(file *os.File, fd int, unread []byte) *kernelStream {
	s := &kernelStream{file: file}
	domain, _ := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
	protocol, _ := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PROTOCOL)
	s.bluetooth = domain == unix.AF_BLUETOOTH
	s.packets = s.bluetooth && protocol == unix.BTPROTO_L2CAP
	if s.packets {
		s.inMTU, s.outMTU = l2capMTUs(fd)
	}
	s.raw, _ = s.file.SyscallConn() // fails for a nil file only
	s.reader.rest = unread
	s.reader.try, s.writer.try = s.tryRead, s.tryWrite
	return s
}

func (s *kernelStream) read(p []byte) (int, error) {
	r := &s.reader
	if err := lock(&r.mu); err != nil {
		return 0, err
	}
	defer r.mu.Unlock()
	r.p, r.n, r.err, r.tried = p, 0, nil, false
	err := s.raw.Read(r.try)
	r.p = nil
	if err == nil {
		err = r.err
	}
	return r.n, err
}

// tryRead reads what has arrived. It returns false to be called again when more may have arrived.
func (s *kernelStream) tryRead(fd uintptr) bool {
	r := &s.reader
	if len(r.p) == 0 {
		return true
	}
	if len(r.rest) > 0 {
		r.n = copy(r.p, r.rest)
		if r.rest = r.rest[r.n:]; len(r.rest) == 0 {
			r.rest = nil
		}
		return true
	}
	if r.ended {
		r.err = s.readEnd()
		return true
	}
	buffer := r.p
	if s.packets && len(buffer) < s.inMTU { // a short read would lose the rest of the packet
		if r.packet == nil {
			r.packet = make([]byte, s.inMTU)
		}
		buffer = r.packet
	}
	hungUp, failed := false, false
	first := !r.tried
	r.tried = true
	// The last read waited, so this one probably will. A look is cheaper than a read in vain and a
	// look.
	if first && r.waited {
		events := pollNow(fd, unix.POLLIN)
		if events == 0 {
			return s.mustWait()
		}
		hungUp = hasEnded(events)
	}
	for empty := 0; ; {
		if s.packets {
			s.keepPendingError(fd)
		}
		n, err := unix.Read(int(fd), buffer)
		switch {
		case n > 0:
			if r.n = n; &buffer[0] != &r.p[0] {
				r.n = copy(r.p, buffer[:n])
				r.rest = buffer[r.n:n]
			}
			r.waited = r.waited && !first
			return true
		case err == nil && s.packets && empty < maxQueuedPackets:
			// The packet is empty, or this is the end, which also hangs up. Packets may follow an
			// empty one even then.
			if hungUp = hungUp || hasEnded(pollNow(fd, 0)); hungUp {
				empty++
			}
		case err == unix.EINTR:
		case err == unix.EAGAIN && !hungUp:
			events := pollNow(fd, unix.POLLIN)
			if events == 0 {
				return s.mustWait()
			}
			hungUp = hasEnded(events) // more may have come just before the hang-up
		case isTransient(err):
			r.err = kernelError(err.(syscall.Errno), SocketNetworkError)
			return true
		case err != nil && err != unix.EAGAIN && !failed:
			s.keepEnd(err.(syscall.Errno))
			failed = true
		default:
			r.ended = true
			s.keepAdapterOff(fd)
			r.err = s.readEnd()
			return true
		}
	}
}

// mustWait returns the result of tryRead when nothing has arrived.
func (s *kernelStream) mustWait() bool {
	r := &s.reader
	if OnQtThread() {
		r.err = ErrOnQtThread
		return true
	}
	r.waited = true
	return false
}

// readEnd returns the error of a read at the end of the connection: io.EOF unless the link was
// lost.
func (s *kernelStream) readEnd() error {
	if s.bluetooth && s.end.Load() == 0 {
		// A write may have got the report just now and not have kept it yet. It does not wait,
		// because the peer has hung up.
		s.writer.mu.Lock()
		defer s.writer.mu.Unlock()
	}
	if end := syscall.Errno(s.end.Load()); !isOrderly(end) {
		return kernelError(end, SocketUnknownError)
	}
	return io.EOF
}

// isOrderly reports whether an end that the kernel reported in this way was the peer's close.
func isOrderly(end syscall.Errno) bool {
	return end == 0 || end == unix.ECONNRESET || end == unix.EPIPE || end == unix.ENOTCONN
}

func (s *kernelStream) write(p []byte) (int, error) {
	w := &s.writer
	if err := lock(&w.mu); err != nil {
		return 0, err
	}
	defer w.mu.Unlock()
	w.p, w.n, w.err = p, 0, nil
	err := s.raw.Write(w.try)
	w.p = nil
	if err == nil {
		err = w.err
	}
	return w.n, err
}

// tryWrite writes as many bytes as there is room for. It returns false to be called again when
// there may be more room.
func (s *kernelStream) tryWrite(fd uintptr) bool {
	w := &s.writer
	for w.n < len(w.p) {
		next := w.p[w.n:]
		if s.packets && len(next) > s.outMTU {
			next = next[:s.outMTU]
		}
		n, err := unix.Write(int(fd), next)
		switch {
		case err == nil:
			w.n += n
		case err == unix.EINTR:
		case err == unix.EAGAIN && !hasEnded(pollNow(fd, 0)):
			if OnQtThread() {
				w.err = ErrOnQtThread
				return true
			}
			return false
		case isTransient(err):
			w.err = kernelError(err.(syscall.Errno), SocketNetworkError)
			return true
		default:
			if err == unix.EAGAIN {
				err = unix.EPIPE
				s.keepPendingError(fd)
			}
			w.err = s.writeEnd(err.(syscall.Errno))
			return true
		}
	}
	return true
}

// writeEnd returns the error of a write after the end of the connection, which the kernel reports
// as errno.
func (s *kernelStream) writeEnd(errno syscall.Errno) error {
	if errno != unix.EPIPE && errno != unix.ENOTCONN { // the end was reported before
		s.keepEnd(errno)
	}
	if end := syscall.Errno(s.end.Load()); end != 0 {
		errno = end
	}
	return kernelError(errno, SocketNetworkError)
}

func (s *kernelStream) keepEnd(errno syscall.Errno) { s.end.CompareAndSwap(0, int32(errno)) }

// keepPendingError keeps the end if the kernel is about to report it.
func (s *kernelStream) keepPendingError(fd uintptr) {
	if errno, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_ERROR); err == nil && errno != 0 {
		s.keepEnd(syscall.Errno(errno))
	}
}

// hasEnded reports whether a socket that has these events has hung up.
func hasEnded(events int16) bool { return events&(unix.POLLHUP|unix.POLLERR) != 0 }

// pollNow returns which of some events, and of a hang-up, a descriptor has at the moment.
func pollNow(fd uintptr, events int16) (has int16) {
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: events}}
	if n, err := unix.Poll(fds[:], 0); err != nil || n == 0 {
		return 0
	}
	return fds[0].Revents
}

// keepAdapterOff keeps ENETDOWN as the end if the local adapter is off. The kernel may report such
// an end as the peer's close.
func (s *kernelStream) keepAdapterOff(fd uintptr) {
	if !s.bluetooth || !isOrderly(syscall.Errno(s.end.Load())) {
		return
	}
	if local, _, ok := kernelAddrs(int(fd)); ok && adapterTrouble(local.Address) != nil {
		s.end.Store(int32(unix.ENETDOWN))
	}
}

// isTransient reports whether an error is about the system rather than the connection.
func isTransient(err error) bool {
	return err == unix.ENOMEM || err == unix.ENOBUFS
}

const adapterOff = "the Bluetooth adapter is off or gone"

// kernelError returns the error for an errno, with the code that Qt would use. code is for an errno
// for which Qt has no other code.
func kernelError(errno syscall.Errno, code SocketError) error {
	switch errno {
	case unix.ECONNRESET, unix.EPIPE, unix.ENOTCONN:
		code = SocketRemoteHostClosedError
	case unix.EHOSTDOWN:
		code = SocketHostNotFoundError
	case unix.ETIMEDOUT, unix.ECONNABORTED, unix.EACCES, unix.ENETDOWN, unix.EHOSTUNREACH:
		code = SocketUnknownError
	}
	e := &OpError{Op: "stream", Code: code, Err: errno}
	switch errno {
	case unix.ENETDOWN:
		e.Text = adapterOff
	case unix.ECONNABORTED:
		e.Text = "this machine has ended the link, as when bluetoothd ends or the adapter is switched off"
	}
	return e
}

func (s *kernelStream) setReadDeadline(t time.Time) error  { return s.file.SetReadDeadline(t) }
func (s *kernelStream) setWriteDeadline(t time.Time) error { return s.file.SetWriteDeadline(t) }

func (s *kernelStream) setLinger(sec int) error {
	linger := unix.Linger{}
	if sec > 0 {
		linger = unix.Linger{Onoff: 1, Linger: int32(sec)}
	}
	var err error
	controlErr := s.raw.Control(func(fd uintptr) {
		err = unix.SetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER, &linger)
	})
	return errors.Join(controlErr, os.NewSyscallError("setsockopt", err))
}

// close ends the connection even if another process has its descriptor too. The kernel sends what
// was written.
func (s *kernelStream) close(bool) {
	_ = s.raw.Control(func(fd uintptr) { _ = unix.Shutdown(int(fd), unix.SHUT_RDWR) })
	_ = s.file.Close()
}

func (s *kernelStream) syscallConn() (syscall.RawConn, error) { return s.raw, nil }

func (s *kernelStream) descriptor() (fd int) {
	if s.raw.Control(func(open uintptr) { fd = int(open) }) != nil {
		return -1
	}
	return fd
}
