//go:build cgo

// The application of package foreignowner.
#include "owner.h"

#include <QtCore/qcoreapplication.h>

extern "C" void ownerWork(void);

namespace {

char name[] = "foreignowner";
char *arguments[] = {name, nullptr};
int count = 1;
QCoreApplication *app = nullptr;

} // namespace

void owner_new(void)
{
    app = new QCoreApplication(count, arguments);
}

int owner_exec(void)
{
    return app->exec();
}

void owner_delete(void)
{
    delete app;
}

bool owner_is_instance(void)
{
    return QCoreApplication::instance() == app;
}

void owner_exit(int code)
{
    QMetaObject::invokeMethod(app, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

void owner_wake(void)
{
    QMetaObject::invokeMethod(app, [] { ownerWork(); }, Qt::QueuedConnection);
}
