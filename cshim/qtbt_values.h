/* QBluetoothAddress, QBluetoothUuid and QBluetoothHostInfo: what Qt computes of plain values. For
 * programs that want Qt's own answer; package qtbt, in Go, computes the same by itself.
 *
 * Threads: any, without the Qt thread, which need not be started; but qtbt_uuid_name is as in
 * qtbt_runtime.h. An address is a number, 0x001122334455 for 00:11:22:33:44:55. */
#ifndef QTBT_VALUES_H
#define QTBT_VALUES_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads an address; 0, the null address, if Qt does not take the text for one. */
QTBT_EXPORT qtbt_status qtbt_address_from_string(const char *text, size_t size, uint64_t *address);

/* Returns the form "00:11:22:33:44:55" of the lower 48 bits. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_address_to_string(uint64_t address, qtbt_text *text);

/* isNull(). All 64 bits count. */
QTBT_EXPORT qtbt_status qtbt_address_is_null(uint64_t address, bool *null);

/* Compares by operator< and operator==: -1, 0 or 1. */
QTBT_EXPORT qtbt_status qtbt_address_compare(uint64_t a, uint64_t b, int32_t *order);

/* Reads a UUID; the null UUID if Qt does not take the text for one. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_string(const char *text, size_t size, qtbt_uuid *uuid);

/* Returns the full form of a short UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_uint16(uint16_t number, qtbt_uuid *uuid);
/* Returns the full form of a short UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_from_uint32(uint32_t number, qtbt_uuid *uuid);

/* toUInt16(). QTBT_FAILED if the UUID has no such form; the number is 0 then. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_uint16(qtbt_uuid uuid, uint16_t *number);
/* toUInt32(). QTBT_FAILED if the UUID has no such form; the number is 0 then. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_uint32(qtbt_uuid uuid, uint32_t *number);

/* Returns the form "{00001101-0000-1000-8000-00805f9b34fb}". The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_uuid_to_string(qtbt_uuid uuid, qtbt_text *text);

/* minimumSize(): 2, 4 or 16 bytes, and 0 for the null UUID. */
QTBT_EXPORT qtbt_status qtbt_uuid_minimum_size(qtbt_uuid uuid, int32_t *size);

/* Compares by QUuid's operator< and QBluetoothUuid's operator==: -1, 0 or 1. */
QTBT_EXPORT qtbt_status qtbt_uuid_compare(qtbt_uuid a, qtbt_uuid b, int32_t *order);

/* The kind of thing that a 16-bit number is the UUID of. */
typedef int32_t qtbt_uuid_kind;
enum {
    QTBT_UUID_SERVICE_CLASS = 0,
    QTBT_UUID_PROTOCOL = 1,
    QTBT_UUID_CHARACTERISTIC = 2,
    QTBT_UUID_DESCRIPTOR = 3
};

/* Returns what serviceClassToString or one of its siblings returns: the name, translated as the
 * QCoreApplication translates; empty if Qt has none. The caller frees it. */
QTBT_EXPORT qtbt_status qtbt_uuid_name(qtbt_uuid_kind kind, uint16_t number, qtbt_text *name);

/* Compares by operator== of QBluetoothHostInfo. */
QTBT_EXPORT qtbt_status qtbt_host_info_equals(uint64_t address_a, const char *name_a,
                                              size_t name_a_size, uint64_t address_b,
                                              const char *name_b, size_t name_b_size, bool *equal);

#ifdef __cplusplus
}
#endif
#endif
