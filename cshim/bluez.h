// What the shim asks of bluetoothd, where Qt has no call for it.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtCore/qobject.h>

#include <functional>

namespace qtbt {

// Has bluetoothd stop connecting to a device, unless there is a link to it: a link may serve others, and
// over one an attempt ends soon by itself. Calls `done` later, on the Qt thread, unless `context` has gone.
//
// Without it, bluetoothd goes on for up to 40 seconds with what Qt has given up: it then tries Low Energy
// too. Meanwhile it refuses to connect to the device.
void stopConnecting(const QBluetoothAddress &device, QObject *context, std::function<void()> done);

// Waits until bluetoothd would begin to connect to a device to which there is a link. It refuses to while it
// looks for the device's services, as it does on its own after the first connection and after pairing; Qt
// tells that from no other failure, and bluetoothd gives no sign when it is done: so it is asked, again and
// again. Calls `done` later, on the Qt thread, unless `context` has gone, with whether there was a wait.
void awaitIdle(const QBluetoothAddress &device, QObject *context, std::function<void(bool)> done);

// Calls `done` later, on the Qt thread, unless `context` has gone: with QTBT_OK when bluetoothd has answered, or with
// the reason why it will not, QTBT_NO_BUS, QTBT_BUS_LOST or QTBT_NO_DAEMON.
void pingDaemon(QObject *context, std::function<void(qtbt_status)> done);

// Whether bluetoothd is on the bus. Waits for the bus alone.
bool daemonRuns();

// Finds the name of an adapter, or of a device on any adapter; empty if bluetoothd does not know the address.
// Calls `done` later, on the Qt thread, unless `context` has gone.
void findName(const QBluetoothAddress &address, QObject *context, std::function<void(const QString &)> done);

// Has bluetoothd forget a client profile, without waiting for it: the profile's UUID is free again, and
// bluetoothd closes its own descriptors of the profile's connections, which stay. Nothing for an empty path.
void unregisterProfile(const QString &path);

} // namespace qtbt
