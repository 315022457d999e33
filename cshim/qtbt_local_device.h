/* QBluetoothLocalDevice. Its functions may be called from any thread, as qtbt_runtime.h describes.
 * On BlueZ most of them wait on the Qt thread for bluetoothd to answer. */
#ifndef QTBT_LOCAL_DEVICE_H
#define QTBT_LOCAL_DEVICE_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetoothLocalDevice::Error. */
enum {
    QTBT_LOCAL_DEVICE_ERROR_NONE = 0,                /* NoError */
    QTBT_LOCAL_DEVICE_ERROR_PAIRING = 1,             /* PairingError */
    QTBT_LOCAL_DEVICE_ERROR_MISSING_PERMISSIONS = 2, /* MissingPermissionsError since Qt 6.4 */
    QTBT_LOCAL_DEVICE_ERROR_UNKNOWN = 100            /* UnknownError */
};

/* QBluetoothLocalDevice::HostMode. */
enum {
    QTBT_HOST_MODE_POWERED_OFF = 0,                 /* HostPoweredOff */
    QTBT_HOST_MODE_CONNECTABLE = 1,                 /* HostConnectable */
    QTBT_HOST_MODE_DISCOVERABLE = 2,                /* HostDiscoverable */
    QTBT_HOST_MODE_DISCOVERABLE_LIMITED_INQUIRY = 3 /* HostDiscoverableLimitedInquiry */
};

/* QBluetoothLocalDevice::Pairing. */
enum {
    QTBT_PAIRING_UNPAIRED = 0,         /* Unpaired */
    QTBT_PAIRING_PAIRED = 1,           /* Paired */
    QTBT_PAIRING_AUTHORIZED_PAIRED = 2 /* AuthorizedPaired */
};

/* The signals of QBluetoothLocalDevice. */
enum {
    QTBT_SIGNAL_LOCAL_DEVICE_HOST_MODE_STATE_CHANGED = 0x0500, /* value: the host mode */
    QTBT_SIGNAL_LOCAL_DEVICE_CONNECTED = 0x0501,               /* value: the remote address */
    QTBT_SIGNAL_LOCAL_DEVICE_DISCONNECTED = 0x0502,            /* value: the remote address */
    QTBT_SIGNAL_LOCAL_DEVICE_PAIRING_FINISHED = 0x0503,        /* value: pairing << 48 | address */
    QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED = 0x0504           /* value: the error */
};

/* Makes a local device for an adapter's address, 0 for the default adapter. The caller owns the
 * handle. qtbt_local_device_is_valid reports whether there is such an adapter. Deleting the handle
 * ends the search for a device that is to be paired. A pairing that bluetoothd has begun goes
 * on. */
QTBT_EXPORT qtbt_status qtbt_local_device_new(uint64_t address, qtbt_handle *device);

QTBT_EXPORT qtbt_status qtbt_local_device_is_valid(qtbt_handle device, bool *valid);

/* name() of the adapter. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_local_device_name(qtbt_handle device, qtbt_text *name);

QTBT_EXPORT qtbt_status qtbt_local_device_address(qtbt_handle device, uint64_t *address);

/* powerOn(). The signals report the result. */
QTBT_EXPORT qtbt_status qtbt_local_device_power_on(qtbt_handle device);
/* setHostMode(mode). The signals report the result. */
QTBT_EXPORT qtbt_status qtbt_local_device_set_host_mode(qtbt_handle device, int32_t mode);

QTBT_EXPORT qtbt_status qtbt_local_device_host_mode(qtbt_handle device, int32_t *mode);

/* requestPairing(address, pairing). The signals report the result, possibly during the call. */
QTBT_EXPORT qtbt_status qtbt_local_device_request_pairing(qtbt_handle device, uint64_t address,
                                                          int32_t pairing);
QTBT_EXPORT qtbt_status qtbt_local_device_pairing_status(qtbt_handle device, uint64_t address,
                                                         int32_t *pairing);

/* connectedDevices() as one data element, the sequence {uint64 address, ...}. The caller frees
 * it. */
QTBT_EXPORT qtbt_status qtbt_local_device_connected_devices(qtbt_handle device,
                                                            qtbt_bytes *addresses);

/* allDevices(), a static function, as one data element, the sequence {{uint64 address, text name},
 * ...}. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_local_device_all_devices(qtbt_bytes *devices);

#ifdef __cplusplus
}
#endif
#endif
