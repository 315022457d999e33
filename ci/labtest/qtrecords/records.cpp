// The service records that the program publishes.
#include "records.h"

#include <QtCore/qurl.h>

using Alternative = QBluetoothServiceInfo::Alternative;
using Info = QBluetoothServiceInfo;
using Sequence = QBluetoothServiceInfo::Sequence;
using ServiceClass = QBluetoothUuid::ServiceClassUuid;

namespace {

template <typename T>
QVariant value(const T &of)
{
    return QVariant::fromValue(of);
}

QVariant uuid(const QBluetoothUuid &of)
{
    return value(of);
}

Info named(const QBluetoothUuid &service)
{
    Info info;
    info.setServiceUuid(service);
    info.setAttribute(Info::ServiceClassIds,
                      Sequence({uuid(service), uuid(ServiceClass::SerialPort)}));
    info.setAttribute(Info::BrowseGroupList, Sequence({uuid(ServiceClass::PublicBrowseGroup)}));
    return info;
}

void addEveryType(Info *info)
{
    const QBluetoothUuid custom(QStringLiteral("67c8770b-44f1-410a-ab9a-f9b5446f13ee"));
    info->setAttribute(0x0200, value(quint8(0x22)));
    info->setAttribute(0x0201, value(quint16(0xfffe)));
    info->setAttribute(0x0202, value(quint32(0xfffffffe)));
    info->setAttribute(0x0203, value(char(-1)));
    info->setAttribute(0x0204, value(qint16(-2)));
    info->setAttribute(0x0205, value(qint32(-3)));
    info->setAttribute(0x0210, uuid(QBluetoothUuid(quint16(0x1101))));
    info->setAttribute(0x0211, uuid(QBluetoothUuid(quint32(0x12345))));
    info->setAttribute(0x0212, uuid(custom));
    info->setAttribute(0x0213, uuid(QBluetoothUuid()));
    info->setAttribute(0x0220, QStringLiteral("plain"));
    info->setAttribute(0x0221, QStringLiteral("Größe <&> \"'\n\t"));
    info->setAttribute(0x0222, QString());
    info->setAttribute(0x0223, QString(300, QLatin1Char('x')));
    info->setAttribute(0x0230, QByteArray("bytes"));
    info->setAttribute(0x0231, QByteArray("a\xff\0b\xff", 5));
    info->setAttribute(0x0232, QByteArray());
    info->setAttribute(0x0240, true);
    info->setAttribute(0x0241, false);
    info->setAttribute(0x0250, Sequence());
    info->setAttribute(0x0251,
                       Sequence({value(quint8(1)), value(qint32(-1)), QStringLiteral("text"),
                                 value(Sequence({uuid(custom), value(Sequence()), true}))}));
    Sequence many;
    for (quint32 i = 0; i < 100; ++i)
        many << value(i);
    info->setAttribute(0x0252, many);
}

} // namespace

std::optional<Info> makeRecord(const QString &name, const QBluetoothUuid &service)
{
    Info info = named(service);
    if (name == QLatin1String("every-type")) {
        addEveryType(&info);
        return info;
    }
    if (name == QLatin1String("url"))
        info.setAttribute(0x0200, QUrl(QStringLiteral("http://example.org/")));
    else if (name == QLatin1String("url-escaped"))
        info.setAttribute(0x0200, QUrl(QStringLiteral("http://example.org/%C3%B6%20/")));
    else if (name == QLatin1String("url-ampersand"))
        info.setAttribute(0x0200, QUrl(QStringLiteral("http://example.org/?a&b")));
    else if (name == QLatin1String("nil"))
        info.setAttribute(0x0200, QVariant());
    else if (name == QLatin1String("uint64"))
        info.setAttribute(0x0200, value(quint64(1)));
    else if (name == QLatin1String("int64"))
        info.setAttribute(0x0200, value(qint64(1)));
    else if (name == QLatin1String("alternative"))
        info.setAttribute(0x0200, value(Alternative({value(quint32(1)), value(quint32(2))})));
    else if (name == QLatin1String("sequence"))
        info.setAttribute(0x0200,
                          Sequence({value(quint32(1)), value(quint64(2)), value(quint32(3))}));
    else if (name == QLatin1String("control"))
        info.setAttribute(0x0200, QStringLiteral("a\x01") + QLatin1Char('b'));
    else
        return {};
    info.setAttribute(0x0201, QStringLiteral("what follows"));
    return info;
}
