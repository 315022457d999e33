// A QBluetoothServer behind a handle.
#pragma once

#include "object.h"
#include "quirks_socket.h"

#include <QtBluetooth/qbluetoothserver.h>

namespace qtbt {

class Server final : public Object
{
public:
    explicit Server(QBluetoothServiceInfo::Protocol type) : server_(type) {}

    QBluetoothServer &qt() { return server_; }

    // Fills in why a call failed, and returns QTBT_FAILED.
    qtbt_status fail(qtbt_failure *failure) const;

    Acceptor &acceptor() { return acceptor_; }

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServer server_;
    Acceptor acceptor_;
};

} // namespace qtbt
