//go:build cgo && !qtbt_system

// The life of the Qt thread: its start, on a thread of its own, beside a foreign QCoreApplication
// or on the process's first thread, and its end.
#include "qtbt_runtime.h"

#include "callbacks.h"
#include "compat.h"
#include "log.h"
#include "object.h"
#include "qt_thread.h"
#include "quirks.h"

#include <QtBluetooth/qbluetoothdevicediscoveryagent.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>

#if defined(Q_OS_DARWIN)
#include <pthread.h>
#endif

namespace qtbt {
namespace {

enum class State { Idle, Running, Stopped };

// The shim's own application, with the argument vector that it keeps a reference to.
struct Application {
    char name[5] = "qtbt";
    char *argv[2] = {name, nullptr};
    int argc = 1;
    QCoreApplication app{argc, argv};
};

struct Runtime {
    // Held during each change of the life cycle, also while it waits, so that no two overlap.
    std::mutex lifeCycle;
    State state = State::Idle; // guarded by lifeCycle; the event loop may have ended by itself
    bool attached = false;     // the QCoreApplication is not the shim's
    bool inMain = false;       // the Qt thread is qtbt_main's caller
    std::unique_ptr<Application> application; // none if attached; on the Qt thread
    std::thread ownThread;
    QThread *guestThread = nullptr;

    std::mutex endMutex; // guards alive
    std::condition_variable ended;
    bool alive = false; // the Qt thread has begun, and has not yet deleted all that it made
};

// Never destroyed, because the Qt thread may still run when the process destroys static objects.
Runtime &runtime()
{
    static auto *instance = new Runtime;
    return *instance;
}

void setAlive(Runtime &rt, bool alive)
{
    std::lock_guard lock(rt.endMutex);
    rt.alive = alive;
    rt.ended.notify_all();
}

// Runs when a QCoreApplication is made, on the thread that makes it.
void noticeApplication()
{
    const Runtime &rt = runtime();
    const bool ours = qtbt_on_qt_thread() && QCoreApplication::instance() == &rt.application->app;
    if (ours || !isOpen())
        return;
    logWarning("a QCoreApplication was made after qtbt's own, and qtbt ends when it is destroyed: "
               "make it before the first use of qtbt");
    // Without an application Qt delivers no events to the Qt thread.
    qAddPostRoutine([] { qtbt_stop(); });
}

// Makes the calling thread the Qt thread. Must come before anything that may log there.
void becomeQtThread(const Runtime &rt)
{
    setQtThread(true);
    installMessageHandler(rt.attached);
}

void leaveQtThread()
{
    removeMessageHandler();
    setQtThread(false);
}

// Runs the Qt thread while a QCoreApplication exists: opens the queue, calls `started`, serves, and
// deletes all objects. Returns the exit code.
template <typename Started>
int serve(Runtime &rt, Started started)
{
    const auto opened = [&] {
        setAlive(rt, true);
        if (rt.application)
            qAddPreRoutine(noticeApplication);
        started();
        releaseMessages();
    };
    const auto closed = [] {
        sendSignal(0, QTBT_SIGNAL_STOPPED);
        deleteAllObjects();
        leaveQtThread();
    };
    return serveQueue(opened, closed);
}

// Has Qt make now what it otherwise makes at the first use of D-Bus.
void prepareDBus()
{
    auto work = []() -> qtbt_status {
        startDBusThread();
        return QTBT_OK;
    };
    // This also puts the end of the Qt thread before that of Qt's D-Bus thread when the process
    // exits.
    guarded(work);
}

void makeApplication(Runtime &rt)
{
    const WithoutGlib withoutGlib;
    rt.application = std::make_unique<Application>();
    prepareDBus();
}

// Destroys the shim's application, unless another one was made since. Its destructor would make Qt
// forget that one, so it then stays for the life of the process.
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
        becomeQtThread(rt);
        prepareDBus();
        serve(rt, started);
        setAlive(rt, false);
    });
    rt.guestThread->setObjectName(QStringLiteral("qtbt"));
    rt.guestThread->start();
    // The Qt thread must end before the foreign application is destroyed.
    qAddPostRoutine([] { qtbt_stop(); });
}

template <typename Started>
void serveOwnApplication(Runtime &rt, Started started)
{
    rt.ownThread = std::thread([&rt, started] {
        blockSigpipe();
        becomeQtThread(rt);
        makeApplication(rt);
        serve(rt, started);
        destroyApplication(rt);
        setAlive(rt, false);
    });
}

// Joins the Qt thread, which has ended. The caller holds lifeCycle.
void joinThreads(Runtime &rt)
{
    if (rt.ownThread.joinable())
        rt.ownThread.join();
    if (rt.guestThread) {
        rt.guestThread->wait();
        delete rt.guestThread;
        rt.guestThread = nullptr;
    }
}

// Ends the Qt thread when the process exits.
void stopForExit()
{
    if (qtbt_on_qt_thread())
        return;
    Runtime &rt = runtime();
    closeQueue(0);
    bool ended;
    {
        // A D-Bus call may keep the Qt thread for 25 seconds. A handler that never returns must not
        // keep the process from exiting.
        std::unique_lock end(rt.endMutex);
        ended = rt.ended.wait_for(end, std::chrono::seconds(30), [&rt] { return !rt.alive; });
    }
    std::unique_lock lock(rt.lifeCycle, std::try_to_lock);
    if (ended && lock)
        joinThreads(rt);
}

// Reports whether the runtime has ended for good. The caller holds lifeCycle.
bool hasEnded(const Runtime &rt)
{
    return rt.state == State::Stopped || (rt.state == State::Running && !isOpen());
}

// Takes what the Qt thread needs before it starts.
void prepare(const qtbt_callbacks &given)
{
    setCallbacks(given);
    setExitHandler(stopForExit);
}

} // namespace
} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_start(qtbt_mode mode, const qtbt_callbacks *given)
{
    if (!isAcceptable(given) || (mode != QTBT_MODE_AUTO && mode != QTBT_MODE_ATTACH))
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
    prepare(*given);
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
    if (!isAcceptable(given) || !started || !exit_code)
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
    prepare(*given);
    rt.inMain = true;
    becomeQtThread(rt);
    makeApplication(rt);
    *exit_code = serve(rt, [&] {
        rt.state = State::Running;
        lock.unlock();
        started();
    });
    destroyApplication(rt);
    setAlive(rt, false);
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
    closeQueue(exit_code);
    return QTBT_OK;
}

qtbt_status qtbt_stop(void)
{
    if (qtbt_on_qt_thread())
        return QTBT_WRONG_THREAD;
    Runtime &rt = runtime();
    std::lock_guard lock(rt.lifeCycle);
    closeQueue(0);
    {
        std::unique_lock end(rt.endMutex);
        rt.ended.wait(end, [&rt] { return !rt.alive; });
    }
    joinThreads(rt);
    if (rt.state == State::Running)
        rt.state = State::Stopped;
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
    // Qt of MinGW has no back end.
    return QBluetoothDeviceDiscoveryAgent::supportedDiscoveryMethods()
                    == QBluetoothDeviceDiscoveryAgent::NoMethod
            ? QTBT_BACKEND_DUMMY
            : QTBT_BACKEND_WINRT;
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
