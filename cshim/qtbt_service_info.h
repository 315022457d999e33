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

/* Returns the record of a service. The caller frees it. Attributes of types that SDP does not know
 * are left out, with a warning in the log. */
QTBT_EXPORT qtbt_status qtbt_service_info_record(qtbt_handle service, qtbt_bytes *record);

/* registerService(adapter); 0 is the default adapter. QTBT_FAILED when Qt returns false. */
QTBT_EXPORT qtbt_status qtbt_service_info_register(qtbt_handle service, uint64_t adapter,
                                                   qtbt_failure *failure);

/* Registers a service again whose bluetoothd has ended: call it when a new one has appeared. QTBT_FAILED
 * when bluetoothd refuses. */
QTBT_EXPORT qtbt_status qtbt_service_info_register_again(qtbt_handle service, qtbt_failure *failure);

/* unregisterService(). QTBT_FAILED when Qt returns false: it is not registered, or the system
 * refused. */
QTBT_EXPORT qtbt_status qtbt_service_info_unregister(qtbt_handle service, qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_service_info_is_registered(qtbt_handle service, bool *registered);

/* A summary of a service: what Qt computes from its attributes. */
typedef struct qtbt_service_summary {
    bool valid;                           /* isValid() */
    bool complete;                        /* isComplete() */
    uint8_t availability;                 /* serviceAvailability() */
    int32_t socket_protocol;              /* socketProtocol() */
    int32_t protocol_service_multiplexer; /* protocolServiceMultiplexer(), -1 for none */
    int32_t server_channel;               /* serverChannel(), -1 for none */
    qtbt_uuid service_uuid;               /* serviceUuid() */
} qtbt_service_summary;

/* Returns what Qt computes from a service's attributes. */
QTBT_EXPORT qtbt_status qtbt_service_info_summary(qtbt_handle service,
                                                  qtbt_service_summary *summary);

/* serviceClassUuids(). The caller frees them. */
QTBT_EXPORT qtbt_status qtbt_service_info_class_uuids(qtbt_handle service, qtbt_uuids *uuids);

/* protocolDescriptor(protocol) as a data element, an empty sequence for none. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_info_protocol_descriptor(qtbt_handle service,
                                                              uint16_t protocol,
                                                              qtbt_bytes *descriptor);

/* Returns an attribute as text; so serviceName() is 0x0100, serviceDescription() 0x0101,
 * serviceProvider() 0x0102. Empty if there is none. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_info_text(qtbt_handle service, uint16_t attribute,
                                               qtbt_text *text);

/* Returns a URL as it stands in a record: QUrl(url).toEncoded(), as Qt holds URLs in a QUrl.
 * QTBT_FAILED if QUrl finds it invalid; a record with it is malformed. Any thread, without the Qt
 * thread. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_url_encoded(const char *url, size_t size, qtbt_text *encoded);

#ifdef __cplusplus
}
#endif
#endif
