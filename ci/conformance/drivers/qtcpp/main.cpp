// The reference: a conformance driver in plain C++ Qt. It does what the lines on its standard input say, and tells on
// standard output what happens; see the README of ci/conformance.
#include "object.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <csignal>
#include <iostream>
#include <string>
#include <thread>

namespace {

void serve(const std::string &line)
{
    perform(QJsonDocument::fromJson(QByteArray::fromStdString(line)).object()["actions"].toArray());
    trace("done");
}

// Commands are posted events: so the order of what they cause, and of what the sockets have, is that of any driver.
void readCommands(QCoreApplication *app)
{
    for (std::string line; std::getline(std::cin, line);)
        QMetaObject::invokeMethod(app, [line] { serve(line); }, Qt::QueuedConnection);
    QMetaObject::invokeMethod(app, &QCoreApplication::quit, Qt::QueuedConnection);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    std::signal(SIGPIPE, SIG_IGN); // a peer that is gone is an error of write
    std::thread reader(readCommands, &app);
    const int code = app.exec();
    reader.join();
    for (Object *object : allObjects())
        object->end();
    return code;
}
