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

const Names<QBluetooth::AttAccessConstraint> constraints{
    {QBluetooth::AttAccessConstraint::AttAuthorizationRequired, "AttAuthorizationRequired"},
    {QBluetooth::AttAccessConstraint::AttAuthenticationRequired, "AttAuthenticationRequired"},
    {QBluetooth::AttAccessConstraint::AttEncryptionRequired, "AttEncryptionRequired"},
};
const Names<QBluetoothDeviceDiscoveryAgent::DiscoveryMethod> discoveryMethods{
    {QBluetoothDeviceDiscoveryAgent::ClassicMethod, "ClassicMethod"},
    {QBluetoothDeviceDiscoveryAgent::LowEnergyMethod, "LowEnergyMethod"},
};
const Names<QBluetoothDeviceInfo::CoreConfiguration> coreConfigurations{
    {QBluetoothDeviceInfo::LowEnergyCoreConfiguration, "LowEnergyCoreConfiguration"},
    {QBluetoothDeviceInfo::BaseRateCoreConfiguration, "BaseRateCoreConfiguration"},
};
const Names<QBluetoothDeviceInfo::Field> fields{
    {QBluetoothDeviceInfo::Field::RSSI, "RSSI"},
    {QBluetoothDeviceInfo::Field::ManufacturerData, "ManufacturerData"},
    {QBluetoothDeviceInfo::Field::ServiceData, "ServiceData"},
};
const Names<QLowEnergyAdvertisingData::Discoverability> discoverabilities{
    {QLowEnergyAdvertisingData::DiscoverabilityNone, "DiscoverabilityNone"},
    {QLowEnergyAdvertisingData::DiscoverabilityLimited, "DiscoverabilityLimited"},
    {QLowEnergyAdvertisingData::DiscoverabilityGeneral, "DiscoverabilityGeneral"},
};
using Parameters = QLowEnergyAdvertisingParameters;
const Names<Parameters::FilterPolicy> filterPolicies{
    {Parameters::IgnoreWhiteList, "IgnoreWhiteList"},
    {Parameters::UseWhiteListForScanning, "UseWhiteListForScanning"},
    {Parameters::UseWhiteListForConnecting, "UseWhiteListForConnecting"},
    {Parameters::UseWhiteListForScanningAndConnecting, "UseWhiteListForScanningAndConnecting"},
};
const Names<Parameters::Mode> advertisingModes{
    {Parameters::AdvInd, "AdvInd"},
    {Parameters::AdvScanInd, "AdvScanInd"},
    {Parameters::AdvNonConnInd, "AdvNonConnInd"},
};
const Names<QLowEnergyCharacteristic::PropertyType> properties{
    {QLowEnergyCharacteristic::Broadcasting, "Broadcasting"},
    {QLowEnergyCharacteristic::Read, "Read"},
    {QLowEnergyCharacteristic::WriteNoResponse, "WriteNoResponse"},
    {QLowEnergyCharacteristic::Write, "Write"},
    {QLowEnergyCharacteristic::Notify, "Notify"},
    {QLowEnergyCharacteristic::Indicate, "Indicate"},
    {QLowEnergyCharacteristic::WriteSigned, "WriteSigned"},
    {QLowEnergyCharacteristic::ExtendedProperty, "ExtendedProperty"},
};
const Names<QLowEnergyService::ServiceType> serviceTypes{
    {QLowEnergyService::PrimaryService, "PrimaryService"},
    {QLowEnergyService::IncludedService, "IncludedService"},
};
const Names<QLowEnergyServiceData::ServiceType> serviceDataTypes{
    {QLowEnergyServiceData::ServiceTypePrimary, "ServiceTypePrimary"},
    {QLowEnergyServiceData::ServiceTypeSecondary, "ServiceTypeSecondary"},
};

template <typename E>
QJsonValue nameOf(E value, const Names<E> &names)
{
    for (const auto &[named, name] : names) {
        if (named == value)
            return name;
    }
    return int(value);
}

template <typename E>
E named(const QString &text, const Names<E> &names)
{
    for (const auto &[value, name] : names) {
        if (text == QLatin1String(name))
            return value;
    }
    return names.front().first;
}

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
    return nameOf(value, protocols);
}

