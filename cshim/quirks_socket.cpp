//go:build cgo && !qtbt_system

// The workarounds that quirks_socket.h lists.
#include "quirks_socket.h"

#include "bluez.h"
#include "compat.h"
#include "qt_thread.h"
#include "quirks.h"

#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qdir.h>

#include <cerrno>
#include <limits>

#if QTBT_BLUEZ
#include <QtCore/qxmlstream.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbuserror.h>
#include <QtDBus/qdbusmessage.h>
#include <QtDBus/qdbuspendingcall.h>
#include <QtNetwork/qlocalsocket.h>

#include <sys/eventfd.h>
#include <sys/socket.h>
#endif

#if defined(Q_OS_UNIX)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace qtbt {
namespace {

// Access has pointers to protected members of a socket.
struct Access : QBluetoothSocket {
    static auto backend() { return &Access::d_ptr; }
    static auto setState() { return &Access::setSocketState; }
    static auto setMode() { return &Access::setOpenMode; }
};

// Returns the back end of a socket. Its type is one that only Qt knows, whose first base is QObject.
QObject *backendOf(const QBluetoothSocket &socket)
{
    return reinterpret_cast<QObject *>(socket.*Access::backend());
}

// Returns a socket's back end if it is the one over raw Bluetooth sockets, else null.
QObject *rawBackend(const QBluetoothSocket &socket)
{
    QObject *backend = backendOf(socket);
    return backend->inherits("QBluetoothSocketPrivateBluez") ? backend : nullptr;
}

#if QTBT_BLUEZ

// Returns what Qt reads and writes a connection with that bluetoothd has made, else null.
QLocalSocket *localSocket(const QBluetoothSocket &socket)
{
    return backendOf(socket)->findChild<QLocalSocket *>();
}

// Returns the names of the nodes below a path at which this process has registered objects.
QStringList childNodes(const QDBusConnection &bus, const QString &path)
{
    const QDBusMessage reply = bus.call(QDBusMessage::createMethodCall(
            bus.baseService(), path, QStringLiteral("org.freedesktop.DBus.Introspectable"),
            QStringLiteral("Introspect")));
    QStringList names;
    QXmlStreamReader xml(reply.arguments().value(0).toString());
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("node")
            && xml.attributes().hasAttribute(QLatin1String("name")))
            names.append(xml.attributes().value(QLatin1String("name")).toString());
    }
    return names;
}

// Returns the D-Bus path of the client profile that Qt has registered for a socket, empty if there
// is none. Qt registers the profile's object at /qt/btsocket/<program>/<random number>, and has no
// call that returns the path.
QString profilePath(const QBluetoothSocket &socket)
{
    const QString root = QStringLiteral("/qt/btsocket");
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return {};
    for (const QString &program : childNodes(bus, root)) {
        const QString folder = root + QLatin1Char('/') + program;
        for (const QString &name : childNodes(bus, folder)) {
            const QString path = folder + QLatin1Char('/') + name;
            const QObject *profile = bus.objectRegisteredAt(path);
            if (profile && profile->parent() == backendOf(socket))
                return path;
        }
    }
    return {};
}

#endif

} // namespace

// -- Descriptors --

void closeOnExec(int descriptor)
{
#if defined(Q_OS_UNIX)
    if (descriptor >= 0)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#else
    (void)descriptor;
#endif
}

void closeListeningOnExec()
{
#if QTBT_BLUEZ
    const QDir descriptors(QStringLiteral("/proc/self/fd"));
    for (const QString &name : descriptors.entryList(QDir::System | QDir::Files)) {
        const int descriptor = name.toInt();
        int domain = 0;
        socklen_t size = sizeof domain;
        sockaddr_storage peer;
        socklen_t peerSize = sizeof peer;
        if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0
            && domain == AF_BLUETOOTH
            && getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize) < 0)
            closeOnExec(descriptor);
    }
#endif
}

// -- QBluetoothSocket --

SocketGuard::SocketGuard(QBluetoothSocket &socket) : socket_(socket)
{
    closeOnExec(int(socket.socketDescriptor()));
    connect(&socket, &QBluetoothSocket::stateChanged, this,
            [&socket] { closeOnExec(int(socket.socketDescriptor())); });
    if (QObject *backend = rawBackend(socket)) {
        backend->installEventFilter(this);
        connect(&socket, &QBluetoothSocket::errorOccurred, this, [this](Error error) {
            if (error == Error::ServiceNotFoundError)
                takeOverLookup();
        });
    }
}

