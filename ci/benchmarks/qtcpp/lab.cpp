// The rows in the lab: connecting by UUID, and accepting.
#include "row.h"

#include <QtBluetooth/qbluetoothserver.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qthread.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <thread>

Clock::duration connectTo(QBluetoothSocket &socket, const QBluetoothAddress &address,
                          const QBluetoothUuid &service)
{
    constexpr int tries = 100;
    QEventLoop loop;
    QObject::connect(&socket, &QBluetoothSocket::connected, &loop, [&] { loop.exit(0); });
    QObject::connect(&socket, &QBluetoothSocket::errorOccurred, &loop, [&] { loop.exit(1); });
    for (int i = 0; i < tries; ++i) {
        const auto start = Clock::now();
        socket.connectToService(address, service);
        if (loop.exec() == 0)
            return Clock::now() - start;
        std::fprintf(stderr, "qtcpp: connecting: %s\n", qPrintable(socket.errorString()));
        socket.abort();
        QThread::msleep(200);
    }
    std::exit(1);
}

void disconnectFrom(QBluetoothSocket &socket)
{
    QEventLoop loop;
    QObject::connect(&socket, &QBluetoothSocket::disconnected, &loop, &QEventLoop::quit);
    // abort() also unregisters the client profile. With close() alone, Qt before 6.8 leaves it.
    socket.abort();
    if (socket.state() != QBluetoothSocket::SocketState::UnconnectedState)
        loop.exec();
}

Clock::duration dial(const QBluetoothAddress &address, const QBluetoothUuid &service, qint64 count)
{
    Clock::duration total{};
    for (qint64 i = 0; i < count; ++i) {
        QBluetoothSocket socket(QBluetoothServiceInfo::RfcommProtocol);
        total += connectTo(socket, address, service);
        disconnectFrom(socket);
    }
    return total;
}

int acceptAll(const QBluetoothUuid &service)
{
    QBluetoothServer server(QBluetoothServiceInfo::RfcommProtocol);
    QObject::connect(&server, &QBluetoothServer::newConnection, &server, [&] {
        while (QBluetoothSocket *socket = server.nextPendingConnection()) {
            QObject::connect(socket, &QBluetoothSocket::disconnected, socket,
                             &QObject::deleteLater);
            socket->write("x", 1);
        }
    });
    QBluetoothServiceInfo info = server.listen(service, QStringLiteral("benchmark"));
    if (!info.isRegistered()) {
        std::fprintf(stderr, "qtcpp: the service is not registered\n");
        return 1;
    }
    std::cout << server.serverPort() << std::endl;
    std::thread input([] {
        while (std::cin.get() != EOF) {}
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    const int status = QCoreApplication::exec();
    input.join();
    info.unregisterService();
    return status;
}
