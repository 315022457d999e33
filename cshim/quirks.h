// Every workaround for how Qt behaves behind its public interface, and every use of Qt's private
// objects. Those for sockets and servers are in quirks_socket.h, those for Low Energy in
// quirks_low_energy.h.
//
// Each workaround names the Qt versions with which its reason was seen. Unless its comment names
// the version that mended it, the sources of QtBluetooth 6.8.0 still have the reason. Those of
// QtCore and QtDBus were not compared.
#pragma once

#include <QtBluetooth/qbluetoothdevicediscoveryagent.h>
#include <QtBluetooth/qbluetoothlocaldevice.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtCore/qscopedvaluerollback.h>
#include <QtCore/qversionnumber.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace qtbt {

// Returns the object whose signal `receiver` is handling, null if it handles none. QObject's
// sender() is protected.
QObject *senderTo(const QObject *receiver);

// -- The Qt thread --

// Blocks SIGPIPE on the calling thread. Qt's raw back end writes to sockets whose peer may be gone,
// and the signal would end the process (seen with 6.4).
void blockSigpipe();

// Reports whether the process can open four more file descriptors. The event dispatchers of the Qt
// thread and of Qt's D-Bus thread open up to two each, and one that cannot ends the process (seen
// with 6.4).
bool hasDescriptors();

// Keeps Qt from using GLib's event dispatcher while it lives. That dispatcher would serve GLib's
// default main context, which a GTK program holds on a thread of its own, so that the Qt thread
// would never run (seen with 6.4).
class WithoutGlib
{
public:
    WithoutGlib();
    ~WithoutGlib();
    WithoutGlib(const WithoutGlib &) = delete;

private:
    bool set_ = false; // the environment was changed
};

// Starts the thread on which Qt serves D-Bus, and returns when its event dispatcher exists.
// Otherwise Qt does so at the first use of D-Bus, when hasDescriptors() may no longer hold.
void startDBusThread();

// -- Choosing the back end --

// Returns the version of BlueZ that the environment makes Qt believe in, null if it names none.
QVersionNumber forcedVersion();

// Makes Qt connect its client sockets through bluetoothd, unless the environment names a version.
// It must be called before Qt makes its first socket.
//
// Qt chooses the back end of all sockets when it makes the first one, by the version that the
// bluetoothd process prints. If that process does not run yet or cannot be seen (hidepid, a PID
// namespace), Qt assumes version 4.0 and uses raw sockets for the life of the process, which do not
// find services (seen with 6.4.2 and 6.8.2).
void chooseBackend();

// -- QBluetoothServiceInfo --

// Registers a service with a bluetoothd that does not know it, even if Qt believes that it is
// registered. Qt refuses to register it, and also to unregister it because bluetoothd does not know
// it (seen with 6.4.2). So a new object takes the place of this one.
bool registerAgain(QBluetoothServiceInfo *info);

// Returns an attribute's value with each qint8 in it as a char, the only type that Qt publishes as
// an 8-bit signed integer (seen with 6.4.2). Elsewhere qint8 is the right type, because char is
// unsigned on some architectures.
QVariant publishable(const QVariant &value);

// -- QBluetoothLocalDevice --

// Requests pairings, and ends the search for a device that Qt begins for them.
class PairingGuard : public QObject
{
public:
    // The device must outlive the guard.
    explicit PairingGuard(QBluetoothLocalDevice &device) : device_(device) {}
    // Ends the search. Otherwise Qt would leave bluetoothd discovering (seen with 6.4.2).
    ~PairingGuard() override;

    void requestPairing(const QBluetoothAddress &address, QBluetoothLocalDevice::Pairing pairing);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTimer *searchTimer();
    void endSearch();

    QBluetoothLocalDevice &device_;
};

// -- The discovery agents --

// Calls start(), or on macOS starts a classic discovery if the program may not use Low Energy. Qt
// since 6.5 refuses the whole discovery then (read in the sources of 6.8.0).
void startDiscovery(QBluetoothDeviceDiscoveryAgent &agent);

// Starts an agent, and keeps Qt from crashing if that is inside a handler.
class DeviceDiscoveryGuard : public QObject
{
public:
    using Agent = QBluetoothDeviceDiscoveryAgent;

    // The agent must outlive the guard.
    explicit DeviceDiscoveryGuard(Agent &agent) : agent_(agent) {}
    // Stops the agent. Otherwise Qt would leave bluetoothd discovering (seen with 6.4.2).
    ~DeviceDiscoveryGuard() override;

    // Runs `method`, a start() or start(methods), now or when the emission of a device has
    // returned.
    void start(std::function<void(Agent &)> method);

    // Calls the program's handlers inside Qt's emission of a device.
    template <typename F>
    void inDevice(F callHandlers)
    {
        const QScopedValueRollback inside(inDevice_, inDevice_ + 1);
        callHandlers();
    }

private:
    Agent &agent_;
    int inDevice_ = 0; // the emissions of a device in progress
};

// Stops and starts an agent, and keeps Qt from crashing if that is inside a handler.
class ServiceDiscoveryGuard : public QObject
{
public:
    using Agent = QBluetoothServiceDiscoveryAgent;

    // The agent must outlive the guard.
    explicit ServiceDiscoveryGuard(Agent &agent) : agent_(agent) {}

    // Stops now, or when the emission of a service has returned.
    void stop();

    // Starts now, or after a stop that was put off.
    void start(Agent::DiscoveryMode mode);

    // Calls the program's handlers inside Qt's emission of a service, unless the agent is stopped.
    template <typename F>
    void inService(F callHandlers)
    {
        if (stopping_)
            return;
        const QScopedValueRollback inside(inService_, inService_ + 1);
        callHandlers();
    }

private:
    Agent &agent_;
    int inService_ = 0;     // the emissions of a service in progress
    bool stopping_ = false; // a stop waits for them to return
};

} // namespace qtbt
