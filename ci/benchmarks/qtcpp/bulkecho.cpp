// Layer 1: many bytes there and back. At most 64 KiB are under way.
#include "row.h"

#include <QtCore/qeventloop.h>

#include <algorithm>
#include <vector>

Clock::duration bulkEcho(QBluetoothSocket &socket, qint64 count)
{
    constexpr qint64 window = 64 * 1024;
    const qint64 total = count * 16 * 1024;
    qint64 toSend = total, received = 0;
    std::vector<char> buffer(window);
    const auto send = [&](qint64 size) {
        size = std::min(size, toSend);
        if (size > 0)
            toSend -= socket.write(buffer.data(), size);
    };
    QEventLoop loop;
    QObject::connect(&socket, &QBluetoothSocket::readyRead, &loop, [&] {
        const qint64 size = socket.read(buffer.data(), window);
        received += size;
        send(size);
        if (received == total)
            loop.quit();
    });
    const auto start = Clock::now();
    send(window);
    loop.exec();
    return Clock::now() - start;
}
