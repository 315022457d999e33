package qtbt

// The QIODevice side of a Socket: reads, writes, transactions, channels.

import (
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// Read reads what has arrived, up to maxSize bytes, without waiting. maxSize is at least 0. Read
// returns no bytes and no error if nothing has arrived, and an *OpError if the socket is not
// connected.
func (s *Socket) Read(maxSize int64) ([]byte, error) {
	if maxSize < 0 {
		return nil, &OpError{Op: "read", Err: ErrInvalidArgument}
	}
	p := make([]byte, min(maxSize, max(s.BytesAvailable(), 0)))
	n, err := s.ReadAvailable(p)
	return p[:n], err
}

// ReadAvailable reads what has arrived into p, up to len(p) bytes, without waiting, and returns how
// many. It returns 0 and no error if nothing has arrived. To wait for bytes, use a [Conn].
func (s *Socket) ReadAvailable(p []byte) (int, error) {
	t, err := s.transferBytes("read", cshim.SocketRead, p)
	return t.Count, err
}

var readBuffers = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// ReadAll reads all that has arrived. It returns nil if nothing has, or on an error, which
// LastError returns.
func (s *Socket) ReadAll() []byte {
	buffer := readBuffers.Get().(*[64 << 10]byte)
	defer readBuffers.Put(buffer)
	var all []byte
	for {
		t, err := s.transferBytes("read", cshim.SocketRead, buffer[:])
		if t.Count == 0 || err != nil {
			return all
		}
		all = append(all, buffer[:t.Count]...)
		if t.Left == 0 {
			return all
		}
	}
}

// ReadLine reads a line with its "\n", but at most maxSize bytes of it if maxSize is given and not
// 0. Without a whole line it returns what has arrived; see CanReadLine. With more than one maxSize
// it reads nothing and returns nil.
func (s *Socket) ReadLine(maxSize ...int64) []byte {
	limit, err := optional("read line", "size", maxSize, 0)
	if err != nil {
		return nil
	}
	return value(s.base(), func(h cshim.Handle) ([]byte, cshim.Status) { return cshim.SocketReadLine(h, limit) })
}

// Peek copies the bytes that ReadAvailable would read, up to len(p) bytes, without removing them.
func (s *Socket) Peek(p []byte) (int, error) {
	t, err := s.transferBytes("peek", cshim.SocketPeek, p)
	return t.Count, err
}

// Skip drops up to maxSize bytes that have arrived, and returns how many.
func (s *Socket) Skip(maxSize int64) (int64, error) {
	var t cshim.Transfer
	err := s.base().attempt("skip", socketCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		t = cshim.SocketSkip(h, maxSize)
		return t.Failure, t.Status
	})
	return int64(t.Count), err
}

// GetChar reads one byte. It returns false if there is none.
func (s *Socket) GetChar() (byte, bool) {
	var p [1]byte
	n, err := s.ReadAvailable(p[:])
	return p[0], n == 1 && err == nil
}

// PutChar writes one byte, and reports whether Qt took it.
func (s *Socket) PutChar(c byte) bool {
	n, err := s.Write([]byte{c})
	return n == 1 && err == nil
}

// UngetChar puts a byte back, so that it is read next.
func (s *Socket) UngetChar(c byte) error {
	return s.base().do("unget char", func(h cshim.Handle) cshim.Status { return cshim.SocketUngetChar(h, c) })
}

// Write hands p to Qt, which buffers it without limit and sends it when control returns to its
// event loop. Write does not wait for that: see OnBytesWritten and BytesToWrite. With Unbuffered it
// may take less than p and return io.ErrShortWrite. It returns an *OpError for a socket that is not
// connected and for an empty p, where Qt's write returns -1.
func (s *Socket) Write(p []byte) (int, error) {
	t, err := s.transferBytes("write", cshim.SocketWrite, p)
	if err == nil && t.Count < len(p) {
		err = io.ErrShortWrite
	}
	return t.Count, err
}

