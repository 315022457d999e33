#include "trace.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cstdio>

void trace(const char *event, const QString &object, const QString &name, const QJsonValue &value)
{
    QJsonObject line{{"event", event}};
    if (!object.isEmpty())
        line["object"] = object;
    if (!name.isEmpty())
        line["name"] = name;
    if (!value.isNull() && !value.isUndefined())
        line["value"] = value;
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    std::fflush(stdout);
}
