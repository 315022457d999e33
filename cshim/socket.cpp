//go:build cgo && !qtbt_system

// The life of a wrapped QBluetoothSocket: its signals, its end, its connecting. Its QIODevice side is
// in socket_device.cpp.
#include "socket.h"

#include "bluez.h"
#include "bus.h"
#include "bytes.h"
#include "compat.h"
#include "descriptor.h"
#include "log.h"
#include "qtbt_socket.h"
#include "service_info.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>

#include <limits>
#include <utility>

#if defined(Q_OS_UNIX)
#include <sys/socket.h>
#endif

using namespace qtbt;

using State = QBluetoothSocket::SocketState;
using Error = QBluetoothSocket::SocketError;

namespace qtbt {

QObject *backendOf(QBluetoothSocket *socket)
{
    struct Access : QBluetoothSocket
    {
        static auto member() { return &Access::d_ptr; }
    };
    return reinterpret_cast<QObject *>(socket->*Access::member());
}

QObject *senderTo(const QObject *receiver)
{
    struct Access : QObject
    {
        static auto member() { return &Access::sender; }
    };
    return (receiver->*Access::member())();
}

namespace {

// The socket's back end, if it is the one over raw Bluetooth sockets.
QObject *rawBackend(QBluetoothSocket *socket)
{
    QObject *backend = backendOf(socket);
    return backend->inherits("QBluetoothSocketPrivateBluez") ? backend : nullptr;
}

} // namespace

Socket::Socket(QBluetoothSocket *socket) : socket_(socket)
{
    closeOnExec(int(socket->socketDescriptor()));
    connect(socket, &QBluetoothSocket::stateChanged, this,
            [=] { closeOnExec(int(socket->socketDescriptor())); });
    if (QObject *backend = rawBackend(socket)) {
        backend->installEventFilter(this);
        connect(socket, &QBluetoothSocket::errorOccurred, this, [=](Error error) {
            if (error == Error::ServiceNotFoundError)
                takeOverLookup();
        });
    }
}

// When a lookup is finished before it tells of the service, Qt reports an error, drops its agent, connects
// nevertheless, and then calls the agent that it has not any more, which crashes from Qt 6.8 on.
void Socket::takeOverLookup()
{
    using Agent = QBluetoothServiceDiscoveryAgent;
    auto *agent = qobject_cast<Agent *>(senderTo(socket_.get()));
    if (!agent)
        return;
    disconnect(agent, &Agent::serviceDiscovered, socket_.get(), nullptr); // and still its receiver
    connect(agent, &Agent::serviceDiscovered, this, [=](const QBluetoothServiceInfo &service) {
        if (service.serverChannel() > 0 || service.protocolServiceMultiplexer() > 0) {
            agent->disconnect(this);
            socket_->connectToService(service, lookupMode_);
        }
    });
}

// A write queues a call in the raw back end. If the connection has ended since, that call finds no
// notifiers: Qt survives it as far as one call empties the buffer, and reports an error then.
bool Socket::eventFilter(QObject *, QEvent *event)
{
    constexpr qint64 emptiedByOneCall = 1024;
    return event->type() == QEvent::MetaCall && socket_->socketDescriptor() == -1
            && (socket_->bytesToWrite() == 0 || socket_->bytesToWrite() > emptiedByOneCall);
}

// Before Qt 6.8, a connection that bluetoothd has made outlives its QBluetoothSocket: Qt leaves the client
// profile registered, and bluetoothd has the connection open as long. That is Qt's way; but of layer 2's
// sockets, and of forgotten ones, nothing may be left.
Socket::~Socket()
{
    const bool ends = abandoned_ || stream_ || attempt_;
    stream_.reset(); // while there is a connection that it can look at
    if (ends)
        letGo();
    attempt_.reset();
}

// Ends the connection without waiting for bluetoothd, as Qt's abort() does with a connection that bluetoothd
// has made.
void Socket::letGo()
{
#if QTBT_BLUEZ
    if (!rawBackend(socket_.get())) {
        const int descriptor = int(socket_->socketDescriptor());
        if (descriptor >= 0)
            shutdown(descriptor, SHUT_RDWR);
        return unregisterProfile(profilePath(backendOf(socket_.get())));
    }
#endif
    socket_->abort();
}

QMetaObject::Connection Socket::connectSignal(qtbt_signal signal)
{
    QBluetoothSocket *socket = socket_.get();
    switch (signal) {
    case QTBT_SIGNAL_SOCKET_CONNECTED:
        return connect(socket, &QBluetoothSocket::connected, this, [=] {
            const QScopedValueRollback inside(inConnected_, inConnected_ + !settingDescriptor_);
            emitSignal(signal);
        });
    case QTBT_SIGNAL_SOCKET_DISCONNECTED:
        return connect(socket, &QBluetoothSocket::disconnected, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_STATE_CHANGED:
        return connect(socket, &QBluetoothSocket::stateChanged, this, [=](State state) {
            const bool connected = state == State::ConnectedState && !settingDescriptor_;
            const bool inLookup = state == State::ServiceLookupState;
            const QScopedValueRollback inside(inConnected_, inConnected_ + connected);
            const QScopedValueRollback looking(inLookupState_, inLookupState_ + inLookup);
            emitSignal(signal, int(state));
            if (state == State::ClosingState)
                afterWriting();
        });
    case QTBT_SIGNAL_SOCKET_ERROR_OCCURRED:
        return connect(socket, &QBluetoothSocket::errorOccurred, this, [=](Error error) {
            if (reading_)
                return readErrors_.push_back(int(error));
            const QScopedValueRollback inside(inError_, inError_ + 1);
            emitSignal(signal, int(error));
            afterWriting();
        });
    case QTBT_SIGNAL_SOCKET_READY_READ:
        return connect(socket, &QIODevice::readyRead, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_CHANNEL_READY_READ:
        return connect(socket, &QIODevice::channelReadyRead, this,
                       [=](int channel) { emitSignal(signal, channel); });
    case QTBT_SIGNAL_SOCKET_BYTES_WRITTEN:
        return connect(socket, &QIODevice::bytesWritten, this, [=](qint64 bytes) {
            emitSignal(signal, bytes);
            afterWriting();
        });
    case QTBT_SIGNAL_SOCKET_CHANNEL_BYTES_WRITTEN:
        return connect(socket, &QIODevice::channelBytesWritten, this, [=](int channel, qint64 bytes) {
            emitSignal(signal, qint64(channel) << 48 | bytes);
        });
    case QTBT_SIGNAL_SOCKET_ABOUT_TO_CLOSE:
        return connect(socket, &QIODevice::aboutToClose, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED:
        return connect(socket, &QIODevice::readChannelFinished, this, [=] { emitSignal(signal); });
    }
    return {};
}

void Socket::emitReadErrors()
{
    const qtbt_handle handle = this->handle();
    for (const int error : std::exchange(readErrors_, {})) {
        if (findObject(handle) == this)
            emitSignal(QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, error);
    }
}

// Whether Qt is dealing with the agent that looks a service up for this socket. Afterwards it goes
// on with the agent, which an end of the connection drops and a new lookup deletes.
bool Socket::inLookup() const
{
    return inLookupState_ > 0
            || qobject_cast<QBluetoothServiceDiscoveryAgent *>(senderTo(socket_.get()));
}

// Whether the raw back end is reporting that reading failed. Afterwards it closes the socket,
// whatever that is connected to by then.
bool Socket::inReadNotification() const
{
    const auto *notifier = qobject_cast<QSocketNotifier *>(senderTo(backendOf(socket_.get())));
    return inError_ > 0 && notifier && notifier->type() == QSocketNotifier::Read;
}

void Socket::putOff(std::function<void()> call)
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

// Drops the raw back end's unsent bytes, and closes the connection if there is one, without a
// signal. Qt's abort() keeps the bytes although it documents the opposite: then the close() of a
// later connection uses a notifier that abort() has deleted, and setSocketDescriptor() sends them to
// another peer (seen with 6.4 and 6.8).
void Socket::dropUnsent()
{
    QObject *backend = rawBackend(socket_.get());
    if (!backend || socket_->bytesToWrite() == 0)
        return;
    struct Access : QBluetoothSocket
    {
        static auto setState() { return &Access::setSocketState; }
        static auto setMode() { return &Access::setOpenMode; }
    };
    const State state = socket_->state();
    const QIODevice::OpenMode mode = socket_->openMode();
    const QSignalBlocker silent(socket_.get());
    constexpr int closed = std::numeric_limits<int>::max(); // every write to it fails
    socket_->setSocketDescriptor(closed, socket_->socketType());
    while (socket_->bytesToWrite() > 0)
        QMetaObject::invokeMethod(backend, "_q_writeNotify", Qt::DirectConnection);
    socket_->abort();
    (socket_.get()->*Access::setMode())(mode);
    (socket_.get()->*Access::setState())(state);
}

// Comes after handlers of an emission that Qt's _q_writeNotify or close() makes. These go on with
// the notifiers as long as there are unsent bytes, also when a handler has ended the connection.
void Socket::afterWriting()
{
    if (socket_->socketDescriptor() == -1)
        dropUnsent();
}

void Socket::end(void (QBluetoothSocket::*method)())
{
    // After `connected`, too, both of BlueZ's back ends go on with what the end deletes.
    if (inConnected_ > 0 || inLookup() || !putOff_.empty())
        return putOff([=] { end(method); });
    (socket_.get()->*method)();
}

void Socket::connectBy(std::function<void()> connect)
{
    if (inLookup() || inReadNotification() || !putOff_.empty())
        return putOff([this, connect = std::move(connect)] { connectBy(connect); });
    if (socket_->state() == State::UnconnectedState)
        dropUnsent();
    connect();
}

bool Socket::setDescriptor(int descriptor, QBluetoothServiceInfo::Protocol protocol, State state,
                           QIODevice::OpenMode mode)
{
    const QScopedValueRollback setting(settingDescriptor_, true);
    putOff_.clear(); // the new connection takes the place of what these end or begin
    dropUnsent();
    if (!socket_->setSocketDescriptor(descriptor, protocol, state, mode))
        return false;
    closeOnExec(int(socket_->socketDescriptor())); // without a change of state there was no stateChanged
    return true;
}

bool Socket::openStream(size_t capacity)
{
    if (socket_->state() != State::ConnectedState)
        return false;
    stream_ = std::make_unique<Stream>(*this, capacity);
    return true;
}

bool Socket::beginAttempt(const QBluetoothAddress &device)
{
    if (socket_->state() != State::UnconnectedState)
        return false;
    attempt_ = std::make_unique<Attempt>(*this, device);
    return true;
}

void Socket::setReadChannel(int32_t channel)
{
    if (socket_->isTransactionStarted())
        socket_->setCurrentReadChannel(channel); // refused by Qt, with its warning
    else
        readChannel_ = channel;
}

void Socket::releaseProfile()
{
#if QTBT_BLUEZ
    if (rawBackend(socket_.get()))
        return;
    // bluetoothd takes the profile's end for the attempt's unless it has our answer about the new connection
    // before, which QtDBus gives when the emission has returned.
    const QString path = profilePath(backendOf(socket_.get()));
    QMetaObject::invokeMethod(servingContext(), [=] { unregisterProfile(path); }, Qt::QueuedConnection);
#endif
}

qtbt_status Socket::fail(qtbt_failure *failure) const
{
    // QIODevice refuses some calls itself, with a message; error() is then an older story.
    const QByteArray message = lastMessage();
    if (message.startsWith("QIODevice::"))
        *failure = {int(Error::OperationError), toBytes(message)};
    else
        *failure = {int(socket_->error()), toBytes(socket_->errorString())};
    return QTBT_FAILED;
}

namespace {

QIODevice::OpenMode openMode(int32_t mode)
{
    return QIODevice::OpenMode::fromInt(mode);
}

qtbt_status endWith(qtbt_handle socket, void (QBluetoothSocket::*method)())
{
    return with<Socket>(socket, [=](Socket &self) {
        self.end(method);
        return QTBT_OK;
    });
}

template <typename Connect>
qtbt_status connectWith(qtbt_handle socket, Connect connect)
{
    return withBus<Socket>(socket, [&](Socket &self) {
        clearLastMessage();
        self.connectBy([&self, connect] { connect(self); });
        return QTBT_OK;
    });
}

} // namespace
} // namespace qtbt

qtbt_status qtbt_socket_new(int32_t protocol, qtbt_handle *socket)
{
    if (!socket || !isProtocol(protocol))
        return QTBT_INVALID_ARGUMENT;
    return onBus([=] {
        chooseBackend();
        const auto type = QBluetoothServiceInfo::Protocol(protocol);
        *socket = addObject(new Socket(type == QBluetoothServiceInfo::UnknownProtocol
                                               ? new QBluetoothSocket
                                               : new QBluetoothSocket(type)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_socket_connect_to_uuid(qtbt_handle socket, uint64_t address, qtbt_uuid uuid,
                                        int32_t open_mode)
{
    return connectWith(socket, [=](Socket &self) {
        self.setLookupMode(openMode(open_mode));
        self.qt().connectToService(QBluetoothAddress(address), toUuid(uuid), openMode(open_mode));
    });
}

qtbt_status qtbt_socket_connect_to_port(qtbt_handle socket, uint64_t address, uint16_t port,
                                        int32_t open_mode)
{
    return connectWith(socket, [=](Socket &self) {
        self.qt().connectToService(QBluetoothAddress(address), port, openMode(open_mode));
    });
}

qtbt_status qtbt_socket_connect_to_service(qtbt_handle socket, const uint8_t *service,
                                           size_t service_size, int32_t open_mode)
{
    return onQtThread([=]() -> qtbt_status {
        QBluetoothServiceInfo info;
        if (findObject(socket) && !decodeServiceInfo(service, service_size, &info))
            return QTBT_INVALID_ARGUMENT;
        return connectWith(socket, [=](Socket &self) {
            self.setLookupMode(openMode(open_mode));
            self.qt().connectToService(info, openMode(open_mode));
        });
    });
}

qtbt_status qtbt_socket_disconnect_from_service(qtbt_handle socket)
{
    return endWith(socket, &QBluetoothSocket::disconnectFromService);
}

qtbt_status qtbt_socket_abort(qtbt_handle socket)
{
    return endWith(socket, &QBluetoothSocket::abort);
}

qtbt_status qtbt_socket_close(qtbt_handle socket)
{
    return endWith(socket, &QBluetoothSocket::close);
}

qtbt_status qtbt_socket_state(qtbt_handle socket, int32_t *state)
{
    return get<Socket>(socket, state, [](Socket &self) { return int(self.qt().state()); });
}

qtbt_status qtbt_socket_type(qtbt_handle socket, int32_t *protocol)
{
    return get<Socket>(socket, protocol, [](Socket &self) { return self.qt().socketType(); });
}

qtbt_status qtbt_socket_error(qtbt_handle socket, int32_t *code)
{
    return get<Socket>(socket, code, [](Socket &self) { return int(self.qt().error()); });
}

qtbt_status qtbt_socket_error_string(qtbt_handle socket, qtbt_text *text)
{
    return get<Socket>(socket, text, [](Socket &self) { return toBytes(self.qt().errorString()); });
}

qtbt_status qtbt_socket_local_name(qtbt_handle socket, qtbt_text *name)
{
    return get<Socket>(socket, name, [](Socket &self) { return toBytes(self.qt().localName()); });
}

qtbt_status qtbt_socket_local_address(qtbt_handle socket, uint64_t *address)
{
    return get<Socket>(socket, address,
                       [](Socket &self) { return self.qt().localAddress().toUInt64(); });
}

qtbt_status qtbt_socket_local_port(qtbt_handle socket, uint16_t *port)
{
    return get<Socket>(socket, port, [](Socket &self) { return self.qt().localPort(); });
}

qtbt_status qtbt_socket_peer_name(qtbt_handle socket, qtbt_text *name)
{
    return get<Socket>(socket, name, [](Socket &self) { return toBytes(self.qt().peerName()); });
}

qtbt_status qtbt_socket_peer_address(qtbt_handle socket, uint64_t *address)
{
    return get<Socket>(socket, address,
                       [](Socket &self) { return self.qt().peerAddress().toUInt64(); });
}

qtbt_status qtbt_socket_peer_port(qtbt_handle socket, uint16_t *port)
{
    return get<Socket>(socket, port, [](Socket &self) { return self.qt().peerPort(); });
}

qtbt_status qtbt_socket_preferred_security_flags(qtbt_handle socket, uint32_t *flags)
{
    return get<Socket>(socket, flags,
                       [](Socket &self) { return self.qt().preferredSecurityFlags().toInt(); });
}

qtbt_status qtbt_socket_set_preferred_security_flags(qtbt_handle socket, uint32_t flags)
{
    return with<Socket>(socket, [=](Socket &self) {
        self.qt().setPreferredSecurityFlags(QBluetooth::SecurityFlags::fromInt(int(flags)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_socket_set_descriptor(qtbt_handle socket, int32_t descriptor, int32_t protocol,
                                       int32_t state, int32_t open_mode,
                                       qtbt_failure *failure)
{
    if (!failure || descriptor < 0 || !isProtocol(protocol)
        || state < int(State::UnconnectedState) || state > int(State::ListeningState))
        return QTBT_INVALID_ARGUMENT;
#if defined(Q_OS_UNIX)
    if (fcntl(descriptor, F_GETFD) < 0)
        return QTBT_INVALID_ARGUMENT;
#endif
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        clearLastMessage();
        return self.setDescriptor(descriptor, QBluetoothServiceInfo::Protocol(protocol),
                                  State(state), openMode(open_mode))
                ? QTBT_OK
                : self.fail(failure);
    });
}

qtbt_status qtbt_socket_descriptor(qtbt_handle socket, int32_t *descriptor)
{
    return get<Socket>(socket, descriptor, [](Socket &self) { return self.qt().socketDescriptor(); });
}
