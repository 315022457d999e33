// The Qt thread, seen from inside the shim: a queue onto it, and the call that every ABI function is
// made of.
#pragma once

#include "handoff.h"
#include "qtbt_runtime.h"

#include <QtCore/qsemaphore.h>

#include <exception>
#include <utility>

class QObject;

namespace qtbt {

// A piece of work for the Qt thread, linked into the queue without an allocation.
struct Task {
    // Called once: on the Qt thread, or with `stopped` on the thread that found the queue closed.
    void (*run)(Task *self, bool stopped);
    Task *next = nullptr;
};

// Queues a task; false, and the task untouched, once the Qt thread is not (or no longer) there.
bool post(Task *task);

// Whether the Qt thread is there and takes work.
bool isOpen();

const qtbt_callbacks &callbacks();

// Lives on the Qt thread as long as that serves: the context of what belongs to no handle. Null when the
// Qt thread does not serve. Qt thread.
QObject *servingContext();

// Whether the shim is a guest of somebody else's QCoreApplication.
bool isAttached();

// Has the Qt thread ended when the process exits, before anything goes that exists by now. True.
bool stopAtExit();

// The semaphore by which the calling thread waits for the Qt thread. There is one for each thread
// and not one for each call, because it must outlive release() on the Qt thread; and not one for
// each kind of call, because a library that dlopen loads gets little room for thread-local
// variables.
QSemaphore &callersSemaphore();

// Runs f, which is an ABI function's work, and keeps C++ exceptions on this side of the boundary.
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
    // order, on whatever thread called it. So after each function's first run (each has an F of its
    // own) the end of the Qt thread is put before theirs.
    static const bool ended = stopAtExit();
    (void)ended;
    return status;
}

// Runs f on the Qt thread without waiting for it: inline if the caller is there. An f that the end of the Qt
// thread overtakes never runs.
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
        explicit Call(Work given) : work(std::move(given)) { }
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

// Runs f on the Qt thread and returns its status: inline if the caller is there, else queued, with
// the caller waiting.
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
    done.acquire();
    takeOver(&done);
    return call.status;
}

} // namespace qtbt
