// A QBluetoothLocalDevice behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothlocaldevice.h>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace qtbt {

class LocalDevice final : public Object
{
public:
    // The null address is the default adapter.
    explicit LocalDevice(const QBluetoothAddress &address) : device_(address) { }
    ~LocalDevice() override;

    QBluetoothLocalDevice &qt() { return device_; }

    void requestPairing(const QBluetoothAddress &address, QBluetoothLocalDevice::Pairing pairing);

    bool eventFilter(QObject *watched, QEvent *event) override;

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QTimer *searchTimer();
    void endSearch();

    QBluetoothLocalDevice device_;
};

} // namespace qtbt
