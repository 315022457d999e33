// A QBluetoothDeviceDiscoveryAgent behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothdevicediscoveryagent.h>

#include <functional>

namespace qtbt {

class DeviceDiscoveryAgent final : public Object
{
public:
    // The null address is the default adapter.
    explicit DeviceDiscoveryAgent(const QBluetoothAddress &adapter);
    ~DeviceDiscoveryAgent() override;

    QBluetoothDeviceDiscoveryAgent &qt() { return agent_; }

    // Runs a start() or start(methods): now, or when the emission of a device has returned.
    void start(std::function<void(QBluetoothDeviceDiscoveryAgent &)> method);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothDeviceDiscoveryAgent agent_;
    int inDevice_ = 0; // emissions of a device that we are inside of
};

} // namespace qtbt
