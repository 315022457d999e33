/* Qt's Low Energy data classes: their byte forms, and what Qt computes of them. For programs that
 * want Qt's own answer; package qtbt, in Go, computes the same by itself.
 *
 * Threads: any, without the Qt thread, which need not be started.
 *
 * A value is one data element, in the form of qtbt_service_info.h. Times are in ms where Qt has
 * whole ones, and in ns where Qt has fractions of ms:
 *     advertising parameters {int32 mode, int32 filter policy, uint16 minimum interval in ms,
 *                             uint16 maximum interval in ms, {uint64 address, int32 type, ...}}
 *     advertising data       {text local name, uint16 manufacturer, bytes manufacturer data,
 *                             bool power level, int32 discoverability, {UUID, ...}, bytes raw data}
 *     connection parameters  {int64 minimum interval in ns, int64 maximum interval in ns,
 *                             int32 latency, int32 supervision timeout in ms}
 *     descriptor data        {UUID, bytes value, bool readable, uint32 read constraints,
 *                             bool writable, uint32 write constraints}
 *     characteristic data    {UUID, bytes value, uint32 properties, uint32 read constraints,
 *                             uint32 write constraints, int32 minimum length, int32 maximum length,
 *                             {descriptor data, ...}}
 *     service data           {int32 type, UUID, {uint64 included service, ...},
 *                             {characteristic data, ...}}
 * An included service is the handle of a QLowEnergyService. A value is malformed also if an
 * enumerator in it is not one of those below, or if a service has more than 65535 attributes:
 * itself, one for each included service, two for each characteristic, one for each descriptor. */
#ifndef QTBT_LOW_ENERGY_VALUES_H
#define QTBT_LOW_ENERGY_VALUES_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QBluetooth::AttAccessConstraint, as flags. */
enum {
    QTBT_ATT_AUTHORIZATION_REQUIRED = 0x1,  /* AttAuthorizationRequired */
    QTBT_ATT_AUTHENTICATION_REQUIRED = 0x2, /* AttAuthenticationRequired */
    QTBT_ATT_ENCRYPTION_REQUIRED = 0x4      /* AttEncryptionRequired */
};

/* QLowEnergyCharacteristic::PropertyType, as flags. */
enum {
    QTBT_PROPERTY_UNKNOWN = 0x00,           /* Unknown */
    QTBT_PROPERTY_BROADCASTING = 0x01,      /* Broadcasting */
    QTBT_PROPERTY_READ = 0x02,              /* Read */
    QTBT_PROPERTY_WRITE_NO_RESPONSE = 0x04, /* WriteNoResponse */
    QTBT_PROPERTY_WRITE = 0x08,             /* Write */
    QTBT_PROPERTY_NOTIFY = 0x10,            /* Notify */
    QTBT_PROPERTY_INDICATE = 0x20,          /* Indicate */
    QTBT_PROPERTY_WRITE_SIGNED = 0x40,      /* WriteSigned */
    QTBT_PROPERTY_EXTENDED = 0x80           /* ExtendedProperty */
};

/* QLowEnergyServiceData::ServiceType. */
enum {
    QTBT_SERVICE_TYPE_PRIMARY = 0x2800,  /* ServiceTypePrimary */
    QTBT_SERVICE_TYPE_SECONDARY = 0x2801 /* ServiceTypeSecondary */
};

/* QLowEnergyAdvertisingData::Discoverability. */
enum {
    QTBT_DISCOVERABILITY_NONE = 0,    /* DiscoverabilityNone */
    QTBT_DISCOVERABILITY_LIMITED = 1, /* DiscoverabilityLimited */
    QTBT_DISCOVERABILITY_GENERAL = 2  /* DiscoverabilityGeneral */
};

/* QLowEnergyAdvertisingParameters::Mode. */
enum {
    QTBT_ADVERTISING_MODE_IND = 0,         /* AdvInd */
    QTBT_ADVERTISING_MODE_SCAN_IND = 2,    /* AdvScanInd */
    QTBT_ADVERTISING_MODE_NON_CONN_IND = 3 /* AdvNonConnInd */
};

/* QLowEnergyAdvertisingParameters::FilterPolicy. */
enum {
    QTBT_FILTER_POLICY_IGNORE = 0,                 /* IgnoreWhiteList */
    QTBT_FILTER_POLICY_SCANNING = 1,               /* UseWhiteListForScanning */
    QTBT_FILTER_POLICY_CONNECTING = 2,             /* UseWhiteListForConnecting */
    QTBT_FILTER_POLICY_SCANNING_AND_CONNECTING = 3 /* UseWhiteListForScanningAndConnecting */
};

/* QLowEnergyController::RemoteAddressType. */
enum {
    QTBT_REMOTE_ADDRESS_PUBLIC = 0, /* PublicAddress */
    QTBT_REMOTE_ADDRESS_RANDOM = 1  /* RandomAddress */
};

/* The kind of a value: which class of Qt's holds it. */
typedef int32_t qtbt_low_energy_kind;
enum {
    QTBT_LOW_ENERGY_ADVERTISING_PARAMETERS = 0,
    QTBT_LOW_ENERGY_ADVERTISING_DATA = 1,
    QTBT_LOW_ENERGY_CONNECTION_PARAMETERS = 2,
    QTBT_LOW_ENERGY_DESCRIPTOR_DATA = 3,
    QTBT_LOW_ENERGY_CHARACTERISTIC_DATA = 4,
    QTBT_LOW_ENERGY_SERVICE_DATA = 5
};

/* Returns the value that the class's constructor without arguments makes. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_values_default(qtbt_low_energy_kind kind, qtbt_bytes *held);

/* Returns a value as the class holds it after its setters got each part. QTBT_INVALID_ARGUMENT if
 * the value is malformed. Included services are not looked up: each may be any number but 0 that
 * fits a pointer. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_low_energy_values_held(qtbt_low_energy_kind kind, const uint8_t *value,
                                                    size_t size, qtbt_bytes *held);

/* Compares by the class's operator==. Included services are as in qtbt_low_energy_values_held. */
QTBT_EXPORT qtbt_status qtbt_low_energy_values_equal(qtbt_low_energy_kind kind, const uint8_t *a,
                                                     size_t a_size, const uint8_t *b, size_t b_size,
                                                     bool *equal);

#ifdef __cplusplus
}
#endif
#endif
