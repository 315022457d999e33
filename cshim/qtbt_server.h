/* QBluetoothServer. Threads: as in qtbt_runtime.h. */
#ifndef QTBT_SERVER_H
#define QTBT_SERVER_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a server; the caller owns the handle and ends it with qtbt_delete. A server
 * of protocol 0 never listens. */
QTBT_EXPORT qtbt_status qtbt_server_new(int32_t protocol, qtbt_handle *server);

/* listen(address, port). QTBT_FAILED when Qt says false. */
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
 * owns; for hosts that do without a QBluetoothSocket. Linux only, within or after the signal
 * QTBT_SIGNAL_SERVER_NEW_CONNECTION. QTBT_AGAIN: no connection is pending, and the signal follows with the
 * next one. QTBT_ERRNO: the connection stays pending, and no signal follows before a later call has
 * returned QTBT_AGAIN; with EMFILE that keeps Qt from trying again and again. */
QTBT_EXPORT qtbt_status qtbt_server_accept(qtbt_handle server, int32_t *descriptor,
                                           qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_server_max_pending_connections(qtbt_handle server, int32_t *count);
QTBT_EXPORT qtbt_status qtbt_server_set_max_pending_connections(qtbt_handle server, int32_t count);
QTBT_EXPORT qtbt_status qtbt_server_security_flags(qtbt_handle server, uint32_t *flags);
QTBT_EXPORT qtbt_status qtbt_server_set_security_flags(qtbt_handle server, uint32_t flags);
QTBT_EXPORT qtbt_status qtbt_server_address(qtbt_handle server, uint64_t *address);
QTBT_EXPORT qtbt_status qtbt_server_port(qtbt_handle server, uint16_t *port);
QTBT_EXPORT qtbt_status qtbt_server_type(qtbt_handle server, int32_t *protocol);
QTBT_EXPORT qtbt_status qtbt_server_error(qtbt_handle server, int32_t *error);

#ifdef __cplusplus
}
#endif
#endif
