/* QBluetoothServer. Its functions may be called from any thread, as qtbt_runtime.h describes. */
#ifndef QTBT_SERVER_H
#define QTBT_SERVER_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetoothServer::Error. */
enum {
    QTBT_SERVER_ERROR_NONE = 0,                       /* NoError */
    QTBT_SERVER_ERROR_UNKNOWN = 1,                    /* UnknownError */
    QTBT_SERVER_ERROR_POWERED_OFF = 2,                /* PoweredOffError */
    QTBT_SERVER_ERROR_INPUT_OUTPUT = 3,               /* InputOutputError */
    QTBT_SERVER_ERROR_SERVICE_ALREADY_REGISTERED = 4, /* ServiceAlreadyRegisteredError */
    QTBT_SERVER_ERROR_UNSUPPORTED_PROTOCOL = 5,       /* UnsupportedProtocolError */
    QTBT_SERVER_ERROR_MISSING_PERMISSIONS = 6         /* MissingPermissionsError since Qt 6.4 */
};

/* The signals of QBluetoothServer. */
enum {
    QTBT_SIGNAL_SERVER_NEW_CONNECTION = 0x0100,
    QTBT_SIGNAL_SERVER_ERROR_OCCURRED = 0x0101 /* value: the error */
};

/* Makes a server. The caller owns the handle and deletes it by qtbt_delete. A server of
 * QTBT_PROTOCOL_UNKNOWN never listens. */
QTBT_EXPORT qtbt_status qtbt_server_new(int32_t protocol, qtbt_handle *server);

/* listen(address, port). QTBT_FAILED is returned if Qt returns false. */
QTBT_EXPORT qtbt_status qtbt_server_listen(qtbt_handle server, uint64_t address, uint16_t port,
                                           qtbt_failure *failure);

/* listen(uuid, name). On success `*service` is a handle to the registered service, which the caller
 * owns. QTBT_FAILED is returned if Qt returns an invalid service. */
QTBT_EXPORT qtbt_status qtbt_server_listen_service(qtbt_handle server, qtbt_uuid uuid,
                                                   const char *name, size_t name_size,
                                                   qtbt_handle *service, qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_server_close(qtbt_handle server);
QTBT_EXPORT qtbt_status qtbt_server_is_listening(qtbt_handle server, bool *listening);
QTBT_EXPORT qtbt_status qtbt_server_has_pending_connections(qtbt_handle server, bool *pending);

/* nextPendingConnection(). `*socket` is a new handle that the caller owns, or 0 if no connection is
 * pending. */
QTBT_EXPORT qtbt_status qtbt_server_next_pending_connection(qtbt_handle server,
                                                            qtbt_handle *socket);

/* Accepts a pending connection as a plain descriptor, close-on-exec and non-blocking, which the
 * caller owns. It is for programs that need no QBluetoothSocket, works on Linux only, and is called
 * during or after QTBT_SIGNAL_SERVER_NEW_CONNECTION. QTBT_AGAIN means that no connection is
 * pending; the signal follows with the next one. After QTBT_ERRNO the connection stays pending, and
 * no signal follows until a later call has returned QTBT_AGAIN. With EMFILE this keeps Qt from
 * trying in a loop. */
QTBT_EXPORT qtbt_status qtbt_server_accept(qtbt_handle server, int32_t *descriptor,
                                           qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_server_max_pending_connections(qtbt_handle server, int32_t *count);
QTBT_EXPORT qtbt_status qtbt_server_set_max_pending_connections(qtbt_handle server, int32_t count);
QTBT_EXPORT qtbt_status qtbt_server_security_flags(qtbt_handle server, uint32_t *flags);
QTBT_EXPORT qtbt_status qtbt_server_set_security_flags(qtbt_handle server, uint32_t flags);
/* serverAddress(). */
QTBT_EXPORT qtbt_status qtbt_server_address(qtbt_handle server, uint64_t *address);
/* serverPort(). */
QTBT_EXPORT qtbt_status qtbt_server_port(qtbt_handle server, uint16_t *port);
/* serverType(). */
QTBT_EXPORT qtbt_status qtbt_server_type(qtbt_handle server, int32_t *protocol);
QTBT_EXPORT qtbt_status qtbt_server_error(qtbt_handle server, int32_t *code);

#ifdef __cplusplus
}
#endif
#endif
