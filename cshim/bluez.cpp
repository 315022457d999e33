//go:build cgo && !qtbt_system

// Calls to bluetoothd over D-Bus.
#include "bluez.h"

#include "compat.h"

#if QTBT_BLUEZ

#include <QtCore/qtimer.h>
#include <QtCore/quuid.h>
#include <QtDBus/qdbusargument.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbusextratypes.h>
#include <QtDBus/qdbusmessage.h>
#include <QtDBus/qdbuspendingcall.h>

#include <chrono>

namespace qtbt {
namespace {

// What ObjectManager.GetManagedObjects returns: the properties of objects, by path and interface.
using Properties = QMap<QString, QMap<QString, QVariantMap>>;

template <typename Done>
void call(const QString &path, const QString &interface, const QString &method, const QVariantList &arguments,
          QObject *context, Done done)
{
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected()) { // a call would be answered by nobody
        QMetaObject::invokeMethod(context, [=] { done(QDBusMessage()); }, Qt::QueuedConnection);
        return;
    }
    QDBusMessage message =
            QDBusMessage::createMethodCall(QStringLiteral("org.bluez"), path, interface, method);
    message.setArguments(arguments);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [=] {
        watcher->deleteLater();
        done(watcher->reply());
    });
}

Properties properties(const QDBusMessage &reply)
{
    Properties all;
    if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty())
        return all;
    const auto argument = reply.arguments().constFirst().value<QDBusArgument>();
    argument.beginMap();
    while (!argument.atEnd()) {
        QDBusObjectPath path;
        QMap<QString, QVariantMap> interfaces;
        argument.beginMapEntry();
        argument >> path >> interfaces;
        argument.endMapEntry();
        all.insert(path.path(), interfaces);
    }
    argument.endMap();
    return all;
}

// Finds the path of a device, with a link or without, on the adapter that Qt uses, the first one; empty if
// there is none.
QString devicePath(const Properties &all, const QBluetoothAddress &address, bool connected)
{
    QString adapter;
    for (auto object = all.cbegin(); object != all.cend() && adapter.isEmpty(); ++object)
        if (object->contains(QStringLiteral("org.bluez.Adapter1")))
            adapter = object.key();
    for (auto object = all.cbegin(); object != all.cend(); ++object) {
        const QVariantMap device = object->value(QStringLiteral("org.bluez.Device1"));
        if (device.value(QStringLiteral("Adapter")).value<QDBusObjectPath>().path() == adapter
            && QBluetoothAddress(device.value(QStringLiteral("Address")).toString()) == address
            && device.value(QStringLiteral("Connected")).toBool() == connected)
            return object.key();
    }
    return {};
}

template <typename Done>
void findDevice(const QBluetoothAddress &address, bool connected, QObject *context, Done done)
{
    call(QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.ObjectManager"),
         QStringLiteral("GetManagedObjects"), {}, context, [=](const QDBusMessage &reply) {
             done(devicePath(properties(reply), address, connected));
         });
}

template <typename Done>
void callDevice(const QString &path, const QString &method, const QVariantList &arguments, QObject *context,
                Done done)
{
    call(path, QStringLiteral("org.bluez.Device1"), method, arguments, context, done);
}

void askUntilIdle(const QString &path, QObject *context, bool asked, std::function<void(bool)> done)
{
    constexpr std::chrono::milliseconds pause(100);
    // Nobody has this service.
    const QString service = QUuid::createUuid().toString(QUuid::WithoutBraces);
    callDevice(path, QStringLiteral("ConnectProfile"), {service}, context, [=](const QDBusMessage &reply) {
        if (reply.errorName() != QLatin1String("org.bluez.Error.InProgress"))
            return done(asked);
        QTimer::singleShot(pause, context, [=] { askUntilIdle(path, context, true, done); });
    });
}

} // namespace

void stopConnecting(const QBluetoothAddress &device, QObject *context, std::function<void()> done)
{
    findDevice(device, false, context, [=](const QString &path) {
        if (path.isEmpty())
            return done();
        callDevice(path, QStringLiteral("Disconnect"), {}, context, [=](const QDBusMessage &) { done(); });
    });
}

void awaitIdle(const QBluetoothAddress &device, QObject *context, std::function<void(bool)> done)
{
    findDevice(device, true, context, [=](const QString &path) {
        if (path.isEmpty())
            return done(false);
        askUntilIdle(path, context, false, done);
    });
}

} // namespace qtbt

#endif
