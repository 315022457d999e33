//go:build cgo && !qtbt_system

// The life of the Qt thread: on a thread of its own, as a guest of a foreign QCoreApplication, or on
// the process's first thread.
#include "runtime.h"

#include "bluez.h"
#include "compat.h"
#include "log.h"
#include "object.h"

#include <QtBluetooth/qtbluetoothglobal.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

#if defined(Q_OS_UNIX)
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#endif

namespace qtbt {
namespace {

thread_local bool isQtThread = false;

// Receives the queue's wake-ups on the Qt thread, and runs its loop.
class Dispatcher : public QObject
{
public:
    int serve() { return loop_.exec(); }

    // Wakes the Qt thread. With the queue locked.
    void wake();

protected:
    bool event(QEvent *event) override;

private:
    QEventLoop loop_;
};

enum class State { Idle, Running, Stopped };

// An application of ours, with the argument vector that it keeps a reference to.
struct Application {
    char name[5] = "qtbt";
    char *argv[2] = {name, nullptr};
    int argc = 1;
    QCoreApplication app{argc, argv};
};

struct Runtime {
    // Guards life-cycle changes, so that two of them never overlap; held while they wait.
    std::mutex lifeCycle;
    State state = State::Idle; // under lifeCycle, but for a loop that ends by itself
    bool attached = false;
    bool inMain = false; // the Qt thread is qtbt_main's caller
    std::unique_ptr<Application> application; // of a runtime that is no guest; on the Qt thread
    std::thread ownThread;
    QThread *guestThread = nullptr;
    qtbt_callbacks callbacks = {};

