// The rows of the contestant C++ Qt.
#pragma once

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtBluetooth/qbluetoothuuid.h>

#include <chrono>

using Clock = std::chrono::steady_clock;

// These do count units of work on a connected socket and return the time that it took.
Clock::duration pingPong(QBluetoothSocket &socket, qint64 count);
Clock::duration bulkEcho(QBluetoothSocket &socket, qint64 count);

// Connects to a service. It tries again while bluetoothd refuses, as it does while it is busy with
// the device, and exits the process if that does not end. Returns the time of the last try.
Clock::duration connectTo(QBluetoothSocket &socket, const QBluetoothAddress &address,
                          const QBluetoothUuid &service);

// Ends a connection and waits for its end.
void disconnectFrom(QBluetoothSocket &socket);

// Connects count times and returns the time of that, without the time of disconnecting.
Clock::duration dial(const QBluetoothAddress &address, const QBluetoothUuid &service, qint64 count);

// Accepts connections until the end of the input. It sends a byte over each, and keeps it until the
// peer ends it.
int acceptAll(const QBluetoothUuid &service);
