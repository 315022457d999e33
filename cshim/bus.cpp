//go:build cgo && !qtbt_system

// Connecting to the system bus before Qt does, and watching it and bluetoothd.
#include "bus.h"

#include "callbacks.h"
#include "compat.h"
#include "qtbt_daemon.h"
#include "quirks.h"

#if QTBT_BLUEZ

#include <QtCore/qtimer.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbusservicewatcher.h>

namespace qtbt {
namespace {

// Reports whether the bus can be reached, by a connection that is not Qt's own.
bool findBus()
{
    const QString name = QStringLiteral("qtbt_probe");
    const bool found =
            QDBusConnection::connectToBus(QDBusConnection::SystemBus, name).isConnected();
    QDBusConnection::disconnectFromBus(name);
    return found;
}

void report(qtbt_status state)
{
    sendSignal(0, QTBT_SIGNAL_DAEMON, state);
}

// Sends QTBT_SIGNAL_DAEMON from now on.
void watch(const QDBusConnection &bus, QObject *context)
{
    auto *daemon = new QDBusServiceWatcher(QStringLiteral("org.bluez"), bus,
                                           QDBusServiceWatcher::WatchForOwnerChange, context);
    QObject::connect(daemon, &QDBusServiceWatcher::serviceOwnerChanged, context,
                     [](const QString &, const QString &before, const QString &now) {
                         if (!before.isEmpty())
                             report(QTBT_NO_DAEMON);
                         if (!now.isEmpty())
                             report(QTBT_OK);
                     });
    // QtDBus connects this signal to slots only, not to functors.
    auto *lost = new QTimer(context);
    lost->setSingleShot(true);
    QObject::connect(lost, &QTimer::timeout, context, [] { report(QTBT_BUS_LOST); });
    QDBusConnection(bus).connect(QString(), QStringLiteral("/org/freedesktop/DBus/Local"),
                                 QStringLiteral("org.freedesktop.DBus.Local"),
                                 QStringLiteral("Disconnected"), lost, SLOT(start()));
}

} // namespace

qtbt_status checkBus()
{
    static bool connectedOnce = false;
    if (!connectedOnce && !avoidsDaemon() && !findBus())
        return QTBT_NO_BUS;
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return connectedOnce || !avoidsDaemon() ? QTBT_BUS_LOST : QTBT_NO_BUS;
    if (!connectedOnce)
        if (QObject *context = servingContext())
            watch(bus, context);
    connectedOnce = true;
    return QTBT_OK;
}

bool avoidsDaemon()
{
    static const bool avoids = !forcedVersion().isNull() && forcedVersion() < QVersionNumber(5, 46);
    return avoids;
}

qtbt_status admitToBus()
{
    return avoidsDaemon() ? QTBT_OK : checkBus();
}

} // namespace qtbt

#else

namespace qtbt {

qtbt_status checkBus()
{
    return QTBT_OK;
}

bool avoidsDaemon()
{
    return false;
}

qtbt_status admitToBus()
{
    return QTBT_OK;
}

} // namespace qtbt

#endif
