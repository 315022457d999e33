// An attempt to connect a socket: the calls to bluetoothd that Qt does not make.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qobject.h>

namespace qtbt {

class Socket;

// The socket owns it.
class Attempt : public QObject
{
public:
    Attempt(Socket &socket, const QBluetoothAddress &device);
    ~Attempt() override;

    // Deletes the socket when bluetoothd has given up too.
    void giveUp();

    // Returns bluetoothd's name and text for the failure, empty if it gave none.
    QByteArray reason() const;

private:
    void onState(QBluetoothSocket::SocketState state);
    void onError();
    void signal(int32_t what) const;

    enum class State { Waiting, Connecting, Failed, Connected, GivenUp };

    Socket &socket_;
    const QBluetoothAddress device_;
    State state_ = State::Waiting;
    bool refusedAsBusy_ = false;
    QByteArray reason_;
    QElapsedTimer connectingSince_;
};

} // namespace qtbt
