//go:build cgo && !qtbt_system

// Streams: moving bytes between Qt and the buffers that readers and writers on other threads use.
#include "stream.h"

#include "bytes.h"
#include "callbacks.h"
#include "compat.h"
#include "qtbt_stream.h"
#include "socket.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>

#if QTBT_BLUEZ
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace qtbt {
namespace {

using State = QBluetoothSocket::SocketState;
using Error = QBluetoothSocket::SocketError;

// So much of what is to be sent lies with Qt, whose buffer has no limit of its own.
constexpr qint64 handedToQt = 64 * 1024;

// Where Qt cannot hold the peer back, so many capacities may wait to be read.
constexpr size_t overrunFactor = 64;

// L2CAP's default MTU.
constexpr size_t defaultMtu = 672;

// The buffers of the sockets that have a stream, by the socket's handle.
struct Table {
    std::shared_mutex mutex;
    std::unordered_map<qtbt_handle, std::shared_ptr<StreamBuffers>> buffers;
};

// Never destroyed: readers may still come when the process's static objects go.
Table &table()
{
    static auto *instance = new Table;
    return *instance;
}

std::shared_ptr<StreamBuffers> findBuffers(qtbt_handle socket)
{
    Table &all = table();
    std::shared_lock lock(all.mutex);
    const auto found = all.buffers.find(socket);
    return found == all.buffers.end() ? nullptr : found->second;
}

// What a call answers that finds no stream.
qtbt_status noStream()
{
    return isOpen() ? QTBT_DELETED : QTBT_STOPPED;
}

// Has the Qt thread serve the stream. `lock` is on its buffers, and given up.
void callQtThread(const std::shared_ptr<StreamBuffers> &buffers, std::unique_lock<std::mutex> lock)
{
    StreamBuffers::Call &call = buffers->call;
    if (call.self)
        return;
    call.self = buffers;
    call.run = [](Task *task, bool stopped) {
        std::shared_ptr<StreamBuffers> self;
        {
            auto *under = static_cast<StreamBuffers::Call *>(task);
            std::lock_guard relock(under->self->mutex);
            self = std::move(under->self);
        }
        if (!stopped && self->stream)
            self->stream->serve();
    };
    lock.unlock();
    if (!post(&call)) {
        lock.lock();
        call.self.reset();
    }
}

// How a direction ended; QTBT_OK while it goes on.
qtbt_status ended(const StreamBuffers &buffers, qtbt_status end, qtbt_failure *failure)
{
    if (end == QTBT_FAILED)
        *failure = {buffers.errorCode, toBytes(buffers.errorText)};
    return end;
}

} // namespace

Stream::Stream(Socket &socket, size_t capacity)
    : socket_(socket), buffers_(std::make_shared<StreamBuffers>()), pause_(socket.qt())
{
    buffers_->capacity = capacity;
    buffers_->stream = this;
    {
        Table &all = table();
        std::lock_guard lock(all.mutex);
        all.buffers.emplace(socket.handle(), buffers_);
    }
    QBluetoothSocket *qt = &socket.qt();
    connect(qt, &QIODevice::readyRead, this, &Stream::drain);
    connect(qt, &QIODevice::bytesWritten, this, [this] {
        feed();
        if (linger_.isActive())
            startLinger();
        finishIfDone();
    });
    connect(qt, &QBluetoothSocket::errorOccurred, this, &Stream::onError);
    connect(qt, &QBluetoothSocket::stateChanged, this, &Stream::onState);
    openTail();
    drain();
}

Stream::~Stream()
{
    {
        Table &all = table();
        std::lock_guard lock(all.mutex);
        all.buffers.erase(socket_.handle());
    }
    {
        std::lock_guard lock(buffers_->mutex);
        buffers_->stream = nullptr;
    }
    takeTail();
    end(noStream());
    signal(QTBT_STREAM_GONE);
}

void Stream::signal(int32_t what) const
{
    sendSignal(socket_.handle(), QTBT_SIGNAL_STREAM, what);
}

void Stream::serve()
{
    bool paused;
    {
        std::lock_guard lock(buffers_->mutex);
        paused = buffers_->paused;
        buffers_->paused = false;
        if (std::exchange(buffers_->lingerChanged, false))
            linger_.stop();
    }
    if (paused) {
        hold(false);
        drain();
    }
    feed();
    finishIfDone();
}

// Takes what Qt has, up to the capacity. What is left makes Qt hold the peer back.
void Stream::drain()
{
    QBluetoothSocket &qt = socket_.qt();
    if (qt.state() != State::ConnectedState)
        return;
    bool wake = false, overrun = false;
    {
        std::lock_guard lock(buffers_->mutex);
        ByteQueue &in = buffers_->in;
        const size_t before = in.size();
        while (const auto available = size_t(qt.bytesAvailable())) {
            if (in.size() >= buffers_->capacity && !buffers_->paused)
                buffers_->paused = hold(true);
            if (buffers_->paused)
                break;
            qint64 count = 0;
            in.fill(std::min(available, buffers_->capacity), [&](char *to) {
                count = qt.read(to, qint64(std::min(available, buffers_->capacity)));
                return size_t(std::max<qint64>(count, 0));
            });
            if (count <= 0)
                break;
        }
        overrun = in.size() > overrunFactor * buffers_->capacity;
        wake = buffers_->readerWaits && in.size() > before;
        if (wake)
            buffers_->readerWaits = false;
    }
    if (wake)
        signal(QTBT_STREAM_READABLE);
    if (overrun) {
        end(QTBT_OVERRUN);
        socket_.guard().end(&QBluetoothSocket::abort);
    }
}

// Has Qt leave with the peer what it sends, or take it again. False where Qt cannot.
bool Stream::hold(bool held)
{
    if (!pause_.set(held))
        return false;
#if QTBT_BLUEZ
    if (tail_ && isFromDaemon(socket_.qt()))
        tail_->setEnabled(!held);
#endif
    return true;
}

// When a peer closes an L2CAP connection, the kernel's next read tells the end, once, and only those after
// it give the packets that came before (bt_sock_recvmsg). Qt closes its descriptor at the first, or, when it
// has the connection from bluetoothd, takes it for nothing and polls for ever. So a stream has its own.
void Stream::openTail()
{
#if QTBT_BLUEZ
    const QBluetoothSocket &qt = socket_.qt();
    if (qt.socketType() != QBluetoothServiceInfo::L2capProtocol)
        return;
    const int descriptor = fcntl(qt.socketDescriptor(), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        return;
    tail_ = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    tail_->setEnabled(isFromDaemon(qt));
    connect(tail_.get(), &QSocketNotifier::activated, this, &Stream::watchTail);
#endif
}

// Ends the stream when the peer has closed and Qt will not tell.
void Stream::watchTail()
{
#if QTBT_BLUEZ
    pollfd ended = {int(tail_->socket()), 0, 0};
    if (poll(&ended, 1, 0) != 1 || !(ended.revents & POLLHUP))
        return;
    drain();
    if (!tail_ || !tail_->isEnabled()) // overrun; or held: again when there is room
        return;
    takeTail();
    end(QTBT_END);
    socket_.guard().end(&QBluetoothSocket::abort);
#endif
}

// Takes the packets that Qt has left, and closes the descriptor that could keep the connection open.
void Stream::takeTail()
{
#if QTBT_BLUEZ
    if (!tail_)
        return;
    const int descriptor = int(tail_->socket());
    tail_->setEnabled(false);
    tail_.release()->deleteLater(); // it may be what calls
    int error;
    socklen_t size = sizeof error;
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size); // clears what the next read would tell
    constexpr size_t largestPacket = 65535;
    ssize_t count;
    {
        std::lock_guard lock(buffers_->mutex);
        do {
            buffers_->in.fill(largestPacket, [&](char *to) {
                count = recv(descriptor, to, largestPacket, MSG_DONTWAIT);
                return size_t(std::max<ssize_t>(count, 0));
            });
        } while (count > 0);
    }
    close(descriptor);
#endif
}

// Hands Qt what it has room for. Over L2CAP Qt makes a packet of what it has, and the kernel ends the
// connection at one that is over the MTU: so there it gets one at a time.
void Stream::feed()
{
    QBluetoothSocket &qt = socket_.qt();
    if (qt.state() != State::ConnectedState)
        return;
    const bool packets = qt.socketType() == QBluetoothServiceInfo::L2capProtocol;
    for (;;) {
        const qint64 room = packets ? (qt.bytesToWrite() > 0 ? 0 : qint64(packetSize()))
                                    : handedToQt - qt.bytesToWrite();
        if (room <= 0)
            break;
        QByteArray next;
        {
            std::lock_guard lock(buffers_->mutex);
            const std::string_view front = buffers_->out.front(size_t(room));
            next = QByteArray(front.data(), qsizetype(front.size()));
            buffers_->out.drop(front.size());
        }
        if (next.isEmpty())
            break;
        if (qt.write(next) < 0)
            return onError(Error::NetworkError);
    }
    bool wake;
    {
        std::lock_guard lock(buffers_->mutex);
        wake = buffers_->writerWaits && buffers_->out.size() <= buffers_->capacity / 2;
        if (wake)
            buffers_->writerWaits = false;
    }
    if (wake)
        signal(QTBT_STREAM_WRITABLE);
}

size_t Stream::packetSize() const
{
#if QTBT_BLUEZ
    // L2CAP_OPTIONS of the kernel's Bluetooth sockets.
    struct {
        uint16_t outgoingMtu, incomingMtu, flushTimeout;
        uint8_t mode, checksum, maxTransmissions;
        uint16_t window;
    } options = {};
    socklen_t size = sizeof options;
    constexpr int levelL2cap = 6, optionL2cap = 1;
    if (getsockopt(socket_.qt().socketDescriptor(), levelL2cap, optionL2cap, &options, &size) == 0
        && options.outgoingMtu > 0)
        return options.outgoingMtu;
#endif
    return defaultMtu;
}

void Stream::onState(State state)
{
    if (state != State::UnconnectedState)
        return;
    takeTail();
    end(QTBT_END);
}

void Stream::onError(Error error)
{
    const QByteArray text = socket_.qt().errorString().toUtf8();
    switch (error) {
    case Error::OperationError: // a wrong call, not the connection
        return;
    case Error::NetworkError: {
        // Writing failed. The peer may be gone, but what it sent before can still be read.
        bool wake;
        {
            std::lock_guard lock(buffers_->mutex);
            buffers_->out.clear();
            buffers_->writeEnd = QTBT_FAILED;
            buffers_->errorCode = int32_t(error);
            buffers_->errorText = text;
            wake = std::exchange(buffers_->writerWaits, false);
        }
        if (wake)
            signal(QTBT_STREAM_WRITABLE);
        return finishIfDone();
    }
    case Error::RemoteHostClosedError:
        drain();
        takeTail();
        return end(QTBT_END);
    default:
        drain();
        takeTail();
        if (socket_.qt().state() == State::ConnectedState && error == Error::UnknownSocketError
            && !isLinkLoss(socket_.qt().errorString()))
            return end(QTBT_END);
        end(QTBT_FAILED, int32_t(error), text);
    }
}

// The connection is over; what has arrived can still be read.
void Stream::end(qtbt_status status, int32_t code, const QByteArray &text)
{
    int32_t wake = 0;
    {
        std::lock_guard lock(buffers_->mutex);
        buffers_->out.clear();
        if (buffers_->readEnd == QTBT_OK && buffers_->writeEnd == QTBT_OK) {
            buffers_->errorCode = code;
            buffers_->errorText = text;
        }
        if (buffers_->readEnd == QTBT_OK)
            buffers_->readEnd = status;
        if (buffers_->writeEnd == QTBT_OK)
            buffers_->writeEnd = status;
        if (std::exchange(buffers_->readerWaits, false))
            wake |= QTBT_STREAM_READABLE;
        if (std::exchange(buffers_->writerWaits, false))
            wake |= QTBT_STREAM_WRITABLE;
    }
    if (wake)
        signal(wake);
    finishIfDone();
}

// After qtbt_stream_close: deletes the socket when nothing is left to be sent.
void Stream::finishIfDone()
{
    bool done;
    {
        std::lock_guard lock(buffers_->mutex);
        if (!buffers_->closing || !buffers_->stream)
            return;
        done = buffers_->out.empty() || buffers_->writeEnd != QTBT_OK;
    }
    QBluetoothSocket &qt = socket_.qt();
    if (qt.state() != State::ConnectedState || buffers_->writeEnd != QTBT_OK
        || (done && qt.bytesToWrite() == 0)) {
        linger_.stop();
        qtbt_delete(socket_.handle());
    } else if (!linger_.isActive()) {
        startLinger();
    }
}

void Stream::startLinger()
{
    int32_t linger;
    {
        std::lock_guard lock(buffers_->mutex);
        linger = buffers_->linger;
    }
    linger_.start(linger, this);
}

void Stream::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != linger_.timerId())
        return QObject::timerEvent(event);
    linger_.stop();
    qtbt_delete(socket_.handle());
}

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_stream_open(qtbt_handle socket, size_t capacity)
{
    if (capacity == 0)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        if (self.stream())
            return QTBT_ALREADY_STARTED;
        return self.openStream(capacity) ? QTBT_OK : QTBT_INVALID_ARGUMENT;
    });
}

