//go:build cgo && !qtbt_system

// The ABI of QBluetoothServer.
#include "server.h"

#include "bus.h"
#include "bytes.h"
#include "compat.h"
#include "descriptor.h"
#include "log.h"
#include "qtbt_server.h"
#include "service_info.h"
#include "socket.h"

#include <QtBluetooth/qbluetoothaddress.h>

#if QTBT_BLUEZ
#include <QtCore/qdir.h>

#include <cerrno>
#include <sys/socket.h>
#endif

using namespace qtbt;

namespace qtbt {

QMetaObject::Connection Server::connectSignal(qtbt_signal signal)
{
    switch (signal) {
    case QTBT_SIGNAL_SERVER_NEW_CONNECTION:
        return connect(&server_, &QBluetoothServer::newConnection, this, [=] {
            if (!notifier_)
                notifier_ = qobject_cast<QSocketNotifier *>(senderTo(&server_));
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

namespace {

// Keeps child processes from inheriting listening sockets. Qt gives nobody the descriptor of a new one, and the
// kernel does not report which Bluetooth sockets listen, so this is for all that have no peer.
void closeListeningOnExec()
{
#if QTBT_BLUEZ
    for (const QString &name : QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files)) {
        const int descriptor = name.toInt();
        int domain = 0;
        socklen_t size = sizeof domain;
        sockaddr_storage peer;
        socklen_t peerSize = sizeof peer;
        if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_BLUETOOTH
            && getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize) < 0)
            closeOnExec(descriptor);
    }
#endif
}

} // namespace

// While a connection is pending, Qt keeps the notifier disabled.
qtbt_status Server::accept(int32_t *descriptor, qtbt_failure *failure)
{
#if QTBT_BLUEZ
    if (!notifier_ || notifier_->isEnabled())
        return QTBT_AGAIN;
    int error;
    do {
        const int accepted =
                accept4(int(notifier_->socket()), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted >= 0) {
            *descriptor = accepted;
            return QTBT_OK;
        }
        error = errno;
    } while (error == EINTR || error == ECONNABORTED);
    if (error != EAGAIN) {
        *failure = {error, {}};
        return QTBT_ERRNO;
    }
    notifier_->setEnabled(true);
#else
    (void)descriptor, (void)failure;
#endif
    return QTBT_AGAIN;
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
    return with<Server>(server, [=](Server &self) { return self.accept(descriptor, failure); });
}

qtbt_status qtbt_server_max_pending_connections(qtbt_handle server, int32_t *count)
{
    return get<Server>(server, count, [](Server &self) { return self.qt().maxPendingConnections(); });
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
