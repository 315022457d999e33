// Conversions between Qt's values and those of the C ABI.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringconverter.h>

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

// Returns the text of UTF-8 bytes. QString::fromUtf8 would drop a byte order mark.
inline QString toText(const char *data, size_t size)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless
                                   | QStringDecoder::Flag::ConvertInitialBom);
    return decoder(QByteArrayView(data, qsizetype(size)));
}

// Returns the UUIDs, one after the other.
inline qtbt_bytes toBytes(const QList<QBluetoothUuid> &from)
{
    QByteArray bytes;
    for (const QBluetoothUuid &uuid : from)
        bytes += uuid.toRfc4122();
    return toBytes(bytes);
}

// Returns Qt's UUID. It does not use QBluetoothUuid's quint128, because since Qt 6.6 the type of
// that, and so whether the program links, depends on whether Qt and the program were compiled as
// strict C++.
inline QBluetoothUuid toUuid(const qtbt_uuid &from)
{
    const auto *data = reinterpret_cast<const char *>(from.bytes);
    return QUuid::fromRfc4122(QByteArray::fromRawData(data, sizeof from.bytes));
}

inline qtbt_uuid fromUuid(const QBluetoothUuid &from)
{
    qtbt_uuid uuid;
    const QByteArray bytes = from.toRfc4122();
    Q_ASSERT(bytes.size() == sizeof uuid.bytes);
    std::memcpy(uuid.bytes, bytes.constData(), sizeof uuid.bytes);
    return uuid;
}

} // namespace qtbt
