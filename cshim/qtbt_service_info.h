/* QBluetoothServiceInfo: service records as bytes, and a record behind a handle that can be registered.
 * Threads: as in qtbt_runtime.h.
 *
 * A record is one SDP data element (Bluetooth Core, Vol 3, Part B, 3.2 and 3.3): the sequence
 *     {device, id, value, id, value, ...}
 * with attribute ids as uint16 and their values as they stand in SDP. Where Qt holds a QByteArray instead
 * of a QString, the element has the reserved type 31 instead of 4 (text). A device is the sequence
 *     {uint64 address, UUID device UUID, text name, uint32 class of device, uint8 flags (1 valid, 2 cached),
 *      int16 RSSI, uint8 core configuration, {UUID, ...} services,
 *      {uint16 company, bytes, ...} manufacturer data, {UUID, bytes, ...} service data} */
#ifndef QTBT_SERVICE_INFO_H
#define QTBT_SERVICE_INFO_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a service from a record; the caller owns the handle. QTBT_INVALID_ARGUMENT if the record is
 * malformed. Deleting the handle does not unregister the service. */
QTBT_EXPORT qtbt_status qtbt_service_info_new(const uint8_t *record, size_t size,
                                              qtbt_handle *service);

/* The record of a service. The caller frees it. Attributes of types that SDP does not know are left out,
 * with a warning in the log. */
QTBT_EXPORT qtbt_status qtbt_service_info_record(qtbt_handle service, qtbt_bytes *record);

/* registerService(adapter); 0 is the default adapter. QTBT_FAILED when Qt says false. */
QTBT_EXPORT qtbt_status qtbt_service_info_register(qtbt_handle service, uint64_t adapter,
                                                   qtbt_failure *failure);

/* unregisterService(). QTBT_FAILED when Qt says false: it is not registered, or the system refused. */
QTBT_EXPORT qtbt_status qtbt_service_info_unregister(qtbt_handle service, qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_service_info_is_registered(qtbt_handle service, bool *registered);

#ifdef __cplusplus
}
#endif
#endif
