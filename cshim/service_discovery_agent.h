// A QBluetoothServiceDiscoveryAgent behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothservicediscoveryagent.h>

namespace qtbt {

class ServiceDiscoveryAgent final : public Object
{
public:
    // The null address is the default adapter.
    explicit ServiceDiscoveryAgent(const QBluetoothAddress &adapter) : agent_(adapter) { }

    QBluetoothServiceDiscoveryAgent &qt() { return agent_; }

    // Stops now, or when the emission of a service has returned.
    void stop();

    // Starts now, or when a stop that waits is done.
    void start(QBluetoothServiceDiscoveryAgent::DiscoveryMode mode);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServiceDiscoveryAgent agent_;
    int inService_ = 0;     // emissions of a service that we are inside of
    bool stopping_ = false; // a stop waits for them to return
};

} // namespace qtbt
