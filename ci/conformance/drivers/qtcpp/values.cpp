#include "values.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qstringlist.h>

#include <utility>
#include <vector>

namespace {

template <typename T>
using Names = std::vector<std::pair<T, const char *>>;

using QBluetooth::Security;

const Names<QBluetoothServiceInfo::Protocol> protocols{
    {QBluetoothServiceInfo::UnknownProtocol, "UnknownProtocol"},
    {QBluetoothServiceInfo::L2capProtocol, "L2capProtocol"},
    {QBluetoothServiceInfo::RfcommProtocol, "RfcommProtocol"},
};
const Names<Security> securities{
    {Security::Authorization, "Authorization"},
    {Security::Authentication, "Authentication"},
    {Security::Encryption, "Encryption"},
    {Security::Secure, "Secure"},
};
const Names<QIODevice::OpenModeFlag> openModes{
    {QIODevice::ReadOnly, "ReadOnly"}, {QIODevice::WriteOnly, "WriteOnly"},
    {QIODevice::Append, "Append"},     {QIODevice::Truncate, "Truncate"},
    {QIODevice::Text, "Text"},         {QIODevice::Unbuffered, "Unbuffered"},
    {QIODevice::NewOnly, "NewOnly"},   {QIODevice::ExistingOnly, "ExistingOnly"},
};

template <typename E>
QJsonValue enumerator(E value)
{
    return QString::fromLatin1(QMetaEnum::fromType<E>().valueToKey(int(value)));
}

template <typename Flag>
QString joined(QFlags<Flag> value, const Names<Flag> &names, const char *none)
{
    QStringList set;
    for (const auto &[flag, name] : names) {
        if (value.testFlag(flag))
            set << name;
    }
    return set.isEmpty() ? QString::fromLatin1(none) : set.join('|');
}

template <typename Flag>
QFlags<Flag> split(const QString &text, const Names<Flag> &names)
{
    QFlags<Flag> value;
    for (const QString &part : text.split('|')) {
        for (const auto &[flag, name] : names)
            value.setFlag(flag, value.testFlag(flag) || part == QLatin1String(name));
    }
    return value;
}

} // namespace

QJsonValue toJson(QBluetoothServer::Error value)
{
    return enumerator(value);
}
QJsonValue toJson(QBluetoothServiceDiscoveryAgent::Error value)
{
    return enumerator(value);
}
QJsonValue toJson(QBluetoothSocket::SocketError value)
{
    return enumerator(value);
}
QJsonValue toJson(QBluetoothSocket::SocketState value)
{
    return enumerator(value);
}
QJsonValue toJson(QBluetooth::SecurityFlags value)
{
    return joined(value, securities, "NoSecurity");
}
QJsonValue toJson(QIODevice::OpenMode value)
{
    return joined(value, openModes, "NotOpen");
}

QJsonValue toJson(QBluetoothServiceInfo::Protocol value)
{
    for (const auto &[protocol, name] : protocols) {
        if (protocol == value)
            return name;
    }
    return int(value);
}

QBluetoothServiceInfo::Protocol Arguments::protocol(int i) const
{
    for (const auto &[protocol, name] : protocols) {
        if (text(i) == QLatin1String(name))
            return protocol;
    }
    return QBluetoothServiceInfo::UnknownProtocol;
}

QBluetoothSocket::SocketState Arguments::socketState(int i) const
{
    using State = QBluetoothSocket::SocketState;
    return State(QMetaEnum::fromType<State>().keyToValue(text(i).toLatin1().constData()));
}

QBluetooth::SecurityFlags Arguments::security(int i) const
{
    return split(text(i), securities);
}
QIODevice::OpenMode Arguments::openMode(int i) const
{
    return split(text(i), openModes);
}
