//go:build cgo && !qtbt_system

// The conversion between Qt's attribute values and SDP data elements.
#include "sdp_element.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtCore/qendian.h>
#include <QtCore/qstringconverter.h>

#include <cstring>
#include <limits>

using Alternative = QBluetoothServiceInfo::Alternative;
using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

enum ElementType : uint8_t {
    Nil = 0,
    Uint = 1,
    Int = 2,
    Uuid = 3,
    Text = 4,
    Bool = 5,
    SequenceElement = 6,
    AlternativeElement = 7,
    Url = 8,
    Bytes = 31, // reserved in SDP; see the header
};

// The size indexes after which a length of 1, 2 or 4 bytes follows.
enum : uint8_t { Length8 = 5, Length16 = 6, Length32 = 7 };

constexpr int maxDepth = 32;

void appendHeader(QByteArray *out, ElementType type, uint8_t size)
{
    out->append(char(type << 3 | size));
}

template <typename T>
void appendBigEndian(QByteArray *out, T value)
{
    char bytes[sizeof(T)];
    qToBigEndian(value, bytes);
    out->append(bytes, sizeof bytes);
}

template <typename T>
bool appendNumber(QByteArray *out, ElementType type, T value)
{
    static_assert(sizeof(T) <= 8);
    appendHeader(out, type, sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3);
    appendBigEndian(out, value);
    return true;
}

bool appendSized(QByteArray *out, ElementType type, const QByteArray &content)
{
    const qsizetype size = content.size();
    if (size <= std::numeric_limits<uint8_t>::max()) {
        appendHeader(out, type, Length8);
        appendBigEndian(out, uint8_t(size));
    } else if (size <= std::numeric_limits<uint16_t>::max()) {
        appendHeader(out, type, Length16);
        appendBigEndian(out, uint16_t(size));
    } else if (size <= std::numeric_limits<int32_t>::max()) {
        appendHeader(out, type, Length32);
        appendBigEndian(out, uint32_t(size));
    } else {
        return false;
    }
    out->append(content);
    return true;
}

bool appendUuid(QByteArray *out, const QBluetoothUuid &uuid)
{
    switch (uuid.minimumSize()) {
    case 2:
        appendHeader(out, Uuid, 1);
        appendBigEndian(out, uuid.toUInt16());
        break;
    case 4:
        appendHeader(out, Uuid, 2);
        appendBigEndian(out, uuid.toUInt32());
        break;
    default:
        appendHeader(out, Uuid, 4);
        out->append(uuid.toRfc4122());
    }
    return true;
}

bool encodeAt(const QVariant &value, QByteArray *out, int depth);

bool appendElements(QByteArray *out, ElementType type, const QList<QVariant> &values, int depth)
{
    if (depth == maxDepth)
        return false;
    QByteArray content;
    for (const QVariant &value : values) {
        if (!encodeAt(value, &content, depth + 1))
            return false;
    }
    return appendSized(out, type, content);
}

bool encodeAt(const QVariant &value, QByteArray *out, int depth)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Void:
    case QMetaType::Nullptr:
        appendHeader(out, Nil, 0);
        return true;
    case QMetaType::UChar:
        return appendNumber(out, Uint, value.value<quint8>());
    case QMetaType::UShort:
        return appendNumber(out, Uint, value.value<quint16>());
    case QMetaType::UInt:
        return appendNumber(out, Uint, value.value<quint32>());
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return appendNumber(out, Uint, value.value<quint64>());
    case QMetaType::Char:
    case QMetaType::SChar:
        return appendNumber(out, Int, value.value<qint8>());
    case QMetaType::Short:
        return appendNumber(out, Int, value.value<qint16>());
    case QMetaType::Int:
        return appendNumber(out, Int, value.value<qint32>());
    case QMetaType::Long:
    case QMetaType::LongLong:
        return appendNumber(out, Int, value.value<qint64>());
    case QMetaType::Bool:
        appendHeader(out, Bool, 0);
        out->append(char(value.toBool()));
        return true;
    case QMetaType::QString:
        return appendSized(out, Text, value.toString().toUtf8());
    case QMetaType::QByteArray:
        return appendSized(out, Bytes, value.toByteArray());
    case QMetaType::QUrl:
        return appendSized(out, Url, value.toUrl().toEncoded());
    case QMetaType::QUuid:
        return appendUuid(out, value.toUuid());
    }
    if (value.typeId() == qMetaTypeId<QBluetoothUuid>())
        return appendUuid(out, value.value<QBluetoothUuid>());
    if (const auto sequence = toSequence(value))
        return appendElements(out, SequenceElement, *sequence, depth);
    if (value.typeId() == qMetaTypeId<Alternative>())
        return appendElements(out, AlternativeElement, value.value<Alternative>(), depth);
    return false;
}

uint64_t fromBigEndian(QByteArrayView bytes)
{
    uint64_t number = 0;
    for (const char byte : bytes)
        number = number << 8 | uint8_t(byte);
    return number;
}

