// The contestant C++ Qt: plain QBluetoothSocket. It runs a row once for each count on standard
// input, and prints the nanoseconds that it took.
//
//     qtcpp ping-pong|bulk-echo WIRES                          on descriptor 3
//     qtcpp lab-ping-pong|lab-bulk-echo|lab-dial ADDRESS UUID
//     qtcpp lab-le-connect|lab-le-read|lab-le-write|lab-le-notify ADDRESS UUID
//     qtcpp lab-accept UUID
//
// The rows in the lab print a line when they are ready: "ready", or the channel on which they
// listen.
#include "lowenergy.h"
#include "row.h"

#include <QtCore/qcoreapplication.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace {

template <typename Row>
int serve(Row row)
{
    for (qint64 count; std::cin >> count;)
        std::cout << std::chrono::nanoseconds(row(count)).count() << std::endl;
    return 0;
}

int lowEnergy(const std::string &name, const QBluetoothAddress &address,
              const QBluetoothUuid &service)
{
    if (name == "lab-le-connect") {
        std::cout << "ready" << std::endl;
        return serve([&](qint64 count) { return connectCentrals(address, service, count); });
    }
    const auto row = name == "lab-le-read" ? &Central::read
            : name == "lab-le-write"       ? &Central::write
            : name == "lab-le-notify"      ? &Central::notified
                                           : nullptr;
    if (!row) {
        std::fprintf(stderr, "qtcpp: no row \"%s\"\n", name.c_str());
        return 1;
    }
    Central central(address, service);
    if (row == &Central::notified)
        central.subscribe();
    std::cout << "ready" << std::endl;
    return serve([&](qint64 count) { return (central.*row)(count); });
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const std::string name = arguments.value(1).toStdString();
    if (name == "lab-accept")
        return acceptAll(QBluetoothUuid(arguments.value(2)));
    const QBluetoothAddress address(arguments.value(2));
    const QBluetoothUuid service(arguments.value(3));
    if (name.rfind("lab-le-", 0) == 0)
        return lowEnergy(name, address, service);
    if (name == "lab-dial") {
        std::cout << "ready" << std::endl;
        return serve([&](qint64 count) { return dial(address, service, count); });
    }

    const auto row = name == "ping-pong" || name == "lab-ping-pong" ? pingPong
            : name == "bulk-echo" || name == "lab-bulk-echo"        ? bulkEcho
                                                                    : nullptr;
    QBluetoothSocket socket(QBluetoothServiceInfo::RfcommProtocol);
    if (!row) {
        std::fprintf(stderr, "qtcpp: no row \"%s\"\n", name.c_str());
        return 1;
    }
    const bool inLab = !address.isNull();
    if (inLab) {
        connectTo(socket, address, service);
        std::cout << "ready" << std::endl;
    } else if (!socket.setSocketDescriptor(3, QBluetoothServiceInfo::RfcommProtocol)) {
        std::fprintf(stderr, "qtcpp: Qt does not take descriptor 3\n");
        return 1;
    }
    const int status = serve([&](qint64 count) { return row(socket, count); });
    if (inLab)
        disconnectFrom(socket);
    return status;
}
