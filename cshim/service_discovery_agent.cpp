//go:build cgo && !qtbt_system

// The ABI of QBluetoothServiceDiscoveryAgent.
#include "service_discovery_agent.h"

#include "bus.h"
#include "bytes.h"
#include "compat.h"
#include "log.h"
#include "qtbt_service_discovery_agent.h"
#include "service_info.h"

#include <QtCore/qlibraryinfo.h>

using namespace qtbt;

using Agent = QBluetoothServiceDiscoveryAgent;

namespace qtbt {

QMetaObject::Connection ServiceDiscoveryAgent::connectSignal(qtbt_signal signal)
{
    switch (signal) {
    case QTBT_SIGNAL_SERVICE_DISCOVERED:
        return connect(&agent_, &Agent::serviceDiscovered, this,
                       [=](const QBluetoothServiceInfo &service) {
                           guard_.inService(
                                   [&] { emitSignal(signal, 0, encodeServiceInfo(service)); });
                       });
    case QTBT_SIGNAL_SERVICE_DISCOVERY_FINISHED:
        return connect(&agent_, &Agent::finished, this, [=] { emitSignal(signal); });
    case QTBT_SIGNAL_SERVICE_DISCOVERY_ERROR_OCCURRED:
        return connect(&agent_, &Agent::errorOccurred, this,
                       [=](Agent::Error error) { emitSignal(signal, error); });
    case QTBT_SIGNAL_SERVICE_DISCOVERY_CANCELED:
        return connect(&agent_, &Agent::canceled, this, [=] { emitSignal(signal); });
    }
    return {};
}

void ServiceDiscoveryAgent::start(Agent::DiscoveryMode mode)
{
    clearLastMessage();
    guard_.start(mode);
}

} // namespace qtbt

qtbt_status qtbt_service_discovery_agent_new(uint64_t adapter, qtbt_handle *agent)
{
    if (!agent)
        return QTBT_INVALID_ARGUMENT;
    return onBus([=] {
        *agent = addObject(new ServiceDiscoveryAgent(QBluetoothAddress(adapter)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_discovery_agent_start(qtbt_handle agent, int32_t mode)
{
    if (mode != Agent::MinimalDiscovery && mode != Agent::FullDiscovery)
        return QTBT_INVALID_ARGUMENT;
    return withBus<ServiceDiscoveryAgent>(agent, [=](ServiceDiscoveryAgent &self) {
        self.start(Agent::DiscoveryMode(mode));
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_discovery_agent_stop(qtbt_handle agent)
{
    return with<ServiceDiscoveryAgent>(agent, [](ServiceDiscoveryAgent &self) {
        self.stop();
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_discovery_agent_clear(qtbt_handle agent)
{
    return with<ServiceDiscoveryAgent>(agent, [](ServiceDiscoveryAgent &self) {
        self.qt().clear();
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_discovery_agent_is_active(qtbt_handle agent, bool *active)
{
    return get<ServiceDiscoveryAgent>(
            agent, active, [](ServiceDiscoveryAgent &self) { return self.qt().isActive(); });
}

qtbt_status qtbt_service_discovery_agent_error(qtbt_handle agent, int32_t *code)
{
    return get<ServiceDiscoveryAgent>(
            agent, code, [](ServiceDiscoveryAgent &self) { return self.qt().error(); });
}

qtbt_status qtbt_service_discovery_agent_error_string(qtbt_handle agent, qtbt_text *text)
{
    return get<ServiceDiscoveryAgent>(agent, text, [](ServiceDiscoveryAgent &self) {
        return toBytes(self.qt().errorString());
    });
}

qtbt_status qtbt_service_discovery_agent_discovered_services(qtbt_handle agent,
                                                             qtbt_bytes *services)
{
    return get<ServiceDiscoveryAgent>(agent, services, [](ServiceDiscoveryAgent &self) {
        return toBytes(encodeServiceInfos(self.qt().discoveredServices()));
    });
}

qtbt_status qtbt_service_discovery_agent_uuid_filter(qtbt_handle agent, qtbt_uuids *uuids)
{
    return get<ServiceDiscoveryAgent>(agent, uuids, [](ServiceDiscoveryAgent &self) {
        return toBytes(self.qt().uuidFilter());
    });
}

qtbt_status qtbt_service_discovery_agent_set_uuid_filter(qtbt_handle agent, const qtbt_uuid *uuids,
                                                         size_t count)
{
    if (!uuids && count)
        return QTBT_INVALID_ARGUMENT;
    return with<ServiceDiscoveryAgent>(agent, [=](ServiceDiscoveryAgent &self) {
        QList<QBluetoothUuid> filter;
        for (size_t i = 0; i < count; ++i)
            filter.append(toUuid(uuids[i]));
        self.qt().setUuidFilter(filter);
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_discovery_agent_remote_address(qtbt_handle agent, uint64_t *address)
{
    return get<ServiceDiscoveryAgent>(agent, address, [](ServiceDiscoveryAgent &self) {
        return self.qt().remoteAddress().toUInt64();
    });
}

qtbt_status qtbt_service_discovery_agent_set_remote_address(qtbt_handle agent, uint64_t address,
                                                            bool *set)
{
    return get<ServiceDiscoveryAgent>(agent, set, [=](ServiceDiscoveryAgent &self) {
        return self.qt().setRemoteAddress(QBluetoothAddress(address));
    });
}

qtbt_status qtbt_service_discovery_agent_scanner(qtbt_text *path)
{
    if (!path)
        return QTBT_INVALID_ARGUMENT;
    auto work = [path]() -> qtbt_status {
#if QTBT_BLUEZ
        *path = toBytes(QLibraryInfo::path(QLibraryInfo::LibraryExecutablesPath)
                        + QLatin1String("/sdpscanner"));
#else
        *path = {};
#endif
        return QTBT_OK;
    };
    return guarded(work);
}
