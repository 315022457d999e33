/* QBluetoothAddress, QBluetoothUuid and QBluetoothHostInfo: the results that Qt computes from plain
 * values, for programs that want Qt's own. Package qtbt computes the same in Go.
 *
 * The functions may be called from any thread, and need no Qt thread, except qtbt_uuid_name, which
 * is as qtbt_runtime.h describes. An address is a number, 0x001122334455 for 00:11:22:33:44:55. */
#ifndef QTBT_VALUES_H
#define QTBT_VALUES_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads an address. It is 0, the null address, if Qt does not recognize the text. */
QTBT_EXPORT qtbt_status qtbt_address_from_string(const char *text, size_t size, uint64_t *address);

/* Returns the form "00:11:22:33:44:55" of the lower 48 bits. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_address_to_string(uint64_t address, qtbt_text *text);

/* isNull(). All 64 bits are compared. */
QTBT_EXPORT qtbt_status qtbt_address_is_null(uint64_t address, bool *null);

/* Compares by operator< and operator==: -1, 0 or 1. */
QTBT_EXPORT qtbt_status qtbt_address_compare(uint64_t a, uint64_t b, int32_t *order);

/* Reads a UUID. It is the null UUID if Qt does not recognize the text. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_string(const char *text, size_t size, qtbt_uuid *uuid);

/* Returns the full form of a short UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_uint16(uint16_t number, qtbt_uuid *uuid);
/* Returns the full form of a short UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_uint32(uint32_t number, qtbt_uuid *uuid);

/* toUInt16(). QTBT_FAILED is returned if the UUID has no such form; the number is then 0. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_uint16(qtbt_uuid uuid, uint16_t *number);
/* toUInt32(). QTBT_FAILED is returned if the UUID has no such form; the number is then 0. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_uint32(qtbt_uuid uuid, uint32_t *number);

/* Returns the form "{00001101-0000-1000-8000-00805f9b34fb}". The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_string(qtbt_uuid uuid, qtbt_text *text);

/* minimumSize(), which is 2, 4 or 16 bytes, and 0 for the null UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_minimum_size(qtbt_uuid uuid, int32_t *size);

/* Compares by QUuid's operator< and QBluetoothUuid's operator==: -1, 0 or 1. */
QTBT_EXPORT qtbt_status qtbt_uuid_compare(qtbt_uuid a, qtbt_uuid b, int32_t *order);

/* The kind of UUID that a 16-bit number is short for. */
typedef int32_t qtbt_uuid_kind;
enum {
    QTBT_UUID_SERVICE_CLASS = 0,
    QTBT_UUID_PROTOCOL = 1,
    QTBT_UUID_CHARACTERISTIC = 2,
    QTBT_UUID_DESCRIPTOR = 3
};

/* Returns the name that serviceClassToString or one of its siblings returns, translated by the
 * QCoreApplication's translators. It is empty if Qt has none. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_uuid_name(qtbt_uuid_kind kind, uint16_t number, qtbt_text *name);

/* Compares by operator== of QBluetoothHostInfo. */
QTBT_EXPORT qtbt_status qtbt_host_info_equals(uint64_t address_a, const char *name_a,
                                              size_t name_a_size, uint64_t address_b,
                                              const char *name_b, size_t name_b_size, bool *equal);

#ifdef __cplusplus
}
#endif
#endif
