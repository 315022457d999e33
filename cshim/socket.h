// A QBluetoothSocket behind a handle.
#pragma once

#include "attempt.h"
#include "object.h"
#include "qtbt_socket.h"
#include "quirks_socket.h"
#include "stream.h"

#include <QtBluetooth/qbluetoothsocket.h>

#include <memory>

namespace qtbt {

class Socket final : public Object
{
public:
    explicit Socket(QBluetoothSocket *socket);
    ~Socket() override;

    QBluetoothSocket &qt() { return *socket_; }

    // Ends, connects and reads the socket where Qt could crash.
    SocketGuard &guard() { return guard_; }

    // Runs a reading method of QIODevice, and then the handlers of the errors that it caused.
    template <typename F>
    qtbt_status reading(F read)
    {
        if (!guard_.hasReadChannel())
            return QTBT_INVALID_ARGUMENT;
        qtbt_status status;
        const auto errors = guard_.reading([&] { status = read(); });
        const qtbt_handle handle = this->handle();
        for (const auto error : errors) {
            if (findObject(handle) == this) // a handler may delete the socket
                emitSignal(QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, int(error));
        }
        return status;
    }

    // Gives a connected socket its stream. Returns false if it is not connected.
    bool openStream(size_t capacity);

    // Returns null if the socket has no stream.
    Stream *stream() const { return stream_.get(); }

    // Begins an attempt to connect an unconnected socket. Returns false if it is not unconnected.
    bool beginAttempt(const QBluetoothAddress &device);

    // Returns null if the socket has no attempt.
    Attempt *attempt() const { return attempt_.get(); }

    // Takes the connection's descriptor, and what Qt has read from it. The caller then deletes the
    // socket.
    qtbt_status takeDescriptor(int32_t *descriptor, qtbt_bytes *unread, qtbt_failure *failure);

    // Fills in why a call failed, and returns QTBT_FAILED.
    qtbt_status fail(qtbt_failure *failure) const;

    void abandon() override { abandoned_ = true; }

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    std::unique_ptr<QBluetoothSocket> socket_;
    SocketGuard guard_;
    std::unique_ptr<Stream> stream_;
    std::unique_ptr<Attempt> attempt_;
    bool abandoned_ = false;
};

} // namespace qtbt
