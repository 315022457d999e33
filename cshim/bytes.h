// Conversions between Qt's values and those of the C ABI.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <cstdlib>
#include <cstring>

namespace qtbt {

inline qtbt_bytes toBytes(const QByteArray &from)
{
    qtbt_bytes bytes = {nullptr, size_t(from.size())};
    if (bytes.size == 0)
        return bytes;
    bytes.data = static_cast<uint8_t *>(std::malloc(bytes.size));
    Q_CHECK_PTR(bytes.data);
    std::memcpy(bytes.data, from.constData(), bytes.size);
    return bytes;
}

inline qtbt_bytes toBytes(const QString &from)
{
    return toBytes(from.toUtf8());
}

inline QBluetoothUuid toUuid(const qtbt_uuid &from)
{
    quint128 value;
    static_assert(sizeof value == sizeof from.bytes);
    std::memcpy(&value, from.bytes, sizeof value);
    return QBluetoothUuid(value);
}

} // namespace qtbt
