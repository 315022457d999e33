//go:build cgo && !qtbt_system

// Taking a connection out of a socket, for programs that use its descriptor themselves.
#include "bytes.h"
#include "compat.h"
#include "qtbt_socket.h"
#include "socket.h"

#if QTBT_BLUEZ
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace qtbt {

#if QTBT_BLUEZ
qtbt_status Socket::takeDescriptor(int32_t *descriptor, qtbt_bytes *unread, qtbt_failure *failure)
{
    const int theirs = int(socket_->socketDescriptor());
    if (stream_ || theirs < 0 || socket_->state() != QBluetoothSocket::SocketState::ConnectedState)
        return QTBT_INVALID_ARGUMENT;
    if (socket_->bytesToWrite() > 0)
        return QTBT_AGAIN;
    const int ours = fcntl(theirs, F_DUPFD_CLOEXEC, 0);
    if (ours < 0 || !makeQuiet(theirs)) {
        *failure = {errno, {}};
        if (ours >= 0)
            close(ours);
        return QTBT_ERRNO;
    }
    guard_.openForStream();
    *unread = toBytes(socket_->readAll());
    *descriptor = ours;
    detachBackend(*socket_);
    abandon();
    return QTBT_OK;
}
#else
qtbt_status Socket::takeDescriptor(int32_t *, qtbt_bytes *, qtbt_failure *)
{
    return QTBT_INVALID_ARGUMENT;
}
#endif

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_socket_take_descriptor(qtbt_handle socket, int32_t *descriptor, qtbt_bytes *unread,
                                        qtbt_failure *failure)
{
    if (!descriptor || !unread || !failure)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        const qtbt_status status = self.takeDescriptor(descriptor, unread, failure);
        return status == QTBT_OK ? qtbt_delete(socket) : status;
    });
}
