// Attempts to connect, without a bluetoothd: READY, the ways to give up, and one GONE.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

constexpr uint64_t kDevice = 0x020000000001;

// A socket with an attempt, and the signals of the attempt so far. The end of the scope gives it
// up.
struct Attempt : Wire {
    Attempt()
    {
        harness::onUnwatched(socket, QTBT_SIGNAL_ATTEMPT, [this](int64_t what) {
            signals.update([=](Signals &all) { all.push_back(what); });
        });
    }
    ~Attempt()
    {
        qtbt_attempt_give_up(socket);
        awaitGone();
        harness::onUnwatched(socket, QTBT_SIGNAL_ATTEMPT, nullptr);
    }

    void begin()
    {
        if (qtbt_attempt_begin(socket, kDevice) != QTBT_OK)
            throw std::runtime_error("qtbt_attempt_begin failed");
    }

    void awaitReady()
    {
        signals.await([](const Signals &all) { return !all.empty(); });
    }

    void awaitGone()
    {
        signals.await([](const Signals &all) {
            return !all.empty() && (all.back() & QTBT_ATTEMPT_GONE) != 0;
        });
    }

    using Signals = std::vector<int64_t>;
    Monitor<Signals> signals;
};

const Attempt::Signals kGone = {QTBT_ATTEMPT_GONE};
const Attempt::Signals kReadyThenGone = {QTBT_ATTEMPT_READY, QTBT_ATTEMPT_GONE};

std::string reasonOf(qtbt_handle socket)
{
    qtbt_bytes reason = {};
    if (qtbt_attempt_reason(socket, &reason) != QTBT_OK)
        throw std::runtime_error("qtbt_attempt_reason failed");
    const std::string text(reinterpret_cast<const char *>(reason.data), reason.size);
    qtbt_bytes_free(reason);
    return text;
}

} // namespace

TEST_CASE("an attempt without bluetoothd is ready at once")
{
    harness::Started runtime;
    Attempt attempt;
    attempt.begin();
    attempt.awaitReady();
    CHECK(harness::counts().handles == 1);
    CHECK(reasonOf(attempt.socket).empty());
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kReadyThenGone);
    int32_t state;
    CHECK(qtbt_socket_state(attempt.socket, &state) == QTBT_DELETED);
}

TEST_CASE("an attempt may be given up while it waits for a device")
{
    harness::Started runtime;
    Attempt attempt;
    harness::invoke([&] {
        attempt.begin();
        if (qtbt_attempt_give_up(attempt.socket) != QTBT_OK)
            throw std::runtime_error("qtbt_attempt_give_up failed");
    });
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kGone);
}

TEST_CASE("an attempt may be given up twice, and GONE comes once")
{
    harness::Started runtime;
    Attempt waiting, ready, connecting;
    harness::invoke([&] {
        waiting.begin();
        qtbt_attempt_give_up(waiting.socket);
        qtbt_attempt_give_up(waiting.socket);
    });
    ready.begin();
    ready.awaitReady();
    connecting.begin();
    connecting.awaitReady();
    connecting.connectForever();
    for (const Attempt *attempt : {&ready, &connecting}) {
        CHECK(qtbt_attempt_give_up(attempt->socket) == QTBT_OK);
        CHECK(qtbt_attempt_give_up(attempt->socket) == QTBT_OK);
    }
    waiting.awaitGone();
    ready.awaitGone();
    connecting.awaitGone();
    harness::awaitNoObjects();
    CHECK(waiting.signals.get() == kGone);
    CHECK(ready.signals.get() == kReadyThenGone);
    CHECK(connecting.signals.get() == kReadyThenGone);
}

TEST_CASE("a handler of READY may give up")
{
    harness::Started runtime;
    Attempt attempt;
    harness::onUnwatched(attempt.socket, QTBT_SIGNAL_ATTEMPT, [&](int64_t what) {
        attempt.signals.update([=](auto &all) { all.push_back(what); });
        qtbt_attempt_give_up(attempt.socket);
    });
    attempt.begin();
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kReadyThenGone);
}

