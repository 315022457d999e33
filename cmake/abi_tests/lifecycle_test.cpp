// Starting and stopping on a thread of the shim's own.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <thread>

namespace {

// One call of each kind, whose result depends on the runtime alone.
void everyCallSays(qtbt_status expected)
{
    qtbt_handle handle = 77;
    int32_t value = 77;
    int64_t count = 77, left = 77;
    qtbt_failure failure = {77, {nullptr, 77}};
    char byte;
    CHECK(qtbt_socket_new(kRfcomm, &handle) == expected);
    CHECK(qtbt_server_new(kRfcomm, &handle) == expected);
    CHECK(qtbt_socket_state(1, &value) == expected);
    CHECK(qtbt_socket_abort(1) == expected);
    CHECK(qtbt_watch(1, QTBT_SIGNAL_SOCKET_CONNECTED, true) == expected);
    CHECK(qtbt_delete(1) == expected);
    CHECK(qtbt_delete_later(1) == expected);
    CHECK(qtbt_socket_read(1, &byte, 1, &count, &left, &failure) == expected);
    CHECK(qtbt_invoke(1) == expected);
    // Out-parameters are unchanged.
    CHECK(handle == 77);
    CHECK(value == 77);
    CHECK(count == 77);
    CHECK(left == 77);
    CHECK(failure.code == 77);
    CHECK(failure.text.size == 77);
}

} // namespace

TEST_CASE("calls before the start report that nothing runs")
{
    everyCallSays(QTBT_STOPPED);
    CHECK_FALSE(qtbt_on_qt_thread());
    CHECK(harness::counts().handles == 0);
    CHECK(std::string(qtbt_qt_version()).substr(0, 2) == "6.");
    CHECK(qtbt_current_backend() != QTBT_BACKEND_DUMMY);
}

TEST_CASE("start, work, stop")
{
    harness::Started runtime;
    CHECK_FALSE(qtbt_on_qt_thread());
    bool onQtThread = false;
    harness::invoke([&] { onQtThread = qtbt_on_qt_thread(); });
    CHECK(onQtThread);
}

TEST_CASE("calls after the stop report it, and there is no second start")
{
    {
        harness::Started runtime;
        Wire wire;
        CHECK(harness::counts().handles == 1);
    }
    everyCallSays(QTBT_STOPPED);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
    CHECK(qtbt_start(QTBT_MODE_ATTACH, harness::callbacks()) == QTBT_STOPPED);
    int32_t exitCode;
    CHECK(qtbt_main(harness::callbacks(), [] {}, &exitCode) == QTBT_STOPPED);
    CHECK_FALSE(qtbt_on_qt_thread());
}

TEST_CASE("stopping twice, or what never ran, is fine")
{
    CHECK(qtbt_stop() == QTBT_OK);
    {
        harness::Started runtime;
    }
    CHECK(qtbt_stop() == QTBT_OK);
    CHECK(qtbt_stop() == QTBT_OK);
}

TEST_CASE("a second start changes nothing")
{
    harness::Started runtime;
    static std::atomic<int> wrongCallbacks{0};
    qtbt_callbacks other = *harness::callbacks();
    other.invoke = [](uint64_t, bool) { ++wrongCallbacks; };
    CHECK(qtbt_start(QTBT_MODE_AUTO, &other) == QTBT_OK);
    harness::invoke([] {
        if (qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) != QTBT_OK)
            ++wrongCallbacks;
    });
    CHECK(wrongCallbacks == 0);
}

TEST_CASE("a bad callback table is refused, and a good start follows")
{
    CHECK(qtbt_start(QTBT_MODE_AUTO, nullptr) == QTBT_INVALID_ARGUMENT);
    qtbt_callbacks table = *harness::callbacks();
    table.version = 0;
    CHECK(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_INVALID_ARGUMENT);
    table.version = QTBT_CALLBACKS_VERSION + 1;
    CHECK(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_INVALID_ARGUMENT);
    table = *harness::callbacks();
    table.size = 0;
    CHECK(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_INVALID_ARGUMENT);
    table.size = sizeof table.size;
    CHECK(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_start(7, harness::callbacks()) == QTBT_INVALID_ARGUMENT);
    harness::Started runtime;
}

