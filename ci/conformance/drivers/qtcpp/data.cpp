#include "data.h"

#include "object.h"

#include <QtCore/qjsonobject.h>

namespace {

QByteArray bytes(const QJsonValue &value)
{
    return value.toString().toLatin1();
}

QBluetooth::AttAccessConstraints constraints(const QJsonValue &value)
{
    return fromName<QBluetooth::AttAccessConstraints>(value.toString());
}

} // namespace

template <>
QBluetoothUuid fromJson(const QJsonValue &value)
{
    return QBluetoothUuid(value.toString());
}

template <>
QLowEnergyService *fromJson(const QJsonValue &value)
{
    return lowEnergyService(value.toString());
}

template <>
QBluetoothDeviceInfo fromJson(const QJsonValue &value)
{
    const QString name = value["name"].toString();
    if (!value.toObject().contains("address"))
        return QBluetoothDeviceInfo(fromJson<QBluetoothUuid>(value["deviceUuid"]), name, 0);
    QBluetoothDeviceInfo info(QBluetoothAddress(value["address"].toString()), name, 0);
    if (value.toObject().contains("deviceUuid"))
        info.setDeviceUuid(fromJson<QBluetoothUuid>(value["deviceUuid"]));
    return info;
}

template <>
QLowEnergyAdvertisingParameters::AddressInfo fromJson(const QJsonValue &value)
{
    return {QBluetoothAddress(value["address"].toString()),
            fromName<QLowEnergyController::RemoteAddressType>(value["type"].toString())};
}

template <>
QLowEnergyAdvertisingData fromJson(const QJsonValue &value)
{
    const QJsonObject o = value.toObject();
    QLowEnergyAdvertisingData data;
    if (o.contains("discoverability"))
        data.setDiscoverability(fromName<QLowEnergyAdvertisingData::Discoverability>(
                o["discoverability"].toString()));
    if (o.contains("includePowerLevel"))
        data.setIncludePowerLevel(o["includePowerLevel"].toBool());
    if (o.contains("localName"))
        data.setLocalName(o["localName"].toString());
    if (const QJsonValue manufacturer = o["manufacturerData"]; manufacturer.isObject())
        data.setManufacturerData(quint16(manufacturer["id"].toInt()), bytes(manufacturer["data"]));
    if (o.contains("rawData"))
        data.setRawData(bytes(o["rawData"]));
    if (o.contains("services"))
        data.setServices(listFromJson<QBluetoothUuid>(o["services"]));
    return data;
}

template <>
QLowEnergyAdvertisingParameters fromJson(const QJsonValue &value)
{
    using Parameters = QLowEnergyAdvertisingParameters;
    const QJsonObject o = value.toObject();
    Parameters parameters;
    if (const QJsonValue interval = o["interval"]; interval.isObject())
        parameters.setInterval(quint16(interval["minimum"].toInt()),
                               quint16(interval["maximum"].toInt()));
    if (o.contains("mode"))
        parameters.setMode(fromName<Parameters::Mode>(o["mode"].toString()));
    if (const QJsonValue list = o["whiteList"]; list.isObject())
        parameters.setWhiteList(listFromJson<Parameters::AddressInfo>(list["whiteList"]),
                                fromName<Parameters::FilterPolicy>(list["policy"].toString()));
    return parameters;
}

template <>
QLowEnergyConnectionParameters fromJson(const QJsonValue &value)
{
    const QJsonObject o = value.toObject();
    QLowEnergyConnectionParameters parameters;
    if (const QJsonValue range = o["intervalRange"]; range.isObject())
        parameters.setIntervalRange(range["minimum"].toDouble(), range["maximum"].toDouble());
    if (o.contains("latency"))
        parameters.setLatency(o["latency"].toInt());
    if (o.contains("supervisionTimeout"))
        parameters.setSupervisionTimeout(o["supervisionTimeout"].toInt());
    return parameters;
}

template <>
QLowEnergyDescriptorData fromJson(const QJsonValue &value)
{
    const QJsonObject o = value.toObject();
    QLowEnergyDescriptorData data;
    if (const QJsonValue read = o["readPermissions"]; read.isObject())
        data.setReadPermissions(read["readable"].toBool(), constraints(read["constraints"]));
    if (o.contains("uuid"))
        data.setUuid(fromJson<QBluetoothUuid>(o["uuid"]));
    if (o.contains("value"))
        data.setValue(bytes(o["value"]));
    if (const QJsonValue write = o["writePermissions"]; write.isObject())
        data.setWritePermissions(write["writable"].toBool(), constraints(write["constraints"]));
    return data;
}

