/* QLowEnergyService, and the characteristics and descriptors of one. Threads: as in qtbt_runtime.h.
 *
 * A characteristic or descriptor has a handle of 16 bits, unique in its service. In Qt both are views
 * of a service's attributes, which live as long as one of them or a service object refers to them:
 * here they do as long as the host holds a reference to them. */
#ifndef QTBT_LOW_ENERGY_SERVICE_H
#define QTBT_LOW_ENERGY_SERVICE_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QLowEnergyService::ServiceType, as flags. */
enum {
    QTBT_LOW_ENERGY_SERVICE_TYPE_PRIMARY = 0x0001, /* PrimaryService */
    QTBT_LOW_ENERGY_SERVICE_TYPE_INCLUDED = 0x0002 /* IncludedService */
};

/* QLowEnergyService::ServiceError. */
enum {
    QTBT_LOW_ENERGY_SERVICE_ERROR_NONE = 0,                 /* NoError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_OPERATION = 1,            /* OperationError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_CHARACTERISTIC_WRITE = 2, /* CharacteristicWriteError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_DESCRIPTOR_WRITE = 3,     /* DescriptorWriteError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_UNKNOWN = 4,              /* UnknownError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_CHARACTERISTIC_READ = 5,  /* CharacteristicReadError */
    QTBT_LOW_ENERGY_SERVICE_ERROR_DESCRIPTOR_READ = 6       /* DescriptorReadError */
};

/* QLowEnergyService::ServiceState. */
enum {
    QTBT_LOW_ENERGY_SERVICE_STATE_INVALID = 0,            /* InvalidService */
    QTBT_LOW_ENERGY_SERVICE_STATE_REMOTE = 1,             /* RemoteService */
    QTBT_LOW_ENERGY_SERVICE_STATE_REMOTE_DISCOVERING = 2, /* RemoteServiceDiscovering */
    QTBT_LOW_ENERGY_SERVICE_STATE_REMOTE_DISCOVERED = 3,  /* RemoteServiceDiscovered */
    QTBT_LOW_ENERGY_SERVICE_STATE_LOCAL = 4               /* LocalService */
};

/* QLowEnergyService::DiscoveryMode. */
enum {
    QTBT_LOW_ENERGY_DISCOVERY_FULL = 0,      /* FullDiscovery */
    QTBT_LOW_ENERGY_DISCOVERY_SKIP_VALUE = 1 /* SkipValueDiscovery */
};

/* QLowEnergyService::WriteMode. */
enum {
    QTBT_WRITE_MODE_WITH_RESPONSE = 0,    /* WriteWithResponse */
    QTBT_WRITE_MODE_WITHOUT_RESPONSE = 1, /* WriteWithoutResponse */
    QTBT_WRITE_MODE_SIGNED = 2            /* WriteSigned */
};

/* The signals of QLowEnergyService. The value of the last five is the characteristic's handle, with
 * the descriptor's shifted left by 16, and the data is the signal's value. */
enum {
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_STATE_CHANGED = 0x0800,  /* value: the state */
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_ERROR_OCCURRED = 0x0801, /* value: the error */
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_CHANGED = 0x0802,
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_READ = 0x0803,
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_WRITTEN = 0x0804,
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_DESCRIPTOR_READ = 0x0805,
    QTBT_SIGNAL_LOW_ENERGY_SERVICE_DESCRIPTOR_WRITTEN = 0x0806
};

/* serviceUuid(). */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_uuid(qtbt_handle service, qtbt_uuid *uuid);
/* serviceName(). The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_name(qtbt_handle service, qtbt_text *name);
QTBT_EXPORT qtbt_status qtbt_low_energy_service_type(qtbt_handle service, uint32_t *types);
QTBT_EXPORT qtbt_status qtbt_low_energy_service_state(qtbt_handle service, int32_t *state);
QTBT_EXPORT qtbt_status qtbt_low_energy_service_error(qtbt_handle service, int32_t *code);
/* includedServices(). The caller frees them. */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_included_services(qtbt_handle service,
                                                                  qtbt_uuids *services);

/* The calls with a failure return QTBT_FAILED if Qt emits errorOccurred during the call, with that
 * error. A handler of errorOccurred that makes such a call within one puts it off until the emission
 * has returned. A handle that the attributes do not have is passed to Qt as an invalid
 * characteristic or descriptor. */

QTBT_EXPORT qtbt_status qtbt_low_energy_service_discover_details(qtbt_handle service, int32_t mode,
                                                                 qtbt_failure *failure);
/* readCharacteristic(characteristic). */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_read_characteristic(qtbt_handle service,
                                                                    uint64_t attributes,
                                                                    uint16_t characteristic,
                                                                    qtbt_failure *failure);
/* writeCharacteristic(characteristic, value, mode). QTBT_FAILED also if Qt ignores the value because
 * the local characteristic does not allow its length. */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_write_characteristic(
        qtbt_handle service, uint64_t attributes, uint16_t characteristic, const uint8_t *value,
        size_t value_size, int32_t mode, qtbt_failure *failure);
/* readDescriptor(descriptor). */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_read_descriptor(qtbt_handle service,
                                                                uint64_t attributes,
                                                                uint16_t descriptor,
                                                                qtbt_failure *failure);
/* writeDescriptor(descriptor, value). QTBT_FAILED also if Qt ignores the value because the local
 * descriptor does not allow its length. */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_write_descriptor(
        qtbt_handle service, uint64_t attributes, uint16_t descriptor, const uint8_t *value,
        size_t value_size, qtbt_failure *failure);

/* Takes a reference to the service's attributes, which the caller releases. Services for the same
 * attributes of Qt's have the same number. */
QTBT_EXPORT qtbt_status qtbt_low_energy_service_attributes(qtbt_handle service,
                                                           uint64_t *attributes);
/* Releases a reference. It does not wait for the Qt thread. */
QTBT_EXPORT qtbt_status qtbt_low_energy_attributes_release(uint64_t attributes);

/* The following three calls work when the service object and the controller are deleted, too. They
 * return QTBT_DELETED if the host holds no reference to the attributes. */

/* characteristics(), as a sequence {bool final, characteristic, ...}. Each characteristic is {uint16
 * handle, UUID, uint32 properties, uint16 descriptor's handle, UUID, ...}, and both kinds of handles
 * ascend. What is final does not change any more. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_attributes_characteristics(uint64_t attributes,
                                                                   qtbt_bytes *characteristics);
/* Returns the value() of the characteristic or descriptor of a handle; none if there is no such
 * handle. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_attributes_value(uint64_t attributes, uint16_t handle,
                                                         qtbt_bytes *value);
/* Reports the isValid() of the characteristic or descriptor of a handle. */
QTBT_EXPORT qtbt_status qtbt_low_energy_attributes_is_valid(uint64_t attributes, uint16_t handle,
                                                            bool *valid);

#ifdef __cplusplus
}
#endif
#endif
