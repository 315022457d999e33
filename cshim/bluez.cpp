//go:build cgo && !qtbt_system

// Calls to bluetoothd over D-Bus.
#include "bluez.h"

#include "bus.h"
#include "compat.h"

#if QTBT_BLUEZ

#include <QtCore/qtimer.h>
#include <QtCore/quuid.h>
#include <QtDBus/qdbusargument.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbusconnectioninterface.h>
#include <QtDBus/qdbusextratypes.h>
#include <QtDBus/qdbusmessage.h>
#include <QtDBus/qdbuspendingcall.h>

#include <chrono>
#include <limits>

namespace qtbt {
namespace {

// The result of ObjectManager.GetManagedObjects: the properties of objects, by path and interface.
using Properties = QMap<QString, QMap<QString, QVariantMap>>;

QDBusMessage methodCall(const QString &path, const QString &interface, const QString &method)
{
    return QDBusMessage::createMethodCall(QStringLiteral("org.bluez"), path, interface, method);
}

// The default of libdbus is 25 seconds. The largest number means that a call never times out.
constexpr int defaultTimeout = -1, noTimeout = std::numeric_limits<int>::max();

template <typename Done>
void call(const QString &path, const QString &interface, const QString &method,
          const QVariantList &arguments, QObject *context, Done done, int timeout = defaultTimeout)
{
    if (checkBus() != QTBT_OK) { // nobody would reply to the call
        QMetaObject::invokeMethod(context, [=] { done(QDBusMessage()); }, Qt::QueuedConnection);
        return;
    }
    QDBusMessage message = methodCall(path, interface, method);
    message.setArguments(arguments);
    auto *watcher = new QDBusPendingCallWatcher(
            QDBusConnection::systemBus().asyncCall(message, timeout), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [=] {
        watcher->deleteLater();
        done(watcher->reply());
    });
}

Properties properties(const QDBusMessage &reply)
{
    Properties all;
    // QDBusArgument crashes if the value has another type than the one that is read (seen with
    // 6.4.2).
    if (reply.signature() != QLatin1String("a{oa{sa{sv}}}"))
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

// Returns the path of a device with or without a link, on the first adapter, which is the one that
// Qt uses. The path is empty if there is no such device.
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

// Passes on all objects of bluetoothd.
template <typename Done>
void findObjects(QObject *context, Done done)
{
    call(QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.ObjectManager"),
         QStringLiteral("GetManagedObjects"), {}, context,
         [=](const QDBusMessage &reply) { done(properties(reply)); });
}

template <typename Done>
void findDevice(const QBluetoothAddress &address, bool connected, QObject *context, Done done)
{
    findObjects(context, [=](const Properties &all) { done(devicePath(all, address, connected)); });
}

template <typename Done>
void callDevice(const QString &path, const QString &method, const QVariantList &arguments,
                QObject *context, Done done)
{
    call(path, QStringLiteral("org.bluez.Device1"), method, arguments, context, done);
}

void askUntilIdle(const QString &path, QObject *context, bool asked, std::function<void(bool)> done)
{
    constexpr std::chrono::milliseconds pause(100);
    // No device has this service.
    const QString service = QUuid::createUuid().toString(QUuid::WithoutBraces);
    callDevice(path, QStringLiteral("ConnectProfile"), {service}, context,
               [=](const QDBusMessage &reply) {
                   if (reply.errorName() != QLatin1String("org.bluez.Error.InProgress"))
                       return done(asked);
                   QTimer::singleShot(pause, context,
                                      [=] { askUntilIdle(path, context, true, done); });
               });
}

} // namespace

void stopConnecting(const QBluetoothAddress &device, QObject *context, std::function<void()> done)
{
    findDevice(device, false, context, [=](const QString &path) {
        if (path.isEmpty())
            return done();
        callDevice(path, QStringLiteral("Disconnect"), {}, context,
                   [=](const QDBusMessage &) { done(); });
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

// Returns the state of bluetoothd that the reply to a call shows.
static qtbt_status daemonStatus(const QDBusMessage &reply)
{
    if (reply.type() == QDBusMessage::ReplyMessage)
        return QTBT_OK;
    if (const qtbt_status status = checkBus(); status != QTBT_OK)
        return status;
    if (reply.errorName() == QLatin1String("org.freedesktop.DBus.Error.AccessDenied"))
        return QTBT_NO_PERMISSION;
    // The bus replies in place of a bluetoothd that it cannot start, or that has ended.
    const bool fromBus =
            reply.service().isEmpty() || reply.service() == QLatin1String("org.freedesktop.DBus");
    return fromBus ? QTBT_NO_DAEMON : QTBT_OK;
}

void pingDaemon(QObject *context, std::function<void(qtbt_status)> done)
{
    // A bluetoothd that runs but does not serve gives no reply.
    call(
            QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.Peer"),
            QStringLiteral("Ping"), {}, context,
            [=](const QDBusMessage &reply) { done(daemonStatus(reply)); }, noTimeout);
}

bool daemonRuns()
{
    const QDBusConnection bus = QDBusConnection::systemBus();
    return bus.isConnected() && bus.interface()->isServiceRegistered(QStringLiteral("org.bluez"));
}

void findName(const QBluetoothAddress &address, QObject *context,
              std::function<void(const QString &)> done)
{
    findObjects(context, [=](const Properties &all) {
        for (const auto &interfaces : all) {
            for (const QVariantMap &properties : interfaces) {
                if (QBluetoothAddress(properties.value(QStringLiteral("Address")).toString())
                    == address)
                    return done(properties.value(QStringLiteral("Alias")).toString());
            }
        }
        done({});
    });
}

void unregisterProfile(const QString &path)
{
    if (path.isEmpty())
        return;
    QDBusMessage message =
            methodCall(QStringLiteral("/org/bluez"), QStringLiteral("org.bluez.ProfileManager1"),
                       QStringLiteral("UnregisterProfile"));
    message << QVariant::fromValue(QDBusObjectPath(path));
    QDBusConnection::systemBus().asyncCall(message);
}

} // namespace qtbt

#endif