TEST_CASE("an older program's shorter table works, without the callbacks it does not know")
{
    qtbt_callbacks table = *harness::callbacks();
    table.size = offsetof(qtbt_callbacks, invoke);
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_OK);
    CHECK(qtbt_invoke(1) == QTBT_INVALID_ARGUMENT);
    {
        ConnectedWire wire;
        harness::Events events;
        harness::recordSocket(wire.socket, events);
        wire.closePeer(); // Qt logs a warning here
        events.await([](const auto &all) {
            return !all.empty() && all.back() == "readChannelFinished";
        });
    }
    CHECK(harness::messages().get().empty());
    CHECK(qtbt_stop() == QTBT_OK);
}

TEST_CASE("a newer program's longer table works")
{
    struct {
        qtbt_callbacks known;
        void *unknown[4];
    } table = {*harness::callbacks(), {}};
    table.known.size = sizeof table;
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, &table.known) == QTBT_OK);
    harness::invoke([] {});
    CHECK(qtbt_stop() == QTBT_OK);
}

TEST_CASE("attach fails without an application, and a plain start may follow")
{
    CHECK(qtbt_start(QTBT_MODE_ATTACH, harness::callbacks()) == QTBT_NO_APPLICATION);
    harness::Started runtime;
    CHECK(qtbt_start(QTBT_MODE_ATTACH, harness::callbacks()) == QTBT_ALREADY_STARTED);
}

TEST_CASE("many threads start at once")
{
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            qtbt_handle socket;
            if (qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK
                && qtbt_socket_new(kRfcomm, &socket) == QTBT_OK && qtbt_delete(socket) == QTBT_OK)
                ++good;
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(good == 8);
    harness::Started runtime;
}

TEST_CASE("the Qt thread cannot wait for its own end")
{
    harness::Started runtime;
    qtbt_status status = QTBT_OK;
    harness::invoke([&] { status = qtbt_stop(); });
    CHECK(status == QTBT_WRONG_THREAD);
    harness::invoke([] {});
}

TEST_CASE("qtbt_main_exit ends only qtbt_main")
{
    harness::Started runtime;
    CHECK(qtbt_main_exit(3) != QTBT_OK);
    harness::settle();
    harness::invoke([] {});
}

TEST_CASE("stop releases the callers on other threads")
{
    std::vector<std::thread> threads;
    std::atomic<int> running{0}, bad{0};
    {
        harness::Started runtime;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                qtbt_handle socket;
                if (qtbt_socket_new(kRfcomm, &socket) != QTBT_OK)
                    ++bad;
                ++running;
                for (;;) {
                    int32_t state;
                    const qtbt_status status = qtbt_socket_state(socket, &state);
                    if (status == QTBT_STOPPED)
                        break;
                    if (status != QTBT_OK)
                        ++bad;
                }
            });
        while (running != 4)
            std::this_thread::yield();
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(bad == 0);
}

TEST_CASE("posted work runs or is dropped, and each piece once")
{
    static Monitor<std::vector<int>> seen;
    static constexpr uint64_t count = 5000;
    seen.update([](auto &all) { all.resize(count); });
    qtbt_callbacks table = *harness::callbacks();
    table.invoke = [](uint64_t token, bool) { seen.update([=](auto &all) { ++all.at(token); }); };
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_OK);
    Monitor<uint64_t> posted;
    uint64_t accepted = 0;
    std::thread poster([&] {
        for (uint64_t token = 0; token < count && qtbt_invoke(token) == QTBT_OK; ++token) {
            ++accepted;
            posted.update([](uint64_t &n) { ++n; });
        }
    });
    posted.await([](uint64_t n) { return n >= count / 10; });
    CHECK(qtbt_stop() == QTBT_OK);
    poster.join();
    const std::vector<int> all = seen.get();
    for (uint64_t token = 0; token < count; ++token)
        REQUIRE(all[token] == (token < accepted ? 1 : 0));
}

TEST_CASE("posted work keeps its order")
{
    harness::Started runtime;
    std::vector<int> order;
    harness::invoke([&] {
        order.push_back(1);
        harness::invoke([&] { order.push_back(2); }); // inline
        order.push_back(3);
    });
    harness::invoke([&] { order.push_back(4); });
    CHECK(order == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("the choice of an event dispatcher leaves the environment alone")
{
    const char *before = std::getenv("QT_NO_GLIB");
    harness::Started runtime;
    const char *after = std::getenv("QT_NO_GLIB");
    CHECK(std::string(before ? before : "unset") == (after ? after : "unset"));
}

TEST_CASE("a process may end while the Qt thread runs")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    static auto *wire = new ConnectedWire;
    write(wire->socket, "left");
    CHECK(wire->peerReads(4) == "left");
}
