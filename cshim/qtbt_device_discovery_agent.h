/* QBluetoothDeviceDiscoveryAgent. Threads: as in qtbt_runtime.h. Devices have the form of
 * qtbt_service_info.h. */
#ifndef QTBT_DEVICE_DISCOVERY_AGENT_H
#define QTBT_DEVICE_DISCOVERY_AGENT_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its signals. */
enum {
    QTBT_SIGNAL_DEVICE_DISCOVERED = 0x0300, /* data: the device */
    QTBT_SIGNAL_DEVICE_UPDATED = 0x0301,    /* value: QBluetoothDeviceInfo::Fields; data: the device */
    QTBT_SIGNAL_DEVICE_DISCOVERY_FINISHED = 0x0302,
    QTBT_SIGNAL_DEVICE_DISCOVERY_ERROR_OCCURRED = 0x0303, /* value: the error */
    QTBT_SIGNAL_DEVICE_DISCOVERY_CANCELED = 0x0304
};

/* Makes an agent for a local adapter, 0 for the default one; the caller owns the handle. Whether the
 * adapter exists, error tells at once. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_new(uint64_t adapter, qtbt_handle *agent);

/* start() and start(methods). What comes of it is told by the signals. After a stop inside the
 * emission of a device, they take effect when that emission has returned: there, Qt could crash. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_start(qtbt_handle agent);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_start_methods(qtbt_handle agent,
                                                                  uint32_t methods);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_stop(qtbt_handle agent);

QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_is_active(qtbt_handle agent, bool *active);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_error(qtbt_handle agent, int32_t *error);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_error_string(qtbt_handle agent,
                                                                 qtbt_bytes *text);

/* discoveredDevices() as one sequence. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_discovered_devices(qtbt_handle agent,
                                                                       qtbt_bytes *devices);

/* The timeout of the Low Energy search in milliseconds: 0 for none, -1 if the platform has none. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_low_energy_discovery_timeout(qtbt_handle agent,
                                                                                 int32_t *msecs);
QTBT_EXPORT qtbt_status
qtbt_device_discovery_agent_set_low_energy_discovery_timeout(qtbt_handle agent, int32_t msecs);

/* supportedDiscoveryMethods(), a static function. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_supported_methods(uint32_t *methods);

#ifdef __cplusplus
}
#endif
#endif
