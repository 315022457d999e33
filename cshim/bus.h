// The connection to the D-Bus system bus, and the calls into Qt that need it.
#pragma once

#include "object.h"

namespace qtbt {

// Returns QTBT_OK if the process is connected to the system bus, else QTBT_NO_BUS or QTBT_BUS_LOST.
// It connects to the bus if necessary. It must be called on the Qt thread.
//
// Qt keeps the first result of connecting for the life of the process (seen with 6.4.2 and 6.8.2).
// So Qt may connect only after another connection has found the bus. A connection that is lost
// stays lost.
qtbt_status checkBus();

// Reports whether the environment keeps Qt's sockets from using bluetoothd, because
// BLUETOOTH_FORCE_DBUS_LE_VERSION names a version before 5.46. Tests without Bluetooth set it.
bool avoidsDaemon();

// Is checkBus() for calls into Qt that use the bus. It returns QTBT_OK if the process does without
// bluetoothd.
qtbt_status admitToBus();

// Is onQtThread() for an f in which Qt uses the bus.
template <typename F>
qtbt_status onBus(F f)
{
    return onQtThread([&]() -> qtbt_status {
        const qtbt_status status = admitToBus();
        return status == QTBT_OK ? f() : status;
    });
}

// Is with() for an f in which Qt uses the bus.
template <typename T, typename F>
qtbt_status withBus(qtbt_handle handle, F f)
{
    return with<T>(handle, [&](T &object) -> qtbt_status {
        const qtbt_status status = admitToBus();
        return status == QTBT_OK ? f(object) : status;
    });
}

} // namespace qtbt
