// The calls to bluetoothd for which Qt has no function. Each calls `done` later on the Qt thread,
// unless `context` was deleted.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtCore/qobject.h>

#include <functional>

namespace qtbt {

// Has bluetoothd stop connecting to a device, unless there is a link to it. A link may serve
// others, and an attempt over an existing link ends soon by itself.
//
// Without it, bluetoothd goes on for up to 40 seconds after Qt has given up, because it then tries
// Low Energy too. Meanwhile it refuses to connect to the device (seen with BlueZ 5.66).
void stopConnecting(const QBluetoothAddress &device, QObject *context, std::function<void()> done);

// Waits until bluetoothd accepts connects to a device to which there is a link, and passes on
// whether it had to wait. bluetoothd refuses them while it looks for the device's services, as it
// does by itself after the first connection and after pairing. Qt reports this like any other
// failure, and bluetoothd does not report when it is done. So it is asked repeatedly (seen with
// BlueZ 5.66).
void awaitIdle(const QBluetoothAddress &device, QObject *context, std::function<void(bool)> done);

// Passes on QTBT_OK when bluetoothd has replied, or why it cannot: QTBT_NO_BUS, QTBT_BUS_LOST,
// QTBT_NO_DAEMON or QTBT_NO_PERMISSION.
void pingDaemon(QObject *context, std::function<void(qtbt_status)> done);

// Reports whether bluetoothd is on the bus. It waits for the bus, but not for bluetoothd.
bool daemonRuns();

// Passes on the name of an adapter, or of a device on any adapter. The name is empty if bluetoothd
// does not know the address.
void findName(const QBluetoothAddress &address, QObject *context,
              std::function<void(const QString &)> done);

// Has bluetoothd unregister a client profile, without waiting for it. The UUID of the profile is
// then free again. bluetoothd closes its own descriptors of the profile's connections, which stay
// open. Does nothing for an empty path.
void unregisterProfile(const QString &path);

} // namespace qtbt
