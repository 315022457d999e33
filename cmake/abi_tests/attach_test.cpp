// The shim as a guest of a QCoreApplication that the program made itself.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qlogging.h>

#include <atomic>
#include <thread>

namespace {

// Work for the application's thread.
class Inbox : public QObject
{
public:
    void post(std::function<void()> work)
    {
        auto *event = new QEvent(QEvent::User);
        work_.update([&](auto &all) { all.push_back(std::move(work)); });
        QCoreApplication::postEvent(this, event);
    }

protected:
    bool event(QEvent *) override
    {
        std::vector<std::function<void()>> all;
        work_.update([&](auto &waiting) { all.swap(waiting); });
        for (const auto &work : all)
            work();
        return true;
    }

private:
    Monitor<std::vector<std::function<void()>>> work_;
};

// An application on the test's own thread, as another binding to Qt makes it.
struct Foreign {
    char name[8] = "foreign";
    char *argv[2] = {name, nullptr};
    int argc = 1;
    QCoreApplication app{argc, argv};
    Inbox inbox;

    // Runs the application's loop while `work` runs on another thread.
    void runBeside(std::function<void()> work)
    {
        std::exception_ptr failure;
        std::thread worker([&] {
            try {
                work();
            } catch (...) {
                failure = std::current_exception();
            }
            inbox.post([] { QCoreApplication::exit(5); });
        });
        CHECK(app.exec() == 5);
        worker.join();
        if (failure)
            std::rethrow_exception(failure);
    }
};

// Runs work on a thread of its own. Qt frees what it keeps for the thread of an application only if
// that thread ends, or was the first to use Qt.
void onNewThread(std::function<void()> work)
{
    std::thread(std::move(work)).join();
}

// The shim's own warnings.
size_t warningsOfShim()
{
    size_t count = 0;
    for (const harness::Message &message : harness::messages().get())
        count += message.category == "qtbt" && message.severity == QTBT_LOG_WARNING;
    return count;
}

void echoOnce()
{
    ConnectedWire wire;
    Monitor<std::string> got;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        got.update([&](std::string &all) { all += readAll(wire.socket); });
    });
    wire.peerWrites("ping");
    got.await([](const std::string &all) { return all == "ping"; });
    write(wire.socket, "pong");
    if (wire.peerReads(4) != "pong" || qtbt_delete(wire.socket) != QTBT_OK)
        throw std::runtime_error("the echo failed");
}

} // namespace

TEST_CASE("objects of a guest live on the shim's own thread")
{
    Foreign foreign;
    std::thread::id qtThread;
    foreign.runBeside([&] {
        harness::Started runtime;
        harness::invoke([&] { qtThread = std::this_thread::get_id(); });
        echoOnce();
    });
    CHECK(qtThread != std::this_thread::get_id());
    CHECK(QCoreApplication::instance() == &foreign.app);
}

TEST_CASE("a guest works before the application's loop runs, and attaches when asked to")
{
    Foreign foreign;
    harness::Started runtime(QTBT_MODE_ATTACH);
    CHECK(qtbt_start(QTBT_MODE_ATTACH, harness::callbacks()) == QTBT_OK);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    CHECK_FALSE(qtbt_on_qt_thread());
    echoOnce();
}

TEST_CASE("a guest's end leaves the application running")
{
    Foreign foreign;
    bool servedAfterStop = false;
    foreign.runBeside([&] {
        {
            harness::Started runtime;
            echoOnce();
        }
        Monitor<bool> served;
        foreign.inbox.post([&] { served.update([](bool &b) { b = true; }); });
        servedAfterStop = served.await([](bool b) { return b; });
    });
    CHECK(servedAfterStop);
}

TEST_CASE("a guest outlives the application's loop")
{
    Foreign foreign;
    harness::Started runtime;
    foreign.runBeside([] { echoOnce(); });
    echoOnce();
    foreign.runBeside([] { echoOnce(); });
}

TEST_CASE("qtbt_main_exit does not end a guest")
{
    Foreign foreign;
    harness::Started runtime;
    CHECK(qtbt_main_exit(3) != QTBT_OK);
    harness::settle();
    harness::invoke([] {});
}

TEST_CASE("the application's destruction ends the guest")
{
    {
        Foreign foreign;
        REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
        static ConnectedWire wire; // left behind
        CHECK(harness::counts().qobjects == 1);
    }
    CHECK(harness::counts().handles == 0);
    CHECK(harness::counts().qobjects == 0);
    qtbt_handle socket;
    CHECK(qtbt_socket_new(kRfcomm, &socket) == QTBT_STOPPED);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
    CHECK(qtbt_stop() == QTBT_OK);

    Foreign second;
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
}

TEST_CASE("the application's destruction lets callers go")
{
    std::vector<std::thread> threads;
    std::atomic<int> running{0}, bad{0};
    {
        Foreign foreign;
        REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                ++running;
                for (;;) {
                    qtbt_handle socket;
                    const qtbt_status status = qtbt_socket_new(kRfcomm, &socket);
                    if (status == QTBT_STOPPED)
                        break;
                    if (status != QTBT_OK)
                        ++bad;
                    qtbt_delete(socket);
                }
            });
        while (running != 4)
            std::this_thread::yield();
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(bad == 0);
    CHECK(harness::counts().qobjects == 0);
}

TEST_CASE("an application made later ends the runtime when it is destroyed")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    static ConnectedWire wire; // left behind
    onNewThread([] {
        Foreign foreign;
        CHECK(warningsOfShim() == 1);
        foreign.runBeside([] { echoOnce(); });
        CHECK(QCoreApplication::instance() == &foreign.app);
    });
    CHECK(harness::counts().handles == 0);
    CHECK(harness::counts().qobjects == 0);
    qtbt_handle socket;
    CHECK(qtbt_socket_new(kRfcomm, &socket) == QTBT_STOPPED);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
    CHECK(qtbt_stop() == QTBT_OK);

    onNewThread([] { Foreign second; });
    CHECK(warningsOfShim() == 1);
}

TEST_CASE("an application made later ends qtbt_main when it is destroyed")
{
    std::thread owner;
    int32_t exitCode = -1;
    static std::thread *started = &owner;
    const auto begin = [] { *started = std::thread([] { Foreign foreign; }); };
    CHECK(qtbt_main(harness::callbacks(), begin, &exitCode) == QTBT_OK);
    owner.join();
    CHECK(exitCode == 0);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
}

TEST_CASE("the runtime's end leaves an application made later running")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    onNewThread([] {
        Foreign foreign;
        CHECK(qtbt_stop() == QTBT_OK);
        CHECK(QCoreApplication::instance() == &foreign.app);
        bool served = false;
        foreign.runBeside([&] {
            Monitor<bool> done;
            foreign.inbox.post([&] { done.update([](bool &b) { b = true; }); });
            served = done.await([](bool b) { return b; });
        });
        CHECK(served);
    });
}

TEST_CASE("an application may go after the guest stopped")
{
    Foreign foreign;
    harness::Started runtime;
}

TEST_CASE("the application's message handler sees its own messages, and is back at the end")
{
    static std::atomic<int> seen{0};
    const auto handler = [](QtMsgType, const QMessageLogContext &, const QString &) { ++seen; };
    const QtMessageHandler before = qInstallMessageHandler(handler);
    Foreign foreign;
    {
        harness::Started runtime;
        qWarning("not of Bluetooth");
        CHECK(seen == 1);
    }
    CHECK(harness::messages().get().empty());
    qWarning("after the end");
    CHECK(seen == 2);
    CHECK(qInstallMessageHandler(before) == QtMessageHandler(handler));
}