// transferBytes is attempt for calls that move bytes. It needs no closures, because transfers spend
// their time here.
func (s *Socket) transferBytes(op string, move func(cshim.Handle, []byte) cshim.Transfer, p []byte) (cshim.Transfer, error) {
	o := s.base()
	if o == nil {
		return cshim.Transfer{}, statusError(op, cshim.Deleted)
	}
	t := move(o.handle, p)
	runtime.KeepAlive(o)
	if t.Status == cshim.OK {
		return t, nil
	}
	return t, attemptError(op, socketCode, t.Failure, t.Status)
}

// BytesAvailable returns how many bytes can be read.
func (s *Socket) BytesAvailable() int64 { return value(s.base(), cshim.SocketBytesAvailable) }

// BytesToWrite returns how many bytes wait to be sent.
func (s *Socket) BytesToWrite() int64 { return value(s.base(), cshim.SocketBytesToWrite) }

// CanReadLine reports whether a whole line can be read.
func (s *Socket) CanReadLine() bool { return value(s.base(), cshim.SocketCanReadLine) }

// AtEnd reports whether nothing can be read at the moment.
func (s *Socket) AtEnd() bool { return value(s.base(), cshim.SocketAtEnd) }

// Open opens the device without connecting it, as QIODevice::open does. Programs connect instead.
func (s *Socket) Open(mode OpenMode) error {
	return s.base().attempt("open", socketCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.SocketOpen(h, int32(mode))
	})
}

// OpenMode returns how the device is open.
func (s *Socket) OpenMode() OpenMode { return OpenMode(value(s.base(), cshim.SocketOpenMode)) }

// IsOpen reports whether the device is open.
func (s *Socket) IsOpen() bool { return s.OpenMode() != NotOpen }

// IsReadable reports whether the device is open for reading.
func (s *Socket) IsReadable() bool { return s.OpenMode()&ReadOnly != 0 }

// IsWritable reports whether the device is open for writing.
func (s *Socket) IsWritable() bool { return s.OpenMode()&WriteOnly != 0 }

// IsSequential returns true for every socket.
func (s *Socket) IsSequential() bool { return value(s.base(), cshim.SocketIsSequential) }

// IsTextModeEnabled reports whether line ends are translated; see Text.
func (s *Socket) IsTextModeEnabled() bool { return s.OpenMode()&Text != 0 }

// SetTextModeEnabled switches the translation of line ends on or off. The device must be open.
func (s *Socket) SetTextModeEnabled(enabled bool) error {
	return s.base().do("set text mode", func(h cshim.Handle) cshim.Status {
		return cshim.SocketSetTextModeEnabled(h, enabled)
	})
}

// Pos returns 0 for every socket, because a socket is sequential.
func (s *Socket) Pos() int64 { return value(s.base(), cshim.SocketPos) }

// Size returns BytesAvailable for every socket, because a socket is sequential.
func (s *Socket) Size() int64 { return value(s.base(), cshim.SocketSize) }

// SeekTo is Qt's seek. It fails for every socket, because a socket is sequential.
func (s *Socket) SeekTo(pos int64) error {
	return s.base().attempt("seek", socketCode, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.SocketSeek(h, pos)
	})
}

// Reset fails for every socket, because a socket is sequential.
func (s *Socket) Reset() error { return s.base().attempt("reset", socketCode, cshim.SocketReset) }

// WaitForReadyRead returns false at once, because Qt does not implement it for Bluetooth. Use
// OnReadyRead. Qt gets the timeout rounded up to whole milliseconds, at most 2147483647 ms, and -1
// for a negative one.
func (s *Socket) WaitForReadyRead(timeout time.Duration) bool {
	ms, _ := milliseconds("wait for ready read", timeout)
	return value(s.base(), func(h cshim.Handle) (bool, cshim.Status) {
		return cshim.SocketWaitForReadyRead(h, ms)
	})
}

// WaitForBytesWritten returns false at once, because Qt does not implement it for Bluetooth. Use
// OnBytesWritten. Qt gets the timeout as in WaitForReadyRead.
func (s *Socket) WaitForBytesWritten(timeout time.Duration) bool {
	ms, _ := milliseconds("wait for bytes written", timeout)
	return value(s.base(), func(h cshim.Handle) (bool, cshim.Status) {
		return cshim.SocketWaitForBytesWritten(h, ms)
	})
}

