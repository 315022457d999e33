// The C++ side of the benchmarks: plain QBluetoothSocket on descriptor 3. Runs the row that its argument
// names once for each count on standard input, and answers with the nanoseconds it took.
#include "row.h"

#include <QtCore/qcoreapplication.h>

#include <cstdio>
#include <iostream>
#include <string>

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const std::string name = argc > 1 ? argv[1] : "";
    const auto row = name == "ping-pong" ? pingPong : name == "bulk-echo" ? bulkEcho : nullptr;
    QBluetoothSocket socket(QBluetoothServiceInfo::RfcommProtocol);
    if (!row || !socket.setSocketDescriptor(3, QBluetoothServiceInfo::RfcommProtocol)) {
        std::fprintf(stderr, "no row \"%s\", or no descriptor 3\n", name.c_str());
        return 1;
    }
    for (qint64 count; std::cin >> count;)
        std::cout << std::chrono::nanoseconds(row(socket, count)).count() << std::endl;
}
