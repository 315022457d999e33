// A QBluetoothServiceDiscoveryAgent behind a handle.
#pragma once

#include "object.h"
#include "quirks.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothservicediscoveryagent.h>

namespace qtbt {

class ServiceDiscoveryAgent final : public Object
{
public:
    // The null address is the default adapter.
    explicit ServiceDiscoveryAgent(const QBluetoothAddress &adapter)
        : agent_(adapter), guard_(agent_)
    {
    }

    QBluetoothServiceDiscoveryAgent &qt() { return agent_; }

    // Stops now, or when the emission of a service has returned.
    void stop() { guard_.stop(); }

    // Starts now, or after a stop that was put off.
    void start(QBluetoothServiceDiscoveryAgent::DiscoveryMode mode);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServiceDiscoveryAgent agent_;
    ServiceDiscoveryGuard guard_;
};

} // namespace qtbt
