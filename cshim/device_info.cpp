//go:build cgo && !qtbt_system

// The conversion between a QBluetoothDeviceInfo and a data element.
#include "device_info.h"

#include "compat.h"
#include "sdp_element.h"

#include <QtBluetooth/qbluetoothaddress.h>

using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

constexpr int deviceParts = 10;
enum : quint8 { Valid = 1, Cached = 2 };

template <typename Id>
Sequence advertisedElement(const QMultiHash<Id, QByteArray> &data)
{
    Sequence element;
    for (auto it = data.cbegin(); it != data.cend(); ++it)
        element << QVariant::fromValue(it.key()) << it.value();
    return element;
}

Sequence uuidsElement(const QList<QBluetoothUuid> &uuids)
{
    Sequence element;
    for (const QBluetoothUuid &uuid : uuids)
        element << QVariant::fromValue(uuid);
    return element;
}

// Calls add(id, bytes) for each of the data. The oldest is first, because Qt puts each new one in
// front.
template <typename Id, typename Add>
bool addAdvertised(const QVariant &value, Add add)
{
    const auto element = toSequence(value);
    if (!element || element->size() % 2 != 0)
        return false;
    for (qsizetype i = element->size() - 2; i >= 0; i -= 2) {
        if (element->at(i).typeId() != qMetaTypeId<Id>())
            return false;
        add(element->at(i).template value<Id>(), element->at(i + 1).toByteArray());
    }
    return true;
}

} // namespace

Sequence deviceElement(const QBluetoothDeviceInfo &device)
{
    const quint32 classOfDevice = quint32(device.serviceClasses()) << 13
            | quint32(device.majorDeviceClass()) << 8 | quint32(device.minorDeviceClass()) << 2;
    const auto flags = quint8((device.isValid() ? Valid : 0) | (device.isCached() ? Cached : 0));
    return Sequence({
        quint64(device.address().toUInt64()),
        QVariant::fromValue(device.deviceUuid()),
        device.name(),
        classOfDevice,
        QVariant::fromValue(flags),
        QVariant::fromValue(device.rssi()),
        QVariant::fromValue(quint8(device.coreConfigurations())),
        QVariant::fromValue(uuidsElement(device.serviceUuids())),
        QVariant::fromValue(advertisedElement(device.manufacturerData())),
        QVariant::fromValue(advertisedElement(serviceData(device))),
    });
}

std::optional<QBluetoothDeviceInfo> deviceFromElement(const Sequence &element)
{
    if (element.size() != deviceParts)
        return {};
    const auto flags = element.at(4).value<quint8>();
    QBluetoothDeviceInfo device;
    if (flags & Valid)
        device = QBluetoothDeviceInfo(QBluetoothAddress(element.at(0).toULongLong()),
                                      element.at(2).toString(), element.at(3).toUInt());
    device.setDeviceUuid(element.at(1).value<QBluetoothUuid>());
    device.setName(element.at(2).toString());
    device.setCached(flags & Cached);
    device.setRssi(element.at(5).value<qint16>());
    device.setCoreConfigurations(
            QBluetoothDeviceInfo::CoreConfigurations::fromInt(element.at(6).toInt()));

    const auto uuidElements = toSequence(element.at(7));
    if (!uuidElements)
        return {};
    QList<QBluetoothUuid> uuids;
    for (const QVariant &uuid : *uuidElements)
        uuids.append(uuid.value<QBluetoothUuid>());
    device.setServiceUuids(uuids);

    if (!addAdvertised<quint16>(element.at(8), [&](quint16 id, const QByteArray &data) {
            device.setManufacturerData(id, data);
        }))
        return {};
    if (!addAdvertised<QBluetoothUuid>(element.at(9),
                                       [&](const QBluetoothUuid &id, const QByteArray &data) {
                                           setServiceData(&device, id, data);
                                       }))
        return {};
    return device;
}

QByteArray encodeDeviceInfo(const QBluetoothDeviceInfo &device)
{
    QByteArray bytes;
    encodeElement(QVariant::fromValue(deviceElement(device)), &bytes);
    return bytes;
}

QByteArray encodeDeviceInfos(const QList<QBluetoothDeviceInfo> &devices)
{
    Sequence elements;
    for (const QBluetoothDeviceInfo &device : devices)
        elements << QVariant::fromValue(deviceElement(device));
    QByteArray bytes;
    encodeElement(QVariant::fromValue(elements), &bytes);
    return bytes;
}

std::optional<QBluetoothDeviceInfo> decodeDeviceInfo(QByteArrayView data)
{
    const auto value = decodeElement(data);
    const auto element = value ? toSequence(*value) : std::nullopt;
    return element ? deviceFromElement(*element) : std::nullopt;
}

#if QTBT_HAS_SERVICE_DATA
QMultiHash<QBluetoothUuid, QByteArray> serviceData(const QBluetoothDeviceInfo &device)
{
    return device.serviceData();
}

QByteArray serviceData(const QBluetoothDeviceInfo &device, const QBluetoothUuid &service)
{
    return device.serviceData(service);
}

bool setServiceData(QBluetoothDeviceInfo *device, const QBluetoothUuid &service,
                    const QByteArray &data)
{
    return device->setServiceData(service, data);
}
#else
QMultiHash<QBluetoothUuid, QByteArray> serviceData(const QBluetoothDeviceInfo &)
{
    return {};
}

QByteArray serviceData(const QBluetoothDeviceInfo &, const QBluetoothUuid &)
{
    return {};
}

bool setServiceData(QBluetoothDeviceInfo *, const QBluetoothUuid &, const QByteArray &)
{
    return false;
}
#endif

} // namespace qtbt
