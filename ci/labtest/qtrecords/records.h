// The service records that the program publishes: the same ones as records_test.go's, in Qt's types.
#pragma once

#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtBluetooth/qbluetoothuuid.h>

#include <optional>

// makeRecord returns the record of a name for a service; nothing if there is none of that name.
std::optional<QBluetoothServiceInfo> makeRecord(const QString &name, const QBluetoothUuid &service);
