//go:build cgo

package cshim

// Streams, which buffer a socket's bytes in the shim.

/*
#include "qtbt_stream.h"

#cgo noescape qtbt_go_stream_read
#cgo nocallback qtbt_go_stream_read
#cgo noescape qtbt_go_stream_write
#cgo nocallback qtbt_go_stream_write

// The result of a transfer, as in socket_device.go.
typedef struct {
	size_t count;
	qtbt_failure failure;
	qtbt_status status;
} qtbt_go_stream_transfer;

static qtbt_go_stream_transfer qtbt_go_stream_read(qtbt_handle socket, uint8_t *buffer,
		size_t size) {
	qtbt_go_stream_transfer t = {0};
	t.status = qtbt_stream_read(socket, buffer, size, &t.count, &t.failure);
	return t;
}

static qtbt_go_stream_transfer qtbt_go_stream_write(qtbt_handle socket, const uint8_t *data,
		size_t size) {
	qtbt_go_stream_transfer t = {0};
	t.status = qtbt_stream_write(socket, data, size, &t.count, &t.failure);
	return t;
}
*/
import "C"

import "time"

func streamTransfer(t C.qtbt_go_stream_transfer) Transfer {
	return Transfer{Count: int(t.count), Failure: takeFailure(&t.failure, t.status), Status: Status(t.status)}
}

// StreamRead takes bytes that have arrived. It does not wait.
func StreamRead(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return streamTransfer(C.qtbt_go_stream_read(C.qtbt_handle(h), data, size))
}

// StreamWrite takes as many bytes to be sent as there is room for. It does not wait.
func StreamWrite(h Handle, p []byte) Transfer {
	data, size := bytesData(p)
	return streamTransfer(C.qtbt_go_stream_write(C.qtbt_handle(h), data, size))
}

// StreamClose deletes the socket when all bytes are sent, or when none was sent for the given time.
// It does not wait.
func StreamClose(h Handle, linger time.Duration) Status {
	return Status(C.qtbt_stream_close(C.qtbt_handle(h), C.int32_t(linger.Milliseconds())))
}
