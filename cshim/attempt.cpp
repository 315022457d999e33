//go:build cgo && !qtbt_system

// Attempts to connect: waiting for bluetoothd before each, and cleaning up after those that fail.
#include "attempt.h"

#include "bluez.h"
#include "bus.h"
#include "bytes.h"
#include "callbacks.h"
#include "compat.h"
#include "qtbt_attempt.h"
#include "socket.h"

namespace qtbt {

using SocketState = QBluetoothSocket::SocketState;

Attempt::Attempt(Socket &socket, const QBluetoothAddress &device) : socket_(socket), device_(device)
{
    connect(&socket.qt(), &QBluetoothSocket::stateChanged, this, &Attempt::onState);
    connect(&socket.qt(), &QBluetoothSocket::errorOccurred, this, &Attempt::onError);
    const auto ready = [this](qtbt_status status) {
        const bool deleted = !findObject(socket_.handle());
        if (state_ != State::Waiting || deleted)
            return;
        if (status == QTBT_OK || avoidsDaemon())
            signal(QTBT_ATTEMPT_READY);
        else
            signal(QTBT_ATTEMPT_UNSERVED | status << QTBT_ATTEMPT_REASON_SHIFT);
    };
#if QTBT_BLUEZ
    pingDaemon(this, ready); // the calls into Qt wait for bluetoothd
#else
    QMetaObject::invokeMethod(this, [=] { ready(QTBT_OK); }, Qt::QueuedConnection);
#endif
}

Attempt::~Attempt()
{
    signal(refusedAsBusy_ ? QTBT_ATTEMPT_GONE | QTBT_ATTEMPT_WAS_BUSY : QTBT_ATTEMPT_GONE);
}

void Attempt::signal(int32_t what) const
{
    sendSignal(socket_.handle(), QTBT_SIGNAL_ATTEMPT, what);
}

void Attempt::onState(SocketState state)
{
    if (state == SocketState::ConnectingState) {
        state_ = State::Connecting;
        connectingSince_.start();
    } else if (state == SocketState::ConnectedState) {
        state_ = State::Connected;
        releaseProfile(socket_.qt());
    }
}

void Attempt::onError()
{
    if (state_ != State::Connecting)
        return;
    reason_ = reason();
    state_ = State::Failed;
}

QByteArray Attempt::reason() const
{
    // During the emission of the error, another handler may call this before onError() is called.
    const QByteArray current =
            state_ == State::Connecting ? connectionError(socket_.qt()) : QByteArray();
    return current.isEmpty() ? reason_ : current;
}

void Attempt::giveUp()
{
    const State before = std::exchange(state_, State::GivenUp);
    const auto finish = [this] { qtbt_delete(socket_.handle()); };
    switch (before) {
    case State::GivenUp:
        return;
    case State::Waiting:
    case State::Connected:
        return finish();
    default:
        break;
    }
#if QTBT_BLUEZ
    // bluetoothd goes on connecting if it has not replied to Qt within this time.
    constexpr qint64 dbusTimeout = 25'000; // ms
    if (before == State::Connecting || connectingSince_.elapsed() >= dbusTimeout)
        return stopConnecting(device_, this, finish);
    awaitIdle(device_, this, [=](bool wasBusy) {
        refusedAsBusy_ = wasBusy || reason_.startsWith("org.bluez.Error.InProgress");
        finish();
    });
#else
    finish();
#endif
}

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_attempt_begin(qtbt_handle socket, uint64_t device)
{
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        if (self.attempt())
            return QTBT_ALREADY_STARTED;
        return self.beginAttempt(QBluetoothAddress(device)) ? QTBT_OK : QTBT_INVALID_ARGUMENT;
    });
}

qtbt_status qtbt_attempt_reason(qtbt_handle socket, qtbt_text *reason)
{
    return get<Socket>(socket, reason, [](Socket &self) {
        return self.attempt() ? toBytes(self.attempt()->reason()) : qtbt_bytes{};
    });
}

qtbt_status qtbt_attempt_give_up(qtbt_handle socket)
{
    return postToQtThread([=] {
        auto *self = dynamic_cast<Socket *>(findObject(socket));
        if (self && self->attempt())
            self->attempt()->giveUp();
    });
}
