// The stream of a socket: the Qt thread's side of it, and the buffers that it shares with readers and
// writers on other threads.
#pragma once

#include "byte_queue.h"
#include "qt_thread.h"
#include "quirks_socket.h"

#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qbasictimer.h>
#include <QtCore/qbytearray.h>

#include <memory>
#include <mutex>

class QSocketNotifier;

namespace qtbt {

class Socket;
class Stream;

// What both sides share. The mutex guards it all, and is never held across a call into Qt that emits,
// nor across a callback.
struct StreamBuffers {
    std::mutex mutex;
    ByteQueue in;
    ByteQueue out;
    size_t capacity = 0;

    bool readerWaits = false; // wants QTBT_STREAM_READABLE
    bool writerWaits = false; // wants QTBT_STREAM_WRITABLE
    bool paused = false;      // the Qt thread leaves bytes with Qt; the reader calls it when there is room
    bool closing = false;
    bool lingerChanged = false;
    int32_t linger = 0; // milliseconds

    // How each direction ended; QTBT_OK while it goes on.
    qtbt_status readEnd = QTBT_OK;
    qtbt_status writeEnd = QTBT_OK;
    int32_t errorCode = 0;
    QByteArray errorText;

    // The call of the Qt thread: at most one under way.
    struct Call : Task {
        std::shared_ptr<StreamBuffers> self; // set while it is
    } call;
    Stream *stream = nullptr; // the Qt thread's alone; null when it is gone
};

class Stream : public QObject
{
public:
    Stream(Socket &socket, size_t capacity);
    ~Stream() override;

    // Does what other threads have asked for.
    void serve();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void drain();
    void feed();
    void openTail();
    void watchTail();
    void takeTail();
    void onState(QBluetoothSocket::SocketState state);
    void onError(QBluetoothSocket::SocketError error);
    void end(qtbt_status status, int32_t code = 0, const QByteArray &text = {});
    void finishIfDone();
    void startLinger();
    bool hold(bool held);
    size_t packetSize() const;
    void signal(int32_t what) const;

    Socket &socket_;
    std::shared_ptr<StreamBuffers> buffers_;
    ReadingPause pause_;
    std::unique_ptr<QSocketNotifier> tail_; // of a second descriptor of an L2CAP connection
    QBasicTimer linger_;
};

} // namespace qtbt
