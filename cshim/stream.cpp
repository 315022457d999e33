//go:build cgo && !qtbt_system

// The Qt thread's side of a stream: moving bytes between Qt and the buffers.
#include "stream.h"

#include "callbacks.h"
#include "qtbt_stream.h"
#include "socket.h"

#include <QtCore/qcoreevent.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace qtbt {
namespace {

using State = QBluetoothSocket::SocketState;
using Error = QBluetoothSocket::SocketError;

// maxQueuedInQt is the maximum number of unsent bytes handed to Qt, whose own buffer has no limit.
constexpr qint64 maxQueuedInQt = 64 * 1024;

// maxOverrun is the maximum number of unread bytes where Qt cannot hold the peer back, in
// capacities.
constexpr size_t maxOverrun = 64;

} // namespace

Stream::Stream(Socket &socket, size_t capacity)
    : socket_(socket), buffers_(addBuffers(socket.handle(), capacity)), pause_(socket.qt()),
      tail_(L2capTail::open(socket.qt()))
{
    buffers_->serve = [this] { serve(); };
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
    if (tail_)
        connect(&tail_->notifier(), &QSocketNotifier::activated, this, &Stream::onTail);
    drain();
}

Stream::~Stream()
{
    removeBuffers(socket_.handle());
    {
        std::lock_guard lock(buffers_->mutex);
        buffers_->serve = nullptr;
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

// Takes from Qt what has arrived, up to the capacity. The rest makes Qt hold the peer back.
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
        overrun = in.size() > maxOverrun * buffers_->capacity;
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

// Pauses or resumes reading, so that flow control holds the peer back. Returns false where Qt
// cannot.
bool Stream::hold(bool held)
{
    if (!pause_.set(held))
        return false;
    if (tail_)
        tail_->watch(!held);
    return true;
}

// Ends the stream if the peer has closed and Qt ignores it.
void Stream::onTail()
{
    if (!tail_->hasEnded())
        return;
    drain();
    // The stream may have overrun. If it is held, this comes again when there is room.
    if (!tail_ || !tail_->notifier().isEnabled())
        return;
    takeTail();
    end(QTBT_END);
    socket_.guard().end(&QBluetoothSocket::abort);
}

// Takes the packets that Qt has left unread, and closes the descriptor, which keeps the connection
// open.
void Stream::takeTail()
{
    if (const auto tail = std::move(tail_)) {
        std::lock_guard lock(buffers_->mutex);
        tail->take(buffers_->in);
    }
}

// Hands Qt bytes to send as long as it has room. Over L2CAP it gets one packet at a time, because
// Qt makes a packet of all that it has.
void Stream::feed()
{
    QBluetoothSocket &qt = socket_.qt();
    if (qt.state() != State::ConnectedState)
        return;
    const bool packets = qt.socketType() == QBluetoothServiceInfo::L2capProtocol;
    for (;;) {
        const qint64 room = packets ? (qt.bytesToWrite() > 0 ? 0 : qint64(packetSize(qt)))
                                    : maxQueuedInQt - qt.bytesToWrite();
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
    case Error::OperationError: // a wrong call, and not the connection's end
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

// Ends both directions. What has arrived can still be read.
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

// Deletes the socket after qtbt_stream_close, if nothing is left to be sent.
void Stream::finishIfDone()
{
    bool done;
    {
        std::lock_guard lock(buffers_->mutex);
        if (!buffers_->closing || !buffers_->serve)
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
