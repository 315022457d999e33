/* QBluetoothDeviceDiscoveryAgent. Its functions may be called from any thread, as qtbt_runtime.h
 * describes. Devices have the form that qtbt_service_info.h describes. */
#ifndef QTBT_DEVICE_DISCOVERY_AGENT_H
#define QTBT_DEVICE_DISCOVERY_AGENT_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetoothDeviceDiscoveryAgent::Error. */
enum {
    QTBT_DEVICE_DISCOVERY_ERROR_NONE = 0,                /* NoError */
    QTBT_DEVICE_DISCOVERY_ERROR_INPUT_OUTPUT = 1,        /* InputOutputError */
    QTBT_DEVICE_DISCOVERY_ERROR_POWERED_OFF = 2,         /* PoweredOffError */
    QTBT_DEVICE_DISCOVERY_ERROR_INVALID_ADAPTER = 3,     /* InvalidBluetoothAdapterError */
    QTBT_DEVICE_DISCOVERY_ERROR_PLATFORM = 4,            /* UnsupportedPlatformError */
    QTBT_DEVICE_DISCOVERY_ERROR_METHOD = 5,              /* UnsupportedDiscoveryMethod */
    QTBT_DEVICE_DISCOVERY_ERROR_LOCATION_SERVICE = 6,    /* LocationServiceTurnedOffError */
    QTBT_DEVICE_DISCOVERY_ERROR_MISSING_PERMISSIONS = 7, /* MissingPermissionsError since Qt 6.4 */
    QTBT_DEVICE_DISCOVERY_ERROR_UNKNOWN = 100            /* UnknownError */
};

/* QBluetoothDeviceDiscoveryAgent::DiscoveryMethod, as flags. */
enum {
    QTBT_DISCOVERY_METHOD_NONE = 0x0,      /* NoMethod */
    QTBT_DISCOVERY_METHOD_CLASSIC = 0x1,   /* ClassicMethod */
    QTBT_DISCOVERY_METHOD_LOW_ENERGY = 0x2 /* LowEnergyMethod */
};

/* The signals of QBluetoothDeviceDiscoveryAgent. */
enum {
    QTBT_SIGNAL_DEVICE_DISCOVERED = 0x0300, /* data: the device */
    QTBT_SIGNAL_DEVICE_UPDATED = 0x0301,    /* value: the changed fields; data: the device */
    QTBT_SIGNAL_DEVICE_DISCOVERY_FINISHED = 0x0302,
    QTBT_SIGNAL_DEVICE_DISCOVERY_ERROR_OCCURRED = 0x0303, /* value: the error */
    QTBT_SIGNAL_DEVICE_DISCOVERY_CANCELED = 0x0304
};

/* Makes an agent for a local adapter, 0 for the default one. The caller owns the handle. The
 * agent's error reports at once whether there is such an adapter. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_new(uint64_t adapter, qtbt_handle *agent);

/* start(), with all methods. The signals report the result. A start after a stop inside the
 * emission of a device takes effect when that emission has returned, because Qt could crash
 * there. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_start(qtbt_handle agent);
/* start(methods). */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_start_methods(qtbt_handle agent,
                                                                  uint32_t methods);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_stop(qtbt_handle agent);

QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_is_active(qtbt_handle agent, bool *active);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_error(qtbt_handle agent, int32_t *code);
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_error_string(qtbt_handle agent,
                                                                 qtbt_text *text);

/* discoveredDevices() as one sequence. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_device_discovery_agent_discovered_devices(qtbt_handle agent,
                                                                       qtbt_bytes *devices);

/* lowEnergyDiscoveryTimeout() in milliseconds. 0 means no timeout, and -1 that the platform does
 * not support one. */
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
