// Qt's values as the protocol writes them, and back.
#pragma once

#include <QtBluetooth/qbluetoothdevicediscoveryagent.h>
#include <QtBluetooth/qbluetoothserver.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtBluetooth/qlowenergyadvertisingdata.h>
#include <QtBluetooth/qlowenergyadvertisingparameters.h>
#include <QtBluetooth/qlowenergycontroller.h>
#include <QtBluetooth/qlowenergyservice.h>
#include <QtBluetooth/qlowenergyservicedata.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonvalue.h>

inline QJsonValue toJson(bool value)
{
    return value;
}
inline QJsonValue toJson(int value)
{
    return value;
}
inline QJsonValue toJson(quint16 value)
{
    return int(value);
}
inline QJsonValue toJson(qint64 value)
{
    return value;
}
inline QJsonValue toJson(double value)
{
    return value;
}
inline QJsonValue toJson(const QString &value)
{
    return value;
}
inline QJsonValue toJson(const QByteArray &value)
{
    return QString::fromLatin1(value);
}
inline QJsonValue toJson(const QBluetoothAddress &value)
{
    return value.toString();
}
inline QJsonValue toJson(const QBluetoothUuid &value)
{
    return value.toString(QUuid::WithoutBraces);
}
inline QJsonValue toJson(QBluetoothUuid::DescriptorType value)
{
    return int(value);
}
QJsonValue toJson(QBluetooth::AttAccessConstraints value);
QJsonValue toJson(QBluetoothDeviceDiscoveryAgent::DiscoveryMethods value);
QJsonValue toJson(QBluetoothDeviceDiscoveryAgent::Error value);
QJsonValue toJson(QBluetoothDeviceInfo::CoreConfigurations value);
QJsonValue toJson(QBluetoothDeviceInfo::Fields value);
QJsonValue toJson(QBluetoothServer::Error value);
QJsonValue toJson(QBluetoothServiceDiscoveryAgent::Error value);
QJsonValue toJson(QBluetoothServiceInfo::Protocol value);
QJsonValue toJson(QBluetoothSocket::SocketError value);
QJsonValue toJson(QBluetoothSocket::SocketState value);
QJsonValue toJson(QBluetooth::SecurityFlags value);
QJsonValue toJson(QIODevice::OpenMode value);
QJsonValue toJson(QLowEnergyAdvertisingData::Discoverability value);
QJsonValue toJson(QLowEnergyAdvertisingParameters::FilterPolicy value);
QJsonValue toJson(QLowEnergyAdvertisingParameters::Mode value);
QJsonValue toJson(QLowEnergyCharacteristic::PropertyTypes value);
QJsonValue toJson(QLowEnergyController::ControllerState value);
QJsonValue toJson(QLowEnergyController::Error value);
QJsonValue toJson(QLowEnergyController::RemoteAddressType value);
QJsonValue toJson(QLowEnergyController::Role value);
QJsonValue toJson(QLowEnergyService::ServiceError value);
QJsonValue toJson(QLowEnergyService::ServiceState value);
QJsonValue toJson(QLowEnergyService::ServiceTypes value);
QJsonValue toJson(QLowEnergyServiceData::ServiceType value);

template <typename T>
QJsonValue toJson(const QList<T> &values)
{
    QJsonArray list;
    for (const T &value : values)
        list << toJson(value);
    return list;
}

// An enumerator or flags from their names. Types that have no metaobject are in a table of values.cpp.
template <typename E>
E fromName(const QString &name);

// The arguments of a call.
class Arguments
{
public:
    explicit Arguments(const QJsonArray &values) : values_(values) {}

    bool boolean(int i) const { return values_[i].toBool(); }
    qint64 integer(int i) const { return values_[i].toInteger(); }
    QString text(int i) const { return values_[i].toString(); }
    QByteArray bytes(int i) const { return text(i).toLatin1(); }
    QBluetoothAddress address(int i) const { return QBluetoothAddress(text(i)); }
    QBluetoothUuid uuid(int i) const { return QBluetoothUuid(text(i)); }
    QBluetoothServiceInfo::Protocol protocol(int i) const;
    QBluetoothSocket::SocketState socketState(int i) const;
    QBluetooth::SecurityFlags security(int i) const;
    QIODevice::OpenMode openMode(int i) const;
    QJsonValue json(int i) const { return values_[i]; }

private:
    QJsonArray values_;
};