// Splits off the bytes of the value. The size index, or the length after it, is their number.
std::optional<QByteArrayView> cutContent(uint8_t type, uint8_t size, QByteArrayView *data)
{
    uint64_t length = type == Nil && size == 0 ? 0 : uint64_t(1) << size;
    if (size >= Length8) {
        const qsizetype width = qsizetype(1) << (size - Length8);
        if (data->size() < width)
            return {};
        length = fromBigEndian(data->first(width));
        *data = data->sliced(width);
    }
    if (length > uint64_t(data->size()))
        return {};
    const QByteArrayView content = data->first(qsizetype(length));
    *data = data->sliced(qsizetype(length));
    return content;
}

std::optional<QVariant> decodeUint(QByteArrayView content)
{
    const uint64_t number = fromBigEndian(content);
    switch (content.size()) {
    case 1:
        return QVariant::fromValue(quint8(number));
    case 2:
        return QVariant::fromValue(quint16(number));
    case 4:
        return QVariant::fromValue(quint32(number));
    default:
        return QVariant::fromValue(quint64(number));
    }
}

std::optional<QVariant> decodeInt(QByteArrayView content)
{
    const uint64_t number = fromBigEndian(content);
    switch (content.size()) {
    case 1:
        return QVariant::fromValue(qint8(number));
    case 2:
        return QVariant::fromValue(qint16(number));
    case 4:
        return QVariant::fromValue(qint32(number));
    default:
        return QVariant::fromValue(qint64(number));
    }
}

std::optional<QVariant> decodeUuid(QByteArrayView content)
{
    switch (content.size()) {
    case 2:
        return QVariant::fromValue(QBluetoothUuid(quint16(fromBigEndian(content))));
    case 4:
        return QVariant::fromValue(QBluetoothUuid(quint32(fromBigEndian(content))));
    case 16:
        return QVariant::fromValue(QBluetoothUuid(QUuid::fromRfc4122(content.toByteArray())));
    }
    return {};
}

std::optional<QString> decodeText(QByteArrayView content)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless
                                   | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(content);
    if (decoder.hasError())
        return {};
    return text;
}

std::optional<QVariant> decodeAt(QByteArrayView *data, int depth);

std::optional<QList<QVariant>> decodeElements(QByteArrayView content, int depth)
{
    if (depth == maxDepth)
        return {};
    QList<QVariant> values;
    while (!content.isEmpty()) {
        const std::optional<QVariant> value = decodeAt(&content, depth + 1);
        if (!value)
            return {};
        values.append(*value);
    }
    return values;
}

std::optional<QVariant> decodeFixed(uint8_t type, uint8_t size, QByteArrayView content)
{
    switch (type) {
    case Nil:
        return size == 0 ? std::optional(QVariant()) : std::nullopt;
    case Uint:
        return size <= 3 ? decodeUint(content) : std::nullopt;
    case Int:
        return size <= 3 ? decodeInt(content) : std::nullopt;
    case Uuid:
        return decodeUuid(content);
    case Bool:
        if (size == 0 && uint8_t(content[0]) <= 1)
            return QVariant(content[0] == 1);
    }
    return {};
}

std::optional<QVariant> decodeSized(uint8_t type, QByteArrayView content, int depth)
{
    switch (type) {
    case Text:
        if (const auto text = decodeText(content))
            return *text;
        return {};
    case Url:
        if (const auto url = toUrl(content))
            return *url;
        return {};
    case Bytes:
        return content.toByteArray();
    case SequenceElement:
        if (const auto values = decodeElements(content, depth))
            return QVariant::fromValue(Sequence(*values));
        return {};
    case AlternativeElement:
        if (const auto values = decodeElements(content, depth))
            return QVariant::fromValue(Alternative(*values));
        return {};
    }
    return {};
}

std::optional<QVariant> decodeAt(QByteArrayView *data, int depth)
{
    if (data->isEmpty())
        return {};
    const auto type = uint8_t(uint8_t(data->front()) >> 3);
    const auto size = uint8_t(uint8_t(data->front()) & 7);
    *data = data->sliced(1);
    const auto content = cutContent(type, size, data);
    if (!content)
        return {};
    return size < Length8 ? decodeFixed(type, size, *content) : decodeSized(type, *content, depth);
}

} // namespace

bool encodeElement(const QVariant &value, QByteArray *out)
{
    return encodeAt(value, out, 0);
}

std::optional<QVariant> decodeElement(QByteArrayView data)
{
    const std::optional<QVariant> value = decodeAt(&data, 0);
    if (!data.isEmpty())
        return {};
    return value;
}

std::optional<Sequence> toSequence(const QVariant &value)
{
    if (value.typeId() != qMetaTypeId<Sequence>())
        return {};
    return value.value<Sequence>();
}

std::optional<QUrl> toUrl(QByteArrayView content)
{
    const auto text = decodeText(content);
    if (!text)
        return {};
    const QUrl url(*text);
    if (!url.isValid() && !text->isEmpty())
        return {};
    return url;
}

} // namespace qtbt
