// A C++ program that publishes and reads service records with Qt alone, for comparison with what Go does:
//
//     qtrecords publish UUID RECORD    publishes a record that records.cpp makes, until standard input ends
//     qtrecords publish-xml UUID XML   publishes BlueZ's own form of a record, past Qt, until standard input ends
//     qtrecords read ADDRESS UUID      prints a device's records of a service, from a full discovery
//
// A publisher prints "registered" or "refused" once that is known, and before it, from Qt, the record.
#include "print.h"
#include "records.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qvariant.h>
#include <QtDBus/qdbusconnection.h>
#include <QtDBus/qdbusextratypes.h>
#include <QtDBus/qdbusmessage.h>

#include <iostream>

namespace {

void print(const QString &line)
{
    std::cout << line.toStdString() << std::endl;
}

void awaitEndOfInput()
{
    while (std::cin.get() != EOF) {}
}

int publish(const QBluetoothUuid &service, const QString &name)
{
    auto record = makeRecord(name, service);
    if (!record)
        return 2;
    print(recordText(*record));
    if (!record->registerService()) {
        print(QStringLiteral("refused"));
        return 1;
    }
    print(QStringLiteral("registered"));
    awaitEndOfInput();
    return record->unregisterService() ? 0 : 1;
}

int publishXml(const QBluetoothUuid &service, const QString &xml)
{
    auto call = QDBusMessage::createMethodCall(
            QStringLiteral("org.bluez"), QStringLiteral("/org/bluez"),
            QStringLiteral("org.bluez.ProfileManager1"), QStringLiteral("RegisterProfile"));
    call << QVariant::fromValue(QDBusObjectPath(QStringLiteral("/qtrecords")))
         << service.toString(QUuid::WithoutBraces)
         << QVariantMap{{QStringLiteral("ServiceRecord"), xml},
                        {QStringLiteral("Role"), QStringLiteral("server")}};
    const QDBusMessage reply = QDBusConnection::systemBus().call(call);
    if (reply.type() == QDBusMessage::ErrorMessage) {
        print(QStringLiteral("refused"));
        return 1;
    }
    print(QStringLiteral("registered"));
    awaitEndOfInput(); // BlueZ withdraws the record when the connection to it ends
    return 0;
}

int read(const QBluetoothAddress &address, const QBluetoothUuid &service)
{
    QBluetoothServiceDiscoveryAgent agent;
    agent.setRemoteAddress(address);
    agent.setUuidFilter(service);
    QObject::connect(&agent, &QBluetoothServiceDiscoveryAgent::finished, qApp,
                     QCoreApplication::quit, Qt::QueuedConnection);
    agent.start(QBluetoothServiceDiscoveryAgent::FullDiscovery);
    if (agent.isActive())
        QCoreApplication::exec();
    const QList<QBluetoothServiceInfo> services = agent.discoveredServices();
    for (const QBluetoothServiceInfo &info : services)
        print(recordText(info));
    return agent.error();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const QString command = arguments.value(1);
    if (command == QLatin1String("publish"))
        return publish(QBluetoothUuid(arguments.value(2)), arguments.value(3));
    if (command == QLatin1String("publish-xml"))
        return publishXml(QBluetoothUuid(arguments.value(2)), arguments.value(3));
    if (command == QLatin1String("read"))
        return read(QBluetoothAddress(arguments.value(2)), QBluetoothUuid(arguments.value(3)));
    std::cerr << "qtrecords: publish, publish-xml or read?" << std::endl;
    return 2;
}
