// A QBluetoothServer behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothserver.h>
#include <QtCore/qpointer.h>
#include <QtCore/qsocketnotifier.h>

namespace qtbt {

class Server final : public Object
{
public:
    explicit Server(QBluetoothServiceInfo::Protocol type) : server_(type) { }

    QBluetoothServer &qt() { return server_; }

    // Says why a call failed.
    qtbt_status fail(qtbt_failure *failure) const;

    // Accepts a connection without Qt.
    qtbt_status accept(int32_t *descriptor, qtbt_failure *failure);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServer server_;
    QPointer<QSocketNotifier> notifier_; // the listening socket's, known from the first connection on
};

} // namespace qtbt
