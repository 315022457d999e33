// An attempt to connect a socket: what bluetoothd has to be asked for that Qt does not ask.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qobject.h>

namespace qtbt {

class Socket;

// Lives as long as its socket, which owns it.
class Attempt : public QObject
{
public:
    Attempt(Socket &socket, const QBluetoothAddress &device);
    ~Attempt() override;

    // Deletes the socket as soon as bluetoothd has given up too.
    void giveUp();

    // bluetoothd's word for the failure; empty if it gave none.
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
