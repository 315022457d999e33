/* QBluetoothSocket, with the members that it inherits from QIODevice. Its functions may be called
 * from any thread, as qtbt_runtime.h describes.
 *
 * Reads and writes move bytes between the caller's memory and Qt's buffers during the call. The
 * shim keeps no pointer. A count of -1 is Qt's error (QTBT_FAILED). */
#ifndef QTBT_SOCKET_H
#define QTBT_SOCKET_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetoothSocket::SocketState. */
enum {
    QTBT_SOCKET_STATE_UNCONNECTED = 0,    /* UnconnectedState */
    QTBT_SOCKET_STATE_SERVICE_LOOKUP = 1, /* ServiceLookupState */
    QTBT_SOCKET_STATE_CONNECTING = 2,     /* ConnectingState */
    QTBT_SOCKET_STATE_CONNECTED = 3,      /* ConnectedState */
    QTBT_SOCKET_STATE_BOUND = 4,          /* BoundState */
    QTBT_SOCKET_STATE_CLOSING = 5,        /* ClosingState */
    QTBT_SOCKET_STATE_LISTENING = 6       /* ListeningState */
};

/* QBluetoothSocket::SocketError. */
enum {
    QTBT_SOCKET_ERROR_NONE = 0,                 /* NoSocketError */
    QTBT_SOCKET_ERROR_UNKNOWN = 1,              /* UnknownSocketError */
    QTBT_SOCKET_ERROR_REMOTE_HOST_CLOSED = 2,   /* RemoteHostClosedError */
    QTBT_SOCKET_ERROR_HOST_NOT_FOUND = 3,       /* HostNotFoundError */
    QTBT_SOCKET_ERROR_SERVICE_NOT_FOUND = 4,    /* ServiceNotFoundError */
    QTBT_SOCKET_ERROR_NETWORK = 5,              /* NetworkError */
    QTBT_SOCKET_ERROR_UNSUPPORTED_PROTOCOL = 6, /* UnsupportedProtocolError */
    QTBT_SOCKET_ERROR_OPERATION = 7,            /* OperationError */
    QTBT_SOCKET_ERROR_MISSING_PERMISSIONS = 8   /* MissingPermissionsError since Qt 6.4 */
};

/* QIODevice::OpenModeFlag, as flags. */
enum {
    QTBT_OPEN_MODE_NOT_OPEN = 0x0000,     /* NotOpen */
    QTBT_OPEN_MODE_READ_ONLY = 0x0001,    /* ReadOnly */
    QTBT_OPEN_MODE_WRITE_ONLY = 0x0002,   /* WriteOnly */
    QTBT_OPEN_MODE_READ_WRITE = 0x0003,   /* ReadWrite */
    QTBT_OPEN_MODE_APPEND = 0x0004,       /* Append */
    QTBT_OPEN_MODE_TRUNCATE = 0x0008,     /* Truncate */
    QTBT_OPEN_MODE_TEXT = 0x0010,         /* Text */
    QTBT_OPEN_MODE_UNBUFFERED = 0x0020,   /* Unbuffered */
    QTBT_OPEN_MODE_NEW_ONLY = 0x0040,     /* NewOnly */
    QTBT_OPEN_MODE_EXISTING_ONLY = 0x0080 /* ExistingOnly */
};

/* The signals of QBluetoothSocket and QIODevice. */
enum {
    QTBT_SIGNAL_SOCKET_CONNECTED = 0x0200,
    QTBT_SIGNAL_SOCKET_DISCONNECTED = 0x0201,
    QTBT_SIGNAL_SOCKET_STATE_CHANGED = 0x0202,  /* value: the state */
    QTBT_SIGNAL_SOCKET_ERROR_OCCURRED = 0x0203, /* value: the error */
    QTBT_SIGNAL_SOCKET_READY_READ = 0x0204,
    QTBT_SIGNAL_SOCKET_CHANNEL_READY_READ = 0x0205,    /* value: channel */
    QTBT_SIGNAL_SOCKET_BYTES_WRITTEN = 0x0206,         /* value: bytes */
    QTBT_SIGNAL_SOCKET_CHANNEL_BYTES_WRITTEN = 0x0207, /* value: channel << 48 | bytes */
    QTBT_SIGNAL_SOCKET_ABOUT_TO_CLOSE = 0x0208,
    QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED = 0x0209
};

