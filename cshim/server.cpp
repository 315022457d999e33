//go:build cgo && !qtbt_system

// The ABI of QBluetoothServer.
#include "server.h"

#include "bus.h"
#include "bytes.h"
#include "log.h"
#include "qtbt_server.h"
#include "service_info.h"
#include "socket.h"

#include <QtBluetooth/qbluetoothaddress.h>

using namespace qtbt;

namespace qtbt {

QMetaObject::Connection Server::connectSignal(qtbt_signal signal)
{
    switch (signal) {
    case QTBT_SIGNAL_SERVER_NEW_CONNECTION:
        return connect(&server_, &QBluetoothServer::newConnection, this, [=] {
            acceptor_.noteNotifier(server_);
            emitSignal(signal);
        });
    case QTBT_SIGNAL_SERVER_ERROR_OCCURRED:
        return connect(&server_, &QBluetoothServer::errorOccurred, this,
                       [=](QBluetoothServer::Error error) { emitSignal(signal, error); });
    }
    return {};
}

qtbt_status Server::fail(qtbt_failure *failure) const
{
    *failure = {server_.error(), toBytes(lastMessage())};
    return QTBT_FAILED;
}

} // namespace qtbt

qtbt_status qtbt_server_new(int32_t protocol, qtbt_handle *server)
{
    if (!server || !isProtocol(protocol))
        return QTBT_INVALID_ARGUMENT;
    return onQtThread([=] {
        *server = addObject(new Server(QBluetoothServiceInfo::Protocol(protocol)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_server_listen(qtbt_handle server, uint64_t address, uint16_t port,
                               qtbt_failure *failure)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return withBus<Server>(server, [=](Server &self) -> qtbt_status {
        clearLastMessage();
        const bool listening = self.qt().listen(QBluetoothAddress(address), port);
        closeListeningOnExec();
        return listening ? QTBT_OK : self.fail(failure);
    });
}

qtbt_status qtbt_server_listen_service(qtbt_handle server, qtbt_uuid uuid, const char *name,
                                       size_t name_size, qtbt_handle *service,
                                       qtbt_failure *failure)
{
    if (!service || !failure || (!name && name_size))
        return QTBT_INVALID_ARGUMENT;
    return withBus<Server>(server, [=](Server &self) -> qtbt_status {
        clearLastMessage();
        const QBluetoothServiceInfo info = self.qt().listen(toUuid(uuid), toText(name, name_size));
        closeListeningOnExec();
        if (!info.isValid())
            return self.fail(failure);
        *service = addObject(new ServiceInfo(info));
        return QTBT_OK;
    });
}

qtbt_status qtbt_server_close(qtbt_handle server)
{
    return with<Server>(server, [](Server &self) {
        self.qt().close();
        return QTBT_OK;
    });
}

qtbt_status qtbt_server_is_listening(qtbt_handle server, bool *listening)
{
    return get<Server>(server, listening, [](Server &self) { return self.qt().isListening(); });
}

qtbt_status qtbt_server_has_pending_connections(qtbt_handle server, bool *pending)
{
    return get<Server>(server, pending,
                       [](Server &self) { return self.qt().hasPendingConnections(); });
}

qtbt_status qtbt_server_next_pending_connection(qtbt_handle server, qtbt_handle *socket)
{
    return get<Server>(server, socket, [](Server &self) -> qtbt_handle {
        QBluetoothSocket *connection = self.qt().nextPendingConnection();
        return connection ? addObject(new Socket(connection)) : 0;
    });
}

qtbt_status qtbt_server_accept(qtbt_handle server, int32_t *descriptor, qtbt_failure *failure)
{
    if (!descriptor || !failure)
        return QTBT_INVALID_ARGUMENT;
    return with<Server>(server,
                        [=](Server &self) { return self.acceptor().accept(descriptor, failure); });
}

qtbt_status qtbt_server_max_pending_connections(qtbt_handle server, int32_t *count)
{
    return get<Server>(server, count,
                       [](Server &self) { return self.qt().maxPendingConnections(); });
}

qtbt_status qtbt_server_set_max_pending_connections(qtbt_handle server, int32_t count)
{
    return with<Server>(server, [=](Server &self) {
        self.qt().setMaxPendingConnections(count);
        return QTBT_OK;
    });
}

qtbt_status qtbt_server_security_flags(qtbt_handle server, uint32_t *flags)
{
    return get<Server>(server, flags,
                       [](Server &self) { return self.qt().securityFlags().toInt(); });
}

qtbt_status qtbt_server_set_security_flags(qtbt_handle server, uint32_t flags)
{
    return with<Server>(server, [=](Server &self) {
        self.qt().setSecurityFlags(QBluetooth::SecurityFlags::fromInt(int(flags)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_server_address(qtbt_handle server, uint64_t *address)
{
    return get<Server>(server, address,
                       [](Server &self) { return self.qt().serverAddress().toUInt64(); });
}

qtbt_status qtbt_server_port(qtbt_handle server, uint16_t *port)
{
    return get<Server>(server, port, [](Server &self) { return self.qt().serverPort(); });
}

qtbt_status qtbt_server_type(qtbt_handle server, int32_t *protocol)
{
    return get<Server>(server, protocol, [](Server &self) { return self.qt().serverType(); });
}

qtbt_status qtbt_server_error(qtbt_handle server, int32_t *code)
{
    return get<Server>(server, code, [](Server &self) { return self.qt().error(); });
}
