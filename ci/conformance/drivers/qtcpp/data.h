// The Low Energy data classes as mappings from the names of properties.
#pragma once

#include "values.h"

#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtBluetooth/qlowenergycharacteristic.h>
#include <QtBluetooth/qlowenergycharacteristicdata.h>
#include <QtBluetooth/qlowenergyconnectionparameters.h>
#include <QtBluetooth/qlowenergydescriptor.h>
#include <QtBluetooth/qlowenergydescriptordata.h>

// Makes one with its constructor and the setters that keys stand for.
template <typename C>
C fromJson(const QJsonValue &value);

template <typename C>
QList<C> listFromJson(const QJsonValue &value)
{
    QList<C> list;
    for (const QJsonValue &element : value.toArray())
        list << fromJson<C>(element);
    return list;
}

QJsonValue toJson(const QBluetoothDeviceInfo &value);
QJsonValue toJson(const QLowEnergyAdvertisingParameters::AddressInfo &value);
QJsonValue toJson(const QLowEnergyCharacteristic &value);
QJsonValue toJson(const QLowEnergyCharacteristicData &value);
QJsonValue toJson(const QLowEnergyConnectionParameters &value);
QJsonValue toJson(const QLowEnergyDescriptor &value);
QJsonValue toJson(const QLowEnergyDescriptorData &value);
