// A QBluetoothLocalDevice behind a handle.
#pragma once

#include "object.h"
#include "quirks.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothlocaldevice.h>

namespace qtbt {

class LocalDevice final : public Object
{
public:
    // The null address is the default adapter.
    explicit LocalDevice(const QBluetoothAddress &address) : device_(address), guard_(device_) {}

    QBluetoothLocalDevice &qt() { return device_; }

    void requestPairing(const QBluetoothAddress &address, QBluetoothLocalDevice::Pairing pairing);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothLocalDevice device_;
    PairingGuard guard_;
};

} // namespace qtbt