qtbt_status qtbt_stream_read(qtbt_handle socket, void *buffer, size_t size, size_t *count,
                             qtbt_failure *failure)
{
    if (!count || !failure || (!buffer && size))
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    const std::string_view front = buffers->in.front(size);
    if (front.empty() && size > 0) {
        buffers->readerWaits = buffers->readEnd == QTBT_OK;
        return buffers->readerWaits ? QTBT_AGAIN : ended(*buffers, buffers->readEnd, failure);
    }
    *count = front.copy(static_cast<char *>(buffer), size);
    buffers->in.drop(*count);
    if (buffers->paused && buffers->in.size() <= buffers->capacity / 2)
        callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}

qtbt_status qtbt_stream_write(qtbt_handle socket, const void *data, size_t size, size_t *count,
                              qtbt_failure *failure)
{
    if (!count || !failure || (!data && size))
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    if (buffers->writeEnd != QTBT_OK)
        return ended(*buffers, buffers->writeEnd, failure);
    if (buffers->closing)
        return QTBT_DELETED;
    const size_t used = buffers->out.size();
    if (used >= buffers->capacity && size > 0) {
        buffers->writerWaits = true;
        return QTBT_AGAIN;
    }
    *count = std::min(size, buffers->capacity - used);
    buffers->out.append(data, *count);
    callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}

qtbt_status qtbt_stream_close(qtbt_handle socket, int32_t linger)
{
    if (linger < 0)
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    buffers->closing = true;
    buffers->linger = linger;
    buffers->lingerChanged = true;
    callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}
