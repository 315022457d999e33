/* QLowEnergyController, in both roles. Threads: as in qtbt_runtime.h. On BlueZ many of these calls
 * wait for an answer of bluetoothd, on the Qt thread. Devices have the form of qtbt_service_info.h,
 * and the other values the forms of qtbt_low_energy_values.h.
 *
 * A call with a failure returns QTBT_FAILED if Qt emits errorOccurred during the call, with that
 * error; or if Qt refuses the call with a warning, with the code 0 and the warning.
 *
 * A call inside an emission of the controller or of its services takes effect when the emission has
 * returned, if Qt would crash there or call the same handler without end. Its errors come as signals
 * only. */
#ifndef QTBT_LOW_ENERGY_CONTROLLER_H
#define QTBT_LOW_ENERGY_CONTROLLER_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QLowEnergyController::Error. */
enum {
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_NONE = 0,                  /* NoError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_UNKNOWN = 1,               /* UnknownError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_UNKNOWN_REMOTE_DEVICE = 2, /* UnknownRemoteDeviceError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_NETWORK = 3,               /* NetworkError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_INVALID_ADAPTER = 4,       /* InvalidBluetoothAdapterError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_CONNECTION = 5,            /* ConnectionError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_ADVERTISING = 6,           /* AdvertisingError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_REMOTE_HOST_CLOSED = 7,    /* RemoteHostClosedError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_AUTHORIZATION = 8,         /* AuthorizationError */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_PERMISSIONS = 9, /* MissingPermissionsError since Qt 6.4 */
    QTBT_LOW_ENERGY_CONTROLLER_ERROR_RSSI_READ = 10   /* RssiReadError since Qt 6.5 */
};

/* QLowEnergyController::ControllerState. */
enum {
    QTBT_LOW_ENERGY_CONTROLLER_STATE_UNCONNECTED = 0, /* UnconnectedState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_CONNECTING = 1,  /* ConnectingState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_CONNECTED = 2,   /* ConnectedState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_DISCOVERING = 3, /* DiscoveringState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_DISCOVERED = 4,  /* DiscoveredState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_CLOSING = 5,     /* ClosingState */
    QTBT_LOW_ENERGY_CONTROLLER_STATE_ADVERTISING = 6  /* AdvertisingState */
};

/* QLowEnergyController::Role. */
enum {
    QTBT_LOW_ENERGY_CONTROLLER_ROLE_CENTRAL = 0,   /* CentralRole */
    QTBT_LOW_ENERGY_CONTROLLER_ROLE_PERIPHERAL = 1 /* PeripheralRole */
};

/* The signals of QLowEnergyController. */
enum {
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_CONNECTED = 0x0700,
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_DISCONNECTED = 0x0701,
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_STATE_CHANGED = 0x0702,  /* value: the state */
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_ERROR_OCCURRED = 0x0703, /* value: the error */
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_MTU_CHANGED = 0x0704,    /* value: the MTU */
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_RSSI_READ = 0x0705,      /* value: the RSSI. Since Qt 6.5 */
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_SERVICE_DISCOVERED = 0x0706, /* data: the service's UUID */
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_DISCOVERY_FINISHED = 0x0707,
    QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_CONNECTION_UPDATED = 0x0708 /* data: the parameters */
};

/* createCentral(device, adapter), 0 for the default adapter; the caller owns the handle. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_new_central(const uint8_t *device,
                                                               size_t device_size, uint64_t adapter,
                                                               qtbt_handle *controller);
/* createPeripheral(adapter), 0 for the default adapter; the caller owns the handle. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_new_peripheral(uint64_t adapter,
                                                                  qtbt_handle *controller);

QTBT_EXPORT qtbt_status qtbt_low_energy_controller_local_address(qtbt_handle controller,
                                                                 uint64_t *address);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_remote_address(qtbt_handle controller,
                                                                  uint64_t *address);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_remote_device_uuid(qtbt_handle controller,
                                                                      qtbt_uuid *uuid);
/* remoteName(). The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_remote_name(qtbt_handle controller,
                                                               qtbt_text *name);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_role(qtbt_handle controller, int32_t *role);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_state(qtbt_handle controller, int32_t *state);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_error(qtbt_handle controller, int32_t *code);
/* errorString(). The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_error_string(qtbt_handle controller,
                                                                qtbt_text *text);
/* mtu(); -1 if it is not known. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_mtu(qtbt_handle controller, int32_t *mtu);

QTBT_EXPORT qtbt_status qtbt_low_energy_controller_remote_address_type(qtbt_handle controller,
                                                                       int32_t *address_type);
/* setRemoteAddressType(addressType). */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_set_remote_address_type(qtbt_handle controller,
                                                                           int32_t address_type);

QTBT_EXPORT qtbt_status qtbt_low_energy_controller_connect_to_device(qtbt_handle controller,
                                                                     qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_disconnect_from_device(qtbt_handle controller);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_discover_services(qtbt_handle controller,
                                                                     qtbt_failure *failure);
/* readRssi(). QTBT_FAILED with RssiReadError also on a Qt before 6.5, which has no such method. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_read_rssi(qtbt_handle controller,
                                                             qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_request_connection_update(
        qtbt_handle controller, const uint8_t *parameters, size_t parameters_size,
        qtbt_failure *failure);

/* services(). The caller frees them. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_services(qtbt_handle controller,
                                                            qtbt_uuids *services);
/* createServiceObject(uuid). `*service` is a new handle that the caller owns, or 0 if the remote
 * device has no such service. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_create_service_object(qtbt_handle controller,
                                                                         qtbt_uuid uuid,
                                                                         qtbt_handle *service);

/* startAdvertising(parameters, data, scan_response). QTBT_INVALID_ARGUMENT for data that Qt's HCI
 * advertiser would write past its buffer. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_start_advertising(
        qtbt_handle controller, const uint8_t *parameters, size_t parameters_size,
        const uint8_t *data, size_t data_size, const uint8_t *scan_response,
        size_t scan_response_size, qtbt_failure *failure);
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_stop_advertising(qtbt_handle controller);

/* addService(data). On QTBT_OK `*service` is a new handle that the caller owns, on QTBT_FAILED 0.
 * Included services of the data are handles of services. QTBT_DUPLICATE_SERVICE if clients may write
 * to a service of this UUID that Qt has by now: it would abort the process at the next such write. */
QTBT_EXPORT qtbt_status qtbt_low_energy_controller_add_service(qtbt_handle controller,
                                                               const uint8_t *data,
                                                               size_t data_size,
                                                               qtbt_handle *service,
                                                               qtbt_failure *failure);

#ifdef __cplusplus
}
#endif
#endif
