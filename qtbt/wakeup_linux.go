// What a Read or Write that waits is woken through: on Linux an eventfd, which Go's poller watches.
//
// A channel would do, and elsewhere does. But it is the Qt thread that wakes, and a goroutine that was made ready on a thread
// of C's waits there until Go's scheduler has another one come for it; the thread that polls runs it at once.

package qtbt

import (
	"encoding/binary"
	"os"

	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/cshim"
)

// wakeup holds the token that wake leaves and wait takes.
type wakeup struct {
	file *os.File
	fd   int // file's, which File.Fd would not leave to the poller
}

func newWakeup() (*wakeup, error) {
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return nil, os.NewSyscallError("eventfd", err)
	}
	return &wakeup{os.NewFile(uintptr(fd), "eventfd"), fd}, nil
}

// wait waits for the token, or for close.
func (w *wakeup) wait() {
	var count [8]byte
	w.file.Read(count[:])
}

func (w *wakeup) wake() {
	w.file.Write(binary.NativeEndian.AppendUint64(nil, 1)) // fails once it is closed
}

func (w *wakeup) close() { w.file.Close() }

// wakeThrough has the shim wake a stream's waits without a call into Go.
func (st *streamState) wakeThrough(h cshim.Handle) cshim.Status {
	return cshim.StreamWakeThrough(h, st.readable.fd, st.writable.fd)
}