// StartTransaction starts a read transaction. RollbackTransaction puts back all bytes that are read
// from here on.
func (s *Socket) StartTransaction() error {
	return s.base().do("start transaction", cshim.SocketStartTransaction)
}

// CommitTransaction ends a read transaction and drops the bytes that were read. After the end of
// the connection, where Qt would crash, it only ends the transaction.
func (s *Socket) CommitTransaction() error {
	return s.base().do("commit transaction", cshim.SocketCommitTransaction)
}

// RollbackTransaction ends a read transaction. The bytes that were read can be read again.
func (s *Socket) RollbackTransaction() error {
	return s.base().do("rollback transaction", cshim.SocketRollbackTransaction)
}

// IsTransactionStarted reports whether a read transaction is under way.
func (s *Socket) IsTransactionStarted() bool {
	return value(s.base(), cshim.SocketIsTransactionStarted)
}

// ReadChannelCount returns the number of read channels: 1 for an open socket, else 0.
func (s *Socket) ReadChannelCount() int { return int(value(s.base(), cshim.SocketReadChannelCount)) }

// WriteChannelCount returns the number of write channels: 1 for an open socket, else 0.
func (s *Socket) WriteChannelCount() int { return int(value(s.base(), cshim.SocketWriteChannelCount)) }

// CurrentReadChannel returns the index of the current read channel.
func (s *Socket) CurrentReadChannel() int {
	return int(value(s.base(), cshim.SocketCurrentReadChannel))
}

// SetCurrentReadChannel chooses the read channel. A socket has only channel 0. On another channel,
// Read, ReadLine, Peek, Skip and UngetChar return ErrInvalidArgument, where Qt crashes.
func (s *Socket) SetCurrentReadChannel(channel int) error {
	return s.base().do("set current read channel", func(h cshim.Handle) cshim.Status {
		return cshim.SocketSetCurrentReadChannel(h, int32(channel))
	})
}

// CurrentWriteChannel returns the index of the current write channel.
func (s *Socket) CurrentWriteChannel() int {
	return int(value(s.base(), cshim.SocketCurrentWriteChannel))
}

// SetCurrentWriteChannel chooses the write channel. A socket has only channel 0, and writes all
// bytes to it.
func (s *Socket) SetCurrentWriteChannel(channel int) error {
	return s.base().do("set current write channel", func(h cshim.Handle) cshim.Status {
		return cshim.SocketSetCurrentWriteChannel(h, int32(channel))
	})
}

// OnReadyRead calls f on the Qt thread each time new bytes can be read.
func (s *Socket) OnReadyRead(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalSocketReadyRead, f)
}

// OnChannelReadyRead is OnReadyRead with the read channel. Qt's Bluetooth back ends never emit the
// signal.
func (s *Socket) OnChannelReadyRead(f func(channel int)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketChannelReadyRead, f)
}

// OnBytesWritten calls f on the Qt thread each time bytes were sent. Its argument is their number.
func (s *Socket) OnBytesWritten(f func(bytes int64)) *Subscription {
	return onValue(s.base(), cshim.SignalSocketBytesWritten, f)
}

// OnChannelBytesWritten is OnBytesWritten with the write channel. Qt's Bluetooth back ends never
// emit the signal.
func (s *Socket) OnChannelBytesWritten(f func(channel int, bytes int64)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return s.base().subscribe(cshim.SignalSocketChannelBytesWritten, func(v int64, _ []byte) {
		f(int(v>>48), v&(1<<48-1))
	})
}

// OnAboutToClose calls f on the Qt thread when the device is about to close. Qt's Bluetooth back
// ends never emit the signal.
func (s *Socket) OnAboutToClose(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalSocketAboutToClose, f)
}

// OnReadChannelFinished calls f on the Qt thread when no more bytes will come.
func (s *Socket) OnReadChannelFinished(f func()) *Subscription {
	return onSignal(s.base(), cshim.SignalSocketReadChannelFinished, f)
}
