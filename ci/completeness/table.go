package main

// The members that do not follow the rule of names.go, and those that Go has no use for. A line
// that no version of Qt needs is an error.

import "slices"

// goTypes holds the Go types of classes whose Go name is not just Qt's without "QBluetooth", or
// without "Q" before "LowEnergy". "" means that the members belong to the package itself.
var goTypes = map[string]string{
	"QBluetooth":     "",
	"QBluetoothUuid": "UUID",
	"QIODevice":      "Socket",
	"QIODeviceBase":  "",
}

// irregular holds the Go names of overloads, and of members that do not follow the rule.
var irregular = map[string]string{
	"QBluetoothAddress::QBluetoothAddress(const QString &)": "ParseAddress",
	"QBluetoothAddress::QBluetoothAddress(quint64)":         "AddressFromUint64",

	"QBluetoothUuid::ProtocolUuid::TcsAt":                "ProtocolTCSAT", // not as in AtEnd
	"QBluetoothUuid::QBluetoothUuid(CharacteristicType)": "CharacteristicType.UUID",
	"QBluetoothUuid::QBluetoothUuid(DescriptorType)":     "DescriptorType.UUID",
	"QBluetoothUuid::QBluetoothUuid(ProtocolUuid)":       "ProtocolUUID.UUID",
	"QBluetoothUuid::QBluetoothUuid(ServiceClassUuid)":   "ServiceClassUUID.UUID",
	"QBluetoothUuid::QBluetoothUuid(const QString &)":    "ParseUUID", // Qt 6.2 to 6.5
	"QBluetoothUuid::QBluetoothUuid(const QUuid &)":      "UUID",
	"QBluetoothUuid::QBluetoothUuid(quint128)":           "UUID128", // Qt 6.2 to 6.5
	"QBluetoothUuid::QBluetoothUuid(quint128, Endian)":   "UUID128",
	"QBluetoothUuid::QBluetoothUuid(quint16)":            "UUID16",
	"QBluetoothUuid::QBluetoothUuid(quint32)":            "UUID32",
	"QBluetoothUuid::using QUuid::QBluetoothUuid":        "ParseUUID",

	"QBluetoothDeviceInfo::Field":                                                                     "DeviceField",
	"QBluetoothDeviceInfo::MinorAudioVideoClass":                                                      "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorComputerClass":                                                        "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorHealthClass":                                                          "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorImagingClass":                                                         "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorMiscellaneousClass":                                                   "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorNetworkClass":                                                         "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorPeripheralClass":                                                      "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorPhoneClass":                                                           "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorToyClass":                                                             "MinorDeviceClass",
	"QBluetoothDeviceInfo::MinorWearableClass":                                                        "MinorDeviceClass",
	"QBluetoothDeviceInfo::QBluetoothDeviceInfo(const QBluetoothAddress &, const QString &, quint32)": "NewDeviceInfo",
	"QBluetoothDeviceInfo::QBluetoothDeviceInfo(const QBluetoothUuid &, const QString &, quint32)":    "NewDeviceInfoFromUUID",
	"QBluetoothDeviceInfo::manufacturerData()":                                                        "DeviceInfo.AllManufacturerData",
	"QBluetoothDeviceInfo::manufacturerData(quint16)":                                                 "DeviceInfo.ManufacturerData",
	"QBluetoothDeviceInfo::serviceData()":                                                             "DeviceInfo.AllServiceData",
	"QBluetoothDeviceInfo::serviceData(const QBluetoothUuid &)":                                       "DeviceInfo.ServiceData",

	"QBluetoothServiceInfo::Alternative::Alternative(const QList<QVariant> &)": "Alternative",
	"QBluetoothServiceInfo::Protocol::L2capProtocol":                           "L2CAP",
	"QBluetoothServiceInfo::Protocol::RfcommProtocol":                          "RFCOMM",
	"QBluetoothServiceInfo::Sequence::Sequence(const QList<QVariant> &)":       "Sequence",
	"QBluetoothServiceInfo::setAttribute(quint16, const Alternative &)":        "ServiceInfo.SetAttribute",
	"QBluetoothServiceInfo::setAttribute(quint16, const Sequence &)":           "ServiceInfo.SetAttribute",
	"QBluetoothServiceInfo::setAttribute(quint16, const QBluetoothUuid &)":     "ServiceInfo.SetAttribute",
	"QBluetoothServiceInfo::setAttribute(quint16, const QVariant &)":           "ServiceInfo.SetAttribute",

	"QBluetoothDeviceDiscoveryAgent::start()":                 "DeviceDiscoveryAgent.Start",
	"QBluetoothDeviceDiscoveryAgent::start(DiscoveryMethods)": "DeviceDiscoveryAgent.StartMethods",

	"QBluetoothServiceDiscoveryAgent::setUuidFilter(const QBluetoothUuid &)":        "ServiceDiscoveryAgent.SetUUIDFilter",
	"QBluetoothServiceDiscoveryAgent::setUuidFilter(const QList<QBluetoothUuid> &)": "ServiceDiscoveryAgent.SetUUIDFilter",

	"QBluetoothServer::listen(const QBluetoothAddress &, quint16)":      "Server.Listen",
	"QBluetoothServer::listen(const QBluetoothUuid &, const QString &)": "Server.ListenService",

	"QBluetoothSocket::QBluetoothSocket(Protocol, QObject *)":                                         "NewSocket",
	"QBluetoothSocket::QBluetoothSocket(QObject *)":                                                   "NewSocket",
	"QBluetoothSocket::SocketError::NoSocketError":                                                    "SocketNoError",
	"QBluetoothSocket::SocketError::UnknownSocketError":                                               "SocketUnknownError",
	"QBluetoothSocket::connectToService(const QBluetoothAddress &, ServiceClassUuid, OpenMode)":       "Socket.ConnectToService",
	"QBluetoothSocket::connectToService(const QBluetoothAddress &, const QBluetoothUuid &, OpenMode)": "Socket.ConnectToService",
	"QBluetoothSocket::connectToService(const QBluetoothAddress &, quint16, OpenMode)":                "Socket.ConnectToPort",
	"QBluetoothSocket::connectToService(const QBluetoothServiceInfo &, OpenMode)":                     "Socket.ConnectToServiceInfo",

	"QLowEnergyAdvertisingParameters::AddressInfo::AddressInfo(const QBluetoothAddress &, RemoteAddressType)": "AddressInfo",
	"QLowEnergyAdvertisingParameters::Mode":                                                                   "AdvertisingMode",
	"QLowEnergyController::ControllerState":                                                                   "LowEnergyControllerState",
	"QLowEnergyController::createCentral(const QBluetoothDeviceInfo &, QObject *)":                            "NewLowEnergyCentral",
	"QLowEnergyController::createCentral(const QBluetoothDeviceInfo &, const QBluetoothAddress &, QObject *)": "NewLowEnergyCentral",
	"QLowEnergyController::createPeripheral(QObject *)":                                                       "NewLowEnergyPeripheral",
	"QLowEnergyController::createPeripheral(const QBluetoothAddress &, QObject *)":                            "NewLowEnergyPeripheral",
	"QLowEnergyService::DiscoveryMode":                                                                        "LowEnergyServiceDiscoveryMode",
	"QLowEnergyService::ServiceError":                                                                         "LowEnergyServiceError",
	"QLowEnergyService::ServiceState":                                                                         "LowEnergyServiceState",
	"QLowEnergyService::ServiceType":                                                                          "LowEnergyServiceType",
	"QLowEnergyService::contains(const QLowEnergyCharacteristic &)":                                           "LowEnergyService.Contains",
	"QLowEnergyService::contains(const QLowEnergyDescriptor &)":                                               "LowEnergyService.ContainsDescriptor",
	"QLowEnergyDescriptorData::QLowEnergyDescriptorData(const QBluetoothUuid &, const QByteArray &)":          "NewLowEnergyDescriptorData",

	"QIODevice::peek(char *, qint64)":        "Socket.Peek",
	"QIODevice::peek(qint64)":                "Socket.Peek",
	"QIODevice::read(char *, qint64)":        "Socket.ReadAvailable",
	"QIODevice::read(qint64)":                "Socket.Read",
	"QIODevice::readLine(char *, qint64)":    "Socket.ReadLine",
	"QIODevice::readLine(qint64)":            "Socket.ReadLine",
	"QIODevice::seek(qint64)":                "Socket.SeekTo", // Seek is io.Seeker's
	"QIODevice::write(const QByteArray &)":   "Socket.Write",
	"QIODevice::write(const char *)":         "Socket.Write",
	"QIODevice::write(const char *, qint64)": "Socket.Write",
	"QIODeviceBase::OpenModeFlag":            "OpenMode",
}

