// Calls from many threads at once.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <atomic>
#include <thread>

namespace {

// Runs work on `count` threads at once and waits for them. Throws the first failure.
void together(int count, std::function<void(int)> work)
{
    std::vector<std::thread> threads;
    Monitor<std::exception_ptr> failure;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            try {
                work(i);
            } catch (...) {
                failure.update([](std::exception_ptr &first) {
                    if (!first)
                        first = std::current_exception();
                });
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    if (const std::exception_ptr first = failure.get())
        std::rethrow_exception(first);
}

} // namespace

TEST_CASE("each thread has its own socket")
{
    harness::Started runtime;
    together(8, [](int number) {
        const std::string ping = "ping " + std::to_string(number);
        for (int i = 0; i < 50; ++i) {
            ConnectedWire wire;
            Monitor<std::string> got;
            harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
                got.update([&](std::string &all) { all += readAll(wire.socket); });
            });
            wire.peerWrites(ping);
            got.await([&](const std::string &all) { return all == ping; });
            write(wire.socket, ping);
            if (wire.peerReads(ping.size()) != ping || qtbt_delete(wire.socket) != QTBT_OK)
                throw std::runtime_error("the echo failed");
        }
    });
    harness::awaitNoObjects();
}

TEST_CASE("many threads write to one socket, and no write is torn")
{
    harness::Started runtime;
    ConnectedWire wire;
    constexpr int writers = 6, lines = 300;
    std::string all;
    std::thread reader([&] { all = wire.peerReads(writers * lines * 8); });
    together(writers, [&](int number) {
        for (int line = 0; line < lines; ++line)
            write(wire.socket, std::string(7, char('a' + number)) + "\n");
    });
    reader.join();
    std::vector<int> count(writers);
    for (size_t at = 0; at < all.size(); at += 8) {
        REQUIRE(all.substr(at, 8) == std::string(7, all[at]) + "\n");
        ++count.at(size_t(all[at] - 'a'));
    }
    CHECK(count == std::vector<int>(writers, lines));
}

TEST_CASE("threads call a socket while another deletes it")
{
    harness::Started runtime;
    for (int round = 0; round < 50; ++round) {
        ConnectedWire wire;
        std::atomic<int> bad{0};
        together(4, [&](int number) {
            if (number == 0) {
                if (qtbt_delete(wire.socket) != QTBT_OK)
                    ++bad;
                return;
            }
            qtbt_status status = QTBT_OK;
            while (status == QTBT_OK) {
                int64_t count;
                Failure failure;
                status = qtbt_socket_write(wire.socket, "x", 1, &count, &failure.c);
            }
            if (status != QTBT_DELETED)
                ++bad;
        });
        REQUIRE(bad == 0);
    }
    harness::awaitNoObjects();
}

TEST_CASE("threads abort one socket at once")
{
    harness::Started runtime;
    for (int round = 0; round < 50; ++round) {
        ConnectedWire wire;
        write(wire.socket, pattern(100000));
        together(4, [&](int) {
            if (qtbt_socket_abort(wire.socket) != QTBT_OK)
                throw std::runtime_error("abort failed");
        });
        REQUIRE(stateOf(wire.socket) == kUnconnected);
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
}

TEST_CASE("a handler's calls run inline while other threads wait in line")
{
    harness::Started runtime;
    ConnectedWire wire;
    Monitor<int> handled;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        for (int i = 0; i < 100; ++i)
            stateOf(wire.socket);
        const int bytes = int(readAll(wire.socket).size());
        handled.update([=](int &n) { n += bytes; });
    });
    together(4, [&](int) {
        for (int i = 0; i < 100; ++i) {
            wire.peerWrites("x");
            stateOf(wire.socket);
        }
    });
    CHECK(handled.await([](int n) { return n == 400; }) == 400);
}
