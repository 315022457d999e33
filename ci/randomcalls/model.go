package randomcalls

// The model of what calls may do.

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/goqtbt/bluetooth/qtbt"
)

// violation describes an event that the model does not allow.
type violation string

// failures keeps the first violation of a program.
type failures struct{ first atomic.Pointer[violation] }

func (f *failures) addf(format string, args ...any) {
	v := violation(fmt.Sprintf(format, args...))
	f.first.CompareAndSwap(nil, &v)
}

// Directions of a link's bytes.
const (
	toPeer = iota
	fromPeer
)

// at returns the byte at an offset of a link's bytes in one direction. Links differ, and so do
// neighbouring offsets, so that lost, repeated, reordered and foreign bytes are noticed.
func at(link, direction, offset int) byte {
	x := uint32(2*link+direction+1)*2654435761 ^ uint32(offset)*2246822519
	x ^= x >> 15
	x *= 3266489917
	return byte(x >> 24)
}

func bytesAt(link, direction, offset, count int) []byte {
	p := make([]byte, count)
	for i := range p {
		p[i] = at(link, direction, offset+i)
	}
	return p
}

// link is a connection. One end is a Socket's or a Conn's, and the other is the kernel's descriptor
// peer.
type link struct {
	id int

	// The actions of the program's end, guarded by mu. Nobody holds mu across a call of qtbt.
	mu       sync.Mutex
	wrote    int
	read     int
	loose    bool // reads are not checked, because calls put bytes back, dropped or changed some
	looseOut bool // the same for writes

	peerMu    sync.Mutex
	peer      int // -1 when closed
	peerWrote int
	peerRead  int
}

// reserve returns the next count bytes to write.
func (l *link) reserve(count int) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := bytesAt(l.id, toPeer, l.wrote, count)
	l.wrote += count
	return p
}

// unwritten notes that the last count reserved bytes were refused.
func (l *link) unwritten(count int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrote -= count
}

func (l *link) loosen() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loose = true
}

func (l *link) loosenOut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looseOut = true
}

// check compares bytes that were read with the bytes that the peer wrote. If consume is false, the
// bytes were only peeked at.
func (l *link) check(f *failures, what string, p []byte, consume bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.loose {
		return
	}
	for i, c := range p {
		if c != at(l.id, fromPeer, l.read+i) {
			f.addf("%s: byte is not what the peer wrote: byte %d of link %d", what, l.read+i, l.id)
			return
		}
	}
	if consume {
		l.read += len(p)
	}
}

func (l *link) peerWrite(count int) {
	l.peerMu.Lock()
	defer l.peerMu.Unlock()
	if l.peer < 0 {
		return
	}
	n, err := syscall.SendmsgN(l.peer, bytesAt(l.id, fromPeer, l.peerWrote, count), nil, nil,
		syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL)
	if err == nil {
		l.peerWrote += n
	}
}

func (l *link) peerReads(f *failures) {
	l.peerMu.Lock()
	defer l.peerMu.Unlock()
	buffer := make([]byte, 64<<10)
	for l.peer >= 0 {
		n, _, err := syscall.Recvfrom(l.peer, buffer, syscall.MSG_DONTWAIT)
		if err != nil || n == 0 {
			return
		}
		l.mu.Lock()
		loose := l.looseOut
		l.mu.Unlock()
		for i, c := range buffer[:n] {
			if !loose && c != at(l.id, toPeer, l.peerRead+i) {
				f.addf("the peer read a byte that the program did not write there: byte %d of link %d",
					l.peerRead+i, l.id)
				return
			}
		}
		l.peerRead += n
	}
}

func (l *link) peerShut(how int) {
	l.peerMu.Lock()
	defer l.peerMu.Unlock()
	if l.peer >= 0 {
		_ = syscall.Shutdown(l.peer, how)
	}
}

func (l *link) peerClose() {
	l.peerMu.Lock()
	defer l.peerMu.Unlock()
	if l.peer >= 0 {
		_ = syscall.Close(l.peer)
		l.peer = -1
	}
}

// checkSocketError allows the documented kinds of error of layer 1.
func checkSocketError(f *failures, what string, err error) {
	var op *qtbt.OpError
	switch {
	case err == nil, errors.Is(err, io.ErrShortWrite):
	case !errors.As(err, &op):
		f.addf("%s: error of an undocumented kind: %v", what, err)
	case errors.Is(err, qtbt.ErrDeleted), errors.Is(err, qtbt.ErrInvalidArgument):
	default:
		if code, ok := op.Code.(qtbt.SocketError); !ok || code <= qtbt.SocketNoError {
			f.addf("%s: error without a code: %v", what, err)
		}
	}
}

// isEnd reports whether err is the error of a Conn that the program has ended.
func isEnd(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, errFail) || errors.Is(err, qtbt.ErrDeleted)
}

// checkConnError allows the documented kinds of error of a Conn. If it was closed before the call,
// it allows only net.ErrClosed.
func checkConnError(f *failures, what string, err error, wasClosed bool) {
	var op *net.OpError
	switch {
	case wasClosed && !isEnd(err):
		f.addf("%s: not net.ErrClosed after Close: %v", what, err)
	case err == nil, err == io.EOF:
	case !errors.As(err, &op):
		f.addf("%s: error of an undocumented kind: %v", what, err)
	case isEnd(err), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, qtbt.ErrOnQtThread):
	default:
		var code qtbt.SocketError
		var errno syscall.Errno
		if !errors.As(err, &code) && !errors.As(err, &errno) {
			f.addf("%s: error of an undocumented kind: %v", what, err)
		}
	}
}
