/* QBluetoothDeviceInfo: what Qt computes of a device. For programs that want Qt's own answer; package
 * qtbt, in Go, computes the same by itself.
 *
 * Threads: any, without the Qt thread, which need not be started. Devices have the form of
 * qtbt_service_info.h; a malformed one is QTBT_INVALID_ARGUMENT. The caller frees the bytes. */
#ifndef QTBT_DEVICE_INFO_H
#define QTBT_DEVICE_INFO_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The constructors: the invalid device, one with an address, and one with a UUID instead. */
QTBT_EXPORT qtbt_status qtbt_device_info_invalid(qtbt_bytes *device);
QTBT_EXPORT qtbt_status qtbt_device_info_from_address(uint64_t address, const char *name,
                                                      size_t name_size, uint32_t class_of_device,
                                                      qtbt_bytes *device);
QTBT_EXPORT qtbt_status qtbt_device_info_from_uuid(qtbt_uuid uuid, const char *name,
                                                   size_t name_size, uint32_t class_of_device,
                                                   qtbt_bytes *device);

/* serviceClasses(), majorDeviceClass() and minorDeviceClass() of a class of device. */
typedef struct qtbt_device_classes {
    uint32_t service_classes;
    uint8_t major;
    uint8_t minor;
} qtbt_device_classes;

QTBT_EXPORT qtbt_status qtbt_device_info_classes(uint32_t class_of_device,
                                                 qtbt_device_classes *classes);

/* operator==. */
QTBT_EXPORT qtbt_status qtbt_device_info_equals(const uint8_t *a, size_t a_size, const uint8_t *b,
                                                size_t b_size, bool *equal);

/* manufacturerData(company), the newest; no bytes if there are none. */
QTBT_EXPORT qtbt_status qtbt_device_info_manufacturer_data(const uint8_t *device, size_t size,
                                                           uint16_t company, qtbt_bytes *data);

/* setManufacturerData(company, data): the device with the data added. QTBT_FAILED when Qt says false,
 * as the device had them; it is unchanged then. */
QTBT_EXPORT qtbt_status qtbt_device_info_add_manufacturer_data(const uint8_t *device, size_t size,
                                                               uint16_t company,
                                                               const uint8_t *data,
                                                               size_t data_size,
                                                               qtbt_bytes *changed);

/* serviceData(service) and setServiceData(service, data), likewise. Qt 6.2 keeps no service data. */
QTBT_EXPORT qtbt_status qtbt_device_info_service_data(const uint8_t *device, size_t size,
                                                      qtbt_uuid service, qtbt_bytes *data);
QTBT_EXPORT qtbt_status qtbt_device_info_add_service_data(const uint8_t *device, size_t size,
                                                          qtbt_uuid service, const uint8_t *data,
                                                          size_t data_size, qtbt_bytes *changed);

#ifdef __cplusplus
}
#endif
#endif
