//go:build cgo && !qtbt_system

// The questions to bluetoothd that do not block the Qt thread.
#include "qtbt_daemon.h"

#include "bluez.h"
#include "callbacks.h"
#include "compat.h"
#include "qt_thread.h"

#include <QtCore/qbytearray.h>

namespace qtbt {
namespace {

void answer(uint64_t token, const QByteArray &data = {})
{
    sendSignal(0, QTBT_SIGNAL_ANSWER, int64_t(token), data);
}

// Runs f on the Qt thread, with a context that lives as long as an answer is possible.
template <typename F>
qtbt_status ask(F f)
{
    if (qtbt_on_qt_thread() && !servingContext())
        return QTBT_STOPPED;
    return postToQtThread([=] { f(servingContext()); });
}

} // namespace
} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_daemon_ping(uint64_t token)
{
    return ask([=](QObject *context) {
#if QTBT_BLUEZ
        pingDaemon(context,
                   [=](qtbt_status status) { answer(token, QByteArray(1, char(status))); });
#else
        (void)context;
        answer(token, QByteArray(1, QTBT_OK));
#endif
    });
}

qtbt_status qtbt_daemon_name(uint64_t address, uint64_t token)
{
    return ask([=](QObject *context) {
#if QTBT_BLUEZ
        findName(QBluetoothAddress(address), context,
                 [=](const QString &name) { answer(token, name.toUtf8()); });
#else
        (void)address, (void)context;
        answer(token);
#endif
    });
}
