//go:build cgo && !qtbt_system

// The ABI of QBluetoothDeviceDiscoveryAgent.
#include "device_discovery_agent.h"

#include "bus.h"
#include "bytes.h"
#include "device_info.h"
#include "log.h"
#include "qtbt_device_discovery_agent.h"

#include <utility>

using namespace qtbt;

using Agent = QBluetoothDeviceDiscoveryAgent;

namespace qtbt {

QMetaObject::Connection DeviceDiscoveryAgent::connectSignal(qtbt_signal signal)
{
    switch (signal) {
    case QTBT_SIGNAL_DEVICE_DISCOVERED:
        return connect(
                &agent_, &Agent::deviceDiscovered, this, [=](const QBluetoothDeviceInfo &device) {
                    guard_.inDevice([&] { emitSignal(signal, 0, encodeDeviceInfo(device)); });
                });
    case QTBT_SIGNAL_DEVICE_UPDATED:
        return connect(
                &agent_, &Agent::deviceUpdated, this,
                [=](const QBluetoothDeviceInfo &device, QBluetoothDeviceInfo::Fields fields) {
                    guard_.inDevice(
                            [&] { emitSignal(signal, fields.toInt(), encodeDeviceInfo(device)); });
                });
    case QTBT_SIGNAL_DEVICE_DISCOVERY_FINISHED:
        return connect(&agent_, &Agent::finished, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_DEVICE_DISCOVERY_ERROR_OCCURRED:
        return connect(&agent_, &Agent::errorOccurred, this,
                       [=](Agent::Error error) { emitSignal(signal, error); });
    case QTBT_SIGNAL_DEVICE_DISCOVERY_CANCELED:
        return connect(&agent_, &Agent::canceled, this, [=] { emitSignal(signal); });
    }
    return {};
}

void DeviceDiscoveryAgent::start(std::function<void(Agent &)> method)
{
    clearLastMessage();
    guard_.start(std::move(method));
}

} // namespace qtbt

qtbt_status qtbt_device_discovery_agent_new(uint64_t adapter, qtbt_handle *agent)
{
    if (!agent)
        return QTBT_INVALID_ARGUMENT;
    return onBus([=] {
        *agent = addObject(new DeviceDiscoveryAgent(QBluetoothAddress(adapter)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_device_discovery_agent_start(qtbt_handle agent)
{
    return withBus<DeviceDiscoveryAgent>(agent, [](DeviceDiscoveryAgent &self) {
        self.start(startDiscovery);
        return QTBT_OK;
    });
}

qtbt_status qtbt_device_discovery_agent_start_methods(qtbt_handle agent, uint32_t methods)
{
    return withBus<DeviceDiscoveryAgent>(agent, [=](DeviceDiscoveryAgent &self) {
        self.start([=](Agent &qt) { qt.start(Agent::DiscoveryMethods::fromInt(int(methods))); });
        return QTBT_OK;
    });
}

qtbt_status qtbt_device_discovery_agent_stop(qtbt_handle agent)
{
    return with<DeviceDiscoveryAgent>(agent, [](DeviceDiscoveryAgent &self) {
        self.qt().stop();
        return QTBT_OK;
    });
}

qtbt_status qtbt_device_discovery_agent_is_active(qtbt_handle agent, bool *active)
{
    return get<DeviceDiscoveryAgent>(
            agent, active, [](DeviceDiscoveryAgent &self) { return self.qt().isActive(); });
}

qtbt_status qtbt_device_discovery_agent_error(qtbt_handle agent, int32_t *code)
{
    return get<DeviceDiscoveryAgent>(agent, code,
                                     [](DeviceDiscoveryAgent &self) { return self.qt().error(); });
}

qtbt_status qtbt_device_discovery_agent_error_string(qtbt_handle agent, qtbt_text *text)
{
    return get<DeviceDiscoveryAgent>(agent, text, [](DeviceDiscoveryAgent &self) {
        return toBytes(self.qt().errorString());
    });
}

qtbt_status qtbt_device_discovery_agent_discovered_devices(qtbt_handle agent, qtbt_bytes *devices)
{
    return get<DeviceDiscoveryAgent>(agent, devices, [](DeviceDiscoveryAgent &self) {
        return toBytes(encodeDeviceInfos(self.qt().discoveredDevices()));
    });
}

qtbt_status qtbt_device_discovery_agent_low_energy_discovery_timeout(qtbt_handle agent,
                                                                     int32_t *msecs)
{
    return get<DeviceDiscoveryAgent>(agent, msecs, [](DeviceDiscoveryAgent &self) {
        return self.qt().lowEnergyDiscoveryTimeout();
    });
}

qtbt_status qtbt_device_discovery_agent_set_low_energy_discovery_timeout(qtbt_handle agent,
                                                                         int32_t msecs)
{
    return with<DeviceDiscoveryAgent>(agent, [=](DeviceDiscoveryAgent &self) {
        self.qt().setLowEnergyDiscoveryTimeout(msecs);
        return QTBT_OK;
    });
}

qtbt_status qtbt_device_discovery_agent_supported_methods(uint32_t *methods)
{
    if (!methods)
        return QTBT_INVALID_ARGUMENT;
    return onQtThread([=] {
        *methods = uint32_t(Agent::supportedDiscoveryMethods().toInt());
        return QTBT_OK;
    });
}
