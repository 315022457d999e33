//go:build cgo && !qtbt_system

// The workarounds that quirks.h lists.
#include "quirks.h"

#include "compat.h"
#include "qtbt_runtime.h"
#include "sdp_element.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qtimer.h>

#include <utility>

#if QTBT_NEEDS_PERMISSION
#include <QtCore/qcoreapplication.h>
#include <QtCore/qpermissions.h>
#endif

#if QTBT_BLUEZ
#include <QtDBus/qdbusconnection.h>
#endif

#if defined(Q_OS_UNIX)
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#endif

namespace qtbt {
namespace {

// Qt keeps the back end of a local device in a private member. An explicit instantiation may name
// it.
QBluetoothLocalDevicePrivate *QBluetoothLocalDevice::*localBackendMember();

template <auto Member>
struct LocalBackendMember {
    friend QBluetoothLocalDevicePrivate *QBluetoothLocalDevice::*localBackendMember()
    {
        return Member;
    }
};
template struct LocalBackendMember<&QBluetoothLocalDevice::d_ptr>;

// Returns the device's back end if it is BlueZ's, a QObject of a type that only Qt knows, else
// null.
QObject *bluezBackend(QBluetoothLocalDevice &device)
{
    if (qtbt_current_backend() != QTBT_BACKEND_BLUEZ)
        return nullptr;
    return reinterpret_cast<QObject *>(device.*localBackendMember());
}

constexpr char versionVariable[] = "BLUETOOTH_FORCE_DBUS_LE_VERSION";

} // namespace

QObject *senderTo(const QObject *receiver)
{
    struct Access : QObject {
        static auto member() { return &Access::sender; }
    };
    return (receiver->*Access::member())();
}

// -- The Qt thread --

void blockSigpipe()
{
#if defined(Q_OS_UNIX)
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
#endif
}

bool hasDescriptors()
{
#if defined(Q_OS_UNIX)
    int descriptors[4];
    for (int &fd : descriptors)
        fd = open("/", O_RDONLY | O_CLOEXEC);
    for (const int fd : descriptors) {
        if (fd >= 0)
            close(fd);
    }
    return descriptors[3] >= 0;
#else
    return true;
#endif
}

WithoutGlib::WithoutGlib()
{
#if defined(Q_OS_LINUX)
    set_ = !qEnvironmentVariableIsSet("QT_NO_GLIB");
    if (set_)
        qputenv("QT_NO_GLIB", "1");
#endif
}

WithoutGlib::~WithoutGlib()
{
    if (set_)
        qunsetenv("QT_NO_GLIB");
}

void startDBusThread()
{
#if QTBT_BLUEZ
    // The thread itself refuses the empty address, so it runs when this returns.
    const QString name = QStringLiteral("qtbt");
    QDBusConnection::connectToBus(QString(), name);
    QDBusConnection::disconnectFromBus(name);
#endif
}

// -- Choosing the back end --

QVersionNumber forcedVersion()
{
    return QVersionNumber::fromString(qEnvironmentVariable(versionVariable));
}

void chooseBackend()
{
#if QTBT_BLUEZ
    static bool chosen = false;
    if (std::exchange(chosen, true) || !forcedVersion().isNull())
        return;
    // The oldest version that qtbt is tested with. Qt compares it only with 5.56 and earlier ones.
    const QByteArray before = qgetenv(versionVariable);
    qputenv(versionVariable, "5.66");
    QBluetoothSocket first;
    if (before.isNull())
        qunsetenv(versionVariable);
    else
        qputenv(versionVariable, before);
#endif
}

// -- QBluetoothServiceInfo --

bool registerAgain(QBluetoothServiceInfo *info)
{
    QBluetoothServiceInfo again;
    again.setDevice(info->device());
    const QList<quint16> ids = info->attributes();
    for (const quint16 id : ids)
        again.setAttribute(id, info->attribute(id));
    if (!again.registerService())
        return false;
    *info = again;
    return true;
}

QVariant publishable(const QVariant &value)
{
    using Alternative = QBluetoothServiceInfo::Alternative;
    const auto all = [](auto values) {
        for (QVariant &part : values)
            part = publishable(part);
        return QVariant::fromValue(values);
    };
    if (value.typeId() == QMetaType::SChar)
        return QVariant::fromValue(char(value.value<qint8>()));
    if (const auto sequence = toSequence(value))
        return all(*sequence);
    if (value.typeId() == qMetaTypeId<Alternative>())
        return all(value.value<Alternative>());
    return value;
}

// -- QBluetoothLocalDevice --

PairingGuard::~PairingGuard()
{
    endSearch();
}

// Returns the timer that limits the search for a device. Qt's BlueZ back end makes it for the first
// search.
QTimer *PairingGuard::searchTimer()
{
    QObject *backend = bluezBackend(device_);
    return backend ? backend->findChild<QTimer *>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
}

// Ends the search, and has bluetoothd stop discovering for it.
void PairingGuard::endSearch()
{
    QTimer *timer = searchTimer();
    if (!timer || !timer->isActive())
        return;
    timer->stop();
    if (!device_.isValid())
        return;
    // The timer would call this too. It also emits an error, which no handler is to get.
    const QSignalBlocker silent(device_);
    QMetaObject::invokeMethod(bluezBackend(device_), "pairingDiscoveryTimedOut");
}

void PairingGuard::requestPairing(const QBluetoothAddress &address,
                                  QBluetoothLocalDevice::Pairing pairing)
{
    // Qt ends a search that is in progress, but leaves bluetoothd discovering if the device has the
    // requested pairing already (seen with 6.4.2).
    if (!address.isNull())
        endSearch();
    device_.requestPairing(address, pairing);
    if (QTimer *timer = searchTimer())
        timer->installEventFilter(this);
}

// If the adapter is gone when the search times out, Qt's BlueZ back end uses the adapter
// nevertheless, and crashes (seen with 6.4.2). The guard emits the error in its place.
bool PairingGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Timer || device_.isValid())
        return false;
    static_cast<QTimer *>(watched)->stop();
    Q_EMIT device_.errorOccurred(QBluetoothLocalDevice::PairingError);
    return true;
}

