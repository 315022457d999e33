// Layer 1: 64 bytes there and back, one message after the other.
#include "row.h"

#include <QtCore/qeventloop.h>

Clock::duration pingPong(QBluetoothSocket &socket, qint64 count)
{
    const QByteArray message(64, 'x');
    qint64 received = 0;
    QEventLoop loop;
    QObject::connect(&socket, &QBluetoothSocket::readyRead, &loop, [&] {
        received += socket.readAll().size();
        if (received < message.size())
            return;
        received = 0;
        if (--count == 0)
            loop.quit();
        else
            socket.write(message);
    });
    const auto start = Clock::now();
    socket.write(message);
    loop.exec();
    return Clock::now() - start;
}
