/* A byte stream over a socket's connection, from which net.Conn and its like in other languages can
 * be made.
 *
 * While a socket has a stream, the shim takes arriving bytes from Qt at once, so that none are lost
 * when the peer disconnects, and hands Qt bytes to send when it has room. The program must not read
 * or write the socket itself meanwhile. Reading and writing copy from and to a buffer on the
 * calling thread, which may be any thread, and never wait for the Qt thread. */
#ifndef QTBT_STREAM_H
#define QTBT_STREAM_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The signal of streams. It comes through qtbt_callbacks.signal without qtbt_watch, on the Qt
 * thread. */
enum { QTBT_SIGNAL_STREAM = 0x0600 };

/* The bits of the value of QTBT_SIGNAL_STREAM: what has happened since a call returned
 * QTBT_AGAIN. */
enum {
    QTBT_STREAM_READABLE = 1, /* qtbt_stream_read has bytes, or reports how the stream ended */
    QTBT_STREAM_WRITABLE = 2, /* qtbt_stream_write has room, or reports how the stream ended */
    QTBT_STREAM_GONE = 4      /* the last signal: the Qt socket is being deleted */
};

/* Gives a connected socket a stream, which the socket owns. `capacity` is the size in bytes of the
 * buffer in each direction. When the reading buffer is full, the peer is held back where Qt can do
 * it (BlueZ). Elsewhere the connection ends with QTBT_OVERRUN when 64 times the capacity waits to
 * be read. QTBT_ALREADY_STARTED is returned if the socket has a stream, and QTBT_INVALID_ARGUMENT
 * if it is not connected. The call waits for the Qt thread. */
QTBT_EXPORT qtbt_status qtbt_stream_open(qtbt_handle socket, size_t capacity);

/* Takes up to `size` bytes that have arrived. QTBT_AGAIN means that there are none, and the signal
 * follows once. QTBT_END means that the peer closed the connection, and all that it sent was read.
 * QTBT_FAILED means that the connection ended with an error. It may be called from any thread and
 * does not wait. */
QTBT_EXPORT qtbt_status qtbt_stream_read(qtbt_handle socket, void *buffer, size_t size,
                                         size_t *count, qtbt_failure *failure);

/* Takes as much of `data` as the buffer has room for. QTBT_AGAIN means that it has none, and the
 * signal follows once. QTBT_END and QTBT_FAILED mean that the connection has ended. It may be
 * called from any thread and does not wait. */
QTBT_EXPORT qtbt_status qtbt_stream_write(qtbt_handle socket, const void *data, size_t size,
                                          size_t *count, qtbt_failure *failure);

/* Deletes the socket when all written bytes are sent, when none were sent for `linger`
 * milliseconds, or when the connection ends. It may be called from any thread and does not wait.
 * QTBT_STREAM_GONE follows. */
QTBT_EXPORT qtbt_status qtbt_stream_close(qtbt_handle socket, int32_t linger);

#ifdef __cplusplus
}
#endif
#endif
