// Qt's values as the protocol writes them, and back.
#pragma once

#include <QtBluetooth/qbluetoothserver.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtBluetooth/qbluetoothsocket.h>
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
QJsonValue toJson(QBluetoothServer::Error value);
QJsonValue toJson(QBluetoothServiceDiscoveryAgent::Error value);
QJsonValue toJson(QBluetoothServiceInfo::Protocol value);
QJsonValue toJson(QBluetoothSocket::SocketError value);
QJsonValue toJson(QBluetoothSocket::SocketState value);
QJsonValue toJson(QBluetooth::SecurityFlags value);
QJsonValue toJson(QIODevice::OpenMode value);

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

private:
    QJsonArray values_;
};
