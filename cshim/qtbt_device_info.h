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

/* QBluetoothDeviceInfo::CoreConfiguration, as flags. */
enum {
    QTBT_CORE_CONFIGURATION_UNKNOWN = 0x0,    /* UnknownCoreConfiguration */
    QTBT_CORE_CONFIGURATION_LOW_ENERGY = 0x1, /* LowEnergyCoreConfiguration */
    QTBT_CORE_CONFIGURATION_BASE_RATE = 0x2,  /* BaseRateCoreConfiguration */
    QTBT_CORE_CONFIGURATION_BOTH = 0x3        /* BaseRateAndLowEnergyCoreConfiguration */
};

/* QBluetoothDeviceInfo::Field, as flags. */
enum {
    QTBT_DEVICE_FIELD_NONE = 0x0000,              /* None */
    QTBT_DEVICE_FIELD_RSSI = 0x0001,              /* RSSI */
    QTBT_DEVICE_FIELD_MANUFACTURER_DATA = 0x0002, /* ManufacturerData */
    QTBT_DEVICE_FIELD_SERVICE_DATA = 0x0004,      /* ServiceData */
    QTBT_DEVICE_FIELD_ALL = 0x7fff                /* All */
};

/* QBluetoothDeviceInfo(), an invalid device. */
QTBT_EXPORT qtbt_status qtbt_device_info_invalid(qtbt_bytes *device);
/* QBluetoothDeviceInfo(address, name, classOfDevice). */
QTBT_EXPORT qtbt_status qtbt_device_info_from_address(uint64_t address, const char *name,
                                                      size_t name_size, uint32_t class_of_device,
                                                      qtbt_bytes *device);
/* QBluetoothDeviceInfo(uuid, name, classOfDevice). */
QTBT_EXPORT qtbt_status qtbt_device_info_from_uuid(qtbt_uuid uuid, const char *name,
                                                   size_t name_size, uint32_t class_of_device,
                                                   qtbt_bytes *device);

/* A class of device in its parts: serviceClasses(), majorDeviceClass() and minorDeviceClass(). */
typedef struct qtbt_device_classes {
    uint32_t service_classes;
    uint8_t major;
    uint8_t minor;
} qtbt_device_classes;

/* Splits a class of device. */
QTBT_EXPORT qtbt_status qtbt_device_info_classes(uint32_t class_of_device,
                                                 qtbt_device_classes *classes);

/* Compares by operator==. */
QTBT_EXPORT qtbt_status qtbt_device_info_equals(const uint8_t *a, size_t a_size, const uint8_t *b,
                                                size_t b_size, bool *equal);

/* manufacturerData(company), the newest; no bytes if there are none. */
QTBT_EXPORT qtbt_status qtbt_device_info_manufacturer_data(const uint8_t *device, size_t size,
                                                           uint16_t company, qtbt_bytes *data);

/* setManufacturerData(company, data): the device with the data added. QTBT_FAILED when Qt returns
 * false, as the device had them; it is unchanged then. */
QTBT_EXPORT qtbt_status qtbt_device_info_add_manufacturer_data(const uint8_t *device, size_t size,
                                                               uint16_t company,
                                                               const uint8_t *data,
                                                               size_t data_size,
                                                               qtbt_bytes *changed);

/* serviceData(service), the newest; no bytes if there are none, as always with Qt 6.2. */
QTBT_EXPORT qtbt_status qtbt_device_info_service_data(const uint8_t *device, size_t size,
                                                      qtbt_uuid service, qtbt_bytes *data);
/* setServiceData(service, data): the device with the data added. QTBT_FAILED when Qt returns false,
 * as the device had them, or as Qt 6.2 keeps none; it is unchanged then. */
QTBT_EXPORT qtbt_status qtbt_device_info_add_service_data(const uint8_t *device, size_t size,
                                                          qtbt_uuid service, const uint8_t *data,
                                                          size_t data_size, qtbt_bytes *changed);

#ifdef __cplusplus
}
#endif
#endif
