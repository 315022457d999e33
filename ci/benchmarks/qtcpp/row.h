// What each row's C++ side is: the socket, and the time of one run.
#pragma once

#include <QtBluetooth/qbluetoothsocket.h>

#include <chrono>

using Clock = std::chrono::steady_clock;

// Each runs `count` units of its row's work on a connected socket.
Clock::duration pingPong(QBluetoothSocket &socket, qint64 count);
Clock::duration bulkEcho(QBluetoothSocket &socket, qint64 count);
