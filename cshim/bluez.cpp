//go:build cgo && !qtbt_system

// Calls to bluetoothd over D-Bus.
#include "bluez.h"

#include "compat.h"

#if QTBT_BLUEZ

#include <QtDBus/qdbusargument.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbusmessage.h>
#include <QtDBus/qdbuspendingcall.h>
#include <QtDBus/qdbusextratypes.h>

namespace qtbt {
namespace {

// What ObjectManager.GetManagedObjects returns: the properties of objects, by path and interface.
using Properties = QMap<QString, QMap<QString, QVariantMap>>;

template <typename Done>
void call(const QString &path, const QString &interface, const QString &method, QObject *context, Done done)
{
    const QDBusMessage message = QDBusMessage::createMethodCall(QStringLiteral("org.bluez"), path, interface, method);
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(message), context);
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

// The path of a device without a link, on the adapter that Qt uses: the first one. Empty if there is none.
QString unconnectedDevice(const Properties &all, const QBluetoothAddress &address)
{
    QString adapter;
    for (auto object = all.cbegin(); object != all.cend() && adapter.isEmpty(); ++object)
        if (object->contains(QStringLiteral("org.bluez.Adapter1")))
            adapter = object.key();
    for (auto object = all.cbegin(); object != all.cend(); ++object) {
        const QVariantMap device = object->value(QStringLiteral("org.bluez.Device1"));
        if (device.value(QStringLiteral("Adapter")).value<QDBusObjectPath>().path() == adapter
            && QBluetoothAddress(device.value(QStringLiteral("Address")).toString()) == address
            && !device.value(QStringLiteral("Connected")).toBool())
            return object.key();
    }
    return {};
}

} // namespace

void stopConnecting(const QBluetoothAddress &device, QObject *context, std::function<void()> done)
{
    call(QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.ObjectManager"),
         QStringLiteral("GetManagedObjects"), context, [=](const QDBusMessage &reply) {
             const QString path = unconnectedDevice(properties(reply), device);
             if (path.isEmpty())
                 return done();
             call(path, QStringLiteral("org.bluez.Device1"), QStringLiteral("Disconnect"), context,
                  [=](const QDBusMessage &) { done(); });
         });
}

} // namespace qtbt

#endif