TEST_CASE("an attempt may be given up while it connects")
{
    harness::Started runtime;
    Attempt attempt;
    attempt.begin();
    attempt.awaitReady();
    attempt.connectForever();
    CHECK(stateOf(attempt.socket) == kConnecting);
    CHECK(reasonOf(attempt.socket).empty());
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kReadyThenGone);
    while (!attempt.peerReads(4096).empty()) {}
    CHECK(attempt.peerSeesEnd());
}

TEST_CASE("an attempt may be given up after it failed")
{
    harness::Started runtime;
    Attempt attempt;
    Monitor<bool> failed;
    harness::on(attempt.socket, QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, [&](int64_t) {
        const std::string reason = reasonOf(attempt.socket);
        qtbt_attempt_give_up(attempt.socket);
        failed.update([&](bool &value) { value = reason.empty(); });
    });
    attempt.begin();
    attempt.awaitReady();
    attempt.connectInVain();
    CHECK(failed.await([](bool value) { return value; }));
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kReadyThenGone);
}

TEST_CASE("an attempt may be given up after it has connected")
{
    harness::Started runtime;
    Attempt attempt;
    attempt.begin();
    attempt.awaitReady();
    attempt.connect(kReadWrite, kConnecting);
    attempt.connect();
    CHECK(reasonOf(attempt.socket).empty());
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    attempt.awaitGone();
    CHECK(attempt.peerSeesEnd());
    CHECK(attempt.signals.get() == kReadyThenGone);
}

TEST_CASE("an attempt is gone when the connection's descriptor is taken")
{
    harness::Started runtime;
    Attempt attempt;
    Monitor<int32_t> taken;
    taken.update([](int32_t &value) { value = -1; });
    harness::on(attempt.socket, QTBT_SIGNAL_SOCKET_CONNECTED, [&](int64_t) {
        int32_t descriptor = -1;
        qtbt_bytes unread = {};
        Failure failure;
        qtbt_socket_take_descriptor(attempt.socket, &descriptor, &unread, &failure.c);
        qtbt_bytes_free(unread);
        taken.update([=](int32_t &value) { value = descriptor; });
    });
    attempt.begin();
    attempt.awaitReady();
    attempt.connect(kReadWrite, kConnecting);
    attempt.connect();
    const int32_t descriptor = taken.await([](int32_t value) { return value >= 0; });
    attempt.awaitGone();
    harness::awaitNoObjects();
    CHECK(attempt.signals.get() == kReadyThenGone);
    CHECK(::write(descriptor, "alive", 5) == 5);
    CHECK(attempt.peerReads(5) == "alive");
    ::close(descriptor);
}

TEST_CASE("every way to delete a socket ends its attempt")
{
    harness::Started runtime;
    Attempt deleted, finalized, silent;
    deleted.begin();
    deleted.awaitReady();
    CHECK(qtbt_delete(deleted.socket) == QTBT_OK);
    finalized.begin();
    finalized.awaitReady();
    CHECK(qtbt_delete_later(finalized.socket) == QTBT_OK);
    harness::invoke([&] {
        silent.begin();
        qtbt_delete(silent.socket);
    });
    deleted.awaitGone();
    finalized.awaitGone();
    silent.awaitGone();
    harness::awaitNoObjects();
    CHECK(deleted.signals.get() == kReadyThenGone);
    CHECK(finalized.signals.get() == kReadyThenGone);
    CHECK(silent.signals.get() == kGone); // no READY after the deletion
}