// reasons holds the reasons why members have no counterpart in Go.
var reasons = []struct {
	why     string
	applies func(member) bool
}{
	{"copying: values are copied by assignment, objects shared by pointer", member.copies},
	{"destruction of values: the garbage collector's", func(m member) bool { return m.kind == destructor && !m.object }},
	{"metaobject plumbing", func(m member) bool {
		return slices.Contains([]string{"metaObject", "staticMetaObject", "qt_metacast", "qt_metacall", "tr", "qt_getEnumMetaObject", "qt_getEnumName"}, m.name)
	}},
	{"QDebug: values print themselves", func(m member) bool { return m.name == "operator<<" || m.name == "streamingOperator" }},
	{"operators of flags: the language's", func(m member) bool { return m.kind == operator && m.class == "QBluetooth" }},
	{"QIODevice is abstract: sockets are made and deleted", func(m member) bool {
		return m.class == "QIODevice" && (m.kind == constructor || m.kind == destructor)
	}},
	{"deprecated aliases: an enumerator has one name", func(m member) bool {
		return m.kind == enumerator && slices.Contains([]string{"DiscoveryRequired", "DiscoveringService", "ServiceDiscovered"}, m.name)
	}},
	{"emptying a value: assign Address{}", func(m member) bool { return m.String() == "QBluetoothAddress::clear()" }},
}