QJsonValue toJson(QBluetooth::AttAccessConstraints value)
{
    return joined(value, constraints, "None");
}
QJsonValue toJson(QBluetoothDeviceDiscoveryAgent::DiscoveryMethods value)
{
    return joined(value, discoveryMethods, "NoMethod");
}
QJsonValue toJson(QBluetoothDeviceDiscoveryAgent::Error value)
{
    return enumerator(value);
}
QJsonValue toJson(QBluetoothDeviceInfo::CoreConfigurations value)
{
    return joined(value, coreConfigurations, "UnknownCoreConfiguration");
}
QJsonValue toJson(QBluetoothDeviceInfo::Fields value)
{
    return joined(value, fields, "None");
}
QJsonValue toJson(QLowEnergyAdvertisingData::Discoverability value)
{
    return nameOf(value, discoverabilities);
}
QJsonValue toJson(Parameters::FilterPolicy value)
{
    return nameOf(value, filterPolicies);
}
QJsonValue toJson(Parameters::Mode value)
{
    return nameOf(value, advertisingModes);
}
QJsonValue toJson(QLowEnergyCharacteristic::PropertyTypes value)
{
    return joined(value, properties, "Unknown");
}
QJsonValue toJson(QLowEnergyController::ControllerState value)
{
    return enumerator(value);
}
QJsonValue toJson(QLowEnergyController::Error value)
{
    return enumerator(value);
}
QJsonValue toJson(QLowEnergyController::RemoteAddressType value)
{
    return enumerator(value);
}
QJsonValue toJson(QLowEnergyController::Role value)
{
    return enumerator(value);
}
QJsonValue toJson(QLowEnergyService::ServiceError value)
{
    return enumerator(value);
}
// Not by their metaobject, which has deprecated names for some as well.
QJsonValue toJson(QLowEnergyService::ServiceState value)
{
    static const Names<QLowEnergyService::ServiceState> states{
        {QLowEnergyService::InvalidService, "InvalidService"},
        {QLowEnergyService::RemoteService, "RemoteService"},
        {QLowEnergyService::RemoteServiceDiscovering, "RemoteServiceDiscovering"},
        {QLowEnergyService::RemoteServiceDiscovered, "RemoteServiceDiscovered"},
        {QLowEnergyService::LocalService, "LocalService"},
    };
    return nameOf(value, states);
}
QJsonValue toJson(QLowEnergyService::ServiceTypes value)
{
    return joined(value, serviceTypes, "0");
}
QJsonValue toJson(QLowEnergyServiceData::ServiceType value)
{
    return nameOf(value, serviceDataTypes);
}

template <>
QLowEnergyController::RemoteAddressType fromName(const QString &name)
{
    return name == "RandomAddress" ? QLowEnergyController::RandomAddress
                                   : QLowEnergyController::PublicAddress;
}
template <>
QLowEnergyService::DiscoveryMode fromName(const QString &name)
{
    return name == "SkipValueDiscovery" ? QLowEnergyService::SkipValueDiscovery
                                        : QLowEnergyService::FullDiscovery;
}
template <>
QLowEnergyService::WriteMode fromName(const QString &name)
{
    using Mode = QLowEnergyService::WriteMode;
    return Mode(QMetaEnum::fromType<Mode>().keyToValue(name.toLatin1().constData()));
}
template <>
Parameters::FilterPolicy fromName(const QString &name)
{
    return named(name, filterPolicies);
}
template <>
Parameters::Mode fromName(const QString &name)
{
    return named(name, advertisingModes);
}
template <>
QLowEnergyAdvertisingData::Discoverability fromName(const QString &name)
{
    return named(name, discoverabilities);
}
template <>
QLowEnergyServiceData::ServiceType fromName(const QString &name)
{
    return named(name, serviceDataTypes);
}
template <>
QBluetooth::AttAccessConstraints fromName(const QString &name)
{
    return split(name, constraints);
}
template <>
QLowEnergyCharacteristic::PropertyTypes fromName(const QString &name)
{
    return split(name, properties);
}
template <>
QBluetoothDeviceDiscoveryAgent::DiscoveryMethods fromName(const QString &name)
{
    return split(name, discoveryMethods);
}

QBluetoothServiceInfo::Protocol Arguments::protocol(int i) const
{
    return named(text(i), protocols);
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