TEST_CASE("an attempt begins once, on an unconnected socket")
{
    harness::Started runtime;
    Attempt attempt;
    attempt.begin();
    CHECK(qtbt_attempt_begin(attempt.socket, kDevice) == QTBT_ALREADY_STARTED);
    attempt.awaitReady();
    CHECK(qtbt_attempt_begin(attempt.socket, kDevice) == QTBT_ALREADY_STARTED);

    ConnectedWire connected;
    CHECK(qtbt_attempt_begin(connected.socket, kDevice) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_attempt_begin(0, kDevice) == QTBT_DELETED);
    qtbt_handle server;
    REQUIRE(qtbt_server_new(kRfcomm, &server) == QTBT_OK);
    CHECK(qtbt_attempt_begin(server, kDevice) == QTBT_INVALID_ARGUMENT);

    qtbt_bytes reason;
    CHECK(qtbt_attempt_reason(attempt.socket, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_attempt_reason(server, &reason) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_attempt_reason(0, &reason) == QTBT_DELETED);
    CHECK(reasonOf(connected.socket).empty());

    // The call does not wait, so it cannot report that there is no attempt.
    CHECK(qtbt_attempt_give_up(connected.socket) == QTBT_OK);
    CHECK(qtbt_attempt_give_up(server) == QTBT_OK);
    CHECK(qtbt_attempt_give_up(0) == QTBT_OK);
    harness::settle();
    CHECK(stateOf(connected.socket) == kConnected);
    CHECK(harness::counts().handles == 3);
}

TEST_CASE("a stopped runtime ends the attempts that are under way")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    Attempt idle, ready, connecting, abandoned;
    Monitor<std::vector<std::string>> order;
    harness::onUnwatched(0, QTBT_SIGNAL_STOPPED, [&](int64_t) {
        order.update([](auto &all) { all.push_back("stopped"); });
        idle.begin();
    });
    ready.begin();
    ready.awaitReady();
    connecting.begin();
    connecting.awaitReady();
    connecting.connectForever();
    abandoned.begin();
    abandoned.awaitReady();
    abandoned.connectForever();
    CHECK(qtbt_attempt_give_up(abandoned.socket) == QTBT_OK);
    REQUIRE(qtbt_stop() == QTBT_OK);
    for (Attempt *attempt : {&idle, &ready, &connecting, &abandoned})
        attempt->awaitGone();
    CHECK(idle.signals.get() == kGone);
    CHECK(ready.signals.get() == kReadyThenGone);
    CHECK(connecting.signals.get() == kReadyThenGone);
    CHECK(abandoned.signals.get() == kReadyThenGone);
    CHECK(order.get() == std::vector<std::string>{"stopped"});
    CHECK(harness::counts().handles == 0);
    CHECK(harness::counts().qobjects == 0);

    qtbt_bytes reason;
    CHECK(qtbt_attempt_begin(ready.socket, kDevice) == QTBT_STOPPED);
    CHECK(qtbt_attempt_reason(ready.socket, &reason) == QTBT_STOPPED);
    CHECK(qtbt_attempt_give_up(ready.socket) == QTBT_STOPPED);
}

TEST_CASE("what a handler of GONE makes while the runtime stops is deleted too")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    Attempt attempt;
    qtbt_handle late = 0;
    harness::onUnwatched(attempt.socket, QTBT_SIGNAL_ATTEMPT, [&](int64_t what) {
        if (what & QTBT_ATTEMPT_GONE)
            qtbt_socket_new(kRfcomm, &late);
        attempt.signals.update([=](auto &all) { all.push_back(what); });
    });
    attempt.begin();
    attempt.awaitReady();
    REQUIRE(qtbt_stop() == QTBT_OK);
    CHECK(attempt.signals.get() == kReadyThenGone);
    CHECK(late != 0);
    CHECK(harness::counts().handles == 0);
    CHECK(harness::counts().qobjects == 0);
}

TEST_CASE("a thousand attempts given up leave nothing")
{
    harness::Started runtime;
    const auto round = [](int number) {
        Attempt attempt;
        attempt.begin();
        if (number % 3 != 0)
            attempt.awaitReady();
        if (number % 3 == 2)
            attempt.connect(kReadWrite, kConnecting);
    };
    for (int number = 0; number < 3; ++number)
        round(number); // Qt opens some descriptors once and keeps them
    harness::awaitNoObjects();
    const size_t before = openDescriptors();
    for (int number = 0; number < 1000; ++number)
        round(number);
    harness::awaitNoObjects();
    CHECK(openDescriptors() == before);
}

TEST_CASE("threads give up one attempt while it connects")
{
    harness::Started runtime;
    for (int round = 0; round < 50; ++round) {
        Attempt attempt;
        attempt.begin();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { qtbt_attempt_give_up(attempt.socket); });
        for (std::thread &thread : threads)
            thread.join();
        attempt.awaitGone();
        const auto all = attempt.signals.get();
        REQUIRE(std::count(all.begin(), all.end(), QTBT_ATTEMPT_GONE) == 1);
    }
    harness::awaitNoObjects();
}
