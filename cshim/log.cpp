//go:build cgo && !qtbt_system

// Qt's message handler of the shim.
#include "log.h"

#include "callbacks.h"
#include "qtbt_runtime.h"

#include <QtCore/qlogging.h>
#include <QtCore/qstring.h>

#include <atomic>
#include <cstring>
#include <utility>
#include <vector>

namespace qtbt {
namespace {

struct Message {
    int32_t severity;
    QByteArray category;
    QByteArray text;
};

std::atomic<QtMessageHandler> previousHandler = nullptr;

// Used on the Qt thread only.
QByteArray kept;
bool besideOthers = false; // a foreign application has a handler of its own
bool holding = false;
std::vector<Message> held;

int32_t severity(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return QTBT_LOG_DEBUG;
    case QtInfoMsg:
        return QTBT_LOG_INFO;
    case QtWarningMsg:
        return QTBT_LOG_WARNING;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return QTBT_LOG_CRITICAL;
}

void passOn(const Message &message)
{
    if (qtbt_on_qt_thread() && holding)
        held.push_back(message);
    else if (const auto log = callbacks().log)
        log(message.severity, message.category.constData(), size_t(message.category.size()),
            message.text.constData(), size_t(message.text.size()));
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    static constexpr char bluetooth[] = "qt.bluetooth";
    const char *category = context.category ? context.category : "default";
    // All messages of the Qt thread are the shim's. QIODevice and QtDBus log under other
    // categories.
    if (!qtbt_on_qt_thread() && std::strncmp(category, bluetooth, sizeof bluetooth - 1) != 0) {
        previousHandler.load()(type, context, message);
        return;
    }
    const Message ours{severity(type), category, message.toUtf8()};
    if (qtbt_on_qt_thread())
        kept = ours.text;
    passOn(ours);
    if (besideOthers)
        previousHandler.load()(type, context, message);
}

} // namespace

void installMessageHandler(bool attached)
{
    besideOthers = attached;
    holding = true;
    // Another thread may log as soon as the new handler is installed, so the old one is stored
    // before.
    previousHandler = qInstallMessageHandler(nullptr);
    qInstallMessageHandler(handleMessage);
}

void releaseMessages()
{
    holding = false;
    for (const Message &message : std::exchange(held, {}))
        passOn(message);
}

void removeMessageHandler()
{
    qInstallMessageHandler(previousHandler);
    kept.clear();
}

void logWarning(const char *text)
{
    passOn({QTBT_LOG_WARNING, "qtbt", text});
}

QByteArray lastMessage()
{
    return kept;
}

void clearLastMessage()
{
    kept.clear();
}

} // namespace qtbt
