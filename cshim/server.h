// A QBluetoothServer behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothserver.h>

namespace qtbt {

class Server : public Object
{
public:
    explicit Server(QBluetoothServiceInfo::Protocol type) : server_(type) { }

    QBluetoothServer &qt() { return server_; }

    // Says why a call failed.
    qtbt_status fail(qtbt_failure *failure) const;

protected:
    QMetaObject::Connection connectSignal(int32_t signal) override;

private:
    QBluetoothServer server_;
};

} // namespace qtbt
