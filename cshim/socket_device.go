//go:build cgo

package cshim

// The QIODevice side of QBluetoothSocket.

/*
#include "qtbt_socket.h"

// What a transfer came to, handed back as a value: out-parameters in Go's memory would each be allocated and checked.
typedef struct {
	int64_t count, left;
	qtbt_failure failure;
	qtbt_status status;
} qtbt_go_transfer;

static qtbt_go_transfer qtbt_go_read(qtbt_handle socket, uint8_t *buffer, size_t capacity) {
	qtbt_go_transfer t = {0};
	t.status = qtbt_socket_read(socket, buffer, capacity, &t.count, &t.left, &t.failure);
	return t;
}

static qtbt_go_transfer qtbt_go_peek(qtbt_handle socket, uint8_t *buffer, size_t capacity) {
	qtbt_go_transfer t = {0};
	t.status = qtbt_socket_peek(socket, buffer, capacity, &t.count, &t.failure);
	return t;
}

static qtbt_go_transfer qtbt_go_skip(qtbt_handle socket, int64_t max_size) {
	qtbt_go_transfer t = {0};
	t.status = qtbt_socket_skip(socket, max_size, &t.count, &t.failure);
	return t;
}

static qtbt_go_transfer qtbt_go_write(qtbt_handle socket, const uint8_t *data, size_t size) {
	qtbt_go_transfer t = {0};
	t.status = qtbt_socket_write(socket, data, size, &t.count, &t.failure);
	return t;
}
*/
import "C"

func transfer(t C.qtbt_go_transfer) Transfer {
	return Transfer{max(int(t.count), 0), int(t.left), takeFailure(&t.failure, t.status), Status(t.status)}
}

// SocketRead is read.
func SocketRead(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_read(C.qtbt_handle(h), data, size))
}

// SocketPeek is peek.
func SocketPeek(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_peek(C.qtbt_handle(h), data, size))
}

// SocketSkip is skip.
func SocketSkip(h Handle, maxSize int64) Transfer {
	return transfer(C.qtbt_go_skip(C.qtbt_handle(h), C.int64_t(maxSize)))
}

// SocketWrite is write.
func SocketWrite(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_write(C.qtbt_handle(h), data, size))
}

// SocketReadLine is readLine; maxSize 0 is no limit.
func SocketReadLine(h Handle, maxSize int64) ([]byte, Status) {
	var line C.qtbt_bytes
	if st := C.qtbt_socket_read_line(C.qtbt_handle(h), C.int64_t(maxSize), &line); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(line), OK
}

// SocketUngetChar is ungetChar.
func SocketUngetChar(h Handle, c byte) Status {
	return Status(C.qtbt_socket_unget_char(C.qtbt_handle(h), C.uint8_t(c)))
}

// SocketBytesAvailable is bytesAvailable.
func SocketBytesAvailable(h Handle) (int64, Status) {
	var out C.int64_t
	st := C.qtbt_socket_bytes_available(C.qtbt_handle(h), &out)
	return int64(out), Status(st)
}

// SocketBytesToWrite is bytesToWrite.
func SocketBytesToWrite(h Handle) (int64, Status) {
	var out C.int64_t
	st := C.qtbt_socket_bytes_to_write(C.qtbt_handle(h), &out)
	return int64(out), Status(st)
}

// SocketCanReadLine is canReadLine.
func SocketCanReadLine(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_can_read_line(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// SocketAtEnd is atEnd.
func SocketAtEnd(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_at_end(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// SocketOpen is open.
func SocketOpen(h Handle, openMode int32) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_socket_open(C.qtbt_handle(h), C.int32_t(openMode), &f)
	return takeFailure(&f, st), Status(st)
}

// SocketOpenMode is openMode.
func SocketOpenMode(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_open_mode(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketIsSequential is isSequential.
func SocketIsSequential(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_is_sequential(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// SocketSetTextModeEnabled is setTextModeEnabled.
func SocketSetTextModeEnabled(h Handle, enabled bool) Status {
	return Status(C.qtbt_socket_set_text_mode_enabled(C.qtbt_handle(h), C.bool(enabled)))
}

// SocketPos is pos.
func SocketPos(h Handle) (int64, Status) {
	var out C.int64_t
	st := C.qtbt_socket_pos(C.qtbt_handle(h), &out)
	return int64(out), Status(st)
}

// SocketSize is size.
func SocketSize(h Handle) (int64, Status) {
	var out C.int64_t
	st := C.qtbt_socket_size(C.qtbt_handle(h), &out)
	return int64(out), Status(st)
}

// SocketSeek is seek.
func SocketSeek(h Handle, pos int64) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_socket_seek(C.qtbt_handle(h), C.int64_t(pos), &f)
	return takeFailure(&f, st), Status(st)
}

// SocketReset is reset.
func SocketReset(h Handle) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_socket_reset(C.qtbt_handle(h), &f)
	return takeFailure(&f, st), Status(st)
}

// SocketWaitForReadyRead is waitForReadyRead.
func SocketWaitForReadyRead(h Handle, msecs int32) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_wait_for_ready_read(C.qtbt_handle(h), C.int32_t(msecs), &out)
	return bool(out), Status(st)
}

// SocketWaitForBytesWritten is waitForBytesWritten.
func SocketWaitForBytesWritten(h Handle, msecs int32) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_wait_for_bytes_written(C.qtbt_handle(h), C.int32_t(msecs), &out)
	return bool(out), Status(st)
}

// SocketStartTransaction is startTransaction.
func SocketStartTransaction(h Handle) Status {
	return Status(C.qtbt_socket_start_transaction(C.qtbt_handle(h)))
}

// SocketCommitTransaction is commitTransaction.
func SocketCommitTransaction(h Handle) Status {
	return Status(C.qtbt_socket_commit_transaction(C.qtbt_handle(h)))
}

// SocketRollbackTransaction is rollbackTransaction.
func SocketRollbackTransaction(h Handle) Status {
	return Status(C.qtbt_socket_rollback_transaction(C.qtbt_handle(h)))
}

// SocketIsTransactionStarted is isTransactionStarted.
func SocketIsTransactionStarted(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_socket_is_transaction_started(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// SocketReadChannelCount is readChannelCount.
func SocketReadChannelCount(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_read_channel_count(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketWriteChannelCount is writeChannelCount.
func SocketWriteChannelCount(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_write_channel_count(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketCurrentReadChannel is currentReadChannel.
func SocketCurrentReadChannel(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_current_read_channel(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketSetCurrentReadChannel is setCurrentReadChannel.
func SocketSetCurrentReadChannel(h Handle, channel int32) Status {
	return Status(C.qtbt_socket_set_current_read_channel(C.qtbt_handle(h), C.int32_t(channel)))
}

// SocketCurrentWriteChannel is currentWriteChannel.
func SocketCurrentWriteChannel(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_current_write_channel(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketSetCurrentWriteChannel is setCurrentWriteChannel.
func SocketSetCurrentWriteChannel(h Handle, channel int32) Status {
	return Status(C.qtbt_socket_set_current_write_channel(C.qtbt_handle(h), C.int32_t(channel)))
}