    // Guards the queue; never held while anything runs.
    std::mutex queue;
    std::condition_variable ended;
    bool alive = false;               // the Qt thread has begun, and not ended with all it made
    Dispatcher *dispatcher = nullptr; // non-null while the queue is open
    bool exiting = false;
    int exitCode = 0;
    Task *first = nullptr;
    Task *last = nullptr;
};

// Never destroyed: the Qt thread may still run when the process's static objects go.
Runtime &runtime()
{
    static auto *instance = new Runtime;
    return *instance;
}

Task *takeAll(Runtime &rt)
{
    Task *tasks = rt.first;
    rt.first = rt.last = nullptr;
    return tasks;
}

void runAll(Task *tasks, bool stopped)
{
    while (tasks) {
        Task *task = tasks;
        tasks = task->next; // before run: the task may be gone after it
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
    Runtime &rt = runtime();
    Task *tasks;
    bool exiting;
    int exitCode;
    {
        std::lock_guard lock(rt.queue);
        tasks = takeAll(rt);
        exiting = rt.exiting;
        exitCode = rt.exitCode;
    }
    runAll(tasks, false);
    if (exiting)
        loop_.exit(exitCode);
    return true;
}

// Called whenever a QCoreApplication is made, on the thread that makes it.
void noticeApplication()
{
    const Runtime &rt = runtime();
    const bool ours = qtbt_on_qt_thread() && QCoreApplication::instance() == &rt.application->app;
    if (ours || !isOpen())
        return;
    warnHost("a QCoreApplication was made after qtbt's own, and qtbt ends when it is destroyed: "
             "make it before the first use of qtbt");
    // Without an application Qt delivers no events, so the Qt thread would serve nobody any more.
    qAddPostRoutine([] { qtbt_stop(); });
}

// Makes the calling thread the Qt thread. Comes before all that may log there.
void becomeQtThread()
{
    isQtThread = true;
    installMessageHandler();
}

// The Qt thread's whole life between an existing QCoreApplication and the end: opens the queue, calls
// `started`, serves, and leaves nothing behind.
template <typename Started>
int serve(Started started)
{
    Runtime &rt = runtime();
    Dispatcher dispatcher;
    {
        std::lock_guard lock(rt.queue);
        rt.alive = true;
        rt.dispatcher = &dispatcher;
    }
    if (rt.application)
        qAddPreRoutine(noticeApplication);
    started();
    releaseMessages();
    const int code = dispatcher.serve();
    Task *unserved;
    {
        std::lock_guard lock(rt.queue);
        rt.dispatcher = nullptr;
        unserved = takeAll(rt);
    }
    runAll(unserved, true);
    if (rt.callbacks.signal)
        rt.callbacks.signal(0, QTBT_SIGNAL_STOPPED, 0, nullptr, 0);
    deleteAllObjects();
    removeMessageHandler();
    isQtThread = false;
    return code;
}

// Comes last on the Qt thread, after what serve() needed has gone too.
void tellEnd(Runtime &rt)
{
    std::lock_guard lock(rt.queue);
    rt.alive = false;
    rt.ended.notify_all();
}

// Qt's raw socket back end writes to sockets whose peer may be gone; the host must not die of that.
void blockSigpipe()
{
#if defined(Q_OS_UNIX)
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
#endif
}

// Whether the process can open what the event dispatchers of the Qt thread and of Qt's D-Bus thread
// open: up to two file descriptors each. One that gets none ends the process, without a word to the
// host.
bool hasDescriptors()
{
#if defined(Q_OS_UNIX)
    int descriptors[4];
    for (int &fd : descriptors)
        fd = open("/", O_RDONLY | O_CLOEXEC);
    for (const int fd : descriptors) {
        if (fd >= 0)
            close(fd);
    }
    return descriptors[3] >= 0;
#else
    return true;
#endif
}

// Has Qt make now what it would make at the first use of D-Bus.
void prepareDBus()
{
#if QTBT_BLUEZ
    auto work = []() -> qtbt_status {
        startDBusThread();
        return QTBT_OK;
    };
    // Also puts the end of the Qt thread before that of Qt's D-Bus thread when the process exits.
    guarded(work);
#endif
}

void makeApplication(Runtime &rt)
{
#if defined(Q_OS_LINUX)
    // With GLib's dispatcher the application's thread would serve GLib's default main context,
    // which a GTK program already holds on its own thread, and never get a turn.
    const bool set = std::getenv("QT_NO_GLIB") != nullptr;
    if (!set)
        qputenv("QT_NO_GLIB", "1");
#endif
    rt.application = std::make_unique<Application>();
    prepareDBus();
#if defined(Q_OS_LINUX)
    if (!set)
        qunsetenv("QT_NO_GLIB");
#endif
}

// Destroys our application, unless another one was made since: the destructor would have Qt forget
// that one, so ours stays for the process's life.
void destroyApplication(Runtime &rt)
{
    if (QCoreApplication::instance() == &rt.application->app)
        rt.application.reset();
}

template <typename Started>
void serveAsGuest(Runtime &rt, Started started)
{
    rt.guestThread = QThread::create([&rt, started] {
        blockSigpipe();
        becomeQtThread();
        prepareDBus();
        serve(started);
        tellEnd(rt);
    });
    rt.guestThread->setObjectName(QStringLiteral("qtbt"));
    rt.guestThread->start();
    // A foreign application may go at any time: our thread has to end before it does.
    qAddPostRoutine([] { qtbt_stop(); });
}

template <typename Started>
void serveOwnApplication(Runtime &rt, Started started)
{
    rt.ownThread = std::thread([&rt, started] {
        blockSigpipe();
        becomeQtThread();
        makeApplication(rt);
        serve(started);
        destroyApplication(rt);
        tellEnd(rt);
    });
}

void setCallbacks(Runtime &rt, const qtbt_callbacks *given)
{
    std::memcpy(&rt.callbacks, given, std::min<size_t>(given->size, sizeof rt.callbacks));
}

bool acceptable(const qtbt_callbacks *given)
{
    return given && given->version == QTBT_CALLBACKS_VERSION && given->size >= 2 * sizeof(uint32_t);
}

void exitLoop(Runtime &rt, int code)
{
    std::lock_guard lock(rt.queue);
    if (!rt.dispatcher || rt.exiting)
        return;
    rt.exiting = true;
    rt.exitCode = code;
    rt.dispatcher->wake();
}

} // namespace

bool post(Task *task)
{
    Runtime &rt = runtime();
    std::lock_guard lock(rt.queue);
    if (!rt.dispatcher)
        return false;
    task->next = nullptr;
    if (rt.last) {
        // The wake-up of the first one is still on its way, and serves this one too.
        rt.last->next = task;
        rt.last = task;
    } else {
        rt.first = rt.last = task;
        rt.dispatcher->wake();
    }
    return true;
}

// Also orders the callback table before its use on other threads.
bool isOpen()
{
    Runtime &rt = runtime();
    std::lock_guard lock(rt.queue);
    return rt.dispatcher != nullptr;
}

QObject *servingContext()
{
    Runtime &rt = runtime();
    std::lock_guard lock(rt.queue);
    return rt.dispatcher;
}

const qtbt_callbacks &callbacks()
{
    return runtime().callbacks;
}

// Under lifeCycle. The loop may also have ended by itself.
static bool hasEnded(const Runtime &rt)
{
    return rt.state == State::Stopped || (rt.state == State::Running && !isOpen());
}

// Joins the Qt thread, which has told its end. Under lifeCycle.
static void joinThreads(Runtime &rt)
{
    if (rt.ownThread.joinable())
        rt.ownThread.join();
    if (rt.guestThread) {
        rt.guestThread->wait();
        delete rt.guestThread;
        rt.guestThread = nullptr;
    }
}

bool stopAtExit()
{
    return std::atexit([] {
               if (qtbt_on_qt_thread())
                   return;
               Runtime &rt = runtime();
               exitLoop(rt, 0);
               bool ended;
               {
                   // It may be waiting for an answer over D-Bus, for up to 25 seconds; but a handler that
                   // never returns must not keep the process from exiting.
                   std::unique_lock queue(rt.queue);
                   ended = rt.ended.wait_for(queue, std::chrono::seconds(30),
                                             [&rt] { return !rt.alive; });
               }
               std::unique_lock lock(rt.lifeCycle, std::try_to_lock);
               if (ended && lock)
                   joinThreads(rt);
           }) == 0;
}

QSemaphore &callersSemaphore()
{
    thread_local QSemaphore semaphore;
    return semaphore;
}

bool isAttached()
{
    return runtime().attached;
}

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_start(qtbt_mode mode, const qtbt_callbacks *given)
{
    if (!acceptable(given) || (mode != QTBT_MODE_AUTO && mode != QTBT_MODE_ATTACH))
        return QTBT_INVALID_ARGUMENT;
    if (qtbt_on_qt_thread())
        return QTBT_OK;
    Runtime &rt = runtime();
    std::lock_guard lock(rt.lifeCycle);
    if (hasEnded(rt))
        return QTBT_STOPPED;
    if (rt.state == State::Running)
        return mode == QTBT_MODE_ATTACH && !rt.attached ? QTBT_ALREADY_STARTED : QTBT_OK;

    rt.attached = QCoreApplication::instance() != nullptr;
    if (mode == QTBT_MODE_ATTACH && !rt.attached)
        return QTBT_NO_APPLICATION;
    if (!hasDescriptors())
        return QTBT_NO_DESCRIPTORS;
    setCallbacks(rt, given);
    QSemaphore ready;
    const auto started = [&ready] { ready.release(); };
    if (rt.attached)
        serveAsGuest(rt, started);
    else
        serveOwnApplication(rt, started);
    ready.acquire();
    rt.state = State::Running;
    return QTBT_OK;
}

qtbt_status qtbt_main(const qtbt_callbacks *given, void (*started)(void), int32_t *exit_code)
{
    if (!acceptable(given) || !started || !exit_code)
        return QTBT_INVALID_ARGUMENT;
#if defined(Q_OS_DARWIN)
    if (!pthread_main_np())
        return QTBT_WRONG_THREAD;
#endif
    Runtime &rt = runtime();
    std::unique_lock lock(rt.lifeCycle);
    if (hasEnded(rt))
        return QTBT_STOPPED;
    if (rt.state == State::Running || QCoreApplication::instance())
        return QTBT_ALREADY_STARTED;
    if (!hasDescriptors())
        return QTBT_NO_DESCRIPTORS;
    setCallbacks(rt, given);
    rt.inMain = true;
    becomeQtThread();
    makeApplication(rt);
    *exit_code = serve([&] {
        rt.state = State::Running;
        lock.unlock();
        started();
    });
    destroyApplication(rt);
    tellEnd(rt);
    lock.lock();
    rt.state = State::Stopped;
    return QTBT_OK;
}

qtbt_status qtbt_main_exit(int32_t exit_code)
{
    Runtime &rt = runtime();
    if (!isOpen())
        return QTBT_STOPPED;
    if (!rt.inMain)
        return QTBT_ALREADY_STARTED;
    exitLoop(rt, exit_code);
    return QTBT_OK;
}

qtbt_status qtbt_stop(void)
{
    if (qtbt_on_qt_thread())
        return QTBT_WRONG_THREAD;
    Runtime &rt = runtime();
    std::lock_guard lock(rt.lifeCycle);
    exitLoop(rt, 0);
    {
        std::unique_lock queue(rt.queue);
        rt.ended.wait(queue, [&rt] { return !rt.alive; });
    }
    joinThreads(rt);
    if (rt.state == State::Running)
        rt.state = State::Stopped;
    return QTBT_OK;
}

bool qtbt_on_qt_thread(void)
{
    return isQtThread;
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

const char *qtbt_qt_version(void)
{
    return qVersion();
}

qtbt_backend qtbt_current_backend(void)
{
#if defined(Q_OS_ANDROID)
    return QTBT_BACKEND_ANDROID;
#elif defined(Q_OS_MACOS)
    return QTBT_BACKEND_DARWIN;
#elif defined(Q_OS_WIN)
    return QTBT_BACKEND_WINRT;
#elif QT_CONFIG(bluez)
    return QTBT_BACKEND_BLUEZ;
#else
    return QTBT_BACKEND_DUMMY;
#endif
}

void qtbt_bytes_free(qtbt_bytes bytes)
{
    std::free(bytes.data);
}
