/* A byte stream over a socket's connection: what net.Conn and its like in other languages are made of.
 *
 * While a socket has a stream, the shim takes from Qt what arrives as soon as it does, so that nothing
 * is lost when the peer disconnects, and hands Qt what is to be sent as room comes. Do not read or
 * write the socket by itself meanwhile. Reading and writing copy from and to a buffer on the calling
 * thread, which may be any, and never wait for the Qt thread. */
#ifndef QTBT_STREAM_H
#define QTBT_STREAM_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The signal of streams. It comes through qtbt_callbacks.signal without qtbt_watch, on the Qt
 * thread. */
enum { QTBT_SIGNAL_STREAM = 0x0600 };

/* The bits that the value of QTBT_SIGNAL_STREAM joins: what has happened since a call returned
 * QTBT_AGAIN. */
enum {
    QTBT_STREAM_READABLE = 1, /* qtbt_stream_read has bytes, or says how the stream ended */
    QTBT_STREAM_WRITABLE = 2, /* qtbt_stream_write has room, or says how the stream ended */
    QTBT_STREAM_GONE = 4      /* the last signal: the Qt socket is being deleted */
};

/* Gives a connected socket a stream. `capacity` is the size of the buffer in
 * each direction; when that for reading is full, the peer is held back where Qt can do it (BlueZ), and
 * elsewhere the connection ends with QTBT_OVERRUN once 64 times as much is waiting.
 * QTBT_ALREADY_STARTED if the socket has one, QTBT_INVALID_ARGUMENT if it is not connected. The socket owns
 * the stream. Waits for the Qt thread. */
QTBT_EXPORT qtbt_status qtbt_stream_open(qtbt_handle socket, size_t capacity);

/* Takes up to `size` bytes of what has arrived. QTBT_AGAIN: nothing yet, and the signal follows once.
 * QTBT_END: the peer closed the connection, and all it sent was read. QTBT_FAILED: the connection ended
 * with an error. Any thread; does not wait. */
QTBT_EXPORT qtbt_status qtbt_stream_read(qtbt_handle socket, void *buffer, size_t size,
                                         size_t *count, qtbt_failure *failure);

/* Takes as much of `data` as the buffer has room for. QTBT_AGAIN: there is none, and the signal follows
 * once. QTBT_END and QTBT_FAILED: the connection has ended. Any thread; does not wait. */
QTBT_EXPORT qtbt_status qtbt_stream_write(qtbt_handle socket, const void *data, size_t size,
                                          size_t *count, qtbt_failure *failure);

/* Deletes the socket as soon as all that was written is sent, or nothing was for `linger` milliseconds,
 * or the connection ends. Any thread; does not wait: QTBT_STREAM_GONE follows. */
QTBT_EXPORT qtbt_status qtbt_stream_close(qtbt_handle socket, int32_t linger);

#ifdef __cplusplus
}
#endif
#endif
