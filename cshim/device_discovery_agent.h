// A QBluetoothDeviceDiscoveryAgent behind a handle.
#pragma once

#include "object.h"
#include "quirks.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothdevicediscoveryagent.h>

#include <functional>

namespace qtbt {

class DeviceDiscoveryAgent final : public Object
{
public:
    // The null address is the default adapter.
    explicit DeviceDiscoveryAgent(const QBluetoothAddress &adapter)
        : agent_(adapter), guard_(agent_)
    {
    }

    QBluetoothDeviceDiscoveryAgent &qt() { return agent_; }

    // Runs `method`, a start() or start(methods), now or when the emission of a device has
    // returned.
    void start(std::function<void(QBluetoothDeviceDiscoveryAgent &)> method);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothDeviceDiscoveryAgent agent_;
    DeviceDiscoveryGuard guard_;
};

} // namespace qtbt