// -- The discovery agents --

DeviceDiscoveryGuard::~DeviceDiscoveryGuard()
{
    agent_.stop();
}

void startDiscovery(QBluetoothDeviceDiscoveryAgent &agent)
{
#if QTBT_NEEDS_PERMISSION
    if (qApp->checkPermission(QBluetoothPermission{}) != Qt::PermissionStatus::Granted) {
        agent.start(QBluetoothDeviceDiscoveryAgent::ClassicMethod);
        return;
    }
#endif
    agent.start();
}

// A start after a stop clears the list of devices. During an emission, Qt's BlueZ back end is using
// a device of that list (seen with 6.4.2).
void DeviceDiscoveryGuard::start(std::function<void(Agent &)> method)
{
    if (inDevice_ > 0 && !agent_.isActive())
        QMetaObject::invokeMethod(
                this, [this, method = std::move(method)] { method(agent_); }, Qt::QueuedConnection);
    else
        method(agent_);
}

// Qt's BlueZ back end emits the services of a minimal discovery in a loop that uses what stop()
// clears (seen with 6.4.2).
void ServiceDiscoveryGuard::stop()
{
    if (inService_ == 0 || !agent_.isActive()) {
        agent_.stop();
        return;
    }
    stopping_ = true;
    QMetaObject::invokeMethod(
            this,
            [this] {
                if (std::exchange(stopping_, false))
                    agent_.stop();
            },
            Qt::QueuedConnection);
}

void ServiceDiscoveryGuard::start(Agent::DiscoveryMode mode)
{
    if (stopping_ && agent_.isActive()) {
        QMetaObject::invokeMethod(this, [=] { agent_.start(mode); }, Qt::QueuedConnection);
        return;
    }
    stopping_ = false; // the discovery to be stopped has ended by itself
    agent_.start(mode);
}

} // namespace qtbt
