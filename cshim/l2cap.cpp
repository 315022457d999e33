//go:build cgo && !qtbt_system

// L2CAP's packets, by the kernel's descriptor.
#include "l2cap.h"

#include "compat.h"
#include "quirks_socket.h"

#if QTBT_BLUEZ
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>

namespace qtbt {

size_t packetSize(const QBluetoothSocket &socket)
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
    if (getsockopt(socket.socketDescriptor(), levelL2cap, optionL2cap, &options, &size) == 0
        && options.outgoingMtu > 0)
        return options.outgoingMtu;
#else
    (void)socket;
#endif
    constexpr size_t defaultMtu = 672;
    return defaultMtu;
}

#if QTBT_BLUEZ

std::unique_ptr<L2capTail> L2capTail::open(const QBluetoothSocket &socket)
{
    if (socket.socketType() != QBluetoothServiceInfo::L2capProtocol)
        return nullptr;
    const int descriptor = fcntl(socket.socketDescriptor(), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        return nullptr;
    return std::unique_ptr<L2capTail>(new L2capTail(descriptor, isFromDaemon(socket)));
}

L2capTail::L2capTail(int descriptor, bool ignoredByQt)
    : notifier_(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read)),
      ignoredByQt_(ignoredByQt)
{
    watch(true);
}

L2capTail::~L2capTail()
{
    const int descriptor = int(notifier_->socket());
    notifier_->setEnabled(false);
    notifier_.release()->deleteLater(); // it may be emitting
    close(descriptor);
}

bool L2capTail::hasEnded() const
{
    pollfd ended = {int(notifier_->socket()), 0, 0};
    return poll(&ended, 1, 0) == 1 && ended.revents & POLLHUP;
}

void L2capTail::take(ByteQueue &in)
{
    const int descriptor = int(notifier_->socket());
    int error;
    socklen_t size = sizeof error;
    // Clears the end, which the next read would report.
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    constexpr size_t largestPacket = 65535;
    ssize_t count;
    do {
        in.fill(largestPacket, [&](char *to) {
            count = recv(descriptor, to, largestPacket, MSG_DONTWAIT);
            return size_t(std::max<ssize_t>(count, 0));
        });
    } while (count > 0);
}

#else

std::unique_ptr<L2capTail> L2capTail::open(const QBluetoothSocket &)
{
    return nullptr;
}

L2capTail::~L2capTail() = default;

bool L2capTail::hasEnded() const
{
    return false;
}

void L2capTail::take(ByteQueue &) {}

#endif

} // namespace qtbt
