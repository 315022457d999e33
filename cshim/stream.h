// The stream of a socket, seen from the Qt thread.
#pragma once

#include "l2cap.h"
#include "quirks_socket.h"
#include "stream_buffers.h"

#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qbasictimer.h>

#include <memory>

namespace qtbt {

class Socket;

// Moves bytes between a socket and the stream's buffers. The socket owns it.
class Stream : public QObject
{
public:
    Stream(Socket &socket, size_t capacity);
    ~Stream() override;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void serve();
    void drain();
    void feed();
    bool hold(bool held);
    void onTail();
    void takeTail();
    void onState(QBluetoothSocket::SocketState state);
    void onError(QBluetoothSocket::SocketError error);
    void end(qtbt_status status, int32_t code = 0, const QByteArray &text = {});
    void finishIfDone();
    void startLinger();
    void signal(int32_t what) const;

    Socket &socket_;
    std::shared_ptr<StreamBuffers> buffers_;
    ReadingPause pause_;
    std::unique_ptr<L2capTail> tail_; // null if there is none, or it was taken
    QBasicTimer linger_;
};

} // namespace qtbt