/* Makes a socket. The caller owns the handle and deletes it by qtbt_delete. QTBT_PROTOCOL_UNKNOWN
 * makes a QBluetoothSocket without a type. */
QTBT_EXPORT qtbt_status qtbt_socket_new(int32_t protocol, qtbt_handle *socket);

/* connectToService(address, uuid, openMode). QTBT_OK means that Qt was asked; the signals report
 * the result. Bytes that the last connection left unsent are dropped. Qt would drop the new
 * connection after some emissions of an error or a state. Inside one of those, the call takes
 * effect when the emission has returned, and in the order of the calls. */
QTBT_EXPORT qtbt_status qtbt_socket_connect_to_uuid(qtbt_handle socket, uint64_t address,
                                                    qtbt_uuid uuid, int32_t open_mode);
/* connectToService(address, port, openMode). */
QTBT_EXPORT qtbt_status qtbt_socket_connect_to_port(qtbt_handle socket, uint64_t address,
                                                    uint16_t port, int32_t open_mode);
/* connectToService(service, openMode). `service` is a record in the form that qtbt_service_info.h
 * describes, with its device. */
QTBT_EXPORT qtbt_status qtbt_socket_connect_to_service(qtbt_handle socket, const uint8_t *service,
                                                       size_t service_size, int32_t open_mode);

/* disconnectFromService(). This and the other ends of a connection take effect when the emission
 * has returned if they are called where Qt 6 would crash or go on connecting: inside `connected` on
 * a connecting socket, and inside `stateChanged` and `errorOccurred` of a service lookup. */
QTBT_EXPORT qtbt_status qtbt_socket_disconnect_from_service(qtbt_handle socket);
/* abort(). Inside `bytesWritten`, `errorOccurred` or `stateChanged` (Closing), unsent bytes are
 * dropped when the emission has returned. Qt would keep them, and crash. */
QTBT_EXPORT qtbt_status qtbt_socket_abort(qtbt_handle socket);
QTBT_EXPORT qtbt_status qtbt_socket_close(qtbt_handle socket);

QTBT_EXPORT qtbt_status qtbt_socket_state(qtbt_handle socket, int32_t *state);
/* socketType(). */
QTBT_EXPORT qtbt_status qtbt_socket_type(qtbt_handle socket, int32_t *protocol);
QTBT_EXPORT qtbt_status qtbt_socket_error(qtbt_handle socket, int32_t *code);
QTBT_EXPORT qtbt_status qtbt_socket_error_string(qtbt_handle socket, qtbt_text *text);
QTBT_EXPORT qtbt_status qtbt_socket_local_name(qtbt_handle socket, qtbt_text *name);
QTBT_EXPORT qtbt_status qtbt_socket_local_address(qtbt_handle socket, uint64_t *address);
QTBT_EXPORT qtbt_status qtbt_socket_local_port(qtbt_handle socket, uint16_t *port);
QTBT_EXPORT qtbt_status qtbt_socket_peer_name(qtbt_handle socket, qtbt_text *name);
QTBT_EXPORT qtbt_status qtbt_socket_peer_address(qtbt_handle socket, uint64_t *address);
QTBT_EXPORT qtbt_status qtbt_socket_peer_port(qtbt_handle socket, uint16_t *port);
QTBT_EXPORT qtbt_status qtbt_socket_preferred_security_flags(qtbt_handle socket, uint32_t *flags);
QTBT_EXPORT qtbt_status qtbt_socket_set_preferred_security_flags(qtbt_handle socket,
                                                                 uint32_t flags);

/* setSocketDescriptor(descriptor, protocol, state, openMode). After QTBT_OK the socket owns the
 * descriptor. After QTBT_FAILED the caller keeps it. */
QTBT_EXPORT qtbt_status qtbt_socket_set_descriptor(qtbt_handle socket, int32_t descriptor,
                                                   int32_t protocol, int32_t state,
                                                   int32_t open_mode, qtbt_failure *failure);
/* socketDescriptor(). */
QTBT_EXPORT qtbt_status qtbt_socket_descriptor(qtbt_handle socket, int32_t *descriptor);