// If the lookup of a service is finished before it reports the service, Qt reports an error and
// deletes its agent later. When the service arrives, Qt connects nevertheless, and then calls the
// agent, which it no longer has. This crashes with Qt 6.8 (seen with 6.4.2 and 6.8.2).
void SocketGuard::takeOverLookup()
{
    using Agent = QBluetoothServiceDiscoveryAgent;
    auto *agent = qobject_cast<Agent *>(senderTo(&socket_));
    if (!agent)
        return;
    // The signal's receiver is still Qt's socket.
    disconnect(agent, &Agent::serviceDiscovered, &socket_, nullptr);
    connect(agent, &Agent::serviceDiscovered, this, [=](const QBluetoothServiceInfo &service) {
        if (service.serverChannel() > 0 || service.protocolServiceMultiplexer() > 0) {
            agent->disconnect(this);
            socket_.connectToService(service, lookupMode_);
        }
    });
}

// A write queues a call in the raw back end. If the connection ends first, that call finds no
// notifiers. Qt then crashes, unless the call empties the buffer, for which it reports an error
// (seen with 6.4.2). So other calls are filtered out.
bool SocketGuard::eventFilter(QObject *, QEvent *event)
{
    constexpr qint64 maxSentByOneCall = 1024;
    return event->type() == QEvent::MetaCall && socket_.socketDescriptor() == -1
            && (socket_.bytesToWrite() == 0 || socket_.bytesToWrite() > maxSentByOneCall);
}

// Reports whether Qt is handling a signal of the agent that looks a service up for this socket.
// Afterwards Qt uses the agent, which an end of the connection drops and a new lookup deletes (seen
// with 6.4.2).
bool SocketGuard::inLookup() const
{
    return inLookupState_ > 0
            || qobject_cast<QBluetoothServiceDiscoveryAgent *>(senderTo(&socket_));
}

// Reports whether the raw back end is reporting that reading failed. Afterwards Qt closes the
// socket, even if a handler has connected it again (seen with 6.4.2).
bool SocketGuard::inReadNotification() const
{
    const auto *notifier = qobject_cast<QSocketNotifier *>(senderTo(backendOf(socket_)));
    return inError_ > 0 && notifier && notifier->type() == QSocketNotifier::Read;
}

// After the emission of `connected`, both of BlueZ's back ends use what an end of the connection
// deletes: the raw one its notifier, the other one the profile's object (seen with 6.4.2).
bool SocketGuard::endWouldCrash() const
{
    return inConnected_ > 0 || inLookup();
}

void SocketGuard::putOff(std::function<void()> call)
{
    if (putOff_.empty()) {
        const auto runAll = [this] {
            for (const auto &next : std::exchange(putOff_, {}))
                next();
        };
        QMetaObject::invokeMethod(this, runAll, Qt::QueuedConnection);
    }
    putOff_.push_back(std::move(call));
}

void SocketGuard::end(void (QBluetoothSocket::*method)())
{
    if (endWouldCrash() || !putOff_.empty())
        return putOff([=] { end(method); });
    (socket_.*method)();
}

void SocketGuard::connectBy(std::function<void()> connect)
{
    if (inLookup() || inReadNotification() || !putOff_.empty())
        return putOff([this, connect = std::move(connect)] { connectBy(connect); });
    if (socket_.state() == State::UnconnectedState)
        dropUnsent();
    connect();
}

bool SocketGuard::setSocketDescriptor(int descriptor, QBluetoothServiceInfo::Protocol protocol,
                                      State state, QIODevice::OpenMode mode)
{
    const QScopedValueRollback setting(settingDescriptor_, true);
    putOff_.clear(); // the new connection takes the place of what these end or begin
    dropUnsent();
    if (!socket_.setSocketDescriptor(descriptor, protocol, state, mode))
        return false;
    // If the state is the same as before, Qt emits no stateChanged.
    closeOnExec(int(socket_.socketDescriptor()));
    return true;
}

// Drops the raw back end's unsent bytes and closes the connection, if there is one, without a
// signal. Qt's abort() keeps the bytes, although its documentation states the opposite. Then the
// close() of a later connection uses a notifier that abort() has deleted, and setSocketDescriptor()
// sends the bytes to another peer (seen with 6.4 and 6.8).
void SocketGuard::dropUnsent()
{
    QObject *backend = rawBackend(socket_);
    if (!backend || socket_.bytesToWrite() == 0)
        return;
    const State state = socket_.state();
    const QIODevice::OpenMode mode = socket_.openMode();
    const QSignalBlocker silent(socket_);
    constexpr int closed = std::numeric_limits<int>::max(); // every write to it fails
    socket_.setSocketDescriptor(closed, socket_.socketType());
    while (socket_.bytesToWrite() > 0)
        QMetaObject::invokeMethod(backend, "_q_writeNotify", Qt::DirectConnection);
    socket_.abort();
    (socket_.*Access::setMode())(mode);
    (socket_.*Access::setState())(state);
}

