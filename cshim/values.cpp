//go:build cgo && !qtbt_system

// Addresses, UUIDs and QBluetoothHostInfo: Qt's plain values, which need no Qt thread.
#include "bytes.h"
#include "qt_thread.h"
#include "qtbt_values.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothhostinfo.h>

using namespace qtbt;

namespace {

template <typename T>
int32_t compare(const T &a, const T &b)
{
    return a == b ? 0 : a < b ? -1 : 1;
}

// Stores what f returns. f runs on the caller's thread.
template <typename Out, typename F>
qtbt_status compute(Out *out, F f)
{
    if (!out)
        return QTBT_INVALID_ARGUMENT;
    auto work = [&]() -> qtbt_status {
        *out = f();
        return QTBT_OK;
    };
    return guarded(work);
}

// Is compute() for a short form of a UUID. f sets its argument to whether there is one.
template <typename Out, typename F>
qtbt_status computeShort(Out *out, F f)
{
    bool exists = false;
    const qtbt_status status = compute(out, [&] { return f(&exists); });
    return status == QTBT_OK && !exists ? QTBT_FAILED : status;
}

QString nameOf(qtbt_uuid_kind kind, uint16_t number)
{
    switch (kind) {
    case QTBT_UUID_SERVICE_CLASS:
        return QBluetoothUuid::serviceClassToString(QBluetoothUuid::ServiceClassUuid(number));
    case QTBT_UUID_PROTOCOL:
        return QBluetoothUuid::protocolToString(QBluetoothUuid::ProtocolUuid(number));
    case QTBT_UUID_CHARACTERISTIC:
        return QBluetoothUuid::characteristicToString(QBluetoothUuid::CharacteristicType(number));
    default:
        return QBluetoothUuid::descriptorToString(QBluetoothUuid::DescriptorType(number));
    }
}

} // namespace

qtbt_status qtbt_address_from_string(const char *text, size_t size, uint64_t *address)
{
    if (!text && size)
        return QTBT_INVALID_ARGUMENT;
    return compute(address, [=] { return QBluetoothAddress(toText(text, size)).toUInt64(); });
}

qtbt_status qtbt_address_to_string(uint64_t address, qtbt_text *text)
{
    return compute(text, [=] { return toBytes(QBluetoothAddress(address).toString()); });
}

qtbt_status qtbt_address_is_null(uint64_t address, bool *null)
{
    return compute(null, [=] { return QBluetoothAddress(address).isNull(); });
}

qtbt_status qtbt_address_compare(uint64_t a, uint64_t b, int32_t *order)
{
    return compute(order, [=] { return compare(QBluetoothAddress(a), QBluetoothAddress(b)); });
}

qtbt_status qtbt_uuid_from_string(const char *text, size_t size, qtbt_uuid *uuid)
{
    if (!text && size)
        return QTBT_INVALID_ARGUMENT;
    return compute(uuid, [=] { return fromUuid(QBluetoothUuid(toText(text, size))); });
}

qtbt_status qtbt_uuid_from_uint16(uint16_t number, qtbt_uuid *uuid)
{
    return compute(uuid, [=] { return fromUuid(QBluetoothUuid(quint16(number))); });
}

qtbt_status qtbt_uuid_from_uint32(uint32_t number, qtbt_uuid *uuid)
{
    return compute(uuid, [=] { return fromUuid(QBluetoothUuid(quint32(number))); });
}

qtbt_status qtbt_uuid_to_uint16(qtbt_uuid uuid, uint16_t *number)
{
    return computeShort(number, [&](bool *exists) { return toUuid(uuid).toUInt16(exists); });
}

qtbt_status qtbt_uuid_to_uint32(qtbt_uuid uuid, uint32_t *number)
{
    return computeShort(number, [&](bool *exists) { return toUuid(uuid).toUInt32(exists); });
}

qtbt_status qtbt_uuid_to_string(qtbt_uuid uuid, qtbt_text *text)
{
    return compute(text, [&] { return toBytes(toUuid(uuid).toString()); });
}

qtbt_status qtbt_uuid_minimum_size(qtbt_uuid uuid, int32_t *size)
{
    return compute(size, [&] { return toUuid(uuid).minimumSize(); });
}

qtbt_status qtbt_uuid_compare(qtbt_uuid a, qtbt_uuid b, int32_t *order)
{
    return compute(order, [&] { return compare(toUuid(a), toUuid(b)); });
}

qtbt_status qtbt_uuid_name(qtbt_uuid_kind kind, uint16_t number, qtbt_text *name)
{
    if (!name || kind < QTBT_UUID_SERVICE_CLASS || kind > QTBT_UUID_DESCRIPTOR)
        return QTBT_INVALID_ARGUMENT;
    // The translators belong to the application, which the Qt thread may be destroying.
    return onQtThread([=]() -> qtbt_status {
        *name = toBytes(nameOf(kind, number));
        return QTBT_OK;
    });
}

qtbt_status qtbt_host_info_equals(uint64_t address_a, const char *name_a, size_t name_a_size,
                                  uint64_t address_b, const char *name_b, size_t name_b_size,
                                  bool *equal)
{
    if ((!name_a && name_a_size) || (!name_b && name_b_size))
        return QTBT_INVALID_ARGUMENT;
    return compute(equal, [=] {
        QBluetoothHostInfo a, b;
        a.setAddress(QBluetoothAddress(address_a));
        a.setName(toText(name_a, name_a_size));
        b.setAddress(QBluetoothAddress(address_b));
        b.setName(toText(name_b, name_b_size));
        return a == b;
    });
}
