// The differences between the Qt versions and platforms for which the shim builds.
#pragma once

#include <QtBluetooth/qtbluetoothglobal.h>
#include <QtCore/qglobal.h>

#if QT_VERSION < QT_VERSION_CHECK(6, 2, 0)
#error "qtbt needs Qt 6.2 or later"
#endif

// QBluetoothDeviceInfo::setServiceData and its siblings came with Qt 6.3.
#define QTBT_HAS_SERVICE_DATA (QT_VERSION >= QT_VERSION_CHECK(6, 3, 0))

// QLowEnergyController::readRssi and its signal came with Qt 6.5.
#define QTBT_HAS_READ_RSSI (QT_VERSION >= QT_VERSION_CHECK(6, 5, 0))

// On macOS QtBluetooth uses Low Energy only with a permission since Qt 6.5.
#if defined(Q_OS_MACOS) && QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#define QTBT_NEEDS_PERMISSION 1
#else
#define QTBT_NEEDS_PERMISSION 0
#endif

// Whether QtBluetooth uses BlueZ, and so file descriptors and QtNetwork.
#define QTBT_BLUEZ QT_CONFIG(bluez)
