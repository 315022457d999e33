// The printed form of a service record: the same as Go's ServiceInfo.String, without its first line.
#pragma once

#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtCore/qstring.h>

// recordText returns the attributes of a record, one a line.
QString recordText(const QBluetoothServiceInfo &info);