/* Takes the connection out of a connected socket, and deletes the socket. The caller owns
 * `*descriptor`, which is close-on-exec and non-blocking. `*unread` is what Qt has read already.
 * The connection goes on, and its peer notices nothing. It may be called inside the emission of
 * `connected`. It works on Linux only. QTBT_AGAIN means that Qt still has bytes to write, and
 * nothing has changed. */
QTBT_EXPORT qtbt_status qtbt_socket_take_descriptor(qtbt_handle socket, int32_t *descriptor,
                                                    qtbt_bytes *unread, qtbt_failure *failure);

/* QIODevice: reading. `*left` is bytesAvailable() after the read. A read that fails emits
 * `errorOccurred` before it returns. */
QTBT_EXPORT qtbt_status qtbt_socket_read(qtbt_handle socket, void *buffer, size_t capacity,
                                         int64_t *count, int64_t *left, qtbt_failure *failure);
/* readLine(maxSize). 0 means no limit. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_socket_read_line(qtbt_handle socket, int64_t max_size,
                                              qtbt_bytes *line);
QTBT_EXPORT qtbt_status qtbt_socket_peek(qtbt_handle socket, void *buffer, size_t capacity,
                                         int64_t *count, qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_skip(qtbt_handle socket, int64_t max_size, int64_t *count,
                                         qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_unget_char(qtbt_handle socket, uint8_t c);
QTBT_EXPORT qtbt_status qtbt_socket_bytes_available(qtbt_handle socket, int64_t *count);
QTBT_EXPORT qtbt_status qtbt_socket_can_read_line(qtbt_handle socket, bool *can);
QTBT_EXPORT qtbt_status qtbt_socket_at_end(qtbt_handle socket, bool *at_end);

/* QIODevice: writing. */

QTBT_EXPORT qtbt_status qtbt_socket_write(qtbt_handle socket, const void *data, size_t size,
                                          int64_t *count, qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_bytes_to_write(qtbt_handle socket, int64_t *count);

/* QIODevice: the device itself. open, seek and reset return QTBT_FAILED if Qt returns false. */

QTBT_EXPORT qtbt_status qtbt_socket_open(qtbt_handle socket, int32_t open_mode,
                                         qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_open_mode(qtbt_handle socket, int32_t *open_mode);
QTBT_EXPORT qtbt_status qtbt_socket_is_sequential(qtbt_handle socket, bool *sequential);
QTBT_EXPORT qtbt_status qtbt_socket_set_text_mode_enabled(qtbt_handle socket, bool enabled);
QTBT_EXPORT qtbt_status qtbt_socket_pos(qtbt_handle socket, int64_t *pos);
QTBT_EXPORT qtbt_status qtbt_socket_size(qtbt_handle socket, int64_t *size);
QTBT_EXPORT qtbt_status qtbt_socket_seek(qtbt_handle socket, int64_t pos, qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_reset(qtbt_handle socket, qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_socket_wait_for_ready_read(qtbt_handle socket, int32_t msecs,
                                                        bool *ready);
QTBT_EXPORT qtbt_status qtbt_socket_wait_for_bytes_written(qtbt_handle socket, int32_t msecs,
                                                           bool *written);

/* QIODevice: transactions. */

QTBT_EXPORT qtbt_status qtbt_socket_start_transaction(qtbt_handle socket);
QTBT_EXPORT qtbt_status qtbt_socket_commit_transaction(qtbt_handle socket);
QTBT_EXPORT qtbt_status qtbt_socket_rollback_transaction(qtbt_handle socket);
QTBT_EXPORT qtbt_status qtbt_socket_is_transaction_started(qtbt_handle socket, bool *started);

/* QIODevice: channels. */

QTBT_EXPORT qtbt_status qtbt_socket_read_channel_count(qtbt_handle socket, int32_t *count);
QTBT_EXPORT qtbt_status qtbt_socket_write_channel_count(qtbt_handle socket, int32_t *count);
QTBT_EXPORT qtbt_status qtbt_socket_current_read_channel(qtbt_handle socket, int32_t *channel);
QTBT_EXPORT qtbt_status qtbt_socket_set_current_read_channel(qtbt_handle socket, int32_t channel);
QTBT_EXPORT qtbt_status qtbt_socket_current_write_channel(qtbt_handle socket, int32_t *channel);
QTBT_EXPORT qtbt_status qtbt_socket_set_current_write_channel(qtbt_handle socket, int32_t channel);

#ifdef __cplusplus
}
#endif
#endif
