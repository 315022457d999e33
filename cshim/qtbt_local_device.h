/* QBluetoothLocalDevice. Threads: as in qtbt_runtime.h. On BlueZ most of these calls wait for an answer
 * of bluetoothd, on the Qt thread. */
#ifndef QTBT_LOCAL_DEVICE_H
#define QTBT_LOCAL_DEVICE_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its signals. */
enum {
    QTBT_SIGNAL_LOCAL_DEVICE_HOST_MODE_STATE_CHANGED = 0x0500, /* value: the host mode */
    QTBT_SIGNAL_LOCAL_DEVICE_CONNECTED = 0x0501,               /* value: the remote address */
    QTBT_SIGNAL_LOCAL_DEVICE_DISCONNECTED = 0x0502,            /* value: the remote address */
    QTBT_SIGNAL_LOCAL_DEVICE_PAIRING_FINISHED = 0x0503,        /* value: pairing << 48 | address */
    QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED = 0x0504           /* value: the error */
};

/* Makes a local device of an adapter's address, 0 for the default adapter; the caller owns the handle.
 * Whether there is such an adapter, is_valid tells. Deleting the handle ends a pairing's search for its
 * device; what the other side is asked already goes on. */
QTBT_EXPORT qtbt_status qtbt_local_device_new(uint64_t address, qtbt_handle *device);

QTBT_EXPORT qtbt_status qtbt_local_device_is_valid(qtbt_handle device, bool *valid);

/* The adapter's name. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_local_device_name(qtbt_handle device, qtbt_bytes *name);

QTBT_EXPORT qtbt_status qtbt_local_device_address(qtbt_handle device, uint64_t *address);

/* What comes of these is told by the signals. Modes: 0 powered off, 1 connectable, 2 discoverable,
 * 3 discoverable by limited inquiry. */
QTBT_EXPORT qtbt_status qtbt_local_device_power_on(qtbt_handle device);
QTBT_EXPORT qtbt_status qtbt_local_device_set_host_mode(qtbt_handle device, int32_t mode);

QTBT_EXPORT qtbt_status qtbt_local_device_host_mode(qtbt_handle device, int32_t *mode);

/* requestPairing(address, pairing): 0 unpaired, 1 paired, 2 paired and authorized. What comes of it is
 * told by the signals, which may be during the call. */
QTBT_EXPORT qtbt_status qtbt_local_device_request_pairing(qtbt_handle device, uint64_t address,
                                                          int32_t pairing);
QTBT_EXPORT qtbt_status qtbt_local_device_pairing_status(qtbt_handle device, uint64_t address,
                                                         int32_t *pairing);

/* connectedDevices() as one data element: the sequence {uint64 address, ...}. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_local_device_connected_devices(qtbt_handle device,
                                                            qtbt_bytes *addresses);

/* allDevices(), a static function, as one data element: the sequence {{uint64 address, text name}, ...}.
 * The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_local_device_all_devices(qtbt_bytes *devices);

#ifdef __cplusplus
}
#endif
#endif