template <>
QLowEnergyCharacteristicData fromJson(const QJsonValue &value)
{
    const QJsonObject o = value.toObject();
    QLowEnergyCharacteristicData data;
    if (o.contains("descriptors"))
        data.setDescriptors(listFromJson<QLowEnergyDescriptorData>(o["descriptors"]));
    if (o.contains("properties"))
        data.setProperties(
                fromName<QLowEnergyCharacteristic::PropertyTypes>(o["properties"].toString()));
    if (o.contains("readConstraints"))
        data.setReadConstraints(constraints(o["readConstraints"]));
    if (o.contains("uuid"))
        data.setUuid(fromJson<QBluetoothUuid>(o["uuid"]));
    if (o.contains("value"))
        data.setValue(bytes(o["value"]));
    if (const QJsonValue length = o["valueLength"]; length.isObject())
        data.setValueLength(length["minimum"].toInt(), length["maximum"].toInt());
    if (o.contains("writeConstraints"))
        data.setWriteConstraints(constraints(o["writeConstraints"]));
    return data;
}

template <>
QLowEnergyServiceData fromJson(const QJsonValue &value)
{
    const QJsonObject o = value.toObject();
    QLowEnergyServiceData data;
    if (o.contains("characteristics"))
        data.setCharacteristics(listFromJson<QLowEnergyCharacteristicData>(o["characteristics"]));
    if (o.contains("includedServices"))
        data.setIncludedServices(listFromJson<QLowEnergyService *>(o["includedServices"]));
    if (o.contains("type"))
        data.setType(fromName<QLowEnergyServiceData::ServiceType>(o["type"].toString()));
    if (o.contains("uuid"))
        data.setUuid(fromJson<QBluetoothUuid>(o["uuid"]));
    return data;
}

QJsonValue toJson(const QBluetoothDeviceInfo &value)
{
    QJsonObject manufacturerData, serviceData;
    for (const quint16 id : value.manufacturerIds())
        manufacturerData[QString::number(id)] = toJson(value.manufacturerData(id));
    for (const QBluetoothUuid &id : value.serviceIds())
        serviceData[toJson(id).toString()] = toJson(value.serviceData(id));
    return QJsonObject{
        {"address", toJson(value.address())},
        {"coreConfigurations", toJson(value.coreConfigurations())},
        {"isCached", value.isCached()},
        {"manufacturerData", manufacturerData},
        {"name", value.name()},
        {"rssi", value.rssi()},
        {"serviceData", serviceData},
        {"serviceUuids", toJson(value.serviceUuids())},
    };
}

QJsonValue toJson(const QLowEnergyAdvertisingParameters::AddressInfo &value)
{
    return QJsonObject{{"address", toJson(value.address)}, {"type", toJson(value.type)}};
}

QJsonValue toJson(const QLowEnergyCharacteristic &value)
{
    return QJsonObject{
        {"descriptors", toJson(value.descriptors())},
        {"isValid", value.isValid()},
        {"properties", toJson(value.properties())},
        {"uuid", toJson(value.uuid())},
        {"value", toJson(value.value())},
    };
}

QJsonValue toJson(const QLowEnergyCharacteristicData &value)
{
    return QJsonObject{
        {"descriptors", toJson(value.descriptors())},
        {"maximumValueLength", value.maximumValueLength()},
        {"minimumValueLength", value.minimumValueLength()},
        {"properties", toJson(value.properties())},
        {"readConstraints", toJson(value.readConstraints())},
        {"uuid", toJson(value.uuid())},
        {"value", toJson(value.value())},
        {"writeConstraints", toJson(value.writeConstraints())},
    };
}

QJsonValue toJson(const QLowEnergyConnectionParameters &value)
{
    return QJsonObject{
        {"latency", value.latency()},
        {"maximumInterval", value.maximumInterval()},
        {"minimumInterval", value.minimumInterval()},
        {"supervisionTimeout", value.supervisionTimeout()},
    };
}

QJsonValue toJson(const QLowEnergyDescriptor &value)
{
    return QJsonObject{
        {"isValid", value.isValid()},
        {"uuid", toJson(value.uuid())},
        {"value", toJson(value.value())},
    };
}

QJsonValue toJson(const QLowEnergyDescriptorData &value)
{
    return QJsonObject{
        {"isReadable", value.isReadable()},
        {"isWritable", value.isWritable()},
        {"readConstraints", toJson(value.readConstraints())},
        {"uuid", toJson(value.uuid())},
        {"value", toJson(value.value())},
        {"writeConstraints", toJson(value.writeConstraints())},
    };
}
