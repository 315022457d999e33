// What a stream over L2CAP needs beside Qt: the size of a packet, and the last packets.
#pragma once

#include "byte_queue.h"

#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qsocketnotifier.h>

#include <memory>

namespace qtbt {

// Returns the largest packet that a connection can send, in bytes. The kernel ends the connection
// at a larger one, and Qt makes a packet of all that it has to send (seen with 6.4).
size_t packetSize(const QBluetoothSocket &socket);

// The packets that Qt leaves unread when the peer closes.
//
// After the close, the kernel's next read reports the end, once, and only later reads return the
// packets that came before it (bt_sock_recvmsg). Qt closes its descriptor at the first read or, if
// bluetoothd made the connection, ignores the end and polls for ever (seen with 6.4.2). So the tail
// has a descriptor of its own.
class L2capTail
{
public:
    // Returns the tail of a connection, or null if it is not over L2CAP or no descriptor is left.
    static std::unique_ptr<L2capTail> open(const QBluetoothSocket &socket);
    ~L2capTail();

    // Is activated when the peer has closed, or there are packets. It watches only where Qt ignores
    // the end.
    QSocketNotifier &notifier() { return *notifier_; }
    void watch(bool on) { notifier_->setEnabled(on && ignoredByQt_); }

    // Reports whether the peer has closed.
    bool hasEnded() const;

    // Appends the packets that are left.
    void take(ByteQueue &in);

private:
    L2capTail(int descriptor, bool ignoredByQt);

    std::unique_ptr<QSocketNotifier> notifier_;
    const bool ignoredByQt_;
};

} // namespace qtbt