// Must be called after the handlers of an emission that Qt's _q_writeNotify or close() makes. Both
// go on with the notifiers while there are unsent bytes, even if a handler has ended the connection
// (seen with 6.4.2).
void SocketGuard::afterWriting()
{
    if (socket_.socketDescriptor() == -1)
        dropUnsent();
}

// QIODevice's commitTransaction drops the bytes that the transaction has read from the buffer,
// without checking that they are there (seen with 6.4 and 6.8). The end of the connection deletes
// the buffer and open() empties it, so that bytesAvailable becomes negative. Rolling back ends the
// transaction without dropping bytes.
void SocketGuard::commitTransaction()
{
    if (socket_.isReadable() && socket_.QIODevice::bytesAvailable() >= 0)
        socket_.commitTransaction();
    else
        socket_.rollbackTransaction();
}

void SocketGuard::openForStream()
{
    if (socket_.isTransactionStarted())
        socket_.rollbackTransaction();
    const QIODevice::OpenMode mode = socket_.openMode() | QIODevice::ReadWrite;
    (socket_.*Access::setMode())(mode & ~QIODevice::OpenMode(QIODevice::Text));
}

void SocketGuard::setReadChannel(int32_t channel)
{
    if (socket_.isTransactionStarted())
        socket_.setCurrentReadChannel(channel); // Qt refuses, and logs a warning
    else
        readChannel_ = channel;
}

bool ReadingPause::set(bool paused)
{
#if QTBT_BLUEZ
    if (auto *local = localSocket(socket_)) {
        local->setReadBufferSize(paused ? local->bytesAvailable() : 0);
        return true;
    }
    // The raw back end's notifier can be found only while its signal is handled.
    if (!notifier_)
        notifier_ = qobject_cast<QSocketNotifier *>(senderTo(backendOf(socket_)));
    if (notifier_) {
        notifier_->setEnabled(!paused);
        return true;
    }
#else
    (void)paused;
#endif
    return false;
}

bool isLinkLoss(const QString &errorString)
{
    static constexpr int losses[] = {
        ETIMEDOUT, ECONNABORTED, ENETDOWN, ENETUNREACH, EHOSTUNREACH,
#if defined(EHOSTDOWN) // Windows has no such error
        EHOSTDOWN,
#endif
    };
    for (const int error : losses)
        if (errorString == qt_error_string(error))
            return true;
    return false;
}

QByteArray connectionError(QBluetoothSocket &socket)
{
#if QTBT_BLUEZ
    if (const auto *reply = qobject_cast<QDBusPendingCallWatcher *>(senderTo(backendOf(socket)))) {
        const QDBusError error = reply->error();
        if (error.isValid())
            return (error.name() + QStringLiteral(": ") + error.message()).toUtf8();
    }
#else
    (void)socket;
#endif
    return {};
}

void releaseProfile(QBluetoothSocket &socket)
{
#if QTBT_BLUEZ
    if (rawBackend(socket))
        return;
    // bluetoothd would take the profile's end for a failure to connect, unless it has Qt's reply
    // about the new connection before. QtDBus sends that reply when the emission has returned.
    const auto unregister = [path = profilePath(socket)] { unregisterProfile(path); };
    QMetaObject::invokeMethod(servingContext(), unregister, Qt::QueuedConnection);
#else
    (void)socket;
#endif
}

void endConnection(QBluetoothSocket &socket)
{
#if QTBT_BLUEZ
    if (!rawBackend(socket)) {
        // Qt's abort() would wait for bluetoothd.
        const int descriptor = int(socket.socketDescriptor());
        if (descriptor >= 0)
            shutdown(descriptor, SHUT_RDWR);
        return unregisterProfile(profilePath(socket));
    }
#endif
    socket.abort();
}

#if QTBT_BLUEZ

bool isFromDaemon(const QBluetoothSocket &socket)
{
    return localSocket(socket) != nullptr;
}

bool makeQuiet(int descriptor)
{
    const int quiet = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (quiet < 0)
        return false;
    const int result = dup3(quiet, descriptor, O_CLOEXEC);
    const int error = errno;
    close(quiet);
    errno = error;
    return result >= 0;
}

void detachBackend(QBluetoothSocket &socket)
{
    QObject *backend = backendOf(socket);
    for (auto *reply : backend->findChildren<QDBusPendingCallWatcher *>())
        reply->disconnect(backend);
    for (auto *local : backend->findChildren<QLocalSocket *>())
        local->disconnect(backend);
}

#endif

// -- QBluetoothServer --

void Acceptor::noteNotifier(const QBluetoothServer &server)
{
    if (!notifier_)
        notifier_ = qobject_cast<QSocketNotifier *>(senderTo(&server));
}

// While a connection is pending, Qt keeps the notifier disabled.
qtbt_status Acceptor::accept(int32_t *descriptor, qtbt_failure *failure)
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
