//go:build cgo

package cshim

// The QIODevice side of QBluetoothSocket.

/*
#include "qtbt_socket.h"

// The result of a transfer. It is returned as a value, because out-parameters in Go's memory would
// be allocated and checked at each call.
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

// SocketRead is read().
func SocketRead(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_read(C.qtbt_handle(h), data, size))
}

// SocketPeek is peek().
func SocketPeek(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_peek(C.qtbt_handle(h), data, size))
}

// SocketSkip is skip().
func SocketSkip(h Handle, maxSize int64) Transfer {
	return transfer(C.qtbt_go_skip(C.qtbt_handle(h), C.int64_t(maxSize)))
}

// SocketWrite is write().
func SocketWrite(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return transfer(C.qtbt_go_write(C.qtbt_handle(h), data, size))
}
