/* QBluetoothServer. Threads: as in qtbt_runtime.h. */
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

/* Makes a server; the caller owns the handle and ends it with qtbt_delete. A server of
 * QTBT_PROTOCOL_UNKNOWN never listens. */
QTBT_EXPORT qtbt_status qtbt_server_new(int32_t protocol, qtbt_handle *server);

/* listen(address, port). QTBT_FAILED when Qt returns false. */
QTBT_EXPORT qtbt_status qtbt_server_listen(qtbt_handle server, uint64_t address, uint16_t port,
                                           qtbt_failure *failure);

/* listen(uuid, name). On success `*service` is a handle to the registered service, owned by the caller.
 * QTBT_FAILED when Qt's result is invalid. */
QTBT_EXPORT qtbt_status qtbt_server_listen_service(qtbt_handle server, qtbt_uuid uuid,
                                                   const char *name, size_t name_size,
                                                   qtbt_handle *service,
                                                   qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_server_close(qtbt_handle server);
QTBT_EXPORT qtbt_status qtbt_server_is_listening(qtbt_handle server, bool *listening);
QTBT_EXPORT qtbt_status qtbt_server_has_pending_connections(qtbt_handle server, bool *pending);

/* nextPendingConnection(). `*socket` is a new handle that the caller owns, or 0 if none is pending. */
QTBT_EXPORT qtbt_status qtbt_server_next_pending_connection(qtbt_handle server,
                                                            qtbt_handle *socket);

/* Accepts a pending connection as a plain descriptor, close-on-exec and non-blocking, which the caller
 * owns; for programs that do without a QBluetoothSocket. Linux only, within or after the signal
 * QTBT_SIGNAL_SERVER_NEW_CONNECTION. QTBT_AGAIN: no connection is pending, and the signal follows with the
 * next one. QTBT_ERRNO: the connection stays pending, and no signal follows before a later call has
 * returned QTBT_AGAIN; with EMFILE that keeps Qt from trying again and again. */
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
