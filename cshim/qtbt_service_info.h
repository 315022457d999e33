/* QBluetoothServiceInfo: service records as bytes, and services behind handles, which can be
 * registered. The functions may be called from any thread, as qtbt_runtime.h describes.
 *
 * A record is one SDP data element (Bluetooth Core, Vol 3, Part B, 3.2 and 3.3), the sequence
 *
 *     {device, id, value, id, value, ...}
 *
 * with attribute ids as uint16 and values as in SDP. An element has the reserved type 31 instead of
 * 4 (text) if Qt holds a QByteArray instead of a QString. A device is the sequence
 *
 *     {uint64 address, UUID device UUID, text name, uint32 class of device,
 *      uint8 flags (1 valid, 2 cached), int16 RSSI, uint8 core configuration, {UUID, ...} services,
 *      {uint16 company, bytes, ...} manufacturer data, {UUID, bytes, ...} service data} */
#ifndef QTBT_SERVICE_INFO_H
#define QTBT_SERVICE_INFO_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a service from a record. The caller owns the handle. QTBT_INVALID_ARGUMENT is returned if
 * the record is malformed. Deleting the handle does not unregister the service. */
QTBT_EXPORT qtbt_status qtbt_service_info_new(const uint8_t *record, size_t size,
                                              qtbt_handle *service);

/* Returns the record of a service, without attributes of types that SDP does not know. For those it
 * logs a warning. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_info_record(qtbt_handle service, qtbt_bytes *record);

/* registerService(adapter), 0 for the default adapter. QTBT_FAILED is returned if Qt returns
 * false. */
QTBT_EXPORT qtbt_status qtbt_service_info_register(qtbt_handle service, uint64_t adapter,
                                                   qtbt_failure *failure);

/* Registers a service with a new bluetoothd, after the one that it was registered with has ended.
 * QTBT_FAILED is returned if bluetoothd refuses. */
QTBT_EXPORT qtbt_status qtbt_service_info_register_again(qtbt_handle service,
                                                         qtbt_failure *failure);

/* unregisterService(). QTBT_FAILED is returned if Qt returns false, because the service is not
 * registered or the system refuses. */
QTBT_EXPORT qtbt_status qtbt_service_info_unregister(qtbt_handle service, qtbt_failure *failure);

QTBT_EXPORT qtbt_status qtbt_service_info_is_registered(qtbt_handle service, bool *registered);

/* A summary of a service: the results that Qt computes from its attributes. */
typedef struct qtbt_service_summary {
    bool valid;                           /* isValid() */
    bool complete;                        /* isComplete() */
    uint8_t availability;                 /* serviceAvailability() */
    int32_t socket_protocol;              /* socketProtocol() */
    int32_t protocol_service_multiplexer; /* protocolServiceMultiplexer(), -1 for none */
    int32_t server_channel;               /* serverChannel(), -1 for none */
    qtbt_uuid service_uuid;               /* serviceUuid() */
} qtbt_service_summary;

/* Returns the results that Qt computes from the attributes of a service. */
QTBT_EXPORT qtbt_status qtbt_service_info_summary(qtbt_handle service,
                                                  qtbt_service_summary *summary);

/* serviceClassUuids(). The caller frees them. */
QTBT_EXPORT qtbt_status qtbt_service_info_class_uuids(qtbt_handle service, qtbt_uuids *uuids);

/* protocolDescriptor(protocol) as a data element. The sequence is empty if there is no descriptor.
 * The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_service_info_protocol_descriptor(qtbt_handle service,
                                                              uint16_t protocol,
                                                              qtbt_bytes *descriptor);

/* Returns an attribute as text: serviceName() is 0x0100, serviceDescription() 0x0101 and
 * serviceProvider() 0x0102. The text is empty if there is no such attribute. The caller frees
 * it. */
QTBT_EXPORT qtbt_status qtbt_service_info_text(qtbt_handle service, uint16_t attribute,
                                               qtbt_text *text);

/* Returns a URL as it is written in a record, QUrl(url).toEncoded(). QTBT_FAILED is returned if
 * QUrl finds it invalid; a record with such a URL is malformed. It may be called from any thread,
 * and needs no Qt thread. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_url_encoded(const char *url, size_t size, qtbt_text *encoded);

#ifdef __cplusplus
}
#endif
#endif
