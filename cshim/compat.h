// What differs between the Qt versions and platforms that the shim builds with, all in one place.
#pragma once

#include <QtBluetooth/qtbluetoothglobal.h>
#include <QtCore/qglobal.h>

#if QT_VERSION < QT_VERSION_CHECK(6, 2, 0)
#error "qtbt needs Qt 6.2 or later"
#endif

// QBluetoothDeviceInfo::setServiceData and its siblings came with Qt 6.3.
#define QTBT_HAS_SERVICE_DATA (QT_VERSION >= QT_VERSION_CHECK(6, 3, 0))

// Whether QtBluetooth talks to BlueZ, so over file descriptors and with QtNetwork.
#define QTBT_BLUEZ QT_CONFIG(bluez)
