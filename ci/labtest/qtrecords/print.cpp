// The printed form of a service record.
#include "print.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtCore/qstringlist.h>
#include <QtCore/qurl.h>

using Alternative = QBluetoothServiceInfo::Alternative;
using Sequence = QBluetoothServiceInfo::Sequence;

namespace {

QString valueText(const QVariant &value);

// As Go's strconv.Quote, for what the records hold.
QString quoted(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'\n')
            out += QStringLiteral("\\n");
        else if (c == u'\t')
            out += QStringLiteral("\\t");
        else if (c == u'"' || c == u'\\')
            out += QLatin1Char('\\') + c;
        else if (c < u' ')
            out += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + QLatin1Char('"');
}

QString uuidText(const QBluetoothUuid &uuid)
{
    bool isShort = false;
    const quint16 number = uuid.toUInt16(&isShort);
    if (isShort)
        return QStringLiteral("UUID 0x%1").arg(number, 4, 16, QLatin1Char('0'));
    return QStringLiteral("UUID ") + uuid.toString(QUuid::WithoutBraces);
}

QString listText(const QString &kind, const QList<QVariant> &values)
{
    QStringList texts;
    for (const QVariant &value : values)
        texts << valueText(value);
    return kind + QLatin1Char('{') + texts.join(QStringLiteral(", ")) + QLatin1Char('}');
}

QString valueText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
        return QStringLiteral("nil");
    case QMetaType::UChar:
        return QStringLiteral("uint8 %1").arg(value.toUInt());
    case QMetaType::UShort:
        return QStringLiteral("uint16 %1").arg(value.toUInt());
    case QMetaType::UInt:
        return QStringLiteral("uint32 %1").arg(value.toUInt());
    case QMetaType::ULongLong:
        return QStringLiteral("uint64 %1").arg(value.toULongLong());
    case QMetaType::Char:
        return QStringLiteral("int8 %1").arg(int(value.value<qint8>()));
    case QMetaType::Short:
        return QStringLiteral("int16 %1").arg(value.toInt());
    case QMetaType::Int:
        return QStringLiteral("int32 %1").arg(value.toInt());
    case QMetaType::LongLong:
        return QStringLiteral("int64 %1").arg(value.toLongLong());
    case QMetaType::Bool:
        return QStringLiteral("bool ") + value.toString();
    case QMetaType::QString:
        return QStringLiteral("string ") + quoted(value.toString());
    case QMetaType::QByteArray:
        return QStringLiteral("bytes ") + QString::fromLatin1(value.toByteArray().toHex());
    case QMetaType::QUrl:
        return QStringLiteral("URL ") + quoted(value.toUrl().toString());
    }
    if (value.typeId() == qMetaTypeId<QBluetoothUuid>())
        return uuidText(value.value<QBluetoothUuid>());
    if (value.typeId() == qMetaTypeId<Sequence>())
        return listText(QStringLiteral("Sequence"), value.value<Sequence>());
    if (value.typeId() == qMetaTypeId<Alternative>())
        return listText(QStringLiteral("Alternative"), value.value<Alternative>());
    return QStringLiteral("a value of type %1").arg(QLatin1String(value.typeName()));
}

} // namespace

QString recordText(const QBluetoothServiceInfo &info)
{
    QStringList lines;
    const QList<quint16> ids = info.attributes();
    for (const quint16 id : ids) {
        lines << QStringLiteral("0x%1 %2")
                         .arg(id, 4, 16, QLatin1Char('0'))
                         .arg(valueText(info.attribute(id)));
    }
    lines.sort();
    return lines.join(QLatin1Char('\n'));
}
