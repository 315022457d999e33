// What the driver tells: one line of JSON for everything that happens to an object.
#pragma once

#include <QtCore/qjsonvalue.h>
#include <QtCore/qstring.h>

// `event` is one of the protocol's: construct, call, return, signal, handled, delete, missing,
// unsupported, done.
void trace(const char *event, const QString &object = {}, const QString &name = {},
           const QJsonValue &value = {});
