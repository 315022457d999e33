// The conversion between a QBluetoothDeviceInfo and a data element.
#pragma once

#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtBluetooth/qbluetoothserviceinfo.h>

#include <optional>

namespace qtbt {

// Returns the sequence {address, device UUID, name, class of device, flags, signal strength, core
// configuration, UUIDs of services, manufacturer data, service data}. Bit 0 of the flags is
// "valid", and bit 1 is "cached". The two kinds of data are sequences {id, bytes, id, bytes, …},
// the newest first.
QBluetoothServiceInfo::Sequence deviceElement(const QBluetoothDeviceInfo &device);

// Returns nothing if the sequence does not have that form.
std::optional<QBluetoothDeviceInfo>
deviceFromElement(const QBluetoothServiceInfo::Sequence &element);

QByteArray encodeDeviceInfo(const QBluetoothDeviceInfo &device);

// Returns nothing if the bytes are malformed.
std::optional<QBluetoothDeviceInfo> decodeDeviceInfo(QByteArrayView data);

// Returns one sequence of devices.
QByteArray encodeDeviceInfos(const QList<QBluetoothDeviceInfo> &devices);

// Read and add service data. With a Qt that has none, there are none and none are added.
QMultiHash<QBluetoothUuid, QByteArray> serviceData(const QBluetoothDeviceInfo &device);
QByteArray serviceData(const QBluetoothDeviceInfo &device, const QBluetoothUuid &service);
bool setServiceData(QBluetoothDeviceInfo *device, const QBluetoothUuid &service,
                    const QByteArray &data);

} // namespace qtbt
