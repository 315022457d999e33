//go:build cgo && !qtbt_system

// The ABI of QBluetoothSocket: its signals, connecting and ending. Its QIODevice side is in
// socket_device.cpp.
#include "socket.h"

#include "bus.h"
#include "bytes.h"
#include "log.h"
#include "qtbt_socket.h"
#include "quirks.h"
#include "service_info.h"

#include <QtBluetooth/qbluetoothaddress.h>

#if defined(Q_OS_UNIX)
#include <fcntl.h>
#endif

using namespace qtbt;

using State = QBluetoothSocket::SocketState;
using Error = QBluetoothSocket::SocketError;

namespace qtbt {

Socket::Socket(QBluetoothSocket *socket) : socket_(socket), guard_(*socket) {}

// Qt may leave a connection open when its socket is deleted, and layer 1 does as Qt does. But
// sockets of layer 2, and sockets that the program has forgotten, leave nothing behind.
Socket::~Socket()
{
    const bool ends = abandoned_ || stream_ || attempt_;
    stream_.reset(); // it looks at the connection
    if (ends)
        endConnection(*socket_);
    attempt_.reset();
}

QMetaObject::Connection Socket::connectSignal(qtbt_signal signal)
{
    QBluetoothSocket *socket = socket_.get();
    switch (signal) {
    case QTBT_SIGNAL_SOCKET_CONNECTED:
        return connect(socket, &QBluetoothSocket::connected, this,
                       [=] { guard_.inConnected([=] { emitSignal(signal); }); });
    case QTBT_SIGNAL_SOCKET_DISCONNECTED:
        return connect(socket, &QBluetoothSocket::disconnected, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_STATE_CHANGED:
        return connect(socket, &QBluetoothSocket::stateChanged, this, [=](State state) {
            guard_.inStateChanged(state, [=] { emitSignal(signal, int(state)); });
        });
    case QTBT_SIGNAL_SOCKET_ERROR_OCCURRED:
        return connect(socket, &QBluetoothSocket::errorOccurred, this, [=](Error error) {
            guard_.inErrorOccurred(error, [=] { emitSignal(signal, int(error)); });
        });
    case QTBT_SIGNAL_SOCKET_READY_READ:
        return connect(socket, &QIODevice::readyRead, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_CHANNEL_READY_READ:
        return connect(socket, &QIODevice::channelReadyRead, this,
                       [=](int channel) { emitSignal(signal, channel); });
    case QTBT_SIGNAL_SOCKET_BYTES_WRITTEN:
        return connect(socket, &QIODevice::bytesWritten, this, [=](qint64 bytes) {
            guard_.inBytesWritten([=] { emitSignal(signal, bytes); });
        });
    case QTBT_SIGNAL_SOCKET_CHANNEL_BYTES_WRITTEN:
        return connect(socket, &QIODevice::channelBytesWritten, this,
                       [=](int channel, qint64 bytes) {
                           emitSignal(signal, qint64(channel) << 48 | bytes);
                       });
    case QTBT_SIGNAL_SOCKET_ABOUT_TO_CLOSE:
        return connect(socket, &QIODevice::aboutToClose, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED:
        return connect(socket, &QIODevice::readChannelFinished, this, [=] { emitSignal(signal); });
    }
    return {};
}

bool Socket::openStream(size_t capacity)
{
    if (socket_->state() != State::ConnectedState)
        return false;
    guard_.openForStream();
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

qtbt_status Socket::fail(qtbt_failure *failure) const
{
    // QIODevice refuses some calls itself and logs a message. error() then belongs to an earlier
    // call.
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
        self.guard().end(method);
        return QTBT_OK;
    });
}

template <typename Connect>
qtbt_status connectWith(qtbt_handle socket, Connect connect)
{
    return withBus<Socket>(socket, [&](Socket &self) {
        clearLastMessage();
        self.guard().connectBy([&self, connect] { connect(self); });
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
        self.guard().setLookupMode(openMode(open_mode));
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
            self.guard().setLookupMode(openMode(open_mode));
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
                                       int32_t state, int32_t open_mode, qtbt_failure *failure)
{
    if (!failure || descriptor < 0 || !isProtocol(protocol) || state < int(State::UnconnectedState)
        || state > int(State::ListeningState))
        return QTBT_INVALID_ARGUMENT;
#if defined(Q_OS_UNIX)
    if (fcntl(descriptor, F_GETFD) < 0)
        return QTBT_INVALID_ARGUMENT;
#endif
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        clearLastMessage();
        return self.guard().setSocketDescriptor(descriptor,
                                                QBluetoothServiceInfo::Protocol(protocol),
                                                State(state), openMode(open_mode))
                ? QTBT_OK
                : self.fail(failure);
    });
}

qtbt_status qtbt_socket_descriptor(qtbt_handle socket, int32_t *descriptor)
{
    return get<Socket>(socket, descriptor,
                       [](Socket &self) { return self.qt().socketDescriptor(); });
}
