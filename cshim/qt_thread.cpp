//go:build cgo && !qtbt_system

// The queue of tasks onto the Qt thread.
#include "qt_thread.h"

#include "callbacks.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qeventloop.h>

#include <atomic>
#include <cstdlib>
#include <mutex>

namespace qtbt {
namespace {

thread_local bool onQtThread_ = false;

std::atomic<void (*)()> exitHandler = nullptr;

std::atomic<bool> overdueReported = false; // since the queue was last served

// Receives the queue's wake-ups on the Qt thread, and runs its event loop.
class Dispatcher : public QObject
{
public:
    int serve() { return loop_.exec(); }

    // Wakes the Qt thread. The caller holds the queue's mutex.
    void wake();

protected:
    bool event(QEvent *event) override;

private:
    QEventLoop loop_;
};

struct Queue {
    std::mutex mutex;                 // guards the rest; never held while a task runs
    Dispatcher *dispatcher = nullptr; // non-null while the queue is open
    bool exiting = false;
    int exitCode = 0;
    Task *first = nullptr;
    Task *last = nullptr;
};

// Never destroyed, because the Qt thread may still run when the process destroys static objects.
Queue &queue()
{
    static auto *instance = new Queue;
    return *instance;
}

// The caller holds the mutex.
Task *takeAll(Queue &queue)
{
    Task *tasks = queue.first;
    queue.first = queue.last = nullptr;
    return tasks;
}

void runAll(Task *tasks, bool stopped)
{
    while (tasks) {
        Task *task = tasks;
        tasks = task->next; // run may delete the task
        task->run(task, stopped);
    }
}

void Dispatcher::wake()
{
    auto *event = new QEvent(QEvent::User);
    handOver(this);
    QCoreApplication::postEvent(this, event);
}

bool Dispatcher::event(QEvent *event)
{
    takeOver(this);
    if (event->type() != QEvent::User)
        return QObject::event(event);
    overdueReported = false;
    Queue &q = queue();
    Task *tasks;
    bool exiting;
    int exitCode;
    {
        std::lock_guard lock(q.mutex);
        tasks = takeAll(q);
        exiting = q.exiting;
        exitCode = q.exitCode;
    }
    runAll(tasks, false);
    if (exiting)
        loop_.exit(exitCode);
    return true;
}

} // namespace

bool post(Task *task)
{
    Queue &q = queue();
    std::lock_guard lock(q.mutex);
    if (!q.dispatcher)
        return false;
    task->next = nullptr;
    if (q.last) {
        // The first task's wake-up is still on its way, and serves this task too.
        q.last->next = task;
        q.last = task;
    } else {
        q.first = q.last = task;
        q.dispatcher->wake();
    }
    return true;
}

// The mutex also orders setting the table of callbacks before its use on other threads.
bool isOpen()
{
    return servingContext() != nullptr;
}

QObject *servingContext()
{
    Queue &q = queue();
    std::lock_guard lock(q.mutex);
    return q.dispatcher;
}

int serveQueue(const std::function<void()> &opened, const std::function<void()> &closed)
{
    Queue &q = queue();
    Dispatcher dispatcher;
    {
        std::lock_guard lock(q.mutex);
        q.dispatcher = &dispatcher;
    }
    opened();
    const int exitCode = dispatcher.serve();
    Task *unserved;
    {
        std::lock_guard lock(q.mutex);
        q.dispatcher = nullptr;
        unserved = takeAll(q);
    }
    runAll(unserved, true);
    closed();
    return exitCode;
}

void closeQueue(int exitCode)
{
    Queue &q = queue();
    std::lock_guard lock(q.mutex);
    if (!q.dispatcher || q.exiting)
        return;
    q.exiting = true;
    q.exitCode = exitCode;
    q.dispatcher->wake();
}

void setQtThread(bool isQtThread)
{
    onQtThread_ = isQtThread;
}

void setExitHandler(void (*handler)())
{
    exitHandler = handler;
}

bool stopAtExit()
{
    return std::atexit([] {
               if (const auto handler = exitHandler.load())
                   handler();
           })
            == 0;
}

QSemaphore &callersSemaphore()
{
    thread_local QSemaphore semaphore;
    return semaphore;
}

void awaitRelease(QSemaphore &semaphore)
{
    constexpr int patience = 10'000; // milliseconds
    while (!semaphore.tryAcquire(1, patience)) {
        if (!overdueReported.exchange(true))
            sendSignal(0, QTBT_SIGNAL_OVERDUE);
    }
}

} // namespace qtbt

using namespace qtbt;

bool qtbt_on_qt_thread(void)
{
    return onQtThread_;
}

qtbt_status qtbt_invoke(uint64_t token)
{
    if (!qtbt_on_qt_thread() && !isOpen())
        return QTBT_STOPPED;
    const auto invoke = callbacks().invoke;
    if (!invoke)
        return QTBT_INVALID_ARGUMENT;
    if (qtbt_on_qt_thread()) {
        invoke(token, true);
        return QTBT_OK;
    }
    struct Invocation : Task {
        uint64_t token;
    };
    auto *invocation = new Invocation;
    invocation->token = token;
    invocation->run = [](Task *task, bool stopped) {
        auto *self = static_cast<Invocation *>(task);
        callbacks().invoke(self->token, !stopped);
        delete self;
    };
    if (!post(invocation)) {
        delete invocation;
        return QTBT_STOPPED;
    }
    return QTBT_OK;
}
