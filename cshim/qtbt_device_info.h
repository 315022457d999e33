/* QBluetoothDeviceInfo: the results that Qt computes from a device, for programs that want Qt's
 * own. Package qtbt computes the same in Go.
 *
 * The functions may be called from any thread, and need no Qt thread. Devices have the form that
 * qtbt_service_info.h describes. QTBT_INVALID_ARGUMENT is returned for a malformed one. The caller
 * frees the bytes. */
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

/* The parts of a class of device: serviceClasses(), majorDeviceClass() and minorDeviceClass(). */
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

/* manufacturerData(company), the newest data. There are no bytes if the device has none. */
QTBT_EXPORT qtbt_status qtbt_device_info_manufacturer_data(const uint8_t *device, size_t size,
                                                           uint16_t company, qtbt_bytes *data);

/* setManufacturerData(company, data), which adds the data. QTBT_FAILED is returned if Qt returns
 * false because the device has the data already. The device is then unchanged. */
QTBT_EXPORT qtbt_status qtbt_device_info_add_manufacturer_data(const uint8_t *device, size_t size,
                                                               uint16_t company,
                                                               const uint8_t *data,
                                                               size_t data_size,
                                                               qtbt_bytes *changed);

/* serviceData(service), the newest data. There are no bytes if the device has none, as always with
 * Qt 6.2. */
QTBT_EXPORT qtbt_status qtbt_device_info_service_data(const uint8_t *device, size_t size,
                                                      qtbt_uuid service, qtbt_bytes *data);
/* setServiceData(service, data), which adds the data. QTBT_FAILED is returned if Qt returns false
 * because the device has the data already, or with Qt 6.2, which keeps none. The device is then
 * unchanged. */
QTBT_EXPORT qtbt_status qtbt_device_info_add_service_data(const uint8_t *device, size_t size,
                                                          qtbt_uuid service, const uint8_t *data,
                                                          size_t data_size, qtbt_bytes *changed);

#ifdef __cplusplus
}
#endif
#endif
