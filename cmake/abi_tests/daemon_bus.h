// A bus with a bluetoothd of the test's making, beside an application that the shim attaches to.
#pragma once

#include "fake_bus.h"

#include <QtCore/qcoreapplication.h>

#include <cstdlib>

// With its own application on another thread, Qt 6.4.2 may crash at the process's end, when the bus
// has gone or owes a reply.
struct FirstThreadApplication {
    int argc = 1;
    char name[8] = "foreign";
    char *argv[2] = {name, nullptr};
    QCoreApplication application{argc, argv};
};
struct Bus : FirstThreadApplication, FakeBus {
    using FakeBus::FakeBus;
};

// Has the shim work with bluetoothd, as on machines with Bluetooth; the other tests keep it off.
inline void useDaemon()
{
    ::setenv("BLUETOOTH_FORCE_DBUS_LE_VERSION", "5.66", 1);
}
