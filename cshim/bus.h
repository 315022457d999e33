// The D-Bus system bus, which Qt looks for once in a process, and bluetoothd behind it.
#pragma once

#include "object.h"

namespace qtbt {

// Returns QTBT_OK if the process is connected to the system bus, else QTBT_NO_BUS or QTBT_BUS_LOST. Connects to
// it if need be. Qt thread.
//
// Qt keeps the first result of its attempt to connect for the life of the process (seen with 6.4.2 and 6.8.2).
// So Qt does not get to try before another connection has found the bus, and a connection that is lost stays so.
qtbt_status checkBus();

// Whether the environment keeps Qt's sockets off bluetoothd: BLUETOOTH_FORCE_DBUS_LE_VERSION names a version before
// 5.46. Tests without Bluetooth set it.
bool avoidsDaemon();

// checkBus() for calls into Qt that connect to the bus. Where the process avoids bluetoothd they need none.
qtbt_status admitToBus();

// onQtThread() for an f in which Qt uses the bus.
template <typename F>
qtbt_status onBus(F f)
{
    return onQtThread([&]() -> qtbt_status {
        const qtbt_status status = admitToBus();
        return status == QTBT_OK ? f() : status;
    });
}

// with() for an f in which Qt uses the bus.
template <typename T, typename F>
qtbt_status withBus(qtbt_handle handle, F f)
{
    return with<T>(handle, [&](T &object) -> qtbt_status {
        const qtbt_status status = admitToBus();
        return status == QTBT_OK ? f(object) : status;
    });
}

} // namespace qtbt
