// QBluetoothDeviceInfo as a data element.
#pragma once

#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtBluetooth/qbluetoothserviceinfo.h>

#include <optional>

namespace qtbt {

// The sequence {address, device UUID, name, class of device, flags, signal strength, core configuration,
// services' UUIDs, manufacturer data, service data}. Bit 0 of the flags is "valid", bit 1 "cached". The
// data of advertisements are sequences {id, bytes, id, bytes, …}, newest first.
QBluetoothServiceInfo::Sequence deviceElement(const QBluetoothDeviceInfo &device);

// Nothing if the sequence is not of that form.
std::optional<QBluetoothDeviceInfo> deviceFromElement(const QBluetoothServiceInfo::Sequence &element);

QByteArray encodeDeviceInfo(const QBluetoothDeviceInfo &device);

// Nothing if the bytes are malformed.
std::optional<QBluetoothDeviceInfo> decodeDeviceInfo(QByteArrayView data);

// One sequence of devices.
QByteArray encodeDeviceInfos(const QList<QBluetoothDeviceInfo> &devices);

// Service data, which a Qt that has none loses.
QMultiHash<QBluetoothUuid, QByteArray> serviceData(const QBluetoothDeviceInfo &device);
QByteArray serviceData(const QBluetoothDeviceInfo &device, const QBluetoothUuid &service);
bool setServiceData(QBluetoothDeviceInfo *device, const QBluetoothUuid &service,
                    const QByteArray &data);

} // namespace qtbt
