//go:build cgo && !qtbt_system

// Questions to bluetoothd that nobody waits for on the Qt thread.
#include "qtbt_daemon.h"

#include "bluez.h"
#include "compat.h"
#include "runtime.h"

#include <QtCore/qbytearray.h>

namespace qtbt {
namespace {

void answer(uint64_t token, const QByteArray &data = {})
{
    if (const auto callback = callbacks().signal)
        callback(0, QTBT_SIGNAL_ANSWER, int64_t(token),
                 reinterpret_cast<const uint8_t *>(data.constData()), size_t(data.size()));
}

} // namespace
} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_daemon_ping(uint64_t token)
{
    return postToQtThread([=] {
#if QTBT_BLUEZ
        pingDaemon(servingContext(), [=] { answer(token); });
#else
        answer(token);
#endif
    });
}

qtbt_status qtbt_daemon_device_name(uint64_t device, uint64_t token)
{
    return postToQtThread([=] {
#if QTBT_BLUEZ
        findName(QBluetoothAddress(device), servingContext(),
                 [=](const QString &name) { answer(token, name.toUtf8()); });
#else
        (void)device;
        answer(token);
#endif
    });
}
