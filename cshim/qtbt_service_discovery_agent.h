/* QBluetoothServiceDiscoveryAgent. Its functions may be called from any thread, as qtbt_runtime.h
 * describes. Services have the form that qtbt_service_info.h describes. */
#ifndef QTBT_SERVICE_DISCOVERY_AGENT_H
#define QTBT_SERVICE_DISCOVERY_AGENT_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetoothServiceDiscoveryAgent::Error. While the agent first looks for devices, its error can be
 * any error of QBluetoothDeviceDiscoveryAgent. */
enum {
    QTBT_SERVICE_DISCOVERY_ERROR_NONE = 0,                /* NoError */
    QTBT_SERVICE_DISCOVERY_ERROR_INPUT_OUTPUT = 1,        /* InputOutputError */
    QTBT_SERVICE_DISCOVERY_ERROR_POWERED_OFF = 2,         /* PoweredOffError */
    QTBT_SERVICE_DISCOVERY_ERROR_INVALID_ADAPTER = 3,     /* InvalidBluetoothAdapterError */
    QTBT_SERVICE_DISCOVERY_ERROR_MISSING_PERMISSIONS = 7, /* MissingPermissionsError since Qt 6.4 */
    QTBT_SERVICE_DISCOVERY_ERROR_UNKNOWN = 100            /* UnknownError */
};

/* QBluetoothServiceDiscoveryAgent::DiscoveryMode. */
enum {
    QTBT_DISCOVERY_MODE_MINIMAL = 0, /* MinimalDiscovery */
    QTBT_DISCOVERY_MODE_FULL = 1     /* FullDiscovery */
};

/* The signals of QBluetoothServiceDiscoveryAgent. */
enum {
    QTBT_SIGNAL_SERVICE_DISCOVERED = 0x0400, /* data: the service's record */
    QTBT_SIGNAL_SERVICE_DISCOVERY_FINISHED = 0x0401,
    QTBT_SIGNAL_SERVICE_DISCOVERY_ERROR_OCCURRED = 0x0402, /* value: the error */
    QTBT_SIGNAL_SERVICE_DISCOVERY_CANCELED = 0x0403
};

/* Makes an agent for a local adapter, 0 for the default one. The caller owns the handle. The
 * agent's error reports at once whether there is such an adapter. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_new(uint64_t adapter, qtbt_handle *agent);

/* start(mode). The signals report the result. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_start(qtbt_handle agent, int32_t mode);

/* stop(). Inside the emission of a service it takes effect when that emission has returned, because
 * Qt could crash there. No further service is reported in between. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_stop(qtbt_handle agent);

QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_clear(qtbt_handle agent);
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_is_active(qtbt_handle agent, bool *active);
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_error(qtbt_handle agent, int32_t *code);
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_error_string(qtbt_handle agent,
                                                                  qtbt_text *text);

/* discoveredServices() as one sequence of records. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_discovered_services(qtbt_handle agent,
                                                                         qtbt_bytes *services);

/* uuidFilter(). The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_uuid_filter(qtbt_handle agent,
                                                                 qtbt_uuids *uuids);
/* setUuidFilter(uuids). */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_set_uuid_filter(qtbt_handle agent,
                                                                     const qtbt_uuid *uuids,
                                                                     size_t count);

/* remoteAddress(), the device whose services are looked up. 0 means all devices. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_remote_address(qtbt_handle agent,
                                                                    uint64_t *address);
/* setRemoteAddress(address). `*set` is false if Qt refuses, as it does during a discovery. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_set_remote_address(qtbt_handle agent,
                                                                        uint64_t address,
                                                                        bool *set);

/* The path at which Qt looks for its program sdpscanner, which performs full discoveries; empty where
 * Qt needs none. A static function; it never waits. The caller frees the path. */
QTBT_EXPORT qtbt_status qtbt_service_discovery_agent_scanner(qtbt_text *path);

#ifdef __cplusplus
}
#endif
#endif
