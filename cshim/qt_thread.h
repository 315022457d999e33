// The Qt thread as the rest of the shim uses it: a queue of tasks onto it, and the calls that ABI
// functions are made of. What starts and ends the thread is in runtime.cpp.
#pragma once

#include "handoff.h"
#include "qtbt_runtime.h"

#include <QtCore/qsemaphore.h>

#include <exception>
#include <functional>
#include <utility>

class QObject;

namespace qtbt {

// A piece of work for the Qt thread. The queue links tasks without allocating memory.
struct Task {
    // Called once. It is called on the Qt thread, or with `stopped` on the thread that closed the
    // queue.
    void (*run)(Task *self, bool stopped);
    Task *next = nullptr;
};

// Queues a task. Returns false, and leaves the task alone, while the queue is closed.
bool post(Task *task);

// Reports whether the queue takes tasks.
bool isOpen();

// Returns a QObject of the Qt thread that lives as long as the queue is open: the context for
// connections that belong to no handle. Returns null while the queue is closed. It must be called
// on the Qt thread.
QObject *servingContext();

// Opens the queue on the calling thread and calls `opened`, then runs Qt's event loop until
// closeQueue() is called. After that it closes the queue, stops the tasks that are left, and calls
// `closed`. Returns the exit code that closeQueue() was given.
int serveQueue(const std::function<void()> &opened, const std::function<void()> &closed);

// Ends serveQueue() from any thread, without waiting. Does nothing while the queue is closed.
void closeQueue(int exitCode);

// Makes the calling thread the Qt thread, or an ordinary thread again.
void setQtThread(bool isQtThread);

// Sets what runs when the process exits: the end of the Qt thread.
void setExitHandler(void (*handler)());

// Has the exit handler run before the objects are destroyed that exist by now. Returns true.
bool stopAtExit();

// Returns the semaphore by which the calling thread waits for the Qt thread. Each thread has one,
// and not each call, because it must outlive release() on the Qt thread. All kinds of calls share
// it, because a library that dlopen loads gets little room for thread-local variables.
QSemaphore &callersSemaphore();

// Waits until the Qt thread releases a semaphore. If that takes long, it emits QTBT_SIGNAL_OVERDUE.
void awaitRelease(QSemaphore &semaphore);

// Runs f, the work of an ABI function, and keeps C++ exceptions on this side of the boundary.
template <typename F>
qtbt_status guarded(F &f) noexcept
{
    qtbt_status status;
    try {
        status = f();
    } catch (const std::exception &) {
        status = QTBT_INTERNAL;
    }
    // Qt makes its global objects when they are first used, and exit() destroys them in the reverse
    // order, on the thread that called it. So the first run of each function (each has an F of its
    // own) puts the end of the Qt thread before the end of the objects that the function made.
    static const bool registered = stopAtExit();
    (void)registered;
    return status;
}

// Runs f on the Qt thread without waiting for it, and inline if the caller is on that thread. f
// never runs if the Qt thread ends first.
template <typename F>
qtbt_status postToQtThread(F f)
{
    auto work = [f = std::move(f)]() -> qtbt_status {
        f();
        return QTBT_OK;
    };
    if (qtbt_on_qt_thread())
        return guarded(work);
    using Work = decltype(work);
    struct Call : Task {
        explicit Call(Work given) : work(std::move(given)) {}
        Work work;
    };
    auto *call = new Call(std::move(work));
    call->run = [](Task *task, bool stopped) {
        auto *self = static_cast<Call *>(task);
        if (!stopped)
            guarded(self->work);
        delete self;
    };
    if (post(call))
        return QTBT_OK;
    delete call;
    return QTBT_STOPPED;
}

// Runs f on the Qt thread and returns its status. It runs inline if the caller is on that thread.
// Otherwise the caller waits.
template <typename F>
qtbt_status onQtThread(F f)
{
    if (qtbt_on_qt_thread())
        return guarded(f);

    struct Call : Task {
        F *f;
        QSemaphore *done;
        qtbt_status status;
    };
    QSemaphore &done = callersSemaphore();
    Call call;
    call.f = &f;
    call.done = &done;
    call.status = QTBT_STOPPED;
    call.run = [](Task *task, bool stopped) {
        auto *self = static_cast<Call *>(task);
        QSemaphore *waiting = self->done;
        if (!stopped)
            self->status = guarded(*self->f);
        handOver(waiting);
        waiting->release();
    };
    if (!post(&call))
        return QTBT_STOPPED;
    awaitRelease(done);
    takeOver(&done);
    return call.status;
}

} // namespace qtbt
